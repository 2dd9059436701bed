"""Orders and what they stand on, small and believable; and Digital River's word about them."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import factory
from factory.django import DjangoModelFactory

import digitalriver
from core.money import Money
from orders.models import Cause, Order
from orders.numbers import new_number
from orders.opening import open_order
from orders.services import apply_remote_order
from orders.snapshots import (
    AddressSnapshot,
    ConsentSnapshot,
    DeliverySnapshot,
    LineSnapshot,
    OrderSnapshot,
    SourceSnapshot,
    TotalsSnapshot,
)
from storefront.models import Category, Product, Sku, Store

CAUSE = Cause.request("test")
ORDER_JSON = json.loads((Path(__file__).parents[1] / "payloads" / "order.json").read_text())


class StoreFactory(DjangoModelFactory):
    class Meta:
        model = Store
        django_get_or_create = ("code",)

    name = "Northlight Audio"
    code = "northlight"
    default_entity = "DR_INC-ENTITY"
    contact_email = "help@northlight.example"


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    store = factory.SubFactory(StoreFactory)
    slug = factory.Sequence(lambda n: f"cable-{n}")
    name = "Studio cable"
    category = factory.LazyFunction(
        lambda: Category.objects.get_or_create(slug="cables", defaults={"name": "Cables"})[0]
    )


class SkuFactory(DjangoModelFactory):
    class Meta:
        model = Sku

    product = factory.SubFactory(ProductFactory)
    code = factory.Sequence(lambda n: f"CABLE-{n}M")
    eccn = "EAR99"
    tax_code = "4323.310_A"
    country_of_origin = "US"
    physical = True
    stock = 10


def usd(amount: str | int) -> Money:
    return Money(Decimal(amount), "USD")


ADA = AddressSnapshot(
    name="Ada Lovelace",
    line1="10380 Bren Road W",
    city="Minnetonka",
    postal_code="55343",
    state="MN",
    country="US",
)


def line(sku: Sku, quantity: int = 2, **changes: Any) -> LineSnapshot:
    """2 × 10.00 at 7.525 %."""
    told: dict[str, Any] = {
        "sku_id": sku.pk,
        "sku_code": sku.code,
        "name": "Studio cable",
        "quantity": quantity,
        "unit_price": usd(10),
        "amount": usd(10) * quantity,
        "tax_amount": usd("1.51"),
        "tax_rate": Decimal("0.07525"),
        "physical": True,
        "options": "3 m",
    }
    return LineSnapshot(**{**told, **changes})


def snapshot(*lines: LineSnapshot, **changes: Any) -> OrderSnapshot:
    """Ada's order of 26.89: 20.00 and 5.00 delivery, 1.89 tax. A stock of 10 unless lines say."""
    number = changes.pop("number", None) or new_number()
    zero = usd(0)
    told: dict[str, Any] = {
        "store_id": StoreFactory().pk,
        "number": number,
        "cart_ref": f"cart-{number}",
        "cart_version": 3,
        "checkout_id": f"checkout-{number}",
        "market_code": "us",
        "country": "US",
        "currency": "USD",
        "language": "en",
        "locale": "en_US",
        "time_zone": "America/Chicago",
        "tax_inclusive": False,
        "email": "ada@example.org",
        "bill_to": ADA,
        "ship_to": ADA,
        "delivery": DeliverySnapshot("standard", "Standard", "SG", usd(5)),
        "entity_id": "DR_INC-ENTITY",
        "entity_name": "Digital River Inc.",
        "session_id": "session-1",
        "source": SourceSnapshot("creditCard", "Visa", "1111"),
        "totals": TotalsSnapshot(
            subtotal=usd(25),
            total_tax=usd("1.89"),
            total_amount=usd("26.89"),
            total_fees=zero,
            total_duty=zero,
            total_importer_tax=zero,
            total_discount=zero,
            total_shipping=usd(5),
        ),
        "lines": lines or (line(SkuFactory()),),
        "browser_ip": "203.0.113.9",
    }
    return OrderSnapshot(**{**told, **changes})


def consent(**changes: Any) -> ConsentSnapshot:
    told: dict[str, Any] = {
        "entity_id": "DR_INC-ENTITY",
        "language": "en",
        "country": "US",
        "reseller_text": "Digital River Inc. is the authorized reseller.",
        "reseller_url": "https://store.example/reseller",
        "confirm_text": "I agree to the Terms of Sale.",
        "links": ({"key": "termsOfSale", "text": "Terms", "url": "https://store.example/t"},),
    }
    return ConsentSnapshot(**{**told, **changes})


def placing_order(*lines: LineSnapshot, **changes: Any) -> Order:
    """An order that was opened and not sent yet."""
    return open_order(snapshot(*lines, **changes), consent(), cause=CAUSE)


def remote_json(order: Order, state: str = "accepted", **changes: Any) -> dict[str, Any]:
    """The order in Digital River's JSON, as it would answer for `order`.

    Keyword arguments replace members of the body; `items` follow the order's lines.
    """
    body: dict[str, Any] = copy.deepcopy(ORDER_JSON)
    template = body["items"][0]
    body.update(
        id=order.remote_id or f"9{order.pk:011d}",
        checkoutId=order.checkout_id,
        upstreamId=order.number,
        currency=order.currency,
        state=state,
        items=[
            {
                **copy.deepcopy(template),
                "id": each.remote_id or f"7{each.pk:010d}",
                "skuId": each.sku_code,
                "quantity": each.quantity,
                "amount": each.amount.amount,
                "tax": {"rate": each.tax_rate, "amount": each.tax_amount.amount},
            }
            for each in order.lines.all()
        ],
    )
    body["payment"]["charges"][0]["id"] = f"charge-{order.number}"
    for name in ("subtotal", "total_tax", "total_amount", "total_shipping"):
        camel = name.split("_")[0] + "".join(part.title() for part in name.split("_")[1:])
        body[camel] = getattr(order, name).amount
    body.update(changes)
    return body


def remote_order(order: Order, state: str = "accepted", **changes: Any) -> digitalriver.Order:
    """The same, as the client returns it."""
    return digitalriver.parse(digitalriver.Order, remote_json(order, state, **changes))


def placed_order(*lines: LineSnapshot, state: str = "accepted", **changes: Any) -> Order:
    """An order that Digital River has, in this state."""
    order = placing_order(*lines, **changes)
    applied = apply_remote_order(remote_order(order, state), cause=CAUSE)
    assert applied is not None
    return Order.objects.get(pk=order.pk)
