"""POST /orders: a checkout becomes an order, or is refused.

Source: order-management/creating-and-updating-an-order.md and resubmitting-an-order.md
"""

from __future__ import annotations

import copy
import secrets

from sandbox.errors import bad_request, conflict, missing, not_found, refuse
from sandbox.gateway import Answer, Call
from sandbox.money import ZERO
from sandbox.resources import charges, checkout_shapes, lifecycle, settlement, sources
from sandbox.resources.kinds import CHECKOUT, ORDER, SOURCE
from sandbox.store import Document
from sandbox.validation import Checker, check, require, text
from sandbox.work import Work

_CREATE: dict[str, Checker] = {**checkout_shapes.CREATE, "checkoutId": text(255)}
# E-mail addresses that trigger the fraud check; the first two after a while, in seconds.
_REVIEWED = {"holdpass@fraud.com": "accept", "holdblock@fraud.com": "block"}
_BLOCKED = "block@fraud.com"
REVIEW_TAKES = 20
# What an order takes over from its checkout as it stands.
_NOT_COPIED = {"id", "createdTime", "updatedTime", "payment", "items", "_order_id"}


def create(call: Call) -> Answer:
    """Turns a checkout into an order. Everything but `checkoutId` is ignored."""
    asked = check(call.body, _CREATE)
    require(asked, "checkoutId")
    checkout = call.require(CHECKOUT, asked["checkoutId"], "checkoutId")
    again = "_order_id" in checkout
    if again and call.sandbox.settings.consumed_checkout == "404":
        raise not_found("Order", checkout["_order_id"], "orderId")
    if not again:
        _require_complete(checkout)
        if checkout["payment"]["session"]["state"] != "requires_confirmation":
            raise bad_request("order_submit_failed", "", "Payment session status is invalid.")
    refusal = _refusal(call, checkout)
    if refusal is not None:
        return refusal
    return 201, _place(call, checkout)


def _require_complete(checkout: Document) -> None:
    """Raises the vendor's refusal for the first thing that an order cannot do without."""
    if not checkout.get("email"):
        raise bad_request(
            "order_create_failed",
            "email",
            "The order could not be created because a required checkout parameter is missing."
            " Update the checkout information provided before trying again.",
        )
    if any(item["_physical"] for item in checkout["items"]):
        _require_shipping(checkout)
    _require_billing(checkout.get("billTo") or {})


def _require_shipping(checkout: Document) -> None:
    ship_to = checkout.get("shipTo")
    if not ship_to:
        raise missing("shipTo.address.country")
    if not (ship_to.get("name") or "").strip():
        raise missing("shipping.name")
    at_checkout = _has_country(checkout.get("shipFrom"))
    for item in checkout["items"]:
        if item["_physical"] and not (at_checkout or _has_country(item.get("shipFrom"))):
            raise missing("shipFrom.address")
    if not checkout.get("shippingChoice"):
        raise bad_request(
            "invalid_shipping_choice", "shippingChoice", "Could not get Shipping Options for order"
        )


def _require_billing(bill_to: Document) -> None:
    address = bill_to.get("address") or {}
    if not address.get("country"):
        raise missing("billTo.address.country")
    if not bill_to.get("name") or not all(
        address.get(part) for part in ("line1", "city", "postalCode")
    ):
        raise conflict(
            "create-order-failed",
            "",
            "The order is missing required details and could not be completed.",
        )


def _has_country(place: Document | None) -> bool:
    return bool(((place or {}).get("address") or {}).get("country"))


def _refusal(work: Work, checkout: Document) -> Answer | None:
    """The 409 of fraud or a declined charge; the checkout is of no use after it.

    Answered, not raised: what becomes of checkout and source has to be written.
    """
    outcomes = {_outcome_of(work, source) for source in checkout["payment"]["sources"]}
    if (checkout["email"] or "").lower() == _BLOCKED:
        code, message = "fraud_block", "The order could not be completed."
    elif "charge_fails" in outcomes:
        code, message = "failed-request", "The payment could not be authorized."
    else:
        return None
    checkout["payment"]["session"]["state"] = "failed"
    for attached in checkout["payment"]["sources"]:
        source = work.require(SOURCE, attached["id"])
        if not source["reusable"]:
            sources.set_state(work, source, "failed")
    work.documents.update(CHECKOUT, checkout)
    refusal = refuse(409, code, "", message)
    return refusal.status, refusal.body


def _outcome_of(work: Work, attached: Document) -> str:
    source = work.documents.get(SOURCE, attached["id"]) or {}
    return str(source.get("_outcome", ""))


def _place(work: Work, checkout: Document) -> Document:
    order = _new_order(work, checkout)
    work.documents.insert(ORDER, order)
    made = charges.create_for(work, order, state="capturable")
    settlement.refresh_sums(work, order)
    for attached in order["payment"]["sources"]:
        source = work.require(SOURCE, attached["id"])
        if not source["reusable"] and source["state"] == "chargeable":
            sources.set_state(work, source, "consumed")
    checkout["_order_id"] = order["id"]
    checkout["payment"]["session"]["state"] = "complete"
    work.documents.update(CHECKOUT, checkout)
    review = _REVIEWED.get((order["email"] or "").lower())
    lifecycle.judge_fraud(work, order, "review_opened" if review else "passed")
    order["state"] = "in_review" if review else "accepted"
    work.emit("order.created", order)
    for charge in made:
        work.emit("order.charge.created", charge)
        work.emit("order.charge.capturable", charge)
    lifecycle.move(work, order, order["state"])
    if review:
        work.later(REVIEW_TAKES, "end_review", {"orderId": order["id"], "outcome": review})
    work.documents.update(ORDER, order)
    return order


def _new_order(work: Work, checkout: Document) -> Document:
    kept = {name: value for name, value in checkout.items() if name not in _NOT_COPIED}
    session = {**checkout["payment"]["session"], "state": "complete"}
    return copy.deepcopy(
        {
            "id": _number(work),
            "createdTime": work.time,
            "updatedTime": work.time,
            **kept,
            "items": [_new_item(work, item) for item in checkout["items"]],
            "payment": {"sources": checkout["payment"]["sources"], "session": session},
            "checkoutId": checkout["id"],
            "state": "",
            "stateTransitions": {},
            "fraudStateTransitions": {},
            "requestToBeForgotten": False,
            "capturedAmount": ZERO,
            "cancelledAmount": ZERO,
            "refundedAmount": ZERO,
            "availableToRefundAmount": ZERO,
        }
    )


def _new_item(work: Work, item: Document) -> Document:
    return {
        **item,
        "id": _number(work),
        "state": "created",
        "stateTransitions": {"created": work.time},
        "availableToRefundAmount": ZERO,
        "_fulfilled": 0,
        "_cancelled": 0,
    }


def _number(work: Work) -> str:
    """Digits, as the vendor's orders and lines have; unlike any other, also after a reset."""
    return f"{secrets.randbelow(9 * 10**9) + 10**9}0336"
