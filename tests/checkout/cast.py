"""A small shop and somebody who buys in it: through Django's client, against the real sandbox."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.test import Client

from checkout.models import Cart, Checkout, Details
from core.money import Money
from orders.models import Order
from storefront.models import (
    Category,
    DeliveryMethod,
    Market,
    Price,
    Product,
    ProductImage,
    ShipFrom,
    Sku,
    Store,
)
from tests.support.sandbox_process import PUBLIC_KEY, SandboxProcess

VISA = "4444222233331111"
DECLINED = "4000000000003600"

ALICE = {
    "email": "alice@example.com",
    "phone": "",
    "ship-country": "US",
    "ship-name": "Alice Adams",
    "ship-line1": "10380 Bren Road W",
    "ship-line2": "",
    "ship-city": "Minnetonka",
    "ship-state": "MN",
    "ship-postal_code": "55343",
    "billing_same": "on",
}
ALICE_BILLED = {
    key.replace("ship-", "bill-"): value for key, value in ALICE.items() if key != "billing_same"
}
GREENE = {
    "email": "gustav@example.de",
    "ship-country": "DE",
    "ship-name": "Gustav Grün",
    "ship-line1": "Torstraße 1",
    "ship-city": "Berlin",
    "ship-postal_code": "10119",
    "billing_same": "on",
}

PRICES = {
    "CABLE": {"USD": "10.00", "GBP": "12.00", "EUR": "11.90", "JPY": "1980"},
    "SYNTH": {"USD": "149.00", "GBP": "120.00", "EUR": "149.00"},
    "CASE": {"USD": "35.00"},
}


def make_shop() -> Store:
    """One store, four markets, two delivery methods each, three SKUs of two kinds."""
    store = Store.objects.create(
        name="Northlight Audio",
        code="northlight",
        default_entity="C5_INC-ENTITY",
        contact_email="help@northlight.example",
    )
    _market(store, "us", "US", ["US", "CA"], "USD", "America/Chicago", default=True)
    _market(store, "gb", "GB", ["GB"], "GBP", "Europe/London", inclusive=True)
    _market(store, "de", "DE", ["DE", "FR", "ES", "IT"], "EUR", "Europe/Berlin", inclusive=True)
    _market(store, "jp", "JP", ["JP"], "JPY", "Asia/Tokyo")
    ShipFrom.objects.create(
        store=store, name="Minneapolis", country="US", state="MN", postal_code="55415",
        city="Minneapolis", line1="350 S 5th St", is_default=True,
    )  # fmt: skip
    category = Category.objects.create(slug="cables", name="Cables")
    for code, tax_code in (("CABLE", "4323.310_A"), ("SYNTH", "4323.320_A"), ("CASE", "5216")):
        _sku(store, category, code, tax_code)
    return store


def _market(
    store: Store, code: str, country: str, countries: list[str], currency: str, zone: str,
    *, inclusive: bool = False, default: bool = False,
) -> None:  # fmt: skip
    market = Market.objects.create(
        store=store, code=code, name=country, country=country, countries=countries,
        currency=currency, languages=["en", "de"], time_zone=zone, tax_inclusive=inclusive,
        is_default=default,
    )  # fmt: skip
    for method, amount, is_default in (("standard", "5", True), ("express", "15", False)):
        DeliveryMethod.objects.create(
            market=market, code=method, name=method.capitalize(), service_level="SG",
            currency=currency, price=Money(Decimal(amount), currency), min_days=2, max_days=4,
            is_default=is_default, position=0 if is_default else 1,
        )  # fmt: skip


def _sku(store: Store, category: Category, code: str, tax_code: str) -> None:
    product = Product.objects.create(
        store=store, slug=code.lower(), name=f"{code.capitalize()} one", category=category
    )
    ProductImage.objects.create(product=product, path="img/products/none.svg", alt="", position=0)
    sku = Sku.objects.create(
        product=product, code=code, eccn="EAR99", tax_code=tax_code, country_of_origin="US",
        physical=code != "SYNTH", stock=None if code == "SYNTH" else 10,
    )  # fmt: skip
    for currency, amount in PRICES[code].items():
        Price.objects.create(sku=sku, currency=currency, amount=Money(Decimal(amount), currency))


def tell_sandbox(sandbox: SandboxProcess) -> None:
    """The SKUs as the synchronisation would have sent them."""
    for sku in Sku.objects.all():
        body = {
            "name": sku.code, "taxCode": sku.tax_code, "eccn": sku.eccn,
            "countryOfOrigin": sku.country_of_origin,
        }  # fmt: skip
        status, answer = sandbox.api("PUT", f"/skus/{sku.code}", body)
        assert status in (200, 201), answer


class Shopper:
    """Buys like a browser without JavaScript would; the payment form is played by ``pay``."""

    def __init__(self, sandbox: SandboxProcess | None = None, client: Client | None = None) -> None:
        self.sandbox = sandbox
        self.client = client or Client()

    def add(self, code: str = "CABLE", quantity: int = 2) -> Any:
        return self.client.post("/cart/add/", {"sku": code, "quantity": quantity})

    def switch(self, market: str) -> None:
        self.client.cookies["market"] = market

    def address(self, data: dict[str, str] | None = None, **changes: str) -> Any:
        return self.client.post("/checkout/address/", {**(data or ALICE), **changes})

    def deliver(self, method: str = "standard") -> Any:
        return self.client.post("/checkout/delivery/", {"method": method})

    def make_source(self, number: str = VISA, **card: Any) -> str:
        """What the payment form does with a card; returns the source's id."""
        assert self.sandbox is not None
        session = self.checkout.answer.payment.session
        assert session is not None
        status, source = self.sandbox.api(
            "POST",
            "/v1/internal/sources",
            {
                "type": "creditCard",
                "sessionId": session.id,
                "owner": {
                    "firstName": "Alice", "lastName": "Adams", "email": "alice@example.com",
                    "address": {
                        "line1": "10380 Bren Road W", "city": "Minnetonka", "state": "MN",
                        "postalCode": "55343", "country": "US",
                    },
                },
                "creditCard": {
                    "number": number, "expirationMonth": 7, "expirationYear": 2031, "cvv": "123",
                    **card,
                },
            },
            key=PUBLIC_KEY,
        )  # fmt: skip
        assert status == 201, source
        return str(source["id"])

    def attach(self, source_id: Any) -> Any:
        return self.client.post(
            "/checkout/source/", {"sourceId": source_id}, content_type="application/json"
        )

    def pay(self, number: str = VISA) -> Any:
        return self.attach(self.make_source(number))

    def review(self) -> str:
        """The review page's HTML."""
        response = self.client.get("/checkout/review/")
        assert response.status_code == 200, response.headers.get("Location")
        return response.content.decode()

    def place(self, html: str | None = None, *, agreed: bool = True) -> Any:
        data = {"review": seal_in(html or self.review())}
        if agreed:
            data["agreed"] = "yes"
        return self.client.post("/checkout/review/", data)

    def go_to_review(self, data: dict[str, str] | None = None, card: str = VISA) -> None:
        assert self.address(data).status_code == 302
        if self.checkout.answer.shipping_choice:
            self.deliver()
        response = self.pay(card)
        assert response.status_code == 200, response.content

    def buy(self, data: dict[str, str] | None = None, card: str = VISA) -> Any:
        self.go_to_review(data, card)
        return self.place()

    @property
    def cart(self) -> Cart:
        return Cart.objects.get(token=self.client.cookies["millrace_cart"].value)

    @property
    def details(self) -> Details:
        return Details.objects.get(cart=self.cart)

    @property
    def checkout(self) -> Checkout:
        """The newest open remote checkout."""
        found = Checkout.objects.filter(cart=self.cart, state="open").order_by("-pk").first()
        assert found is not None
        return found

    @property
    def order(self) -> Order:
        found = Order.objects.filter(cart_ref=self.cart.token).order_by("-pk").first()
        assert found is not None
        return found


def seal_in(html: str) -> str:
    """The hidden value of a review form."""
    match = re.search(r'name="review" value="([^"]+)"', html)
    assert match, "no review form on the page"
    return match[1]


def calls(sandbox: SandboxProcess, *, method: str = "", path: str = "") -> list[dict[str, Any]]:
    """The shop's API calls as the sandbox logged them, without the tests' own."""
    rows = sandbox.requests()
    return [
        row
        for row in rows
        if not row["path"].startswith(("/skus", "/v1/", "/control"))
        and (not method or row["method"] == method)
        and (not path or row["path"].startswith(path))
    ]
