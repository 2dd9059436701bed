"""Work of the order side that happens after the answer."""

from __future__ import annotations

from datetime import timedelta

from core import outbox
from core.models import OutboxEntry
from core.periodic import periodic
from orders import letters, reconciling, settling, shipments

__all__ = ["letters"]  # registers its own handler


@outbox.handler("orders.settle")
def settle(entry: OutboxEntry) -> None:
    settling.settle_or_come_back(entry.payload["order_id"])


@outbox.handler("orders.settle_fulfillment")
def settle_fulfillment(entry: OutboxEntry) -> None:
    shipments.settle_or_come_back(entry.payload["fulfillment_id"])


@periodic(timedelta(seconds=15))
def queue_forgotten() -> None:
    """Orders and shipments whose process died before their outcome was known."""
    settling.queue_forgotten()
    shipments.queue_forgotten()


@periodic(timedelta(minutes=10))
def reread_some() -> None:
    """A few orders that should have moved on by now: a webhook may have been lost."""
    reconciling.reread_some()
