"""How many of a line were shipped, cancelled or are under way, counted from its shipments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum

from orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from orders.states import State

_DONE = frozenset({State.FULFILLED, State.COMPLETE, State.RETURNED})
_COUNTS = ("shipped_quantity", "cancelled_quantity", "reserved_quantity")


def recount(order: Order, lines: Iterable[OrderLine] | None = None) -> None:
    """Sets each line's counts from the shipments we know, then closes what Digital River says is
    done, also if we missed who shipped it when. The caller holds the order's lock."""
    sums = _sums(order)
    changed = []
    for line in order.lines.all() if lines is None else lines:
        before = [getattr(line, name) for name in _COUNTS]
        _count(line, sums)
        _close(order, line)
        if before != [getattr(line, name) for name in _COUNTS]:
            changed.append(line)
    if changed:
        OrderLine.objects.bulk_update(changed, _COUNTS)


def _sums(order: Order) -> dict[tuple[int, str], tuple[int, int]]:
    """Shipped and cancelled pieces by line id and the shipment's state."""
    rows = (
        FulfillmentLine.objects.filter(fulfillment__order=order)
        .order_by()
        .values_list("line_id", "fulfillment__state")
        .annotate(Sum("quantity"), Sum("cancel_quantity"))
    )
    return {(line, state): (shipped, cancelled) for line, state, shipped, cancelled in rows}


def _count(line: OrderLine, sums: dict[tuple[int, str], tuple[int, int]]) -> None:
    shipped, cancelled = sums.get((line.pk, Fulfillment.State.SENT), (0, 0))
    # Never more than was ordered, whatever Digital River tells: the constraint holds, always.
    line.shipped_quantity = min(shipped, line.quantity)
    line.cancelled_quantity = min(cancelled, line.quantity - line.shipped_quantity)
    under_way = sum(sums.get((line.pk, Fulfillment.State.SENDING), (0, 0)))
    line.reserved_quantity = 0
    line.reserved_quantity = min(under_way, line.open_quantity)


def _close(order: Order, line: OrderLine) -> None:
    """What is under way has a shipment of its own that is still being settled."""
    if order.remote_state == State.CANCELLED or line.remote_state == "cancelled":
        line.cancelled_quantity += line.open_quantity
    elif order.remote_state in _DONE or line.remote_state in ("fulfilled", "returned"):
        line.shipped_quantity += line.open_quantity
