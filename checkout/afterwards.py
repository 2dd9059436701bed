"""After Place order: the page that waits, and the page that thanks. Both read the order alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from checkout import addresses, pages
from core.money import Money
from orders.models import Order, OrderLine
from orders.opening import order_of_cart
from orders.snapshots import AddressSnapshot
from orders.states import NotPlaced, State

NOT_GOING_AHEAD = frozenset({State.PAYMENT_FAILED, State.BLOCKED, State.CANCELLED, State.RETURNED})


def confirming(request: HttpRequest, order: Order) -> HttpResponse:
    """While the order is being placed; afterwards its confirmation, or why there is none."""
    if order.is_placed:
        return HttpResponseRedirect(reverse("checkout:thanks", args=[order.token]))
    context = {
        "order": order,
        "is_waiting": order.state == State.PLACING,
        "is_fraud": order.not_placed_reason == NotPlaced.FRAUD,
        "can_resume": order_of_cart(order.cart_ref) is None,
        "summary": _summary(order),
        **_compliance(order),
    }
    return _private(pages.show(request, "checkout/confirming.html", context))


def thanks(request: HttpRequest, order: Order) -> HttpResponse:
    """The order as it stands, with what comes next."""
    if not order.is_placed:
        return HttpResponseRedirect(reverse("checkout:confirming", args=[order.token]))
    context = {
        "order": order,
        "wording": order.wording,
        "next_text": _next(order),
        "goes_ahead": order.state not in NOT_GOING_AHEAD,
        "can_resume": order_of_cart(order.cart_ref) is None,
        "is_physical": order.ship_to is not None,
        "ship_to": _address(order.ship_to),
        "bill_to": _address(order.bill_to),
        "summary": _summary(order),
        **_compliance(order),
    }
    return _private(pages.show(request, "checkout/thanks.html", context))


def _next(order: Order) -> str:
    """What the state means for the shopper; an accepted download needs no word about shipping."""
    if order.state == State.ACCEPTED and order.ship_to is None:
        return ""
    return str(order.wording.text)


def _private(response: HttpResponse) -> HttpResponse:
    """The address of these pages is the shopper's secret: no other site learns it."""
    response["Referrer-Policy"] = "same-origin"
    return response


def _address(stored: dict[str, Any] | None) -> list[str]:
    return addresses.formatted(AddressSnapshot(**stored)) if stored else []


def _compliance(order: Order) -> dict[str, Any]:
    return pages.compliance(order.store.credentials, order.entity_id, order.country)


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    amount: Money


def _summary(order: Order) -> dict[str, Any]:
    """The order's lines and totals in the shape of templates/components/order_summary.html."""
    lines = list(order.lines.all())
    return {
        "lines": [
            {
                "name": line.name,
                "meta": line.options,
                "image": line.image,
                "quantity": line.quantity,
                "price": _line_amount(order, line).format(),
            }
            for line in lines
        ],
        "totals": _rows(order, lines),
        "total_label": _("Total"),
        "total": order.total_amount.format(),
        "note": "",
    }


def _line_amount(order: Order, line: OrderLine) -> Money:
    return line.amount + line.tax_amount if order.tax_inclusive else line.amount


def _rows(order: Order, lines: list[OrderLine]) -> list[dict[str, Any]]:
    zero = Money.zero(order.currency)
    items = sum((_line_amount(order, line) for line in lines), start=zero)
    fees = order.total_fees
    rows = [_Row(_("Items"), items)]
    extras = [
        _Row(_("Regulatory fees"), fees),
        _Row(_("Duty"), order.total_duty),
        _Row(_("Import tax"), order.total_importer_tax),
    ]
    extras = [row for row in extras if row.amount]
    if order.ship_to is not None:
        rows.append(_Row(_("Delivery"), _delivery(order, items, extras)))
    rows += extras
    if not order.tax_inclusive:
        rows.append(_Row(_("Tax"), order.total_tax))
    shown: list[dict[str, Any]] = [
        {"label": row.label, "value": row.amount.format()} for row in rows
    ]
    if order.tax_inclusive:
        vat = order.total_tax.format()
        shown.append({"label": _("Includes VAT"), "value": vat, "note": True})
    return shown


def _delivery(order: Order, items: Money, extras: list[_Row]) -> Money:
    """With tax where prices include it: what the total holds besides items and extras."""
    if not order.tax_inclusive:
        return order.total_shipping
    rest = order.total_amount - items
    for row in extras:
        rest = rest - row.amount
    return rest
