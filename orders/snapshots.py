"""What checkout hands over: everything known about an order before POST /orders.

Plain frozen values, so that an old order never changes because a product, a price or a market
did. Money is what the shopper saw on the review page; Digital River's order overwrites it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from core.money import Money


@dataclass(frozen=True, slots=True)
class AddressSnapshot:
    """A person's address as typed. `state` is the code (MN); `extra` holds what only some
    countries have (neighborhood, division, phonetic_name)."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""
    state: str = ""
    organization: str = ""
    phone: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What the order stores: the filled fields only."""
        return {key: value for key, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class DeliverySnapshot:
    """The delivery the shopper chose, in the words and at the price they saw."""

    code: str
    description: str
    service_level: str
    amount: Money
    min_days: int | None = None
    max_days: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "description": self.description,
            "service_level": self.service_level,
            "amount": self.amount.minor,
            "currency": self.amount.currency,
            "min_days": self.min_days,
            "max_days": self.max_days,
        }


@dataclass(frozen=True, slots=True)
class SourceSnapshot:
    """How it is paid: never more than may be shown. `last4` is digits or empty."""

    type: str
    brand: str = ""
    last4: str = ""

    def as_json(self) -> dict[str, str]:
        return {"type": self.type, "brand": self.brand, "last4": self.last4}


@dataclass(frozen=True, slots=True)
class LineSnapshot:
    """One line. `amount` is the whole line as Digital River's checkout answered it (net of tax
    in a tax-inclusive market); `unit_price` is the catalog price the shopper saw."""

    sku_id: int
    sku_code: str
    name: str
    quantity: int
    unit_price: Money
    amount: Money
    tax_amount: Money
    tax_rate: Decimal = Decimal(0)
    fees_amount: Money | None = None
    options: str = ""
    image: str = ""
    physical: bool = False


@dataclass(frozen=True, slots=True)
class TotalsSnapshot:
    """Digital River's figures on the review page: total_amount = subtotal + total_tax, where the
    subtotal already holds shipping, fees, duty and importer tax and is net of discounts."""

    subtotal: Money
    total_tax: Money
    total_amount: Money
    total_fees: Money
    total_duty: Money
    total_importer_tax: Money
    total_discount: Money
    total_shipping: Money


@dataclass(frozen=True, slots=True)
class OrderSnapshot:
    """An order about to be placed. `number` is the remote checkout's upstreamId."""

    store_id: int
    number: str
    cart_ref: str
    cart_version: int
    checkout_id: str
    market_code: str
    country: str
    currency: str
    language: str
    locale: str
    time_zone: str
    tax_inclusive: bool
    email: str
    bill_to: AddressSnapshot
    ship_to: AddressSnapshot | None
    delivery: DeliverySnapshot | None
    entity_id: str
    entity_name: str
    session_id: str
    source: SourceSnapshot | None
    totals: TotalsSnapshot
    lines: tuple[LineSnapshot, ...]
    browser_ip: str | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentSnapshot:
    """What the shopper was shown and agreed to. `links` are {key, text, url}; `shown` is the
    whole set of texts on the page, keyed as in Disclosure."""

    entity_id: str
    language: str
    country: str
    reseller_text: str
    reseller_url: str
    confirm_text: str
    links: tuple[Mapping[str, str], ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)
