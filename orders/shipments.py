"""Shipments as Digital River has them: confirmed, learned from events, or never arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

import digitalriver
from core import outbox, vendor
from digitalriver.errors import DigitalRiverError
from orders import quantities, recording, services
from orders.models import Attention, Cause, Fulfillment, FulfillmentLine, HistoryEntry, Order

CAUSE = Cause.job("settle_fulfillment")
LIVE_REQUEST = timedelta(seconds=20)
#: A shipment that Digital River has not heard of by then never arrived there.
NEVER_ARRIVED_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Tracking:
    """Where a parcel is; every part may follow later."""

    company: str = ""
    number: str = ""
    url: str = ""

    def payload(self) -> dict[str, str]:
        """The filled parts in the vendor's spelling."""
        named = {
            "trackingCompany": self.company,
            "trackingNumber": self.number,
            "trackingUrl": self.url,
        }
        return {key: value for key, value in named.items() if value}

    def apply_to(self, fulfillment: Fulfillment) -> None:
        """Sets what is known; an empty part keeps what was there."""
        fulfillment.tracking_company = self.company or fulfillment.tracking_company
        fulfillment.tracking_number = self.number or fulfillment.tracking_number
        fulfillment.tracking_url = self.url or fulfillment.tracking_url


def record_remote_fulfillment(
    remote: digitalriver.Fulfillment, *, cause: Cause
) -> Fulfillment | None:
    """Learns of a shipment that Digital River has: ours without an answer yet, or somebody
    else's. None when its order is none of ours. The same shipment twice changes nothing."""
    if not remote.order_id:
        return None
    with transaction.atomic():
        order = Order.objects.select_for_update().filter(remote_id=remote.order_id).first()
        if order is None:
            return None
        known = order.fulfillments.filter(remote_id=remote.id).first()
        if known is not None:
            return known
        return _record(order, _intent_of(order, remote) or _foreign(order, remote), remote, cause)


def confirm(pk: int, remote: digitalriver.Fulfillment, cause: Cause) -> Fulfillment:
    """The answer to our own POST; a no-op when the event was faster."""
    with transaction.atomic():
        order = services.lock(Fulfillment.objects.get(pk=pk).order_id)
        known = order.fulfillments.filter(remote_id=remote.id).first()
        if known is not None:
            return known
        return _record(order, Fulfillment.objects.get(pk=pk), remote, cause)


def give_up(pk: int, why: str, *, attention: Attention | None = None) -> None:
    """A shipment that Digital River does not have: its quantities are open again."""
    with transaction.atomic():
        order = services.lock(Fulfillment.objects.get(pk=pk).order_id)
        fulfillment = Fulfillment.objects.get(pk=pk)
        if fulfillment.state != Fulfillment.State.SENDING:
            return
        fulfillment.state = Fulfillment.State.FAILED
        fulfillment.failure = why
        fulfillment.save()
        quantities.recount(order)
        if attention:
            recording.flag(order, attention, CAUSE, shipment=fulfillment.key)
        order.save()


def settle_later(pk: int) -> None:
    """Queues the look-up for a shipment without an answer."""
    outbox.add("orders.settle_fulfillment", key=f"fulfillment:{pk}", fulfillment_id=pk)


def settle_fulfillment(fulfillment_id: int, client: digitalriver.Client | None = None) -> bool:
    """Asks Digital River what became of a shipment with an unknown outcome; True once settled.

    Raises what the client raises: then nothing is decided.
    """
    fulfillment = Fulfillment.objects.select_related("order__store").get(pk=fulfillment_id)
    order = fulfillment.order
    if fulfillment.state != Fulfillment.State.SENDING:
        return True
    if client is None:
        client = vendor.client(order.store.credentials, order_number=order.number)
    for remote in client.fulfillments.list(order_id=order.remote_id or ""):
        record_remote_fulfillment(remote, cause=CAUSE)
    fulfillment.refresh_from_db()
    if fulfillment.state != Fulfillment.State.SENDING:
        return True
    if timezone.now() - fulfillment.at < NEVER_ARRIVED_AFTER:
        return False
    give_up(fulfillment.pk, "never arrived", attention=Attention.SHIPMENT_UNCLEAR)
    return True


def settle_or_come_back(fulfillment_id: int) -> None:
    """The outbox's work; raises outbox.Later until the shipment is settled."""
    try:
        settled = settle_fulfillment(fulfillment_id)
    except DigitalRiverError as error:
        raise outbox.Later(timedelta(seconds=20), f"cannot be asked: {error}") from error
    if not settled:
        raise outbox.Later(timedelta(seconds=10), "not at Digital River yet")


def queue_forgotten() -> None:
    """Queues shipments whose process died before their outcome was known."""
    late = timezone.now() - LIVE_REQUEST
    for fulfillment in Fulfillment.objects.filter(state="sending", at__lt=late)[:200]:
        settle_later(fulfillment.pk)


def _intent_of(order: Order, remote: digitalriver.Fulfillment) -> Fulfillment | None:
    """Our shipment that this is the answer to: still without one, and of the same quantities."""
    told = sorted((item.item_id, item.quantity, item.cancel_quantity) for item in remote.items)
    for intent in order.fulfillments.filter(state=Fulfillment.State.SENDING):
        rows = intent.lines.select_related("line")
        sent = sorted((row.line.remote_id, row.quantity, row.cancel_quantity) for row in rows)
        if sent == told:
            return intent
    return None


def _foreign(order: Order, remote: digitalriver.Fulfillment) -> Fulfillment:
    """A shipment made elsewhere, in the vendor's dashboard for instance."""
    fulfillment = Fulfillment(order=order, key=f"remote:{remote.id}"[:64])
    fulfillment.at = remote.created_time or fulfillment.at
    fulfillment.save()
    lines = {line.remote_id: line for line in order.lines.all()}
    for item in remote.items:
        line = lines.get(item.item_id)
        if line is None or not (item.quantity or item.cancel_quantity):
            continue
        FulfillmentLine.objects.update_or_create(
            fulfillment=fulfillment,
            line=line,
            defaults={"quantity": item.quantity, "cancel_quantity": item.cancel_quantity},
        )
    return fulfillment


def _record(
    order: Order, fulfillment: Fulfillment, remote: digitalriver.Fulfillment, cause: Cause
) -> Fulfillment:
    fulfillment.state = Fulfillment.State.SENT
    fulfillment.remote_id = remote.id
    fulfillment.failure = ""
    Tracking(remote.tracking_company, remote.tracking_number, remote.tracking_url).apply_to(
        fulfillment
    )
    fulfillment.save()
    quantities.recount(order)
    rows = list(fulfillment.lines.select_related("line"))
    recording.record(
        order,
        HistoryEntry.Kind.SHIPMENT,
        cause,
        data={
            "lines": [
                {
                    "name": row.line.name,
                    "sku": row.line.sku_code,
                    "quantity": row.quantity,
                    "cancelled": row.cancel_quantity,
                }
                for row in rows
            ]
        },
        fulfillment=fulfillment,
        letter=recording.SHIPMENT if any(row.quantity for row in rows) else "",
    )
    order.save()
    return fulfillment
