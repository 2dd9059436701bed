"""A guest's order page. The token in the address is the only key to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from orders import page
from orders.models import Order


@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """Where the order is, what it cost, what was sent and billed, and who sold it."""
    found = get_object_or_404(Order.objects.select_related("store"), token=token)
    return _private(render(request, "orders/order.html", page.context(found)))


@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The state as JSON, for the page that says 'we are confirming your order'."""
    return _private(JsonResponse(page.status(get_object_or_404(Order, token=token))))


def _private(response: HttpResponse) -> HttpResponse:
    """Nobody caches it, no search engine lists it, and no other site learns its address."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
