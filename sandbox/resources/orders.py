"""Orders: reading and changing them, and how reviews and payments end. Made in placing.py.

Source: order-management/creating-and-updating-an-order.md and orders/the-order-lifecycle.md
"""

from __future__ import annotations

from typing import Any

from sandbox import listing
from sandbox.errors import conflict
from sandbox.gateway import Answer, Call, Route
from sandbox.resources import charges, checkout_shapes, lifecycle, placing, settlement
from sandbox.resources.kinds import ORDER, SKU
from sandbox.store import Document
from sandbox.validation import Checker, boolean, check, metadata, text
from sandbox.work import Work, public

_UPDATE: dict[str, Checker] = {
    "requestToBeForgotten": boolean,
    "upstreamId": text(255),
    "metadata": metadata,
}


def end_review(work: Work, order_id: str, outcome: str) -> Document:
    """Ends a fraud review: `accept` or `block`. Raises 409 when there is none."""
    order = work.require(ORDER, order_id)
    if order["state"] != "in_review":
        raise conflict("invalid_state", "", f"Order '{order_id}' is not in review.")
    if outcome == "accept":
        lifecycle.judge_fraud(work, order, "passed")
        work.emit("order.review_closed", order)
        lifecycle.move(work, order, "accepted")
    else:
        _block(work, order)
    work.documents.update(ORDER, order)
    return order


def _block(work: Work, order: Document) -> None:
    lifecycle.judge_fraud(work, order, "blocked")
    lifecycle.mark_items(work, order, "blocked")
    for charge in charges.of_order(work, order):
        operation = charges.operate(work, charge, "cancels", charges.open_amount(charge))
        charges.finish(work, charge, "cancels", operation, "complete")
        charges.set_state(work, charge, "cancelled")
    order["payment"]["session"]["state"] = "cancelled"
    settlement.refresh_sums(work, order)
    lifecycle.move(work, order, "blocked")


def end_payment(work: Work, order_id: str, outcome: str) -> Document:
    """Ends a delayed or pending payment: `receive`, `expire` or `fail`. Raises 409."""
    order = work.require(ORDER, order_id)
    if order["state"] != "pending_payment":
        raise conflict("invalid_state", "", f"Order '{order_id}' is not waiting for payment.")
    session = order["payment"]["session"]
    session.pop("nextAction", None)
    for charge in charges.of_order(work, order):
        charges.set_state(work, charge, {"receive": "capturable"}.get(outcome, "failed"))
    settlement.refresh_sums(work, order)
    session["state"] = {"receive": "complete"}.get(outcome, "cancelled")
    if outcome == "receive":
        lifecycle.move(work, order, "accepted")
    elif outcome == "expire":
        lifecycle.mark_items(work, order, "cancelled")
        lifecycle.move(work, order, "cancelled")
    work.documents.update(ORDER, order)
    return order


def update(call: Call, order_id: str) -> Answer:
    order = call.require(ORDER, order_id)
    order.update(check(call.body, _UPDATE))
    if "upstreamId" in call.body and call.body["upstreamId"] is None:
        order.pop("upstreamId", None)
    order["updatedTime"] = call.time
    call.documents.update(ORDER, order)
    call.emit("order.updated", order)
    return 200, order


def refresh(call: Call, order_id: str) -> Answer:
    """After a redirect: asks the provider again. A card has nothing new to tell."""
    return 200, call.require(ORDER, order_id)


def retrieve(call: Call, order_id: str) -> Answer:
    order = call.require(ORDER, order_id)
    if call.query.get("expand") == "true":
        for item in order["items"]:
            item["productDetails"] = _details(call, item)
    return 200, order


def _details(work: Work, item: Document) -> dict[str, Any]:
    """What an expanded order tells about the product of a line."""
    sku = work.documents.get(SKU, item.get("skuId") or "") or {}
    shown = "id name description url image countryOfOrigin weight weightUnit partNumber metadata"
    known = {name: sku[name] for name in shown.split() if name in sku}
    return {**public(known), **item.get("productDetails", {}), "physical": item["_physical"]}


def search(call: Call) -> Answer:
    return 200, listing.page(call, ORDER, call.query, _FILTERS)


_STATES = "in_review pending_payment accepted blocked cancelled fulfilled complete returned dispute"
_FILTERS = {
    **checkout_shapes.FILTERS,
    **{name: listing.key(name) for name in ("checkoutId", "state", "fraudState", "skuId")},
    **{state: listing.time(f"stateTransitions.{state}") for state in _STATES.split()},
    **{
        name: listing.time(name)
        for name in (
            "fraudStateTransitions.blocked",
            "fraudStateTransitions.review_opened",
            "fraudStateTransitions.passed",
        )
    },
    "refundedAmount": listing.amount("refundedAmount"),
}

ROUTES = [
    Route("POST", "/orders", placing.create),
    Route("GET", "/orders", search),
    Route("POST", "/orders/<order_id>", update),
    Route("GET", "/orders/<order_id>", retrieve),
    Route("POST", "/orders/<order_id>/refresh", refresh),
]
