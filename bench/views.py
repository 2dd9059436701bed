"""Bare Django pages of the same size as ours: what a plain view over the same rows costs."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from checkout.forms import AddressForm, BillingChoiceForm, ContactForm
from storefront.models import Product

WORDS = "<p>The quick brown fox plays the lazy synthesizer, and nobody complains about it.</p>\n"


@cache
def filler(size: int) -> str:
    """Static text of ``size`` bytes: the page's fixed part."""
    return (WORDS * (size // len(WORDS) + 1))[:size]


def page(request: HttpRequest, rows: int, size: int) -> HttpResponse:
    """One query for ``rows`` products, an ordinary loop over them, and text up to ``size``."""
    products = list(Product.objects.all()[:rows])
    context = {"products": products, "filler": filler(max(0, size - 400 * len(products)))}
    return render(request, "bare/page.html", context)


@csrf_exempt
def add(request: HttpRequest) -> HttpResponse:
    """What any cart must do at least: remember one thing in a new session, and redirect."""
    request.session["cart"] = {request.POST["sku"]: int(request.POST["quantity"])}
    return redirect("/")


def form(request: HttpRequest, size: int) -> HttpResponse:
    """The forms of the first checkout step, rendered by the same components."""
    countries = ["US", "CA"]
    context = {
        "contact": ContactForm(country="US"),
        "same": BillingChoiceForm(initial={"billing_same": True}),
        "ship": AddressForm(countries=countries, prefix="ship", initial={}),
        "bill": AddressForm(countries=countries, prefix="bill", initial={}),
        "filler": filler(max(0, size - 9000)),
    }
    return render(request, "bare/form.html", context)
