"""The cart: its page, and the two doors through which it changes."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from checkout import carts, totals
from checkout.basket import MAX_QUANTITY
from checkout.carts import CartError, Changed
from checkout.context_processors import count
from checkout.flow import Flow
from checkout.forms import AddForm, LineForm
from checkout.models import Cart
from storefront.views import needs_market


@require_safe
@never_cache
@needs_market
def page(request: HttpRequest) -> HttpResponse:
    """The cart. Reads at most four tables and writes nothing."""
    return _page(request, Flow(request))


@require_POST
@needs_market
def add(request: HttpRequest) -> HttpResponse:
    """Puts something into the cart and returns where the shopper came from; JSON for scripts."""
    form = AddForm(request.POST)
    if not form.is_valid():
        return _not_added(request, _add_error(form))
    market = request.market  # type: ignore[attr-defined]
    try:
        changed = carts.add(
            request, market, form.cleaned_data["sku"], form.cleaned_data["quantity"]
        )
    except CartError as error:
        return _not_added(request, str(error))
    response = _added(request, changed)
    carts.remember(response, changed.cart, secure=settings.SESSION_COOKIE_SECURE)
    return response


def _added(request: HttpRequest, changed: Changed) -> HttpResponse:
    text = changed.note or _("Added to your cart.")
    if _wants_json(request):
        return JsonResponse({"message": text, "count": count(changed.cart.token)})
    link = (reverse("checkout:cart"), _("View cart"))
    messages.success(request, format_html('{} <a href="{}">{}</a>', text, *link))
    return HttpResponseRedirect(_safe_next(request) or reverse("checkout:cart"))


def _not_added(request: HttpRequest, text: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"message": text}, status=422)
    return _page(request, Flow(request), error=text, status=422)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@require_POST
@needs_market
def update(request: HttpRequest) -> HttpResponse:
    """Changes one line: its quantity, away, aside or back."""
    flow = Flow(request)
    form = LineForm(request.POST)
    if not form.is_valid():
        error = form.errors.get("quantity", [_("This change could not be understood.")])[0]
        return _page(request, flow, error=str(error), status=422)
    if flow.cart is None or flow.order is not None:
        return _page(request, flow, error=_("There is nothing to change here."), status=404)
    try:
        changed = _change(flow.cart, flow, form.cleaned_data)
    except CartError as error:
        return _page(request, Flow(request), error=str(error), status=422)
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, Flow(request), note=changed.note)
    if changed.note:
        messages.warning(request, changed.note)
    return redirect("checkout:cart")


def _change(cart: Cart, flow: Flow, data: dict[str, Any]) -> Changed:
    line, market = data["line"], flow.market
    match data["action"]:
        case "remove":
            return carts.remove(cart, line)
        case "save":
            return carts.save_for_later(cart, line)
        case "restore":
            return carts.move_to_cart(cart, market, line)
    quantity = data["quantity"]
    if quantity == 0:
        return carts.remove(cart, line)
    if quantity is None:
        raise CartError(_("Enter a whole number."))
    return carts.set_quantity(cart, market, line, quantity)


def _page(
    request: HttpRequest, flow: Flow, *, error: str = "", note: str = "", status: int = 200
) -> HttpResponse:
    checkout = flow.checkout
    known = (
        totals.of(
            checkout.answer,
            tax_inclusive=checkout.tax_inclusive,
            physical=flow.basket.is_physical,
        )
        if checkout
        else None
    )
    context = {
        "basket": flow.basket,
        "cart_count": flow.basket.count,
        "order": flow.order,
        "totals": known,
        "error": error,
        "note": note,
    }
    partial = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "checkout/_cart.html" if partial else "checkout/cart.html"
    response = render(request, template, context, status=status)
    if partial:
        response["HX-Trigger"] = json.dumps({"cart-changed": {"count": flow.basket.count}})
    response["Cache-Control"] = "no-store"
    return response


def _add_error(form: AddForm) -> str:
    if "quantity" in form.errors:
        return _("Enter a whole number from 1 to %(most)s.") % {"most": MAX_QUANTITY}
    return _("Please choose what you would like to add.")


def _safe_next(request: HttpRequest) -> str:
    """Where to go back to, if it is one of our own pages."""
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else ""
