"""Works through what waits under one key, in the order of arrival.

The event row is the truth about its own tries; the outbox row of its key is the alarm clock. A
failing event waits for its next try without holding up the others of its order.
"""

from __future__ import annotations

import logging
import time
import traceback
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from core import outbox
from digitalriver import DigitalRiverError, NotSent, OutcomeUnknown, RateLimited
from webhooks.burst import Burst, UnknownOrder
from webhooks.handlers import HANDLERS
from webhooks.models import OPEN_STATES, EventState, InboundEvent

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
SHORTEST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_PARKING_WAIT = timedelta(minutes=10)
# Reads are harmless to repeat, so that an unknown outcome counts as no answer.
OUT_OF_REACH = (NotSent, RateLimited, OutcomeUnknown)
ALERT_AFTER = timedelta(hours=24)
GIVE_UP_PARKED_AFTER = timedelta(days=7)


def process_waiting(queue_key: str) -> None:
    """Processes every due event of this key, with at most one read of its order.

    Raises outbox.Later while any event of the key is still open.
    """
    _gather(queue_key)
    events = _claim(queue_key)
    try:
        burst = Burst(events)
        # Shipments first, so that the one read of the order comes after what it has to explain.
        for event in sorted(events, key=lambda each: each.type != "fulfillment.created"):
            _process(event, burst)
    finally:
        InboundEvent.objects.filter(pk__in=[event.pk for event in events]).update(
            claimed_until=None
        )
    _come_back_later(queue_key)


def waiting(queue_key: str) -> QuerySet[InboundEvent]:
    """The open events of a key, first come first."""
    if queue_key.startswith("event:"):
        rows = InboundEvent.objects.filter(order_key="", event_id=queue_key.removeprefix("event:"))
    else:
        rows = InboundEvent.objects.filter(order_key=queue_key)
    return rows.filter(state__in=OPEN_STATES).order_by("received_at", "pk")


def _gather(queue_key: str) -> None:
    """A change at Digital River sends several events within milliseconds: lets them come together,
    so that one read of the order serves all of them. Events that waited already wait no longer."""
    newest: datetime | None = waiting(queue_key).aggregate(newest=Max("received_at"))["newest"]
    if newest is not None:
        age = timezone.now() - newest
        left = timedelta(milliseconds=settings.DIGITALRIVER_WEBHOOK_GATHER_MS) - age
        time.sleep(max(left.total_seconds(), 0))


def _claim(queue_key: str) -> list[InboundEvent]:
    """Takes the due events of this key. Raises outbox.Later while another worker has some."""
    now = timezone.now()
    with transaction.atomic():
        events = list(waiting(queue_key).select_for_update())
        if any(event.claimed_until and event.claimed_until > now for event in events):
            raise outbox.Later(timedelta(seconds=2), "another worker is at this order")
        due = [event for event in events if event.due_at <= now]
        InboundEvent.objects.filter(pk__in=[event.pk for event in due]).update(
            claimed_until=now + CLAIM
        )
    return due


def _process(event: InboundEvent, burst: Burst) -> None:
    handler = HANDLERS.get(event.type)
    if handler is None or not event.order_key:
        reason = "Names no order" if handler else "No handler for this type"
        _finish(event, EventState.IGNORED, reason)
        return
    try:
        handler(event, burst)
    except UnknownOrder as unknown:
        _park(event, str(unknown))
    except OUT_OF_REACH as error:
        _postpone(event, error)
    except Exception as error:
        _fail(event, error)
    else:
        _finish(event, EventState.PROCESSED)


def _finish(event: InboundEvent, state: EventState, reason: str = "") -> None:
    _save(event, state=state, error=reason, traceback="", processed_at=timezone.now())


def _postpone(event: InboundEvent, error: DigitalRiverError) -> None:
    """Digital River is out of reach: not this event's fault, so no try is counted."""
    logger.info("Event %s waits, Digital River is out of reach: %s", event, type(error).__name__)
    due_at = timezone.now() + _parking_wait(event)
    _save(event, due_at=due_at, error=f"Digital River is out of reach: {type(error).__name__}")


def _park(event: InboundEvent, reason: str) -> None:
    """The order is not known here yet. It may still come, by reconciliation or a slow answer."""
    now = timezone.now()
    age = now - event.received_at
    if age >= GIVE_UP_PARKED_AFTER:
        logger.error("Event %s given up: %s", event, reason)
        _save(event, state=EventState.DEAD, error=reason, processed_at=now)
        return
    if age >= ALERT_AFTER and event.alerted_at is None:
        logger.error("Event %s has waited %s for its order: %s", event, age, reason)
        event.alerted_at = now
    due_at = now + _parking_wait(event)
    _save(event, state=EventState.PARKED, error=reason, due_at=due_at, alerted_at=event.alerted_at)


def _parking_wait(event: InboundEvent) -> timedelta:
    """Half its age: soon at first, ever more rarely later."""
    age = timezone.now() - event.received_at
    return min(max(age / 2, SHORTEST_WAIT), LONGEST_PARKING_WAIT)


def _fail(event: InboundEvent, error: Exception) -> None:
    attempts = event.attempts + 1
    is_dead = attempts >= outbox.MAX_ATTEMPTS
    logger.error("Event %s failed, attempt %s", event, attempts, exc_info=error)
    _save(
        event,
        state=EventState.DEAD if is_dead else EventState.FAILED,
        attempts=attempts,
        error=f"{type(error).__name__}: {error}".replace("\x00", "")[:500],
        traceback="".join(traceback.format_exception(error)).replace("\x00", "")[-8000:],
        due_at=timezone.now() + min(SHORTEST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT),
    )


def _save(event: InboundEvent, **changes: object) -> None:
    InboundEvent.objects.filter(pk=event.pk).update(**changes)


def _come_back_later(queue_key: str) -> None:
    next_try: datetime | None = waiting(queue_key).aggregate(next=Min("due_at"))["next"]
    if next_try is not None:
        delay = max(next_try - timezone.now(), timedelta())
        raise outbox.Later(delay, "events of this order are still open")
