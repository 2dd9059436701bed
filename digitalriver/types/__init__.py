"""Typed views of Digital River's resources, one module a resource."""

from digitalriver.types.base import Resource
from digitalriver.types.checkout import Checkout, CheckoutItem, ItemShipping
from digitalriver.types.common import (
    Address,
    Amount,
    Fee,
    Fees,
    ProductDetails,
    Recipient,
    SellingEntity,
    ShippingChoice,
    Tax,
)
from digitalriver.types.event import Event, EventData, EventPage, Webhook
from digitalriver.types.fulfillment import Fulfillment, FulfillmentItem
from digitalriver.types.order import Order, OrderItem
from digitalriver.types.payment import (
    Cancel,
    Capture,
    Charge,
    ChargeRefund,
    CreditCard,
    NextAction,
    NextActionData,
    Payment,
    Session,
    Source,
)
from digitalriver.types.sku import Sku

__all__ = [
    "Address",
    "Amount",
    "Cancel",
    "Capture",
    "Charge",
    "ChargeRefund",
    "Checkout",
    "CheckoutItem",
    "CreditCard",
    "Event",
    "EventData",
    "EventPage",
    "Fee",
    "Fees",
    "Fulfillment",
    "FulfillmentItem",
    "ItemShipping",
    "NextAction",
    "NextActionData",
    "Order",
    "OrderItem",
    "Payment",
    "ProductDetails",
    "Recipient",
    "Resource",
    "SellingEntity",
    "Session",
    "ShippingChoice",
    "Sku",
    "Source",
    "Tax",
    "Webhook",
]
