"""The checkout's doors: one short dispatcher for the steps, and what comes after Place order."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkout import afterwards, carts, pages, trouble
from checkout.flow import Flow
from checkout.forms import SourceForm
from checkout.models import Cart, Checkout
from checkout.refusals import CheckoutProblem
from checkout.seal import unseal
from checkout.steps import BY_IDENTIFIER, STEPS, applicable, first_incomplete
from checkout.steps.payment import PaymentStep
from orders.models import Order
from orders.opening import CartAlreadyOrdered
from orders.states import RESUBMITTABLE
from storefront.views import needs_market

View = Callable[..., HttpResponse]


def with_open_cart(view: View) -> View:
    """For carts that can be bought: an ordered one leads to its order, an empty one to the cart."""

    @needs_market
    @wraps(view)
    def guarded(request: HttpRequest, **which: str) -> HttpResponse:
        flow = Flow(request, STEPS)
        order = _ordered_before(request) or flow.order
        if order is not None:
            return _confirmation(order)
        if not flow.basket.buyable:
            return _lead_back(flow, reverse("checkout:cart"))
        return view(flow, **which)

    return guarded


def _confirmation(order: Order) -> HttpResponseRedirect:
    """Where an order that stands is shown, be it placed or in the making."""
    return HttpResponseRedirect(reverse("checkout:thanks", args=[order.token]))


def _ordered_before(request: HttpRequest) -> Order | None:
    """The order of a review form that is sent again, even if the browser has a new cart by now."""
    reviewed = unseal(request.POST.get("review", "")) if request.method == "POST" else None
    if reviewed is None:
        return None
    return Order.objects.filter(number=reviewed.number, holds_cart=True).first()


@require_safe
@with_open_cart
def start(flow: Flow) -> HttpResponse:
    """How to go on: as a guest. Whoever is on the way already goes where they were."""
    if flow.details is not None:
        return HttpResponseRedirect(first_incomplete(flow).url)
    return pages.show(flow.request, "checkout/start.html", pages.frame(flow))


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_cart
def step(flow: Flow, identifier: str) -> HttpResponse:
    """Shows or takes one step; an incomplete earlier one comes first."""
    wanted = BY_IDENTIFIER.get(identifier)
    if wanted is None:
        raise Http404
    steps = applicable(flow)
    if wanted not in steps:
        return _lead_back(flow, first_incomplete(flow).url)
    earlier = steps[: steps.index(wanted)]
    missing = next((each for each in earlier if not each.is_completed(flow)), None)
    if missing is not None:
        return _lead_back(flow, missing.url)
    if flow.request.method != "POST":
        return wanted.get(flow)
    try:
        answer = wanted.post(flow)
    except CheckoutProblem as error:
        return trouble.lead(Flow(flow.request, STEPS), error.problem)
    except CartAlreadyOrdered as error:
        return _confirmation(error.order)
    return answer or HttpResponseRedirect(first_incomplete(Flow(flow.request, STEPS)).url)


def _lead_back(flow: Flow, url: str) -> HttpResponse:
    """To what is missing, and says why to a form; to the order, where only another tab's order of
    just now makes it so."""
    order = carts.order_of(flow.cart) if flow.cart else None
    if order is not None:
        return _confirmation(order)
    if flow.request.method == "POST":
        # A page that was open while another tab changed or emptied the cart, or was declined.
        messages.warning(
            flow.request,
            _(
                "Your order has changed in the meantime, so nothing was bought. "
                "Please check it again."
            ),
        )
    return HttpResponseRedirect(url)


@require_POST
@needs_market
def attach_source(request: HttpRequest) -> JsonResponse:
    """JSON ``{"sourceId"}`` from the payment page; answers where to go next, or what to tell."""
    flow = Flow(request, STEPS)
    if flow.order is not None:
        return JsonResponse({"next": reverse("checkout:thanks", args=[flow.order.token])})
    if not flow.basket.buyable or not flow.has_details:
        return JsonResponse({"next": reverse("checkout:start")}, status=409)
    source_id = _source_id(request)
    if source_id is None:
        return JsonResponse({"message": _("This could not be understood.")}, status=400)
    try:
        PaymentStep().attach(flow, source_id)
    except CheckoutProblem as error:
        problem = error.problem
        answer = {"message": trouble.sentence(flow, problem)}
        if problem.step in ("", PaymentStep.identifier):
            return JsonResponse(answer, status=problem.status)
        way = trouble.lead(flow, problem)
        response = JsonResponse({**answer, "next": way.url}, status=problem.status)
        response.cookies.update(way.cookies)
        return response
    return JsonResponse({"next": first_incomplete(Flow(request, STEPS)).url})


def _source_id(request: HttpRequest) -> str | None:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    form = SourceForm({"source_id": body.get("sourceId")} if isinstance(body, dict) else {})
    return form.cleaned_data["source_id"] if form.is_valid() else None


@require_safe
def confirming(request: HttpRequest, token: str) -> HttpResponse:
    """Truthful while nobody knows: reloads itself until the order is placed or not."""
    return afterwards.confirming(request, get_object_or_404(Order, token=token))


@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """The confirmation; a reload or a second tab lands here too."""
    return afterwards.thanks(request, get_object_or_404(Order, token=token))


@require_POST
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Back to the cart of an order that was not placed, with everything still in it."""
    order = get_object_or_404(Order, token=token)
    cart = Cart.objects.filter(token=order.cart_ref).first()
    if cart is None or carts.order_of(cart) is not None:
        return _confirmation(order)
    if order.not_placed_reason not in RESUBMITTABLE:
        # A refused payment used its checkout up: the next step opens a new one.
        Checkout.objects.filter(number=order.number).update(state=Checkout.State.DROPPED)
    messages.info(request, _("Here is your cart again. Nothing was charged."))
    response = HttpResponseRedirect(reverse("checkout:start"))
    carts.remember(response, cart, secure=settings.SESSION_COOKIE_SECURE)
    return response
