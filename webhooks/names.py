"""The names of events: one spelling for each, whatever the vendor's pages call it."""

from __future__ import annotations

# Key events that the shop subscribes to. Each of them has a handler (webhooks/handlers.py).
# Source: order-management/events-and-webhooks-1/events-1/event-types.md
SUBSCRIBED = (
    "order.accepted",
    "order.blocked",
    "order.cancelled",
    "order.charge.cancel.complete",
    "order.charge.capture.complete",
    "order.charge.capture.failed",
    "order.charge.failed",
    "order.charge.reauth.failed",
    "order.charge.refund.complete",
    "order.charge.refund.failed",
    "order.chargeback",
    "order.complete",
    "order.credit_memo.created",
    "order.dispute",
    "order.dispute.resolved",
    "order.fulfilled",
    "order.invoice.created",
    "order.pending_payment",
    "order.refunded",
    "order.review_opened",
    "fulfillment.created",
    "refund.complete",
    "refund.failed",
    "refund.pending",
    "refund.pending_information",
    "return.accepted",
    "return.created",
)

# The vendor's pages spell some names in several ways; the list of key events is canonical.
ALIASES = {
    "checkout_session.order.create": "checkout_session.order.created",
    "fileLink.created": "file-link.created",
    "fulfillment.create": "fulfillment.created",
    "logistics-returns.received": "logistics_return.received",
    "order.charge.cancel.completed": "order.charge.cancel.complete",
    "order.charge.cancelled": "order.charge.cancel.complete",
    "order.charge.capture.completed": "order.charge.capture.complete",
    "order.charge.refund.completed": "order.charge.refund.complete",
    "order.completed": "order.complete",
    "order.credit_memo.create": "order.credit_memo.created",
    "order.pending_review": "order.review_opened",
    "refund.completed": "refund.complete",
    "refund.succeeded": "refund.complete",
    "subscription.invalid_source": "subscription.source_invalid",
    "subscription.lapse": "subscription.lapsed",
}


def canonical(event_type: str) -> str:
    """The one name under which this type is handled."""
    return ALIASES.get(event_type, event_type)
