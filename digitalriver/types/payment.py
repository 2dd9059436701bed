"""Payment sources, the payment session, charges and what happens to charges."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from digitalriver.types.base import ZERO, Resource

__all__ = [
    "Cancel",
    "Capture",
    "Charge",
    "ChargeOperation",
    "ChargeRefund",
    "CreditCard",
    "NextAction",
    "NextActionData",
    "Payment",
    "Session",
    "Source",
]


class CreditCard(Resource, frozen=True, kw_only=True):
    """What may be shown of a card. Also fits googlePay and applePay."""

    brand: str = ""
    last_four_digits: str = ""
    expiration_month: int | None = None
    expiration_year: int | None = None
    funding_source: str = ""


class Source(Resource, frozen=True, kw_only=True):
    """A payment source. Copies inside ``payment.sources`` have no ``state`` and ``flow``.

    Source: payments/payment-sources/README.md
    """

    id: str
    type: str = ""
    flow: str = ""
    state: str = ""
    reusable: bool = False
    amount: Decimal | None = None
    currency: str = ""
    client_secret: str = ""
    customer_id: str = ""
    credit_card: CreditCard | None = None
    google_pay: CreditCard | None = None


class NextActionData(Resource, frozen=True, kw_only=True):
    """Where to send the shopper, or which source explains how to pay."""

    redirect_url: str = ""
    source_id: str = ""
    source_client_secret: str = ""


class NextAction(Resource, frozen=True, kw_only=True):
    """``redirect`` or ``show_payment_instructions``."""

    action: str = ""
    data: NextActionData = NextActionData()


class Session(Resource, frozen=True, kw_only=True):
    """The payment session. Only ``requires_confirmation`` is ready to order.

    Source: integration-options/checkouts/creating-checkouts/payment-sessions.md
    """

    id: str
    state: str = ""
    amount_contributed: Decimal = ZERO
    amount_remaining_to_be_contributed: Decimal | None = None
    client_secret: str = ""
    next_action: NextAction | None = None


class ChargeOperation(Resource, frozen=True, kw_only=True):
    """What was done with a part of a charge; state pending, complete or failed, for cancels and
    refunds also pending_information."""

    id: str = ""
    created_time: datetime | None = None
    amount: Decimal = ZERO
    state: str = ""
    failure_code: str = ""
    failure_message: str = ""


class Capture(ChargeOperation, frozen=True, kw_only=True):
    """Money taken for a fulfillment."""

    fulfillment_id: str = ""


class Cancel(ChargeOperation, frozen=True, kw_only=True):
    """A part of the authorisation given back."""


class ChargeRefund(ChargeOperation, frozen=True, kw_only=True):
    """What was refunded of one charge. Not the Refund resource: these are aggregated."""


class Charge(Resource, frozen=True, kw_only=True):
    """An authorisation: pending, capturable, processing, complete, cancelled or failed.

    Source: order-management/orders/payment-charges/README.md
    """

    id: str
    currency: str = ""
    amount: Decimal
    state: str = ""
    type: str = ""
    created_time: datetime | None = None
    captured: bool = False
    refunded: bool = False
    source_id: str = ""
    order_id: str = ""
    failure_code: str = ""
    failure_message: str = ""
    captures: tuple[Capture, ...] = ()
    cancels: tuple[Cancel, ...] = ()
    refunds: tuple[ChargeRefund, ...] = ()


class Payment(Resource, frozen=True, kw_only=True):
    """``payment`` of a checkout (no charges) or an order."""

    sources: tuple[Source, ...] = ()
    charges: tuple[Charge, ...] = ()
    session: Session | None = None
