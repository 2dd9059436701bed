"""Calls that were turned away: counted by reason and hour, logged, never stored.

An attacker can call as often as he likes, so the count is written at most a few times a second per
process; what comes in between is added to the next write.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from webhooks.models import Rejection

logger = logging.getLogger(__name__)

WRITES_A_SECOND = 20

_lock = threading.Lock()
_unwritten: Counter[str] = Counter()
_writes: list[float] = []


def record(reason: str, address: str) -> None:
    """Counts and logs one rejection. Never raises: the sender's answer must not depend on it."""
    counts = _take(reason)
    if not counts:
        return
    logger.warning("Webhook call from %s rejected: %s (%s)", address, reason, sum(counts.values()))
    try:
        for each, count in counts.items():
            _add(each, count, address)
    except DatabaseError:
        logger.exception("Rejected webhook calls could not be counted: %s", dict(counts))


def _take(reason: str) -> dict[str, int]:
    """Adds to what is unwritten, and hands all of it over when a write is allowed now."""
    now = time.monotonic()
    with _lock:
        _unwritten[reason] += 1
        _writes[:] = [at for at in _writes if at > now - 1]
        if len(_writes) >= WRITES_A_SECOND:
            return {}
        _writes.append(now)
        counts = dict(_unwritten)
        _unwritten.clear()
        return counts


def _add(reason: str, count: int, address: str) -> None:
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    row = Rejection.objects.filter(hour=hour, reason=reason)
    changes = {"count": F("count") + count, "last_at": now, "last_address": address[:45]}
    if row.update(**changes):
        return
    try:
        with transaction.atomic():
            Rejection.objects.create(
                hour=hour, reason=reason, count=count, last_at=now, last_address=address[:45]
            )
    except IntegrityError:
        row.update(**changes)
