"""Charges: what a source is authorised for, with its captures and cancels.

A charge is a document of its own; orders show copies of it.
Source: order-management/orders/payment-charges/README.md
"""

from __future__ import annotations

import uuid
from decimal import Decimal

from sandbox.gateway import Answer, Call, Route
from sandbox.money import ZERO
from sandbox.resources.kinds import CHARGE, SOURCE
from sandbox.store import Document
from sandbox.work import Work

_FAILURE = {"failureCode": "failed-request", "failureMessage": "Failed to operate on charge"}


def create_for(work: Work, order: Document, *, state: str) -> list[Document]:
    """One charge a source of the order, for the source's amount."""
    made = []
    for source in order["payment"]["sources"]:
        charge: Document = {
            "id": str(uuid.uuid4()),
            "createdTime": work.time,
            "currency": order["currency"],
            "amount": source["amount"],
            "state": state,
            "orderId": order["id"],
            "captured": False,
            "refunded": False,
            "captures": [],
            "cancels": [],
            "refunds": [],
            "sourceId": source["id"],
            "paymentSessionId": order["payment"]["session"]["id"],
            "type": order["chargeType"],
            "liveMode": False,
            "_outcome": (work.documents.get(SOURCE, source["id"]) or {}).get("_outcome", ""),
        }
        work.documents.insert(CHARGE, charge)
        made.append(charge)
    return made


def of_order(work: Work, order: Document) -> list[Document]:
    """The order's charges, store credit before the rest."""
    return work.documents.find(CHARGE, "orderId", order["id"])


def set_state(work: Work, charge: Document, state: str) -> None:
    """Moves the charge and says so."""
    if charge["state"] != state:
        charge["state"] = state
        work.documents.update(CHARGE, charge)
        work.emit(f"order.charge.{state}", charge)


def open_amount(charge: Document) -> Decimal:
    """What can still be captured or cancelled; failed tries do not count."""
    tried = [*charge["captures"], *charge["cancels"]]
    return Decimal(charge["amount"]) - sum(
        (each["amount"] for each in tried if each["state"] != "failed"), ZERO
    )


def settled(charge: Document, list_name: str, state: str = "complete") -> Decimal:
    """The sum of the charge's captures or cancels in a state."""
    return sum((each["amount"] for each in charge[list_name] if each["state"] == state), ZERO)


def operate(
    work: Work, charge: Document, list_name: str, amount: Decimal, fulfillment_id: str = ""
) -> Document:
    """Adds a pending capture or cancel to the charge; `finish` settles it."""
    operation: Document = {
        "id": str(uuid.uuid4()),
        "createdTime": work.time,
        "updatedTime": work.time,
        "amount": amount,
        "state": "pending",
    }
    if fulfillment_id:
        operation["fulfillmentId"] = fulfillment_id
    charge[list_name].append(operation)
    work.documents.update(CHARGE, charge)
    work.emit(f"order.charge.{list_name.removesuffix('s')}.pending", charge)
    return operation


def finish(work: Work, charge: Document, list_name: str, operation: Document, state: str) -> None:
    """Settles a capture or cancel: `complete` or `failed`."""
    operation["state"] = state
    operation["updatedTime"] = work.time
    if state == "failed":
        operation.update(_FAILURE)
    charge["captured"] = charge["captured"] or (list_name == "captures" and state == "complete")
    work.documents.update(CHARGE, charge)
    work.emit(f"order.charge.{list_name.removesuffix('s')}.{state}", charge)


def retrieve(call: Call, charge_id: str) -> Answer:
    return 200, call.require(CHARGE, charge_id)


ROUTES = [Route("GET", "/charges/<charge_id>", retrieve)]
