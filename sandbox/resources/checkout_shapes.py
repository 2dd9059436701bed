"""What requests for checkouts may hold, and what lists of purchases are filtered by.

Source: integration-options/checkouts/creating-checkouts/README.md
"""

from __future__ import annotations

from typing import Any

from sandbox import listing
from sandbox.addresses import RECIPIENT, SHIP_FROM
from sandbox.errors import invalid
from sandbox.resources import items
from sandbox.store import Document
from sandbox.validation import (
    Checker,
    array,
    boolean,
    choice,
    country,
    currency,
    email,
    ip_address,
    locale,
    metadata,
    number,
    obj,
    text,
)


def _discount(value: Any, path: str) -> Document:
    return items.discount(value, path)


def _raw_object(value: Any, path: str) -> Document:
    if not isinstance(value, dict):
        raise invalid(path, f"'{path}' must be an object.")
    return value


_SHIPPING_CHOICE: dict[str, Checker] = {
    "id": text(255),
    "amount": number,
    "description": text(500),
    "serviceLevel": text(255),
    "shippingTerms": choice("DDP", "DAP"),
}
_BOTH: dict[str, Checker] = {
    "currency": currency,
    "customerId": text(255),
    "sourceId": text(255),
    "email": email,
    "locale": locale,
    "language": text(20),
    "browserIp": ip_address,
    "upstreamId": text(255),
    "applicationId": text(255),
    "invoiceAttributeId": text(255),
    "metadata": metadata,
    "organization": obj({"id": text(255)}),
    "shipFrom": obj(SHIP_FROM),
    "shipTo": obj(RECIPIENT),
    "billTo": obj(RECIPIENT),
    "purchaseLocation": obj({"country": country, "state": text(100), "postalCode": text(20)}),
    "shippingChoice": obj(_SHIPPING_CHOICE),
    "shippingDiscount": _discount,
    "taxIdentifiers": array(obj({"id": text(255), "type": text(50), "value": text(100)})),
    "chargeType": choice("customer_initiated", "merchant_initiated", "moto"),
    "customerType": choice("business", "individual"),
    "billingOptimization": obj(
        {
            "subscriptionId": text(255),
            "segmentId": text(255),
            "renewalAttemptNumber": number,
            "trackingId": text(255),
        }
    ),
}
CREATE: dict[str, Checker] = {
    **_BOTH,
    "items": array(obj(items.REQUEST)),
    "discount": _discount,
    "taxInclusive": boolean,
    "disclosures": _raw_object,
}
UPDATE: dict[str, Checker] = {**_BOTH, "items": array(_raw_object)}
FILTERS = {
    "ids": listing.ID,
    "createdTime": listing.time("createdTime"),
    "updatedTime": listing.time("updatedTime"),
    "totalAmount": listing.amount("totalAmount"),
    "upstreamIds": listing.key("upstreamId"),
    **{
        name: listing.key(name)
        for name in [
            "customerId",
            "applicationId",
            "email",
            "currency",
            "locale",
            "chargeType",
            "customerType",
            "browserIp",
        ]
    },
    "subscriptionId": listing.IGNORED,
}
