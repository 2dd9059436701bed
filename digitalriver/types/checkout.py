"""The checkout and its lines."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from digitalriver.types.base import ZERO, Resource
from digitalriver.types.common import (
    Amount,
    Fees,
    ProductDetails,
    Recipient,
    SellingEntity,
    ShippingChoice,
    Tax,
)
from digitalriver.types.payment import Payment

__all__ = ["Checkout", "CheckoutItem", "ItemShipping"]


class ItemShipping(Resource, frozen=True, kw_only=True):
    """A line's share of the shipping cost."""

    amount: Decimal = ZERO
    tax_amount: Decimal = ZERO


class CheckoutItem(Resource, frozen=True, kw_only=True):
    """``amount`` is the whole line after its own discount. One SKU may fill several lines."""

    id: str
    sku_id: str = ""
    quantity: int = 1
    amount: Decimal
    tax: Tax = Tax()
    fees: Fees = Fees()
    duties: Amount = Amount()
    importer_tax: Amount = Amount()
    shipping: ItemShipping = ItemShipping()
    product_details: ProductDetails | None = None
    metadata: dict[str, Any] = {}


class Checkout(Resource, frozen=True, kw_only=True):
    """A priced cart at Digital River. Amounts are as computed there; an absent total is zero.

    Source: integration-options/checkouts/creating-checkouts/README.md
    """

    id: str
    currency: str
    total_amount: Decimal
    subtotal: Decimal
    total_tax: Decimal = ZERO
    total_fees: Decimal = ZERO
    total_duty: Decimal = ZERO
    total_importer_tax: Decimal = ZERO
    total_discount: Decimal = ZERO
    total_shipping: Decimal = ZERO
    items: tuple[CheckoutItem, ...]
    payment: Payment = Payment()
    selling_entity: SellingEntity = SellingEntity()
    shipping_choice: ShippingChoice | None = None
    ship_from: Recipient | None = None
    ship_to: Recipient | None = None
    bill_to: Recipient | None = None
    tax_inclusive: bool = False
    customer_id: str = ""
    email: str = ""
    locale: str = ""
    upstream_id: str = ""
    live_mode: bool = False
    created_time: datetime | None = None
    updated_time: datetime | None = None
    metadata: dict[str, Any] = {}
