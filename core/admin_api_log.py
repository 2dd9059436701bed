"""The log of calls to Digital River, and the gate that holds them back, for staff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.admin_base import ReadOnlyAdmin
from core.models import ApiCall, VendorGate


class StatusClassFilter(admin.SimpleListFilter):
    """By the hundreds of the status; calls without an answer are a class of their own."""

    title = _("status class")
    parameter_name = "status_class"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("2xx", _("2xx: worked")),
            ("3xx", _("3xx: redirected")),
            ("4xx", _("4xx: refused")),
            ("5xx", _("5xx: failed there")),
            ("none", _("no answer")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ApiCall]) -> QuerySet[ApiCall]:
        chosen = self.value()
        if chosen == "none":
            return queryset.filter(status=None)
        if chosen in ("2xx", "3xx", "4xx", "5xx"):
            first = int(chosen[0]) * 100
            return queryset.filter(status__range=(first, first + 99))
        return queryset


class ErrorKindFilter(admin.AllValuesFieldListFilter):
    """Kinds of failure, with a word for calls that had none."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("no failure")}


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    """Failed calls, the calls of orders, and all calls while the debug switch is on."""

    list_display = ["at", "method", "path", "status", "error_kind", "ms", "order_number"]
    list_filter = [
        ("at", admin.DateFieldListFilter),
        StatusClassFilter,
        "method",
        ("error_kind", ErrorKindFilter),
    ]
    search_fields = ["path", "order_number", "request_id"]
    search_help_text = _("Path, order number or Digital River's request id")
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False
    fields = [
        ("at", "ms"),
        ("method", "path"),
        ("status", "error_kind"),
        "request_id",
        "order_number",
        "credentials",
        "sent",
        "received",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiCall]:
        """Without the bodies in the list: they are only read one at a time."""
        rows: QuerySet[ApiCall] = super().get_queryset(request)
        one = request.resolver_match and "object_id" in request.resolver_match.kwargs
        return rows if one else rows.defer("request_body", "response_body")

    @admin.display(description=_("request"))
    def sent(self, call: ApiCall) -> SafeString | str:
        return _pretty(call.request_body)

    @admin.display(description=_("response"))
    def received(self, call: ApiCall) -> SafeString | str:
        return _pretty(call.response_body)


def _pretty(body: Any) -> SafeString | str:
    if body is None:
        return "–"
    text = json.dumps(body, indent=2, ensure_ascii=False, sort_keys=False)
    return format_html('<pre class="api-body">{}</pre>', text)


@admin.register(VendorGate)
class VendorGateAdmin(ReadOnlyAdmin):
    """Whether calls to Digital River are held back now, and why."""

    list_display = ["credentials", "closed", "closed_until", "reason", "updated_at"]
    actions = ["open_now"]

    @admin.display(description=_("closed"), boolean=True)
    def closed(self, gate: VendorGate) -> bool:
        return bool(gate.closed_until and gate.closed_until > timezone.now())

    @admin.action(description=_("Allow calls again now"), permissions=["view"])
    def open_now(self, request: HttpRequest, rows: QuerySet[VendorGate]) -> None:
        rows.update(closed_until=None, reason="", updated_at=timezone.now())
        messages.success(request, _("Calls to Digital River are allowed again."))
