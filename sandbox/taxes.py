"""A checkout's amounts: discounts, tax a line, tax on shipping, fees, totals.

Tax is rounded half up a line and for shipping on its own, then summed. Prices that include tax are
taken apart the same way: net = half-up(gross / (1 + rate)), tax = gross - net.
Source: configuring-taxes.md, tax-calculations.md, applying-a-discount.md and
accessing-regulatory-fee-information.md of creating-checkouts; the rates are ours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.money import ZERO, round_half_up, split
from sandbox.store import Document

_DATA = Path(__file__).parent / "data"
_PERCENT = Decimal(100)


@cache
def _rates() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((_DATA / "tax_rates.json").read_text())
    return loaded


@cache
def _fees() -> dict[str, list[dict[str, str]]]:
    loaded: dict[str, Any] = json.loads((_DATA / "regulatory_fees.json").read_text())
    return dict(loaded["skus"])


def rate_for(checkout: Document) -> Decimal:
    """The rate at the destination: ship-to first, then bill-to, then the purchase location."""
    for place in (
        (checkout.get("shipTo") or {}).get("address"),
        (checkout.get("billTo") or {}).get("address"),
        checkout.get("purchaseLocation"),
    ):
        if place and place.get("country"):
            return _rate_at(place)
    return ZERO


def _rate_at(place: Document) -> Decimal:
    rates, country = _rates(), place["country"]
    by_code = rates["postal_codes"].get(country, {})
    code = (place.get("postalCode") or "")[:5]
    if code in by_code:
        return Decimal(by_code[code])
    by_state = rates["states"].get(country)
    if by_state:
        return Decimal(by_state.get(place.get("state") or "", by_state["*"]))
    return Decimal(rates["countries"].get(country, "0"))


@dataclass(frozen=True)
class Taxed:
    """An amount apart from its tax."""

    net: Decimal
    tax: Decimal


class Calculator:
    """Taxes amounts at one rate, in one currency, in- or exclusive."""

    def __init__(self, currency: str, rate: Decimal, inclusive: bool) -> None:
        self.currency = currency
        self.rate = rate
        self.inclusive = inclusive

    def round(self, amount: Decimal) -> Decimal:
        return round_half_up(amount, self.currency)

    def net(self, amount: Decimal) -> Decimal:
        return self.round(amount / (1 + self.rate)) if self.inclusive else amount

    def taxed(self, amount: Decimal) -> Taxed:
        if self.inclusive:
            net = self.net(amount)
            return Taxed(net, amount - net)
        return Taxed(amount, self.round(amount * self.rate))


def price(checkout: Document) -> None:
    """Computes every amount of the checkout from what was asked for, in place."""
    rate = rate_for(checkout)
    calculator = Calculator(checkout["currency"], rate, checkout["taxInclusive"])
    items = checkout["items"]
    listed = [calculator.round(item["_price"]) for item in items]
    line_off = [_line_discount(item, calculator) for item in items]
    asked = [max(full - off, ZERO) for full, off in zip(listed, line_off, strict=True)]
    order_off = _order_discount(checkout, asked, calculator)
    for item, amount, off in zip(items, asked, order_off, strict=True):
        _price_item(item, amount, off, calculator)
    shipping = _price_shipping(checkout, calculator)
    discounted = sum(
        (calculator.net(full) - item["amount"] for full, item in zip(listed, items, strict=True)),
        ZERO,
    )
    _total(checkout, discounted, shipping)


def _line_discount(item: Document, calculator: Calculator) -> Decimal:
    discount = item.get("discount")
    if not discount:
        return ZERO
    units = min(discount.setdefault("quantity", item["quantity"]), item["quantity"])
    if "amountOff" in discount:
        return calculator.round(discount["amountOff"] * units)
    share = item["_price"] * units / item["quantity"]
    return calculator.round(share * discount["percentOff"] / _PERCENT)


def _order_discount(
    checkout: Document, asked: list[Decimal], calculator: Calculator
) -> list[Decimal]:
    """Each line's part of the discount on the whole purchase."""
    discount, whole = checkout.get("discount"), sum(asked, ZERO)
    if not discount:
        return [ZERO] * len(asked)
    if "amountOff" in discount:
        off = min(calculator.round(discount["amountOff"]), whole)
    else:
        off = calculator.round(whole * discount["percentOff"] / _PERCENT)
    return split(off, asked, calculator.currency)


def _price_item(item: Document, asked: Decimal, order_off: Decimal, by: Calculator) -> None:
    paid = by.taxed(asked - order_off)
    item["amount"] = by.net(asked)
    item["tax"] = {"rate": by.rate, "amount": paid.tax}
    item["importerTax"] = {"amount": ZERO}
    item["duties"] = {"amount": ZERO}
    item["fees"] = _item_fees(item, by)
    item["_order_discount"] = item["amount"] - paid.net
    item["shipping"] = {"amount": ZERO, "taxAmount": ZERO}


def _item_fees(item: Document, by: Calculator) -> Document:
    details = []
    for fee in _fees().get(item.get("skuId") or "", []):
        each = by.round(Decimal(fee["perUnitAmount"]))
        details.append(
            {
                "id": fee["id"],
                "type": fee["type"],
                "perUnitAmount": each,
                "amount": each * item["quantity"],
            }
        )
    amount = sum((detail["amount"] for detail in details), ZERO)
    fees: Document = {"amount": amount, "taxAmount": by.round(amount * by.rate)}
    return {"details": details, **fees} if details else fees


def _price_shipping(checkout: Document, by: Calculator) -> Decimal:
    """Prices the shipping choice and its parts of the items; returns the (net) discount on it."""
    choice = checkout.get("shippingChoice")
    if not choice:
        return ZERO
    asked = by.round(choice["_amount"])
    paid = by.taxed(asked - _shipping_discount(checkout, asked, by))
    choice["amount"] = by.net(asked)
    choice["taxAmount"] = paid.tax
    items = [item for item in checkout["items"] if item["_physical"]] or checkout["items"]
    weights = [item["amount"] for item in items]
    amounts = split(paid.net, weights, by.currency)
    taxes = split(paid.tax, weights, by.currency)
    for item, amount, tax in zip(items, amounts, taxes, strict=True):
        item["shipping"] = {"amount": amount, "taxAmount": tax}
    return Decimal(choice["amount"]) - paid.net


def _shipping_discount(checkout: Document, asked: Decimal, by: Calculator) -> Decimal:
    discount = checkout.get("shippingDiscount")
    if not discount:
        return ZERO
    if "amountOff" in discount:
        return min(by.round(discount["amountOff"]), asked)
    return by.round(asked * discount["percentOff"] / _PERCENT)


def _total(checkout: Document, line_off: Decimal, shipping_off: Decimal) -> None:
    items, choice = checkout["items"], checkout.get("shippingChoice") or {}
    order_off = sum((item["_order_discount"] for item in items), ZERO)
    shipping = choice.get("amount", ZERO)
    fees = sum((item["fees"]["amount"] for item in items), ZERO)
    goods = sum((item["amount"] for item in items), ZERO)
    tax = sum((item["tax"]["amount"] + item["fees"]["taxAmount"] for item in items), ZERO)
    subtotal = goods - order_off + shipping - shipping_off + fees
    total_tax = tax + choice.get("taxAmount", ZERO)
    checkout.update(
        totalAmount=subtotal + total_tax,
        subtotal=subtotal,
        totalFees=fees,
        totalTax=total_tax,
        totalImporterTax=ZERO,
        totalDuty=ZERO,
        totalDiscount=line_off + order_off + shipping_off,
        totalShipping=shipping,
    )


def worth(item: Document) -> Decimal:
    """What the shopper pays for a line in all: goods, tax, fees and its part of the shipping."""
    parts = (
        item["amount"] - item["_order_discount"],
        item["tax"]["amount"],
        item["fees"]["amount"],
        item["fees"]["taxAmount"],
        item["importerTax"]["amount"],
        item["duties"]["amount"],
        item["shipping"]["amount"],
        item["shipping"]["taxAmount"],
    )
    return sum(parts, ZERO)
