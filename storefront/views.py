"""Pages of the catalog. They read, never write, and never call Digital River."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from storefront import cached, catalog, markets
from storefront import search as finder
from storefront.catalog import Listing, NoSuchPage
from storefront.forms import SearchForm, filter_panel, page_number
from storefront.languages import column_language
from storefront.models import Market
from storefront.product_page import product_page

EVERYTHING = "all"  # the list of all products is a category that needs no row
SUGGESTIONS = 6

View = Callable[..., HttpResponse]


def needs_market(view: View) -> View:
    """A shop without markets says so, with 503, instead of failing."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.market is None:  # type: ignore[attr-defined]
            return render(request, "storefront/not_open.html", status=503)
        return view(request, *args, **kwargs)

    return wrapped


def _market(request: HttpRequest) -> Market:
    market: Market = request.market  # type: ignore[attr-defined]
    return market


@require_safe
@needs_market
def home(request: HttpRequest) -> HttpResponse:
    featured, on_sale = catalog.home_shelves(_market(request))
    return render(request, "storefront/home.html", {"featured": featured, "on_sale": on_sale})


@require_safe
@needs_market
def category(request: HttpRequest, slug: str) -> HttpResponse:
    shelf = cached.category_by_slug(slug)
    if shelf is None and slug != EVERYTHING:
        raise Http404
    market, page = _market(request), _page(request)
    panel = filter_panel(request.GET, market)
    try:
        listing = catalog.listing(market, category=shelf, filters=panel.filters, page=page)
    except NoSuchPage as error:
        raise Http404 from error
    context = {
        "category": shelf,
        "title": shelf.name if shelf else _("All products"),
        "path": cached.category_path(shelf) if shelf else [],
        "panel": panel,
        **_list_context(request, listing),
    }
    status = 400 if panel.errors else 200
    return render(request, "storefront/category.html", context, status=status)


@require_safe
@needs_market
def product(request: HttpRequest, slug: str) -> HttpResponse:
    page = product_page(slug, _market(request), request.GET.get("sku", "")[:64])
    if page is None:
        raise Http404
    return render(request, "storefront/product.html", {"product": page})


@require_safe
@needs_market
def search(request: HttpRequest) -> HttpResponse:
    market, page = _market(request), _page(request)
    asked, panel = SearchForm(request.GET), filter_panel(request.GET, market)
    status = 400 if not asked.is_valid() or panel.errors else 200
    text = asked.cleaned_data.get("q", "")
    ids = finder.search(text, market, column_language()) if text else []
    try:
        listing = catalog.by_ids(market, ids, filters=panel.filters, page=page)
    except NoSuchPage as error:
        raise Http404 from error
    context = {"query": text, "asked": asked, "panel": panel, **_list_context(request, listing)}
    return render(request, "storefront/search.html", context, status=status)


@require_safe
@needs_market
def suggest(request: HttpRequest) -> HttpResponse:
    """A few products while the shopper types: an HTML fragment, or JSON with ``?format=json``."""
    market, asked = _market(request), SearchForm(request.GET)
    if not asked.is_valid():
        return HttpResponseBadRequest(_("That search is too long."))
    text = asked.cleaned_data["q"]
    ids = finder.search(text, market, column_language())[:SUGGESTIONS] if text else []
    cards = catalog.by_ids(market, ids).cards if ids else []
    if request.GET.get("format") == "json":
        found = [{"name": card.name, "url": card.url, "price": card.price} for card in cards]
        return JsonResponse({"suggestions": found})
    return render(request, "storefront/_suggestions.html", {"cards": cards, "query": text})


@require_POST
def switch_market(request: HttpRequest) -> HttpResponse:
    """Remembers country, currency and language, and returns to the page one came from."""
    chosen = markets.parse_choice(request.POST.get("market", "")[:40])
    if chosen is None:
        return HttpResponseBadRequest(_("Please choose one of the countries in the list."))
    market, country = chosen
    language = request.POST.get("language") or column_language()
    if language not in market.languages:
        language = market.languages[0]
    response = HttpResponseRedirect(_safe_next(request))
    _remember(response, markets.COOKIE, f"{market.code}.{country}")
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=markets.COOKIE_AGE,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _safe_next(request: HttpRequest) -> str:
    """Where the form was sent from, if that is a page of this shop; else the home page."""
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed and "\0" not in target else "/"


def _page(request: HttpRequest) -> int:
    page = page_number(request.GET.get("page", ""))
    if page is None:
        raise Http404
    return page


def _list_context(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """The list and what its pagination links need: the URL's filters without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    kept = f"&{query.urlencode()}" if query else ""
    return {
        "listing": listing,
        "page_numbers": range(1, listing.pages + 1),
        "kept": kept,
        "is_filtered": any(key not in ("q", "sort") and value for key, value in query.items()),
    }
