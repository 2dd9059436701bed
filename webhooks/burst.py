"""The events of one order that are processed together: they share one read of that order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import digitalriver
from orders import fulfilling, services
from orders.models import Cause, Order
from webhooks.models import InboundEvent


class UnknownOrder(Exception):
    """The event's order is not ours, or not yet."""


class Burst:
    """Reads the order at the first request and hands the outcome to every later one."""

    def __init__(self, events: Sequence[InboundEvent]) -> None:
        self.events = events
        self._outcome: Order | Exception | None = None

    def reread(self, event: InboundEvent) -> Order:
        """The order after Digital River's present state was applied to it.

        Raises UnknownOrder, and what the read or its application raised, for every event alike.
        """
        if self._outcome is None:
            try:
                self._outcome = _read(event)
            except Exception as error:
                self._outcome = error
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome

    def record_fulfillment(self, event: InboundEvent) -> None:
        """Writes the shipment that this event carries to its order. Raises UnknownOrder."""
        fulfillment = digitalriver.parse(digitalriver.Fulfillment, subject(event))
        cause = cause_of(event)
        if fulfilling.record_remote_fulfillment(fulfillment, cause=cause) is None:
            # The order may be ours without having heard its remote id yet: reading tells.
            self.reread(event)
            fulfilling.record_remote_fulfillment(fulfillment, cause=cause)


def cause_of(event: InboundEvent) -> Cause:
    """What the order's history names as the reason of a change."""
    return Cause.event(event.event_id)


def subject(event: InboundEvent) -> dict[str, Any]:
    """``data.object`` of a stored event, whose body was judged when it came in."""
    found: dict[str, Any] = digitalriver.decode(bytes(event.raw))["data"]["object"]
    return found


def _read(event: InboundEvent) -> Order:
    try:
        order = services.reread(event.order_key, cause=cause_of(event))
    except digitalriver.NotFound:
        raise UnknownOrder("Digital River does not know this order") from None
    if order is None:
        raise UnknownOrder("The shop has no such order")
    return order
