"""Health pages, and the mailbox of the demo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from core.models import Lease, OutboxEntry, SentMail

LONGEST_OUTBOX_WAIT = timedelta(minutes=5)
LONGEST_SILENCE_OF_BEAT = timedelta(minutes=2)


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; says what else is late. 503 without a database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        facts = _work_facts()
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok", **facts})


def _work_facts() -> dict[str, Any]:
    now = timezone.now()
    oldest = OutboxEntry.objects.filter(done_at=None, dead_at=None, due_at__lte=now).aggregate(
        oldest=Min("due_at")
    )["oldest"]
    last_tick = Lease.objects.order_by("-last_run_at").values_list("last_run_at", flat=True).first()
    return {
        "outbox": "late" if oldest and now - oldest > LONGEST_OUTBOX_WAIT else "ok",
        "outbox_given_up": OutboxEntry.objects.exclude(dead_at=None).count(),
        "beat": "ok" if last_tick and now - last_tick < LONGEST_SILENCE_OF_BEAT else "silent",
    }


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every letter sent, newest first; ``?format=json`` for tests. Demo and tests only."""
    letters = SentMail.objects.all()[:200]
    if request.GET.get("format") == "json":
        return JsonResponse({"data": [_letter(letter) for letter in letters]})
    return render(request, "mailbox/list.html", {"letters": letters})


def _letter(letter: SentMail) -> dict[str, Any]:
    return {
        "id": letter.pk,
        "messageId": letter.message_id,
        "sentAt": letter.sent_at.isoformat(),
        "from": letter.sender,
        "to": letter.recipients,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "headers": letter.headers,
    }


@require_safe
@never_cache
@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type]  # its type knows no arguments
def mailbox_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, its HTML shown in a frame that runs nothing."""
    return render(request, "mailbox/letter.html", {"letter": get_object_or_404(SentMail, pk=pk)})


@require_safe
@never_cache
@xframe_options_sameorigin
def mailbox_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, for the frame: letters style themselves inline, and may do only that."""
    response = HttpResponse(get_object_or_404(SentMail, pk=pk).html)
    response._csp_replace = {  # type: ignore[attr-defined]
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "script-src": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
    return response
