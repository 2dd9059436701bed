"""Stores an event once, together with the outbox row that will process it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import outbox
from core.models import OutboxEntry
from storefront.models import Store
from webhooks import names
from webhooks.models import EventState, InboundEvent
from webhooks.parsing import ParsedEvent

# Digital River gives up after 3000 ms, so that a row that cannot be written by then is not written.
DEADLINE_MS = 2000
LONGEST_KEY = 150
KEPT_HEADERS = ("Content-Type", "User-Agent", "Digitalriver-Signature", "X-Request-Id")


def store_event(parsed: ParsedEvent, body: bytes, headers: Mapping[str, str]) -> bool:
    """Writes the event and queues it; False when it is already there.

    Raises django.db.Error when the row cannot be written within DEADLINE_MS.
    """
    with _deadline():
        if InboundEvent.objects.filter(event_id=parsed.event_id).exists():
            return False
        try:
            with transaction.atomic():
                event = _create(parsed, body, headers)
                if event.state == EventState.RECEIVED:
                    queue(event)
        except IntegrityError:
            # Another delivery of the same event won the race between look-up and insert.
            if InboundEvent.objects.filter(event_id=parsed.event_id).exists():
                return False
            raise
    return True


def queue(event: InboundEvent) -> None:
    """Makes sure that an outbox row will process what waits under this event's key."""
    key = event.queue_key
    if len(key) > LONGEST_KEY:
        key = f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
    entry = outbox.add("webhooks.process", key=key, queue_key=event.queue_key)
    if entry.due_at > timezone.now():
        # The row waits for another try of an older event; the new one shall not wait with it.
        OutboxEntry.objects.filter(pk=entry.pk).update(due_at=timezone.now())


def _create(parsed: ParsedEvent, body: bytes, headers: Mapping[str, str]) -> InboundEvent:
    state, reason = EventState.RECEIVED, ""
    if parsed.live_mode != settings.DIGITALRIVER_LIVE_MODE:
        state = EventState.QUARANTINED
        reason = f"liveMode is {str(parsed.live_mode).lower()}, which is not ours"
    return InboundEvent.objects.create(
        event_id=parsed.event_id,
        type=names.canonical(parsed.type),
        order_key=parsed.order_key,
        store=Store.objects.order_by("pk").first(),
        raw=body,
        headers=_kept(headers),
        api_version=parsed.api_version,
        live_mode=parsed.live_mode,
        state=state,
        error=reason,
    )


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    """An allow-list, in printable characters: credentials and NUL never reach the table."""
    return {
        name: re.sub(r"[^\x20-\x7e]", "?", headers[name])[:500]
        for name in KEPT_HEADERS
        if name in headers
    }


@contextmanager
def _deadline() -> Iterator[None]:
    """Bounds how long this connection waits for locks while the sender is waiting for us."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {DEADLINE_MS}")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {DEADLINE_MS}")
        yield
