"""The gate to Digital River that all processes share: one row per credentials.

Read before every call, written only when Digital River says wait (429) or refuses the key.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from core.models import VendorGate


class CallInTransaction(RuntimeError):
    """A call to Digital River was about to be made while a database transaction was open."""


class DatabaseGate:
    """A ``digitalriver.Gate`` over the VendorGate row of one pair of keys."""

    def __init__(self, credentials: str) -> None:
        self.credentials = credentials

    def closed_until(self) -> float | None:
        """Epoch seconds, or None. Raises CallInTransaction: see refuse_inside_transaction."""
        refuse_inside_transaction()
        until = (
            VendorGate.objects.filter(credentials=self.credentials)
            .values_list("closed_until", flat=True)
            .first()
        )
        return until.timestamp() if until else None

    def close(self, until: float, reason: str) -> None:
        """Whoever names the latest end wins; an earlier one changes nothing."""
        moment = datetime.fromtimestamp(until, UTC)
        rows = VendorGate.objects.filter(credentials=self.credentials)
        rows.get_or_create(credentials=self.credentials)
        rows.filter(Q(closed_until=None) | Q(closed_until__lt=moment)).update(
            closed_until=moment, reason=reason[:200], updated_at=timezone.now()
        )


def refuse_inside_transaction() -> None:
    """Raises CallInTransaction inside ``atomic()``.

    A slow vendor would hold locks and connections for seconds, and a rollback could not take back
    what was sent. The outer transaction of a test case does not count (Django marks it so for
    ``atomic(durable=True)``).
    """
    open_blocks: list[transaction.Atomic] = getattr(connection, "atomic_blocks", [])
    if any(not getattr(block, "_from_testcase", False) for block in open_blocks):
        raise CallInTransaction("commit before calling Digital River")


def closed_gates() -> list[VendorGate]:
    """The gates that are closed now: for the admin's banner and the health page."""
    return list(VendorGate.objects.filter(closed_until__gt=timezone.now()))
