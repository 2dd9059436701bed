"""The merchant's page of one order, as values that the template only places."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from core.models import ApiCall
from core.money import Money
from orders import fulfilling, letters, page, timeline, totals
from orders.models import Charge, Fulfillment, HistoryEntry, Order
from orders.states import NotPlaced, State
from orders.web import safe_link

CALLS = 50


@dataclass(frozen=True, slots=True)
class Call:
    """One API call of the order; bodies are masked where they are written."""

    row: ApiCall
    request: str
    response: str


@dataclass(frozen=True, slots=True)
class Shipment:
    row: Fulfillment
    lines: str
    link: str
    can_add_tracking: bool


def context(order: Order) -> dict[str, Any]:
    """What templates/admin/orders/order.html shows."""
    lines = list(order.lines.all())
    charges = list(order.charges.prefetch_related("captures"))
    return {
        "order": order,
        "state_label": State(order.state).label,
        "state_tone": order.wording.tone,
        "reason": _reason(order),
        "attention": _attention(order),
        "lines": lines,
        "totals": totals.of(order, lines),
        "charges": charges,
        "money": _money(order, charges),
        "payment": page.payment_label(order.source),
        "ship_to": page.address(order.ship_to),
        "bill_to": page.address(order.bill_to),
        "shipments": _shipments(order),
        "why_not_ship": fulfilling.why_not(order),
        "consent": getattr(order, "consent", None),
        "letters": [(letters.title(letter), letter) for letter in order.letters.all()],
        "timeline": timeline.of(order),
        "calls": _calls(order),
        "events_url": _events_url(order),
        "shop_url": order.get_absolute_url(),
    }


def _reason(order: Order) -> str:
    reason = order.not_placed_reason
    return str(NotPlaced(reason).label) if reason in NotPlaced.values else ""


def _attention(order: Order) -> list[str]:
    if not order.needs_attention:
        return []
    kinds = set(order.attention.split())
    asked = order.history.filter(kind=HistoryEntry.Kind.ATTENTION, note__in=kinds)
    return [timeline.attention_sentence(order, entry) for entry in asked]


def _money(order: Order, charges: list[Charge]) -> dict[str, Money]:
    """Authorized, captured, cancelled and refunded; the last three in Digital River's figures."""
    alive = [charge.amount for charge in charges if charge.state not in ("failed", "cancelled")]
    return {
        "authorized": sum(alive, start=Money.zero(order.currency)),
        "captured": order.captured_amount,
        "cancelled": order.cancelled_amount,
        "refunded": order.refunded_amount,
    }


def _shipments(order: Order) -> list[Shipment]:
    rows = order.fulfillments.select_related("staff").prefetch_related("lines__line")
    return [
        Shipment(
            row=row,
            lines=", ".join(f"{one.quantity} × {one.line.sku_code}" for one in row.lines.all()),
            link=safe_link(row.tracking_url),
            can_add_tracking=row.state == Fulfillment.State.SENT,
        )
        for row in rows
    ]


def _calls(order: Order) -> list[Call]:
    rows = ApiCall.objects.filter(order_number=order.number).order_by("-at", "-pk")[:CALLS]
    return [Call(row, _pretty(row.request_body), _pretty(row.response_body)) for row in rows]


def _pretty(body: Any) -> str:
    return "" if body is None else json.dumps(body, indent=2, ensure_ascii=False)


def _events_url(order: Order) -> str:
    """The inbox's rows about this order; a link, because the inbox is a room above this one."""
    if not order.remote_id:
        return ""
    query = urlencode({"q": order.remote_id})
    return f"{reverse('admin:webhooks_inboundevent_changelist')}?{query}"
