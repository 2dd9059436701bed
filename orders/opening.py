"""Opening an order: the snapshot and its goods are committed before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from orders import recording
from orders.models import Cause, Consent, HistoryEntry, Order, OrderLine
from orders.snapshots import ConsentSnapshot, LineSnapshot, OrderSnapshot
from orders.states import RESUBMITTABLE, State
from storefront import stock

_COPIED = (
    "email",
    "entity_id",
    "entity_name",
    "session_id",
    "market_code",
    "country",
    "language",
    "locale",
    "time_zone",
    "tax_inclusive",
    "browser_ip",
    "customer_id",
)
_TOTALS = (
    "subtotal",
    "total_tax",
    "total_fees",
    "total_duty",
    "total_importer_tax",
    "total_discount",
    "total_shipping",
    "total_amount",
)
_COPIED_TO_LINE = (
    "sku_id",
    "sku_code",
    "name",
    "options",
    "image",
    "physical",
    "quantity",
    "unit_price",
    "amount",
    "tax_amount",
)


class CartAlreadyOrdered(Exception):
    """This cart, as the shopper saw it, is another order already; `order` says which."""

    def __init__(self, order: Order) -> None:
        super().__init__(f"the cart was ordered as {order.number}")
        self.order = order


def open_order(snapshot: OrderSnapshot, consent: ConsentSnapshot, *, cause: Cause) -> Order:
    """The order for this checkout in state `placing`, stock taken, consent kept; one transaction.

    The same checkout again gives the same order: untouched while it is being placed or once it
    is, opened anew with the corrected snapshot after `refused` or `never_arrived`.
    Raises storefront.stock.OutOfStock and CartAlreadyOrdered; then nothing is written.
    """
    try:
        return _open(snapshot, consent, cause)
    except IntegrityError:
        # A rival was faster: either it opened this very checkout, or it ordered this cart.
        holder = _holder(snapshot)
        if holder is not None and holder.checkout_id != snapshot.checkout_id:
            raise CartAlreadyOrdered(holder) from None
        return _open(snapshot, consent, cause)


@transaction.atomic
def _open(snapshot: OrderSnapshot, consent: ConsentSnapshot, cause: Cause) -> Order:
    rows = Order.objects.select_for_update()
    order = rows.filter(checkout_id=snapshot.checkout_id).first()
    if order is None:
        order = Order(
            store_id=snapshot.store_id,
            number=snapshot.number,
            checkout_id=snapshot.checkout_id,
            cart_ref=snapshot.cart_ref,
            cart_version=snapshot.cart_version,
            currency=snapshot.currency,
        )
        _describe(order, snapshot)
        stock.take(_wanted(snapshot.lines))
        lines = [_line(order, place, told) for place, told in enumerate(snapshot.lines, start=1)]
        for line in lines:
            line.stock_taken = line.quantity
        OrderLine.objects.bulk_create(lines)
        Consent.objects.create(order=order, **_consented(consent))
        recording.record(order, HistoryEntry.Kind.STATE, cause, to_state=State.PLACING)
    elif order.state == State.NOT_PLACED and order.not_placed_reason in RESUBMITTABLE:
        _reopen(order, snapshot, consent, cause)
    return order


def _reopen(order: Order, snapshot: OrderSnapshot, consent: ConsentSnapshot, cause: Cause) -> None:
    """The same checkout, corrected: `placing` again, with its goods and its claim on the cart."""
    order.cart_version = snapshot.cart_version
    recording.move(order, State.PLACING, cause)
    order.submitted_at = None
    order.refusal_code = order.refusal_parameter = order.refusal_message = ""
    order.holds_cart = True
    _describe(order, snapshot)
    known = {line.position: line for line in order.lines.all()}
    for place, told in enumerate(snapshot.lines, start=1):
        _line(order, place, told, known.get(place)).save()
    recording.take_stock(order)
    Consent.objects.update_or_create(order=order, defaults=_consented(consent))


def _wanted(lines: Sequence[LineSnapshot]) -> dict[int, int]:
    """Quantity by SKU: two lines of one SKU take their stock together."""
    wanted: dict[int, int] = {}
    for line in lines:
        wanted[line.sku_id] = wanted.get(line.sku_id, 0) + line.quantity
    return wanted


def _describe(order: Order, snapshot: OrderSnapshot) -> None:
    for name in _COPIED:
        setattr(order, name, getattr(snapshot, name))
    for name in _TOTALS:
        setattr(order, name, getattr(snapshot.totals, name))
    order.seen_total = snapshot.totals.total_amount
    order.bill_to = snapshot.bill_to.as_json()
    order.ship_to = snapshot.ship_to.as_json() if snapshot.ship_to else None
    order.delivery = snapshot.delivery.as_json() if snapshot.delivery else None
    order.source = snapshot.source.as_json() if snapshot.source else None
    order.save()


def _line(
    order: Order, position: int, told: LineSnapshot, line: OrderLine | None = None
) -> OrderLine:
    line = line or OrderLine(order=order, position=position, currency=order.currency)
    for name in _COPIED_TO_LINE:
        setattr(line, name, getattr(told, name))
    line.tax_rate = round(told.tax_rate, 6)
    line.fees_amount = told.fees_amount or 0
    return line


def _consented(consent: ConsentSnapshot) -> dict[str, Any]:
    return {
        "at": timezone.now(),
        "entity_id": consent.entity_id,
        "language": consent.language,
        "country": consent.country,
        "reseller_text": consent.reseller_text,
        "reseller_url": consent.reseller_url,
        "confirm_text": consent.confirm_text,
        "links": [dict(link) for link in consent.links],
        "shown": dict(consent.shown),
    }


def _holder(snapshot: OrderSnapshot) -> Order | None:
    return Order.objects.filter(
        cart_ref=snapshot.cart_ref, cart_version=snapshot.cart_version, holds_cart=True
    ).first()


def order_of_cart(cart_ref: str, cart_version: int | None = None) -> Order | None:
    """The order that this cart became, newest first; None while the cart is open.

    With a version, only an order of the cart as it then was counts.
    """
    rows = Order.objects.filter(cart_ref=cart_ref, holds_cart=True)
    if cart_version is not None:
        rows = rows.filter(cart_version=cart_version)
    return rows.order_by("-pk").first()
