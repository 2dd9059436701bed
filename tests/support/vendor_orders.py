"""A placed order of the shop, and the same order as Digital River would tell it.

For tests of rooms that meet orders but neither place them nor need the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import digitalriver
from core.money import Money
from orders.models import Order, OrderLine
from storefront.models import Store

ADDRESS = {
    "name": "Alice Archer",
    "line1": "10 Front Street",
    "city": "Minneapolis",
    "postal_code": "55401",
    "state": "MN",
    "country": "US",
}


def make_store(**changes: Any) -> Store:
    """The one store of a test."""
    fields = {
        "name": "Northlight Audio",
        "default_entity": "C5_INC-ENTITY",
        "contact_email": "help@northlight.example",
        **changes,
    }
    return Store.objects.get_or_create(code="northlight", defaults=fields)[0]


def make_order(
    number: str = "N1", *, lines: Iterable[dict[str, Any]] = (), **changes: Any
) -> Order:
    """An order in state `placing`, two pieces of a cable at 10.00 and 5.00 delivery by default."""
    currency = changes.get("currency", "USD")

    def minor(amount: int) -> Money:
        return Money.from_minor(amount, currency)

    fields: dict[str, Any] = {
        "store": make_store(),
        "number": number,
        "cart_ref": f"cart-{number}",
        "checkout_id": f"chk_{number}",
        "market_code": "us",
        "country": "US",
        "currency": currency,
        "language": "en",
        "locale": "en_US",
        "time_zone": "America/Chicago",
        "email": "alice@example.com",
        "ship_to": ADDRESS,
        "bill_to": ADDRESS,
        "delivery": {
            "code": "standard",
            "description": "Standard delivery",
            "service_level": "SG",
            "amount": 500,
            "currency": currency,
        },
        "entity_id": "C5_INC-ENTITY",
        "entity_name": "DR globalTech Inc.",
        "source": {"type": "creditCard", "brand": "Visa", "last4": "1111"},
        "subtotal": minor(2500),
        "total_tax": minor(189),
        "total_shipping": minor(500),
        "total_amount": minor(2689),
        "seen_total": minor(2689),
        **changes,
    }
    order = Order.objects.create(**fields)
    wanted = list(lines) or [{}]
    for position, line in enumerate(wanted):
        values = {
            "sku_code": f"CABLE-{position}",
            "name": "Studio cable",
            "options": "3 m",
            "physical": True,
            "quantity": 2,
            "unit_price": minor(1000),
            "amount": minor(2000),
            "tax_amount": minor(151),
            **line,
        }
        OrderLine.objects.create(order=order, position=position, currency=currency, **values)
    return order


def remote_document(order: Order, state: str = "accepted", **changes: Any) -> dict[str, Any]:
    """The order as JSON of Digital River."""
    return {
        "id": f"ord_{order.number}",
        "upstreamId": order.number,
        "checkoutId": order.checkout_id,
        "state": state,
        "currency": order.currency,
        "liveMode": False,
        "createdTime": "2026-11-23T12:00:00Z",
        "updatedTime": "2026-11-23T12:00:00Z",
        "totalAmount": str(order.total_amount.amount),
        "subtotal": str(order.subtotal.amount),
        "totalTax": str(order.total_tax.amount),
        "totalShipping": str(order.total_shipping.amount),
        "items": [
            {
                "id": f"item_{line.position}",
                "skuId": line.sku_code,
                "quantity": line.quantity,
                "amount": str(line.amount.amount),
                "tax": {"amount": str(line.tax_amount.amount), "rate": "0.07525"},
            }
            for line in order.lines.all()
        ],
        **changes,
    }


class FakeVendor:
    """Stands where the client stands: answers reads of orders, and counts them."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.reads: list[str] = []
        self.error: Exception | None = None
        self.orders = self

    def __call__(self, *args: object, **kwargs: object) -> FakeVendor:
        return self

    def retrieve(self, order_id: str) -> digitalriver.Order:
        self.reads.append(order_id)
        if self.error:
            raise self.error
        if order_id not in self.documents:
            raise digitalriver.NotFound("no such order", status=404)
        return digitalriver.parse(digitalriver.Order, self.documents[order_id])

    def knows(self, order: Order, state: str = "accepted", **changes: Any) -> dict[str, Any]:
        """From now on the order is in this state."""
        document = remote_document(order, state, **changes)
        self.documents[document["id"]] = document
        return document
