"""Work that must happen is a row.

``add`` writes the row in the caller's transaction. After the commit Celery is woken; if the broker
is gone, the sweeper finds the row at its next tick, so losing broker and workers loses nothing.
A row is claimed by a conditional UPDATE, run outside any transaction, and marked done, due again
later with a growing wait, or dead after ``MAX_ATTEMPTS``. Handlers are safe to run twice.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.models import OutboxEntry

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 10
CLAIM = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)
WAKE_TASK = "core.tasks.work_outbox"  # by name: tasks import this module

Handler = Callable[[OutboxEntry], None]
_handlers: dict[str, Handler] = {}


class Later(Exception):
    """Not yet: put the row back for ``delay`` without counting a failure."""

    def __init__(self, delay: timedelta, reason: str) -> None:
        super().__init__(reason)
        self.delay = delay


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Registers the function that does the work of ``kind``."""

    def register(function: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"two handlers for {kind}")
        _handlers[kind] = function
        return function

    return register


def add(
    kind: str, *, key: str | None = None, due_in: timedelta | None = None, **payload: Any
) -> OutboxEntry:
    """Writes one row of work; with a key, returns the row already waiting instead of a second.

    Raises KeyError for a kind that nobody handles, at the writer's place and not hours later.
    """
    _handlers[kind]
    if key is not None and (waiting := _open_row(kind, key)):
        return waiting
    entry = OutboxEntry(kind=kind, key=key, payload=payload)
    if due_in:
        entry.due_at = timezone.now() + due_in
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        if key is not None and (waiting := _open_row(kind, key)):
            return waiting
        raise
    if due_in is None:
        pk = entry.pk
        transaction.on_commit(lambda: _wake(pk))
    return entry


def _open_row(kind: str, key: str) -> OutboxEntry | None:
    """The row of this key that has not been picked up yet.

    A row being worked on right now may have read its facts already, so it does not count: it gives
    up its key instead, and the new row runs after it.
    """
    now = timezone.now()
    open_rows = OutboxEntry.objects.filter(kind=kind, key=key, done_at=None, dead_at=None)
    open_rows.filter(claimed_until__gt=now).update(key=None)
    return open_rows.filter(Q(claimed_until=None) | Q(claimed_until__lte=now)).first()


def _wake(pk: int) -> None:
    try:
        current_app.send_task(WAKE_TASK, (pk,), retry=False)
    except Exception:
        logger.warning(
            "The broker is out of reach; row %s waits for the sweeper", pk, exc_info=True
        )


def claim(pk: int, now: datetime | None = None) -> OutboxEntry | None:
    """Takes one due row for this worker, or None when another has it or it is not due."""
    now = now or timezone.now()
    taken = (
        OutboxEntry.objects.filter(pk=pk, done_at=None, dead_at=None, due_at__lte=now)
        .filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
        .update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    )
    return OutboxEntry.objects.get(pk=pk) if taken else None


def work(pk: int, now: datetime | None = None) -> bool:
    """Claims and runs one row; False when there was nothing to claim."""
    entry = claim(pk, now)
    if entry is None:
        return False
    try:
        _handlers[entry.kind](entry)
    except Later as later:
        OutboxEntry.objects.filter(pk=pk).update(
            claimed_until=None,
            attempts=F("attempts") - 1,
            due_at=timezone.now() + later.delay,
            last_error=str(later),
        )
    except Exception as error:
        _failed(entry, error)
    else:
        OutboxEntry.objects.filter(pk=pk).update(
            done_at=timezone.now(), claimed_until=None, last_error=""
        )
    return True


def _failed(entry: OutboxEntry, error: Exception) -> None:
    logger.error("Outbox %s failed, attempt %s", entry, entry.attempts, exc_info=error)
    now = timezone.now()
    wait = min(timedelta(seconds=5) * 2 ** (entry.attempts - 1), LONGEST_WAIT)
    changes: dict[str, Any] = {
        "claimed_until": None,
        "due_at": now + wait,
        "last_error": "".join(traceback.format_exception(error))[-4000:],
    }
    if entry.attempts >= MAX_ATTEMPTS:
        changes["dead_at"] = now
    OutboxEntry.objects.filter(pk=entry.pk).update(**changes)


def due(now: datetime | None = None, limit: int = 200) -> list[int]:
    """Ids of rows that wait to be worked on, oldest first."""
    now = now or timezone.now()
    rows = OutboxEntry.objects.filter(done_at=None, dead_at=None, due_at__lte=now).filter(
        Q(claimed_until=None) | Q(claimed_until__lte=now)
    )
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def run_due(now: datetime | None = None, limit: int = 200) -> int:
    """Runs everything that is due, rows added meanwhile included; how many rows were run."""
    ran = 0
    while ran < limit and (pks := due(now, limit - ran)):
        worked = sum(work(pk, now) for pk in pks)
        if not worked:
            break
        ran += worked
    return ran
