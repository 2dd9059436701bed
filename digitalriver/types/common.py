"""Parts that several resources share."""

from __future__ import annotations

from decimal import Decimal

from digitalriver.types.base import ZERO, Resource

__all__ = [
    "Address",
    "Amount",
    "Fee",
    "Fees",
    "ProductDetails",
    "Recipient",
    "SellingEntity",
    "ShippingChoice",
    "Tax",
]


class Address(Resource, frozen=True, kw_only=True):
    """Absent parts are empty strings; ``country`` is ISO 3166 alpha-2."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    postal_code: str = ""
    state: str = ""
    country: str = ""


class Recipient(Resource, frozen=True, kw_only=True):
    """``shipTo``, ``billTo`` and ``shipFrom``."""

    name: str = ""
    email: str = ""
    phone: str = ""
    organization: str = ""
    address: Address = Address()


class SellingEntity(Resource, frozen=True, kw_only=True):
    """Who sells: ``DR_IRELAND-ENTITY``. ``{}`` until Digital River knows, then ``id`` is empty."""

    id: str = ""
    name: str = ""


class Tax(Resource, frozen=True, kw_only=True):
    """``rate`` is a fraction (0.07525), ``amount`` that of the whole line."""

    rate: Decimal = ZERO
    amount: Decimal = ZERO


class Fee(Resource, frozen=True, kw_only=True):
    """One regulatory fee: battery, weee, copyright, e_waste, packaging or a new kind."""

    id: str = ""
    type: str = ""
    amount: Decimal = ZERO
    per_unit_amount: Decimal = ZERO


class Fees(Resource, frozen=True, kw_only=True):
    """Regulatory fees of a line, without and for their tax."""

    amount: Decimal = ZERO
    tax_amount: Decimal = ZERO
    details: tuple[Fee, ...] = ()


class ShippingChoice(Resource, frozen=True, kw_only=True):
    """The delivery that was chosen. ``amount`` stays undiscounted."""

    id: str = ""
    amount: Decimal = ZERO
    tax_amount: Decimal = ZERO
    description: str = ""
    service_level: str = ""
    shipping_terms: str = ""


class ProductDetails(Resource, frozen=True, kw_only=True):
    """A product described in the line; ``physical`` only in expanded events and orders."""

    id: str = ""
    name: str = ""
    physical: bool | None = None


class Amount(Resource, frozen=True, kw_only=True):
    """``duties`` and ``importerTax`` of a line."""

    amount: Decimal = ZERO
