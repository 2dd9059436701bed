"""After Place order: the page that waits, and the page that thanks. Both read the order alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from checkout import pages
from orders import page, totals
from orders.models import Order
from orders.opening import order_of_cart
from orders.states import WORDING, NotPlaced, State, Wording

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
    said = page.wording(order, list(order.lines.all()))
    context = {
        "order": order,
        "wording": said,
        "next_text": _next(order, said),
        "goes_ahead": order.state not in NOT_GOING_AHEAD,
        "can_resume": order_of_cart(order.cart_ref) is None,
        "is_physical": order.ship_to is not None,
        "has_downloads": order.lines.filter(physical=False).exists(),
        "ship_to": page.address(order.ship_to),
        "bill_to": page.address(order.bill_to),
        "summary": _summary(order),
        **_compliance(order),
    }
    return _private(pages.show(request, "checkout/thanks.html", context))


def _next(order: Order, said: Wording) -> str:
    """What the state means for the shopper; an accepted download needs no word about shipping."""
    if said is WORDING[State.ACCEPTED] and order.ship_to is None:
        return ""
    return str(said.text)


def _private(response: HttpResponse) -> HttpResponse:
    """The address of these pages is the shopper's secret: no search engine lists it, and no other
    site learns it."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _compliance(order: Order) -> dict[str, Any]:
    return pages.compliance(order.store.credentials, order.entity_id, order.country)


def _summary(order: Order) -> dict[str, Any]:
    """The order's lines and totals in the shape of templates/components/order_summary.html."""
    lines = list(order.lines.all())
    sums = totals.of(order, lines)
    return {
        "lines": [
            {
                "name": line.name,
                "meta": line.options,
                "image": line.image,
                "quantity": line.quantity,
                "price": totals.line_amount(order, line).format(),
            }
            for line in lines
        ],
        "totals": [*_shown(sums)],
        "total_label": _("Total"),
        "total": sums.total.format(),
        "note": sums.note,
    }


def _shown(sums: totals.Totals) -> Iterator[dict[str, Any]]:
    for row in sums.rows:
        yield {"label": row.label, "value": row.amount.format()}
    if sums.included_tax is not None:
        yield {"label": _("Includes VAT"), "value": sums.included_tax.format(), "note": True}
