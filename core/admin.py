from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import admin_api_log  # noqa: F401 - its pages register themselves
from core.admin_base import ReadOnlyAdmin
from core.models import OutboxEntry


@admin.register(OutboxEntry)
class OutboxAdmin(ReadOnlyAdmin):
    """Work that waits, runs, is done, or was given up."""

    list_display = ["kind", "key", "created_at", "due_at", "attempts", "status"]
    list_filter = [
        "kind",
        ("dead_at", admin.EmptyFieldListFilter),
        ("done_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["kind", "key"]
    ordering = ["-pk"]
    actions = ["run_again"]

    @admin.display(description=_("status"))
    def status(self, entry: OutboxEntry) -> str:
        if entry.done_at:
            return str(_("done"))
        if entry.dead_at:
            return str(_("given up"))
        return str(_("running") if entry.claimed_until else _("waiting"))

    @admin.action(description=_("Try again now"), permissions=["view"])
    def run_again(self, request: HttpRequest, rows: QuerySet[OutboxEntry]) -> None:
        revived = rows.filter(done_at=None).update(
            dead_at=None, due_at=timezone.now(), attempts=0, claimed_until=None
        )
        text = ngettext("%d entry will run again.", "%d entries will run again.", revived)
        messages.success(request, text % revived)
