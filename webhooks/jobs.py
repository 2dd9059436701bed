"""Work that happens after the answer."""

from datetime import timedelta

from django.utils import timezone

from core import outbox
from core.models import OutboxEntry
from core.periodic import periodic
from webhooks.models import OPEN_STATES, InboundEvent
from webhooks.processing import process_waiting
from webhooks.storing import queue

FORGOTTEN_AFTER = timedelta(minutes=5)


@outbox.handler("webhooks.process")
def process(entry: OutboxEntry) -> None:
    process_waiting(entry.payload["queue_key"])


@periodic(timedelta(minutes=1))
def queue_forgotten() -> None:
    """An open event whose outbox row is gone or given up gets a new one."""
    late = timezone.now() - FORGOTTEN_AFTER
    for event in InboundEvent.objects.filter(state__in=OPEN_STATES, due_at__lt=late)[:200]:
        queue(event)
