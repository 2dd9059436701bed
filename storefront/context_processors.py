"""What every page's header needs; nothing here is worked out unless a template asks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from storefront import navigation


def _languages(market: Any) -> list[tuple[str, str]]:
    """Codes with each language's own name."""
    spoken = market.languages if market else [code for code, _name in settings.LANGUAGES]
    return [(code, {"en": "English", "de": "Deutsch"}.get(code, code)) for code in spoken]


def shop(request: HttpRequest) -> dict[str, Any]:
    """``store``, ``market``, ``country``, ``categories``, and what the market switch offers."""
    market = getattr(request, "market", None)
    country = getattr(request, "country", "")
    return {
        "market": market,
        "store": market.store if market else None,
        "country": country,
        "market_choice": f"{market.code}.{country}" if market else "",
        "market_choices": SimpleLazyObject(navigation.choices),
        "market_languages": _languages(market),
        "categories": SimpleLazyObject(navigation.shelves),
    }
