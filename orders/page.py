"""The order page as plain values: what was bought, where it is, what was billed, who sold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from core.money import Money
from orders import disclosures, local_time, totals
from orders.addresses import address_lines
from orders.letter_context import payment_label
from orders.models import Capture, Fulfillment, FulfillmentLine, Order, OrderLine
from orders.states import PARTLY_SENT, WORDING, State, Wording
from orders.web import safe_link
from storefront.catalog import picture_url

__all__ = ["address", "context", "payment_label", "status", "wording"]


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    options: str
    image: str
    quantity: int
    amount: Money
    shipped: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel, or goods delivered by download; `items` are (quantity, name)."""

    day: str
    items: list[tuple[int, str]]
    cancelled: list[tuple[int, str]]
    company: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Bill:
    amount: Money
    day: str


def context(order: Order) -> dict[str, Any]:
    """What templates/orders/order.html shows, in the active language. Six queries."""
    language = get_language() or "en"
    lines = list(order.lines.all())
    texts = disclosures.for_order(order.entity_id, order.country, language)
    return {
        "order": order,
        "wording": wording(order, lines),
        "state_label": State(order.state).label,
        "is_waiting": order.state == State.PLACING,
        "is_physical": order.ship_to is not None,
        "placed": local_time.at_time(order.placed_at or order.created_at, order),
        "items": [_item(order, line) for line in lines],
        "totals": totals.of(order, lines),
        "ship_to": address(order.ship_to),
        "bill_to": address(order.bill_to),
        "delivery": (order.delivery or {}).get("description", ""),
        "payment": payment_label(order.source),
        "shipments": _shipments(order),
        "bills": _bills(order),
        "seller": order.entity_name or texts.entity_name,
        "disclosures": texts,
        "compliance": {
            "entity": order.entity_id,
            "language": language,
            "country": order.country,
        },
    }


def status(order: Order) -> dict[str, Any]:
    """The state for a page that waits: `settled` once the shopper need not wait any longer."""
    said = wording(order, list(order.lines.all()))
    return {
        "state": order.state,
        "settled": order.state != State.PLACING,
        "placed": order.is_placed,
        "title": str(said.title),
        "text": str(said.text),
        "url": order.get_absolute_url(),
    }


def wording(order: Order, lines: Sequence[OrderLine]) -> Wording:
    """The customer's words for the order's state, and for an order of which something was sent."""
    if order.state != State.ACCEPTED or not any(line.shipped_quantity for line in lines):
        return order.wording
    rest = sum(line.quantity - line.shipped_quantity - line.cancelled_quantity for line in lines)
    return PARTLY_SENT if rest else WORDING[State.FULFILLED]


def _item(order: Order, line: OrderLine) -> Item:
    return Item(
        name=line.name,
        options=line.options,
        image=picture_url(line.image) if line.image else "",
        quantity=line.quantity,
        amount=totals.line_amount(order, line),
        shipped=line.shipped_quantity,
        cancelled=line.cancelled_quantity,
    )


def address(stored: Mapping[str, Any] | None) -> list[str]:
    """A stored address line by line, the country named in the active language."""
    return address_lines(stored) if stored else []


def _shipments(order: Order) -> list[Shipment]:
    sent = order.fulfillments.filter(state=Fulfillment.State.SENT)
    return [_shipment(order, one) for one in sent.prefetch_related("lines__line")]


def _shipment(order: Order, fulfillment: Fulfillment) -> Shipment:
    rows: list[FulfillmentLine] = list(fulfillment.lines.all())
    return Shipment(
        day=local_time.on_day(fulfillment.at, order),
        items=[(row.quantity, row.line.name) for row in rows if row.quantity],
        cancelled=[(row.cancel_quantity, row.line.name) for row in rows if row.cancel_quantity],
        company=fulfillment.tracking_company,
        number=fulfillment.tracking_number,
        url=safe_link(fulfillment.tracking_url),
    )


def _bills(order: Order) -> list[Bill]:
    captures = Capture.objects.filter(charge__order=order, state="complete")
    return [Bill(one.amount, local_time.on_day(one.at, order)) for one in captures]
