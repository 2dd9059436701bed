"""The items of a checkout: from what is asked for to lines that can be priced.

Source: creating-checkouts/describing-the-items/README.md and price-of-an-item.md
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sandbox.addresses import SHIP_FROM
from sandbox.errors import bad_request, invalid, missing
from sandbox.money import fits
from sandbox.resources.kinds import SKU
from sandbox.store import Document
from sandbox.validation import (
    Shape,
    amount,
    boolean,
    check,
    choice,
    date_time,
    integer,
    metadata,
    number,
    obj,
    text,
)
from sandbox.work import Work


def discount(value: Any, path: str, *, with_quantity: bool = False) -> Document:
    """`{amountOff}` or `{percentOff}`; nothing of zero or less is a discount."""
    shape: Shape = {"amountOff": number, "percentOff": number}
    if with_quantity:
        shape = {**shape, "quantity": integer(1)}
    checked: Document = obj(shape)(value, path)
    if ("amountOff" in checked) == ("percentOff" in checked):
        raise invalid(path, "A discount has either amountOff or percentOff.")
    if checked.get("amountOff", 1) <= 0:
        raise bad_request(
            "invalid_discount_amount",
            "discount",
            f"The value {checked['amountOff']} is not permitted.",
        )
    if not Decimal("0.01") <= checked.get("percentOff", 1) <= 100:
        raise bad_request(
            "invalid_discount_percent",
            "discount",
            "The value must be an integer between 0.01 and 100.00 inclusive.",
        )
    return checked


def item_discount(value: Any, path: str) -> Document:
    return discount(value, path, with_quantity=True)


_SUBSCRIPTION: Shape = {
    "freeTrial": boolean,
    "autoRenewal": boolean,
    "terms": text(20_000),
    "planId": text(255),
    "subscriptionId": text(255),
    "billingAgreementId": text(255),
    "startTime": date_time,
    "endTime": date_time,
}
_PRODUCT: Shape = {
    **{
        name: text(10_000)
        for name in [
            "id",
            "skuGroupId",
            "name",
            "description",
            "url",
            "image",
            "partNumber",
            "itemBreadcrumb",
            "categories",
        ]
    },
    "countryOfOrigin": text(2),
    "weight": amount,
    "weightUnit": choice("oz", "lb", "g", "kg"),
}
REQUEST: Shape = {
    "skuId": text(255),
    "productDetails": obj(_PRODUCT),
    "subscriptionInfo": obj(_SUBSCRIPTION),
    "price": amount,
    "aggregatePrice": amount,
    "quantity": integer(1, 10**6, "invalid_quantity_amount"),
    "discount": item_discount,
    "shipFrom": obj(SHIP_FROM),
    "metadata": metadata,
}
UPDATE: Shape = {
    "id": text(255),
    "subscriptionInfo": obj(_SUBSCRIPTION),
    "shipFrom": obj(SHIP_FROM),
    "metadata": metadata,
}


def build(work: Work, asked: list[Document], currency: str) -> list[Document]:
    """Lines with an id, what they are (a SKU or details) and what was asked for them."""
    if not asked:
        raise missing("items")
    return [_build(work, item, f"items[{index}]", currency) for index, item in enumerate(asked)]


def _build(work: Work, item: Document, path: str, currency: str) -> Document:
    quantity = item.setdefault("quantity", 1)
    line: Document = {"id": str(uuid.uuid4()), **item}
    line["_price"] = _asked_price(line, quantity, path, currency)
    if "skuId" in item:
        sku = work.documents.get(SKU, item["skuId"])
        if sku is None:
            raise bad_request("not_found", f"{path}.skuId", f"Sku '{item['skuId']}' not found.")
        line["_physical"] = sku["physical"]
        return line
    details = item.get("productDetails")
    if details is None:
        raise missing(f"{path}.skuId")
    for part in ("skuGroupId", "name", "countryOfOrigin"):
        if not details.get(part):
            raise missing(f"{path}.productDetails.{part}")
    line["_physical"] = True
    return line


def _asked_price(line: Document, quantity: int, path: str, currency: str) -> Decimal:
    """The price of the whole line as asked: `price` a unit, or `aggregatePrice`."""
    price, aggregate = line.pop("price", None), line.pop("aggregatePrice", None)
    if price is not None and aggregate is not None:
        raise invalid(f"{path}.price", "Send either price or aggregatePrice.")
    given = aggregate if price is None else price
    if given is None:
        raise missing(f"{path}.price")
    if not fits(given, currency):
        raise bad_request(
            "invalid_amount", f"{path}.price", f"{given} has too many decimals for {currency}."
        )
    return Decimal(given if price is None else given * quantity)


def update(work: Work, lines: list[Document], asked: list[Document]) -> None:
    """Lays what may be changed over the lines that the ids name."""
    by_id = {line["id"]: line for line in lines}
    for index, raw in enumerate(asked):
        change = check(raw, UPDATE, f"items[{index}]")
        if "id" not in change:
            raise missing(f"items[{index}].id")
        if change["id"] not in by_id:
            raise bad_request(
                "not_found", f"items[{index}].id", f"Item '{change['id']}' not found."
            )
        by_id[change["id"]].update(change)
