"""What each resource is called, and what it is found by."""

from __future__ import annotations

from sandbox.store import Document, Kind, member


def _skus_of(document: Document) -> list[str | None]:
    return [item.get("skuId") for item in document["items"]]


def _session_of(document: Document) -> list[str | None]:
    return [document["payment"]["session"]["id"]]


def _subjects_of(event: Document) -> list[str | None]:
    """What an event is about: its object and the order that this belongs to."""
    about = event["data"]["object"]
    return [about.get("id"), about.get("orderId")]


_PURCHASE_KEYS = {
    name: member(name)
    for name in [
        "upstreamId",
        "customerId",
        "applicationId",
        "email",
        "currency",
        "locale",
        "chargeType",
        "customerType",
        "browserIp",
    ]
}

SKU = Kind(
    "sku",
    "Sku",
    {name: member(name) for name in ["taxCode", "eccn", "partNumber", "hsCode", "skuGroupId"]},
)
CHECKOUT = Kind("checkout", "Checkout", {**_PURCHASE_KEYS, "session": _session_of})
SOURCE = Kind("source", "Source", {"session": member("paymentSessionId")})
ORDER = Kind(
    "order",
    "Order",
    {
        **_PURCHASE_KEYS,
        "skuId": _skus_of,
        "session": _session_of,
        **{name: member(name) for name in ("checkoutId", "state", "fraudState")},
    },
)
CHARGE = Kind("charge", "Charge", {"orderId": member("orderId")})
FULFILLMENT = Kind(
    "fulfillment",
    "Fulfillment",
    {
        "skuId": _skus_of,
        **{name: member(name) for name in ("orderId", "trackingCompany", "trackingNumber")},
    },
)
EVENT = Kind("event", "Event", {"type": member("type"), "subject": _subjects_of})
WEBHOOK = Kind("webhook", "Webhook")
