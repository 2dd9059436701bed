"""How many of a line were shipped, cancelled or are under way, counted from its shipments."""

from __future__ import annotations

from django.db.models import Sum

from orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from orders.states import State

_DONE = frozenset({State.FULFILLED, State.COMPLETE, State.RETURNED})
_COUNTS = ("shipped_quantity", "cancelled_quantity", "reserved_quantity")


def recount(order: Order) -> None:
    """Sets each line's counts from the shipments we know, then closes what Digital River says is
    done, also if we missed who shipped it when. The caller holds the order's lock."""
    for line in order.lines.all():
        before = [getattr(line, name) for name in _COUNTS]
        _count(line)
        _close(order, line)
        if before != [getattr(line, name) for name in _COUNTS]:
            line.save(update_fields=_COUNTS)


def _count(line: OrderLine) -> None:
    sent = _sums(line, Fulfillment.State.SENT)
    # Never more than was ordered, whatever Digital River tells: the constraint holds, always.
    line.shipped_quantity = min(sent["quantity"], line.quantity)
    line.cancelled_quantity = min(sent["cancel_quantity"], line.quantity - line.shipped_quantity)
    under_way = _sums(line, Fulfillment.State.SENDING)
    line.reserved_quantity = 0
    line.reserved_quantity = min(
        under_way["quantity"] + under_way["cancel_quantity"], line.open_quantity
    )


def _close(order: Order, line: OrderLine) -> None:
    """What is under way has a shipment of its own that is still being settled."""
    if order.remote_state == State.CANCELLED or line.remote_state == "cancelled":
        line.cancelled_quantity += line.open_quantity
    elif order.remote_state in _DONE or line.remote_state in ("fulfilled", "returned"):
        line.shipped_quantity += line.open_quantity


def _sums(line: OrderLine, state: str) -> dict[str, int]:
    rows = FulfillmentLine.objects.filter(line=line, fulfillment__state=state)
    told = rows.aggregate(quantity=Sum("quantity"), cancel_quantity=Sum("cancel_quantity"))
    return {name: value or 0 for name, value in told.items()}
