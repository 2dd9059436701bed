"""The order and its lines."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from digitalriver.types.base import ZERO
from digitalriver.types.checkout import Checkout, CheckoutItem

__all__ = ["Order", "OrderItem"]


class OrderItem(CheckoutItem, frozen=True, kw_only=True):
    """States: created, fulfilled, paid, cancelled, blocked, returned."""

    state: str = ""
    available_to_refund_amount: Decimal = ZERO


class Order(Checkout, frozen=True, kw_only=True):
    """A placed order. ``total_amount`` never changes; captures and refunds are beside it.

    ``state`` is pending_payment, in_review, accepted, blocked, cancelled, fulfilled, complete,
    returned, dispute or something new; ``fraud_state`` review_opened, blocked, passed or empty.
    Source: order-management/orders/the-order-lifecycle.md
    """

    state: str
    items: tuple[OrderItem, ...]
    fraud_state: str = ""
    state_transitions: dict[str, datetime] = {}
    fraud_state_transitions: dict[str, datetime] = {}
    checkout_id: str = ""
    cancel_reason: str = ""
    captured_amount: Decimal = ZERO
    cancelled_amount: Decimal = ZERO
    refunded_amount: Decimal = ZERO
    available_to_refund_amount: Decimal = ZERO
    request_to_be_forgotten: bool = False
