"""From the shop's words to the vendor's body: pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from checkout import payloads
from checkout.payloads import ShippingChoice, Terms
from core.money import Money
from orders.snapshots import AddressSnapshot

ALICE = AddressSnapshot(
    name="Alice Adams", line1="10380 Bren Road W", city="Minnetonka", state="MN",
    postal_code="55343", country="US", phone="+1 952 555 0100",
)  # fmt: skip
STANDARD = ShippingChoice("Standard", "SG", Money(Decimal("5.00"), "USD"))
PHYSICAL = Terms(
    email="alice@example.com", locale="en_US", bill_to=ALICE, ship_to=ALICE,
    ship_from={"country": "US", "postalCode": "55415"}, shipping=STANDARD,
    browser_ip="203.0.113.9",
)  # fmt: skip
DIGITAL = Terms(email="alice@example.com", locale="en_US", bill_to=ALICE)


@dataclass(frozen=True)
class Line:
    sku_code: str
    quantity: int
    unit_price: Money


def created(terms: Terms = PHYSICAL, *lines: Line, currency: str = "USD") -> dict:
    lines = lines or (Line("CABLE", 2, Money(Decimal("10.00"), currency)),)
    return payloads.create(
        number="M7K2-Q9XD-4T", currency=currency, tax_inclusive=False, items=lines, terms=terms
    )


@pytest.mark.accepts("D05")
def test_every_line_has_a_sku_a_quantity_and_one_price() -> None:
    lines = [Line("CABLE", 2, Money(Decimal("10.00"), "USD")), Line("SYNTH", 1, Money(149, "USD"))]
    items = created(PHYSICAL, *lines)["items"]
    assert items == [
        {"skuId": "CABLE", "quantity": 2, "price": Decimal("10.00")},
        {"skuId": "SYNTH", "quantity": 1, "price": Decimal("149.00")},
    ]
    assert all("aggregatePrice" not in item for item in items)


def test_a_new_checkout_says_who_buys_and_how() -> None:
    body = created()
    assert body["upstreamId"] == "M7K2-Q9XD-4T"
    assert (body["currency"], body["taxInclusive"]) == ("USD", False)
    assert (body["chargeType"], body["customerType"]) == ("customer_initiated", "individual")
    assert (body["email"], body["locale"]) == ("alice@example.com", "en_US")
    assert body["browserIp"] == "203.0.113.9"
    assert "customerId" not in body
    assert body["shipTo"]["address"] == {
        "line1": "10380 Bren Road W", "city": "Minnetonka", "state": "MN", "postalCode": "55343",
        "country": "US",
    }  # fmt: skip
    assert body["shipTo"]["name"] == "Alice Adams"
    assert body["billTo"] == body["shipTo"]


def test_a_digital_checkout_says_nothing_about_shipping() -> None:
    body = created(DIGITAL)
    assert not {"shipTo", "shipFrom", "shippingChoice"} & set(body)
    assert body["billTo"]["name"] == "Alice Adams"


def test_yen_are_sent_without_decimals() -> None:
    body = created(DIGITAL, Line("CABLE", 3, Money(1980, "JPY")), currency="JPY")
    assert str(body["items"][0]["price"]) == "1980"


def test_a_delivery_choice_always_has_an_amount() -> None:
    free = replace(STANDARD, amount=Money.zero("USD"))
    assert payloads.shipping_choice(free)["amount"] == Decimal("0.00")
    assert payloads.shipping_choice(STANDARD) == {
        "amount": Decimal("5.00"), "description": "Standard", "serviceLevel": "SG",
    }  # fmt: skip


def test_an_update_never_repeats_what_only_a_new_checkout_can_say() -> None:
    body = payloads.updatable(PHYSICAL)
    only_new = {"items", "currency", "taxInclusive", "discount", "customerType", "upstreamId"}
    assert not only_new & set(body)


def test_an_update_says_only_what_changed() -> None:
    known = payloads.comparable(payloads.updatable(PHYSICAL))
    express = replace(PHYSICAL, shipping=ShippingChoice("Express", "EX", Money(15, "USD")))
    assert payloads.changes(known, payloads.updatable(PHYSICAL)) == {}
    assert set(payloads.changes(known, payloads.updatable(express))) == {"shippingChoice"}


def test_a_new_browser_address_alone_is_no_reason_for_a_call() -> None:
    known = payloads.comparable(payloads.updatable(PHYSICAL))
    moved = replace(PHYSICAL, browser_ip="203.0.113.77")
    assert payloads.changes(known, payloads.updatable(moved)) == {}


def test_after_an_unknown_outcome_everything_is_said_again() -> None:
    wanted = payloads.updatable(PHYSICAL)
    assert payloads.changes(None, wanted) == wanted


@pytest.mark.parametrize(
    ("language", "country", "locale"),
    [
        ("en", "US", "en_US"), ("en", "GB", "en_US"), ("de", "DE", "de_DE"), ("de", "AT", "de_AT"),
        ("de", "US", "de_DE"), ("de-at", "CH", "de_CH"), ("fr", "CA", "fr_CA"),
        ("ja", "JP", "ja_JP"), ("th", "TH", "en_US"), ("nb", "NO", "no_NO"),
    ],
)  # fmt: skip
def test_the_locale_is_one_that_the_api_takes(language: str, country: str, locale: str) -> None:
    assert payloads.locale_for(language, country) == locale
    assert locale in payloads.LOCALES
