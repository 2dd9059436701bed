"""Gives every shop request its market, and keeps to the languages that the market speaks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from storefront import markets

# These answer machines, or must answer while the database is away.
WITHOUT_MARKET = ("/webhooks/", "/livez", "/readyz", "/static/", "/admin/")


class MarketMiddleware:
    """Sets ``request.market`` (None before the first market exists) and ``request.country``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        picked = None
        if not request.path_info.startswith(WITHOUT_MARKET):
            picked = markets.pick(request)
        request.market, request.country = picked or (None, "")  # type: ignore[attr-defined]
        if picked and picked[0].languages and translation.get_language() not in picked[0].languages:
            translation.activate(picked[0].languages[0])
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if picked:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
