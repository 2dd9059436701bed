"""Runs an event through the same handlers once more."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from webhooks.models import EventState, InboundEvent
from webhooks.storing import queue


@transaction.atomic
def process_again(event: InboundEvent) -> bool:
    """Queues the event as if it had just come, with all its tries; False where it must not be
    applied at all: an event of the other mode stays in quarantine."""
    if event.live_mode != settings.DIGITALRIVER_LIVE_MODE:
        return False
    InboundEvent.objects.filter(pk=event.pk).update(
        state=EventState.RECEIVED,
        attempts=0,
        error="",
        traceback="",
        due_at=timezone.now(),
        processed_at=None,
        alerted_at=None,
    )
    queue(event)
    return True
