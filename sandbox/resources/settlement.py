"""Captures and cancels of an order's charges, and what they make of the order.

Every unit of a line is worth its share of everything that the line costs (goods, tax, fees, its
part of shipping), taken as differences of rounded running totals: the parts add up to the total.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sandbox.errors import conflict
from sandbox.money import ZERO, cumulative_share
from sandbox.resources import charges, lifecycle
from sandbox.resources.kinds import ORDER
from sandbox.store import Document
from sandbox.taxes import worth
from sandbox.work import Work

# How long a capture that fails "after a delay" stays pending, in seconds of the sandbox's clock.
LATER = 60


def settle_line(
    work: Work, order: Document, item: Document, quantity: int, cancelled: int, fulfillment_id: str
) -> None:
    """Captures `quantity` and cancels `cancelled` units of a line; both are counted on the item."""
    share = _take(order, item, quantity, "_fulfilled")
    if share:
        for charge, amount in _spread(charges.of_order(work, order), share):
            operation = charges.operate(work, charge, "captures", amount, fulfillment_id)
            _play_capture(work, order, charge, operation)
    share = _take(order, item, cancelled, "_cancelled")
    if share:
        # The primary source gives back first, store credit last.
        for charge, amount in _spread(reversed(charges.of_order(work, order)), share):
            operation = charges.operate(work, charge, "cancels", amount)
            fails = charge["_outcome"] == "cancel_fails"
            charges.finish(work, charge, "cancels", operation, "failed" if fails else "complete")


def _take(order: Document, item: Document, units: int, counter: str) -> Decimal:
    done = item["_fulfilled"] + item["_cancelled"]
    item[counter] += units
    return cumulative_share(worth(item), done, units, item["quantity"], order["currency"])


def _spread(from_charges: Iterable[Document], amount: Decimal) -> list[tuple[Document, Decimal]]:
    """Takes the amount from the charges one after the other, as far as each is open."""
    parts = []
    for charge in from_charges:
        part = min(charges.open_amount(charge), amount)
        if part > 0:
            parts.append((charge, part))
            amount -= part
    return parts


def _play_capture(work: Work, order: Document, charge: Document, operation: Document) -> None:
    outcome = charge["_outcome"]
    if outcome == "capture_stays_pending":
        return
    if outcome == "capture_fails_later":
        work.later(LATER, "settle_captures", {"orderId": order["id"], "outcome": "fail"})
        return
    state = "failed" if outcome == "capture_fails" else "complete"
    charges.finish(work, charge, "captures", operation, state)


def settle(work: Work, order_id: str, list_name: str, outcome: str) -> Document:
    """Ends every pending capture or cancel of an order. Raises 409 when there is none."""
    order = work.require(ORDER, order_id)
    state = "complete" if outcome == "complete" else "failed"
    found = False
    for charge in charges.of_order(work, order):
        for operation in [each for each in charge[list_name] if each["state"] == "pending"]:
            charges.finish(work, charge, list_name, operation, state)
            found = True
    if not found:
        raise conflict("invalid_state", "", f"Order '{order_id}' has no pending {list_name}.")
    conclude(work, order)
    return order


def conclude(work: Work, order: Document) -> None:
    """Brings items, sums, charges and state of the order up to what has happened; writes it."""
    for item in order["items"]:
        _conclude_item(work, item)
    refresh_sums(work, order)
    finished = all(
        item["_fulfilled"] + item["_cancelled"] == item["quantity"] for item in order["items"]
    )
    shipped = any(item["_fulfilled"] for item in order["items"])
    if finished and order["state"] == "accepted":
        lifecycle.move(work, order, "fulfilled" if shipped else "cancelled")
    _conclude_charges(work, order)
    refresh_sums(work, order)
    if order["state"] == "fulfilled" and _all_settled(work, order):
        lifecycle.move(work, order, "complete")
    work.documents.update(ORDER, order)


def _conclude_item(work: Work, item: Document) -> None:
    if item["state"] == "created" and item["_fulfilled"] + item["_cancelled"] == item["quantity"]:
        item["state"] = "fulfilled" if item["_fulfilled"] else "cancelled"
        item["stateTransitions"][item["state"]] = work.time


def _conclude_charges(work: Work, order: Document) -> None:
    for charge in charges.of_order(work, order):
        pending = any(
            each["state"] == "pending" for each in [*charge["captures"], *charge["cancels"]]
        )
        if not pending and charges.open_amount(charge) == 0:
            charges.set_state(work, charge, "complete" if charge["captured"] else "cancelled")


def _all_settled(work: Work, order: Document) -> bool:
    return all(
        each["state"] == "complete"
        for charge in charges.of_order(work, order)
        for each in [*charge["captures"], *charge["cancels"]]
    )


def refresh_sums(work: Work, order: Document) -> None:
    """Copies the charges into the order and adds up what was captured and cancelled."""
    found = charges.of_order(work, order)
    order["payment"]["charges"] = [_copy(charge) for charge in found]
    captured = sum((charges.settled(charge, "captures") for charge in found), ZERO)
    order["capturedAmount"] = captured
    order["cancelledAmount"] = sum((charges.settled(charge, "cancels") for charge in found), ZERO)
    order["availableToRefundAmount"] = captured - order.get("refundedAmount", ZERO)
    order["updatedTime"] = work.time
    paid_for = any(charges.settled(charge, "captures") for charge in found)
    for item in order["items"]:
        product = item["amount"] - item["_order_discount"] + item["tax"]["amount"]
        units = item["_fulfilled"] if paid_for else 0
        item["availableToRefundAmount"] = cumulative_share(
            product, 0, units, item["quantity"], order["currency"]
        )


def _copy(charge: Document) -> Document:
    hidden = ("orderId", "paymentSessionId", "liveMode")
    empty = [name for name in ("captures", "cancels", "refunds") if not charge[name]]
    return {name: value for name, value in charge.items() if name not in (*hidden, *empty)}
