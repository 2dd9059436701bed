"""The inbox as staff see it: what came, what became of it, and one action that works."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

import digitalriver
from core import masking
from core.admin_base import ReadOnlyAdmin
from webhooks.models import InboundEvent, Rejection
from webhooks.replay import process_again


@admin.register(InboundEvent)
class InboundEventAdmin(ReadOnlyAdmin):
    """Read-only but for 'Process again', on the list and on the page of one event."""

    list_display = ["type", "event_id", "received_at", "state", "error", "order_key"]
    list_filter = ["state", "type", "received_at", "live_mode"]
    search_fields = ["event_id", "type", "order_key"]
    date_hierarchy = "received_at"
    show_full_result_count = False
    list_per_page = 50
    actions = ["process_again"]
    change_form_template = "admin/webhooks/event.html"
    fields = [
        "type",
        "event_id",
        "order_key",
        "state",
        "error",
        "attempts",
        "received_at",
        "processed_at",
        "due_at",
        "api_version",
        "live_mode",
        "pretty_headers",
        "pretty_body",
        "traceback",
    ]
    readonly_fields = ["pretty_headers", "pretty_body"]

    @admin.display(description=_("headers"))
    def pretty_headers(self, event: InboundEvent) -> str:
        return json.dumps(event.headers, indent=2, ensure_ascii=False)

    @admin.display(description=_("body, personal data masked"))
    def pretty_body(self, event: InboundEvent) -> str:
        try:
            document = digitalriver.decode(bytes(event.raw))
        except digitalriver.UnreadableBody:
            return ""
        return json.dumps(masking.masked(document), indent=2, ensure_ascii=False)

    def has_process_permission(self, request: HttpRequest) -> bool:
        """Processing changes orders, so that looking at events is not enough."""
        return request.user.has_perm("webhooks.change_inboundevent")

    @admin.action(description=_("Process again"), permissions=["process"])
    def process_again(self, request: HttpRequest, rows: QuerySet[InboundEvent]) -> None:
        queued = sum(process_again(event) for event in rows.order_by("received_at", "pk"))
        refused = rows.count() - queued
        if queued:
            text = ngettext(
                "%d event will be processed again.", "%d events will be processed again.", queued
            )
            messages.success(request, text % queued)
        if refused:
            messages.error(request, _("Events of another mode stay in quarantine."))

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/process/",
            self.admin_site.admin_view(require_POST(self.process_view)),
            name="webhooks_inboundevent_process",
        )
        return [own, *super().get_urls()]

    def process_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The button on the page of one event."""
        if not self.has_process_permission(request):
            raise PermissionDenied
        self.process_again(request, InboundEvent.objects.filter(pk=pk))
        return HttpResponseRedirect(reverse("admin:webhooks_inboundevent_change", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_process"] = self.has_process_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Rejection)
class RejectionAdmin(ReadOnlyAdmin):
    """How often somebody was turned away, and why."""

    list_display = ["hour", "reason", "count", "last_at", "last_address"]
    list_filter = ["reason"]
    date_hierarchy = "hour"
