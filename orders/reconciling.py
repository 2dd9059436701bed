"""Re-reading orders that may have moved on without us hearing of it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

import digitalriver
from orders import services, settling, shipments
from orders.models import Cause, Order
from orders.states import State

logger = logging.getLogger(__name__)

CAUSE = Cause.job("reconcile")

#: How long an order may go unread in a state that Digital River is expected to end by itself.
UNREAD = timedelta(hours=1)
#: The merchant ends this one; an occasional look is enough.
UNREAD_ACCEPTED = timedelta(hours=24)
WAITING = (
    State.PENDING_PAYMENT,
    State.PAYMENT_FAILED,
    State.IN_REVIEW,
    State.FULFILLED,
    State.DISPUTE,
)


def due() -> QuerySet[Order]:
    """Placed orders that have not been read for too long, longest first."""
    now = timezone.now()
    return Order.objects.filter(
        Q(state__in=WAITING, remote_read_at__lt=now - UNREAD)
        | Q(state=State.ACCEPTED, remote_read_at__lt=now - UNREAD_ACCEPTED)
    ).order_by("remote_read_at")


def open_orders() -> QuerySet[Order]:
    """Every order that is not at an end, for a run by hand."""
    return Order.objects.filter(state__in=(State.PLACING, State.ACCEPTED, *WAITING)).order_by("pk")


def reconcile(orders: QuerySet[Order]) -> Iterator[tuple[Order, str]]:
    """Settles or re-reads each order; yields it with same, changed, missing or failed.

    One order's failure does not keep the others from being read.
    """
    for order in orders.iterator(chunk_size=100):
        try:
            yield order, _reconcile(order)
        except digitalriver.DigitalRiverError as error:
            logger.warning("Order %s could not be read: %s", order.number, error)
            yield order, "failed"


def _reconcile(order: Order) -> str:
    before = (order.state, order.fraud_state, order.history.count())
    if order.state == State.PLACING:
        settling.settle(order.pk)
    elif services.reread(order.pk, cause=CAUSE) is None:
        return "missing"
    for fulfillment in order.fulfillments.filter(state="sending"):
        shipments.settle_fulfillment(fulfillment.pk)
    order = Order.objects.get(pk=order.pk)
    after = (order.state, order.fraud_state, order.history.count())
    return "same" if after == before else "changed"


def reread_some(limit: int = 20) -> Counter[str]:
    """What the periodic job does: a few of the orders that are due."""
    return Counter(result for _order, result in reconcile(due()[:limit]))
