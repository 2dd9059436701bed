"""Small writes on an order that is locked: history, attention, stock, the claim on the cart.

Everything here expects the caller to hold the order's row lock in a transaction.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from core import outbox
from orders.models import Attention, Cause, Fulfillment, HistoryEntry, Order
from orders.states import CONFIRMED, FREES_CART, RELEASES_STOCK, NotPlaced, State
from storefront import stock

CONFIRMATION = "confirmation"
SHIPMENT = "shipment"


def record(
    order: Order,
    kind: HistoryEntry.Kind,
    cause: Cause,
    *,
    from_state: str = "",
    to_state: str = "",
    note: str = "",
    data: dict[str, Any] | None = None,
    fulfillment: Fulfillment | None = None,
    letter: str = "",
) -> HistoryEntry:
    """Appends one row, and asks the outbox for its letter when it wants one."""
    entry = HistoryEntry(
        order=order,
        kind=kind,
        from_state=from_state,
        to_state=to_state,
        cause_kind=cause.kind,
        cause_ref=cause.ref[:255],
        note=note,
        data=data or {},
        fulfillment=fulfillment,
        letter=letter,
    )
    entry.save()
    if letter:
        outbox.add("orders.letter", history_id=entry.pk)
    return entry


def move(order: Order, target: State, cause: Cause, *, reason: str = "", note: str = "") -> None:
    """Takes the edge to `target` with everything that hangs on it; the caller saves the order.

    Raises TransitionNotAllowed where no edge leads there; ask `order.can_move_to` first.
    """
    before = State(order.state)
    if before in FREES_CART and target not in RELEASES_STOCK and target != State.PLACING:
        _take_on_late(order, cause)
    order.move_to(target)
    if target == State.NOT_PLACED:
        order.not_placed_reason = NotPlaced(reason)
    record(
        order,
        HistoryEntry.Kind.STATE,
        cause,
        from_state=before,
        to_state=target,
        note=note,
        data={"reason": reason} if reason else None,
        letter=CONFIRMATION if _confirms(order, target) else "",
    )
    if before == State.PLACING:
        unflag(order, Attention.PLACING_UNCLEAR, cause)
    if target in RELEASES_STOCK:
        release_stock(order)
    if target in FREES_CART:
        order.holds_cart = False


def flag(order: Order, attention: Attention, cause: Cause, **data: Any) -> None:
    """Asks for a human; the same thing is asked once, also after somebody settled it."""
    asked = order.history.filter(kind=HistoryEntry.Kind.ATTENTION, note=attention)
    if any(entry.data == data for entry in asked):
        return
    record(order, HistoryEntry.Kind.ATTENTION, cause, note=attention, data=data)
    kinds = order.attention.split()
    if attention not in kinds:
        kinds.append(attention.value)
    order.attention = " ".join(kinds)
    order.needs_attention = True


def unflag(order: Order, attention: Attention, cause: Cause) -> None:
    """What answered itself needs nobody any more."""
    kinds = order.attention.split()
    if attention not in kinds:
        return
    kinds.remove(attention)
    order.attention = " ".join(kinds)
    order.needs_attention = bool(kinds)
    record(order, HistoryEntry.Kind.SETTLED, cause, note=attention)


def take_stock(order: Order) -> None:
    """Takes stock for every line, all or none; raises storefront.stock.OutOfStock."""
    lines = [line for line in order.lines.all() if not line.stock_taken]
    wanted: dict[int, int] = {}
    for line in lines:
        if line.sku_id is not None:
            wanted[line.sku_id] = wanted.get(line.sku_id, 0) + line.quantity
    if not wanted:
        return
    stock.take(wanted)
    for line in lines:
        line.stock_taken = line.quantity if line.sku_id is not None else 0
        line.save(update_fields=["stock_taken"])


def release_stock(order: Order) -> None:
    """Gives back what the lines still hold and did not ship; a second call finds nothing."""
    freed: dict[int, int] = {}
    for line in order.lines.all():
        left = max(line.stock_taken - line.shipped_quantity, 0)
        if line.sku_id and left:
            freed[line.sku_id] = freed.get(line.sku_id, 0) + left
        if line.stock_taken:
            line.stock_taken = 0
            line.save(update_fields=["stock_taken"])
    if freed:
        stock.release(freed)


def claim_cart(order: Order) -> bool:
    """Makes this the one order of its cart version; False when another one is."""
    if order.holds_cart:
        return True
    try:
        with transaction.atomic():
            Order.objects.filter(pk=order.pk).update(holds_cart=True)
    except IntegrityError:
        return False
    order.holds_cart = True
    return True


def _confirms(order: Order, target: State) -> bool:
    """Whether this is the first time that the order is taken on."""
    if target not in CONFIRMED:
        return False
    return not order.history.filter(letter=CONFIRMATION).exists()


def _take_on_late(order: Order, cause: Cause) -> None:
    """Digital River has an order that we had given up: its goods are wanted again.

    Takes stock line by line where it can, and never fails: the order exists, whatever we hold.
    """
    gone = []
    for line in order.lines.order_by("sku_id", "pk"):
        if not line.sku_id or line.stock_taken:
            continue
        try:
            stock.take({line.sku_id: line.quantity})
        except stock.OutOfStock:
            gone.append(line.sku_code)
        else:
            line.stock_taken = line.quantity
            line.save(update_fields=["stock_taken"])
    if gone:
        flag(order, Attention.STOCK_GONE, cause, skus=gone)
    if not claim_cart(order):
        flag(order, Attention.BOUGHT_AGAIN, cause, cart=order.cart_ref)
