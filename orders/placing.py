"""Placing an order: save the intent, call, save the outcome, and never guess.

POST /orders has no idempotency key, so it goes out once. The client repeats it, within the same
request and briefly, only if it certainly did not arrive or was answered 429. Whatever else
happens, the order stays `placing` and look-ups decide (see orders/settling.py).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.utils import timezone

import digitalriver
from core import outbox
from core.crash import crashpoint
from digitalriver.errors import (
    Conflict,
    DigitalRiverError,
    Forbidden,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unauthorized,
)
from orders import lookup, services
from orders.models import Cause, Order
from orders.opening import CartAlreadyOrdered, open_order
from orders.states import NotPlaced, State

__all__ = ["CartAlreadyOrdered", "Outcome", "PlacingOutcome", "open_order", "submit"]

logger = logging.getLogger(__name__)

_FRAUD = frozenset({"fraud", "fraud_block"})


class Outcome(Enum):
    """What became of Place order, in terms of what the shopper can do next."""

    PLACED = "placed"
    DECLINED = "declined"  # another payment method, on a new checkout
    FRAUD = "fraud"  # nothing to try again
    TAX_DATA = "tax_data"  # the tax step, on a new checkout
    BILLING = "billing"  # the billing address, on a new checkout
    PAYMENT = "payment"  # the payment step, on a new checkout
    CORRECTABLE = "correctable"  # correct the same checkout and submit again
    UNKNOWN = "unknown"  # 'we are confirming your order'
    NOT_SENT = "not_sent"  # temporarily unavailable, the same checkout can be submitted again


@dataclass(frozen=True, slots=True)
class PlacingOutcome:
    """`code` and `parameter` are the vendor's, for branching and the log, never for shoppers."""

    kind: Outcome
    order: Order
    code: str = ""
    parameter: str = ""

    @property
    def needs_new_checkout(self) -> bool:
        """A 409 always does. Source: order-management/resubmitting-an-order.md"""
        return self.kind in (
            Outcome.DECLINED,
            Outcome.FRAUD,
            Outcome.TAX_DATA,
            Outcome.BILLING,
            Outcome.PAYMENT,
        )


def submit(order_id: int, *, cause: Cause, client: digitalriver.Client) -> PlacingOutcome:
    """Calls POST /orders for an opened order and records what came of it.

    Of any number of parallel or repeated calls one posts; the others read what is known. Never
    raises for what Digital River does or does not answer.
    """
    order, mine, must_look = _claim(order_id)
    if not mine:
        return outcome_of(order)
    try:
        if must_look and (found := lookup.adopt(order, client, cause)):
            return outcome_of(found)
        remote = client.orders.create(order.checkout_id)
    except DigitalRiverError as error:
        return _refused(order, error, cause, client, must_look=must_look)
    crashpoint("after_post_orders")
    placed = services.apply_remote_order(remote, cause=cause)
    if placed is None or placed.pk != order.pk:
        # An answer that names another order: only a look-up can tell what is true.
        logger.error("POST /orders for %s answered with order %s", order.number, remote.id)
        return _unknown(order)
    return outcome_of(placed)


def outcome_of(order: Order) -> PlacingOutcome:
    """What is known now, from the order alone."""
    if order.state == State.PLACING:
        kind = Outcome.UNKNOWN
    elif order.state == State.PAYMENT_FAILED:
        kind = Outcome.DECLINED
    elif order.state == State.NOT_PLACED:
        kind = _not_placed_outcome(order)
    else:
        kind = Outcome.PLACED
    return PlacingOutcome(kind, order, order.refusal_code, order.refusal_parameter)


def _not_placed_outcome(order: Order) -> Outcome:
    reason = order.not_placed_reason
    if reason == NotPlaced.FRAUD:
        return Outcome.FRAUD
    if reason == NotPlaced.REFUSED:
        return Outcome.CORRECTABLE
    if reason == NotPlaced.NEVER_ARRIVED:
        return Outcome.NOT_SENT
    return conflict_outcome(order.refusal_code)


def conflict_outcome(code: str) -> Outcome:
    """Where a 409 of POST /orders leads.

    Source: order-management/creating-and-updating-an-order.md, resubmitting-an-order.md
    """
    if code in _FRAUD:
        return Outcome.FRAUD
    if code == "additional_information_required":
        return Outcome.TAX_DATA
    if code == "create-order-failed":
        return Outcome.BILLING
    if code.startswith("source_"):
        return Outcome.PAYMENT
    return Outcome.DECLINED


def _claim(order_id: int) -> tuple[Order, bool, bool]:
    """Commits the intent to post. Returns the order, whether it is ours to post, and whether an
    earlier POST may still have arrived."""
    with transaction.atomic():
        order = services.lock(order_id)
        if order.state != State.PLACING or order.submitted_at is not None:
            return order, False, False
        must_look = order.outcome_unknown
        order.submitted_at = timezone.now()
        order.outcome_unknown = True
        order.save(update_fields=["submitted_at", "outcome_unknown", "updated_at"])
    return order, True, must_look


def _refused(
    order: Order,
    error: DigitalRiverError,
    cause: Cause,
    client: digitalriver.Client,
    *,
    must_look: bool,
) -> PlacingOutcome:
    if isinstance(error, OutcomeUnknown):
        logger.warning("The outcome of order %s is unknown: %s", order.number, error)
        return _unknown(order)
    if isinstance(error, NotFound) and error.parameter == "orderId":
        return _consumed(order, cause, client)
    if isinstance(error, NotSent | RateLimited | Unauthorized | Forbidden):
        reason = NotPlaced.NEVER_ARRIVED
    elif isinstance(error, Conflict):
        is_fraud = conflict_outcome(error.code) is Outcome.FRAUD
        reason = NotPlaced.FRAUD if is_fraud else NotPlaced.DECLINED
    elif isinstance(error, Refused):
        reason = NotPlaced.REFUSED
    else:
        return _unknown(order)
    logger.info("Order %s was not placed (%s): %s", order.number, reason, error)
    return outcome_of(
        services.mark_not_placed(
            order.pk,
            reason,
            cause=cause,
            code=error.code,
            parameter=error.parameter,
            message=error.message,
            outcome_unknown=must_look,
        )
    )


def _consumed(order: Order, cause: Cause, client: digitalriver.Client) -> PlacingOutcome:
    """404 for orderId: the checkout is an order already. Find it."""
    try:
        found = lookup.adopt(order, client, cause)
    except DigitalRiverError as error:
        logger.warning("Order %s exists but cannot be read yet: %s", order.number, error)
        found = None
    return outcome_of(found) if found else _unknown(order)


def _unknown(order: Order) -> PlacingOutcome:
    outbox.add("orders.settle", key=f"settle:{order.pk}", order_id=order.pk)
    return outcome_of(Order.objects.get(pk=order.pk))
