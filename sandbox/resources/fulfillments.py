"""Fulfillments: what was shipped or cancelled, and with it what is captured or given back.

Source: order-management/informing-digital-river-of-a-fulfillment.md
"""

from __future__ import annotations

import uuid

from sandbox import listing
from sandbox.errors import bad_request, conflict, invalid, missing
from sandbox.gateway import Answer, Call, Route
from sandbox.resources import settlement
from sandbox.resources.kinds import FULFILLMENT, ORDER
from sandbox.store import Document
from sandbox.validation import (
    Checker,
    amount,
    array,
    check,
    currency,
    integer,
    metadata,
    obj,
    require,
    text,
)

_TRACKING: dict[str, Checker] = {
    "trackingCompany": text(255),
    "trackingNumber": text(255),
    "trackingUrl": text(2000),
}
_ITEM: dict[str, Checker] = {
    "itemId": text(255),
    "skuId": text(255),
    "shipmentItemId": text(255),
    "quantity": integer(0),
    "cancelQuantity": integer(0),
    "subfulfillerId": text(255),
    "distributorCost": amount,
    "shippingCost": amount,
}
_CREATE: dict[str, Checker] = {
    **_TRACKING,
    "orderId": text(255),
    "items": array(obj(_ITEM)),
    "shipmentId": text(255),
    "metadata": metadata,
    "currency": currency,
}
_UPDATE: dict[str, Checker] = {
    **_TRACKING,
    "items": array(obj({**_TRACKING, "itemId": text(255)})),
    "metadata": metadata,
}


def create(call: Call) -> Answer:
    asked = check(call.body, _CREATE)
    require(asked, "orderId", "items")
    order = call.documents.get(ORDER, asked["orderId"])
    if order is None:
        raise bad_request("not_found", "orderId", f"Order '{asked['orderId']}' not found.")
    _require_open(order)
    lines = _lines(order, asked["items"])
    fulfillment: Document = {
        "id": f"ful_{uuid.uuid4()}",
        "createdTime": call.time,
        **{name: value for name, value in asked.items() if name != "currency"},
        "items": [_shown(item, given) for item, given in lines],
        "liveMode": False,
    }
    call.documents.insert(FULFILLMENT, fulfillment)
    call.emit("fulfillment.created", {**fulfillment, "orderDetails": _order_details(order)})
    for item, given in lines:
        settlement.settle_line(
            call,
            order,
            item,
            given.get("quantity", 0),
            given.get("cancelQuantity", 0),
            fulfillment["id"],
        )
    settlement.conclude(call, order)
    return 201, fulfillment


def _require_open(order: Document) -> None:
    if order["state"] in ("fulfilled", "complete", "returned"):
        raise conflict("order_fulfilled", "orderId", f"Resource '{order['id']}' is fulfilled.")
    if order["state"] != "accepted":
        raise conflict(
            "order_not_submitted", "orderId", f"Order '{order['id']}' has not been submitted."
        )


def _lines(order: Document, asked: list[Document]) -> list[tuple[Document, Document]]:
    """The order's lines that are named, each with what was asked. Raises ApiError."""
    by_id = {item["id"]: item for item in order["items"]}
    taken: dict[str, int] = {}
    lines = []
    for index, given in enumerate(asked):
        path = f"items[{index}]"
        if "itemId" not in given:
            raise missing(f"{path}.itemId")
        item = by_id.get(given["itemId"])
        if item is None:
            raise bad_request("not_found", f"{path}.itemId", f"Item '{given['itemId']}' not found.")
        if "quantity" not in given and "cancelQuantity" not in given:
            raise missing(f"{path}.quantity")
        units = given.get("quantity", 0) + given.get("cancelQuantity", 0)
        if units == 0:
            raise invalid(f"{path}.quantity", "The quantity must be greater than zero.")
        taken[item["id"]] = taken.get(item["id"], 0) + units
        if taken[item["id"]] > item["quantity"] - item["_fulfilled"] - item["_cancelled"]:
            raise conflict(
                "quantity_too_large",
                f"{path}.quantity",
                "The quantity is larger than what is open on the order.",
            )
        lines.append((item, given))
    return lines


def _shown(item: Document, given: Document) -> Document:
    shown = {
        "itemId": item["id"],
        "skuId": item.get("skuId"),
        "shipmentItemId": given.get("shipmentItemId"),
        "quantity": given.get("quantity", 0),
        "cancelQuantity": given.get("cancelQuantity", 0),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _order_details(order: Document) -> Document:
    return {name: value for name, value in order.items() if name != "payment"}


def update(call: Call, fulfillment_id: str) -> Answer:
    """Adds tracking data; parts of the shipment may have their own."""
    fulfillment = call.require(FULFILLMENT, fulfillment_id)
    asked = check(call.body, _UPDATE)
    by_id = {item["itemId"]: item for item in fulfillment["items"]}
    for index, change in enumerate(asked.pop("items", [])):
        if change.get("itemId") not in by_id:
            raise bad_request("not_found", f"items[{index}].itemId", "Item not found.")
        by_id[change["itemId"]].update(change)
    fulfillment.update(asked)
    call.documents.update(FULFILLMENT, fulfillment)
    return 200, fulfillment


def retrieve(call: Call, fulfillment_id: str) -> Answer:
    fulfillment = call.require(FULFILLMENT, fulfillment_id)
    order = call.documents.get(ORDER, fulfillment["orderId"])
    return 200, {**fulfillment, "orderDetails": _order_details(order)} if order else fulfillment


def search(call: Call) -> Answer:
    return 200, listing.page(call, FULFILLMENT, call.query, _FILTERS)


_FILTERS = {
    "ids": listing.ID,
    "createdTime": listing.time("createdTime"),
    **{
        name: listing.key(name)
        for name in ("orderId", "skuId", "trackingCompany", "trackingNumber")
    },
}

ROUTES = [
    Route("POST", "/fulfillments", create),
    Route("GET", "/fulfillments", search),
    Route("POST", "/fulfillments/<fulfillment_id>", update),
    Route("GET", "/fulfillments/<fulfillment_id>", retrieve),
]
