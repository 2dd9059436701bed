"""Orders whose placing has no known outcome: look-ups decide, nothing is ever posted here."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

import digitalriver
from core import outbox, vendor
from orders import lookup, services
from orders.models import Attention, Cause, Order
from orders.placing import Outcome, PlacingOutcome, outcome_of
from orders.states import NotPlaced, State

logger = logging.getLogger(__name__)

#: A live request is over by then: connect and read timeout, and the repeats that are allowed.
LIVE_REQUEST = timedelta(seconds=20)
#: An order that was opened and never submitted: its process died in between.
NEVER_SUBMITTED = timedelta(seconds=60)
#: A shopper who reads 'we are confirming' for so long deserves that somebody knows.
ALERT_AFTER = timedelta(minutes=15)
SHORTEST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(seconds=30)

CAUSE = Cause.job("settle")


def never_arrived_after() -> timedelta:
    """How long an order may take to appear at Digital River before it counts as not placed."""
    return getattr(settings, "ORDERS_NEVER_ARRIVED_AFTER", timedelta(minutes=5))


def settle(order_id: int, client: digitalriver.Client | None = None) -> PlacingOutcome:
    """Looks for the order at Digital River and adopts it, or gives it up when it has been missing
    for some minutes. Raises what the client raises: then nothing is decided.
    """
    order = Order.objects.select_related("store").get(pk=order_id)
    if order.state != State.PLACING:
        return outcome_of(order)
    if client is None:
        client = vendor.client(order.store.credentials, order_number=order.number)
    found = lookup.adopt(order, client, CAUSE)
    if found is not None:
        return outcome_of(found)
    if order.submitted_at is None or age(order) >= never_arrived_after():
        logger.warning("Order %s never arrived at Digital River", order.number)
        order = services.mark_not_placed(
            order.pk,
            NotPlaced.NEVER_ARRIVED,
            cause=CAUSE,
            outcome_unknown=order.submitted_at is not None,
        )
    return outcome_of(order)


def age(order: Order) -> timedelta:
    """How long ago the order was sent, or opened when it never was."""
    return timezone.now() - (order.submitted_at or order.updated_at)


def settle_or_come_back(order_id: int) -> None:
    """The outbox's work: settles, or raises outbox.Later until it is settled.

    Digital River being out of reach is no failure of this row: it waits until it can know.
    """
    order = Order.objects.get(pk=order_id)
    wait = min(max(age(order) / 2, SHORTEST_WAIT), LONGEST_WAIT)
    try:
        outcome = settle(order_id)
    except digitalriver.DigitalRiverError as error:
        if age(order) >= ALERT_AFTER:
            services.flag(order_id, Attention.PLACING_UNCLEAR, cause=CAUSE)
        raise outbox.Later(wait, f"Digital River cannot be asked: {error}") from error
    if outcome.kind is Outcome.UNKNOWN:
        raise outbox.Later(wait, "not at Digital River yet")


def queue_forgotten() -> int:
    """Queues orders left `placing` by a process that died; how many there were."""
    now = timezone.now()
    left = Order.objects.filter(state=State.PLACING).filter(
        Q(submitted_at__lt=now - LIVE_REQUEST)
        | Q(submitted_at=None, updated_at__lt=now - NEVER_SUBMITTED)
    )
    count = 0
    for order in left[:200]:
        outbox.add("orders.settle", key=f"settle:{order.pk}", order_id=order.pk)
        count += 1
    return count
