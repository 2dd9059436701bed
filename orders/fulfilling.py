"""Shipping: the intent is committed with its quantities, then Digital River is told.

A shipment captures money, and there is no idempotency key: after an unknown outcome nothing is
sent again. Digital River's list of the order's fulfillments decides (orders/shipments.py).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import digitalriver
from core import vendor
from core.crash import crashpoint
from digitalriver.errors import DigitalRiverError, NotSent, OutcomeUnknown, RateLimited
from orders import quantities as counting
from orders import recording, services, shipments
from orders.models import Attention, Cause, Fulfillment, FulfillmentLine, HistoryEntry, Order
from orders.shipments import Tracking, record_remote_fulfillment
from orders.states import State

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


__all__ = [
    "CannotShip",
    "Tracking",
    "add_tracking",
    "record_remote_fulfillment",
    "ship",
    "why_not",
]

logger = logging.getLogger(__name__)

_HOLDING = frozenset(
    {
        Attention.AMOUNT_DIFFERS,
        Attention.CURRENCY_DIFFERS,
        Attention.LINES_DIFFER,
        Attention.CAPTURE_FAILED,
    }
)
_WHY_NOT: dict[str, StrPromise] = {
    State.PLACING: gettext_lazy("The order is still being placed."),
    State.NOT_PLACED: gettext_lazy("The order was not placed."),
    State.PAYMENT_FAILED: gettext_lazy("The payment failed."),
    State.PENDING_PAYMENT: gettext_lazy("The payment has not arrived yet."),
    State.IN_REVIEW: gettext_lazy("Digital River is still checking the order."),
    State.BLOCKED: gettext_lazy("The order was blocked."),
    State.CANCELLED: gettext_lazy("The order was cancelled."),
    State.FULFILLED: gettext_lazy("Everything is already fulfilled."),
    State.COMPLETE: gettext_lazy("Everything is already fulfilled."),
    State.RETURNED: gettext_lazy("The order was returned."),
    State.DISPUTE: gettext_lazy("The payment is disputed."),
}


class CannotShip(Exception):
    """The shipment was refused, by us or by Digital River; `str()` is a sentence for staff."""


def why_not(order: Order) -> str:
    """Why nothing can be shipped now, as a sentence for staff; empty when it can."""
    if order.state != State.ACCEPTED:
        return str(_WHY_NOT[order.state])
    if order.needs_attention and _HOLDING.intersection(order.attention.split()):
        return _("Something about this order is not right. Look at it and settle it first.")
    if not any(line.open_quantity for line in order.lines.all()):
        return _("Everything is already fulfilled.")
    return ""


def ship(
    order_id: int,
    quantities: Mapping[int, int],
    tracking: Tracking,
    *,
    key: str,
    staff: AbstractBaseUser | None = None,
    client: digitalriver.Client | None = None,
) -> Fulfillment:
    """Ships quantities by line id and tells Digital River, which captures the money for them.

    The same key is the same shipment, however often it is sent. The state of what is returned is
    `sent`, or `sending` while the outcome is unknown. Raises CannotShip.
    """
    cause = Cause.staff(staff) if staff else Cause.job("ship")
    fulfillment, is_new = _intend(order_id, quantities, tracking, key, staff)
    if not is_new:
        return fulfillment
    order = Order.objects.select_related("store").get(pk=order_id)
    if client is None:
        client = vendor.client(order.store.credentials, order_number=order.number)
    try:
        remote = client.fulfillments.create(_payload(order, fulfillment, tracking))
    except OutcomeUnknown as error:
        logger.warning("The outcome of shipment %s is unknown: %s", key, error)
        shipments.settle_later(fulfillment.pk)
        return fulfillment
    except DigitalRiverError as error:
        raise _refused(fulfillment, error, client, cause) from error
    crashpoint("after_post_fulfillments")
    return shipments.confirm(fulfillment.pk, remote, cause)


def add_tracking(
    fulfillment_id: int,
    tracking: Tracking,
    *,
    staff: AbstractBaseUser | None = None,
    client: digitalriver.Client | None = None,
) -> Fulfillment:
    """Adds or corrects the tracking of a shipment, here and at Digital River.

    Saying the same again changes nothing, so this may simply be repeated after a failure.
    Raises CannotShip when the shipment is not known to Digital River, or refuses it.
    """
    fulfillment = Fulfillment.objects.select_related("order__store").get(pk=fulfillment_id)
    order = fulfillment.order
    if fulfillment.state != Fulfillment.State.SENT or not fulfillment.remote_id:
        raise CannotShip(_("This shipment is not known to Digital River yet."))
    if client is None:
        client = vendor.client(order.store.credentials, order_number=order.number)
    try:
        client.fulfillments.update(fulfillment.remote_id, tracking.payload())
    except DigitalRiverError as error:
        logger.warning("Tracking of %s was not taken: %s", fulfillment, error)
        raise CannotShip(_sentence(error)) from error
    with transaction.atomic():
        order = services.lock(order.pk)
        fulfillment = Fulfillment.objects.get(pk=fulfillment_id)
        tracking.apply_to(fulfillment)
        fulfillment.save()
        recording.record(
            order,
            HistoryEntry.Kind.TRACKING,
            Cause.staff(staff) if staff else Cause.job("tracking"),
            data=tracking.payload(),
            fulfillment=fulfillment,
        )
    return fulfillment


@transaction.atomic
def _intend(
    order_id: int,
    quantities: Mapping[int, int],
    tracking: Tracking,
    key: str,
    staff: AbstractBaseUser | None,
) -> tuple[Fulfillment, bool]:
    """Writes what is about to be sent and reserves its quantities; False when it exists."""
    order = services.lock(order_id)
    existing = Fulfillment.objects.filter(key=key).first()
    if existing is not None:
        if existing.order_id != order.pk:
            raise CannotShip(_("This form belongs to another order."))
        return existing, False
    if reason := why_not(order):
        raise CannotShip(reason)
    wanted = {pk: quantity for pk, quantity in quantities.items() if quantity}
    if not wanted or min(wanted.values()) < 0:
        raise CannotShip(_("Say how many of at least one line are shipped."))
    lines = {line.pk: line for line in order.lines.all()}
    fulfillment = Fulfillment(order=order, key=key, staff_id=staff.pk if staff else None)
    tracking.apply_to(fulfillment)
    fulfillment.save()
    for pk, quantity in wanted.items():
        line = lines.get(pk)
        if line is None or not line.remote_id:
            raise CannotShip(_("A line is not known to Digital River."))
        if quantity > line.open_quantity:
            raise CannotShip(
                _("Only %(open)s of %(sku)s are still open.")
                % {"open": line.open_quantity, "sku": line.sku_code}
            )
        FulfillmentLine.objects.create(fulfillment=fulfillment, line=line, quantity=quantity)
    counting.recount(order)
    return fulfillment, True


def _payload(order: Order, fulfillment: Fulfillment, tracking: Tracking) -> dict[str, Any]:
    """The body of POST /fulfillments, with the order's own item ids.

    Source: order-management/informing-digital-river-of-a-fulfillment.md
    """
    return {
        "orderId": order.remote_id,
        "items": [
            {"itemId": row.line.remote_id, "quantity": row.quantity}
            for row in fulfillment.lines.select_related("line")
        ],
        **tracking.payload(),
    }


def _refused(
    fulfillment: Fulfillment,
    error: DigitalRiverError,
    client: digitalriver.Client,
    cause: Cause,
) -> CannotShip:
    """Nothing was shipped: the quantities are open again, and staff read why."""
    logger.warning("Shipment %s was refused: %s", fulfillment, error)
    shipments.give_up(fulfillment.pk, error.message)
    if error.has_code("order_fulfilled", "order_not_submitted"):
        # Digital River is ahead of us; what it knows is fetched, so that staff see why.
        try:
            services.reread(fulfillment.order_id, cause=cause, client=client)
        except DigitalRiverError as unread:
            logger.warning("Order of %s could not be read again: %s", fulfillment, unread)
    return CannotShip(_sentence(error))


def _sentence(error: DigitalRiverError) -> str:
    """What staff read about a refusal; the vendor's words where ours would say less."""
    if error.has_code("order_fulfilled"):
        return _("Digital River says: already fulfilled.")
    if error.has_code("order_not_submitted"):
        return _("Digital River says: the payment is disputed.")
    if isinstance(error, NotSent | RateLimited):
        return _("Digital River could not be reached. Nothing was sent; try again in a moment.")
    if isinstance(error, OutcomeUnknown):
        return _("Digital River did not answer. It is not known whether it took this; try again.")
    return _("Digital River refused: %(message)s") % {"message": error.message}
