"""What each type of event makes the shop do: one dict.

An event is a hint that something changed, never the change itself: handlers read Digital River's
present state and apply that, so that doubled, late and shuffled events all end in the same place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from webhooks import names
from webhooks.models import InboundEvent

if TYPE_CHECKING:
    from webhooks.burst import Burst

Handler = Callable[[InboundEvent, "Burst"], None]


def reread_order(event: InboundEvent, burst: Burst) -> None:
    """Applies the order as it is now; also what an event does whose object has no model here."""
    burst.reread(event)


def record_fulfillment(event: InboundEvent, burst: Burst) -> None:
    """Learns of a shipment, also of one that was made outside the shop, then reads the order."""
    burst.record_fulfillment(event)
    burst.reread(event)


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(names.SUBSCRIBED, reread_order),
    "fulfillment.created": record_fulfillment,
}
