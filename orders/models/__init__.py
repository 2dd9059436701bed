"""The order side's tables; each module holds what changes together."""

from orders.models.compliance import Consent, Disclosure, Letter
from orders.models.fulfillment import Fulfillment, FulfillmentLine
from orders.models.history import AppendOnly, Attention, Cause, HistoryEntry
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.payment import Capture, Charge

__all__ = [
    "AppendOnly",
    "Attention",
    "Capture",
    "Cause",
    "Charge",
    "Consent",
    "Disclosure",
    "Fulfillment",
    "FulfillmentLine",
    "HistoryEntry",
    "Letter",
    "Order",
    "OrderLine",
]
