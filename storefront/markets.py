"""Which market a visitor shops in."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from django.http import HttpRequest
from django.utils.translation import to_locale
from django.utils.translation.trans_real import parse_accept_lang_header

from storefront import cached
from storefront.models import Market

COOKIE = "market"
COOKIE_AGE = 60 * 60 * 24 * 365
_CHOICE = re.compile(r"(?P<code>[-a-z0-9_]{1,20})(?:\.(?P<country>[A-Z]{2}))?")


def pick(request: HttpRequest) -> tuple[Market, str] | None:
    """The market and the shopper's country: by cookie, by browser language, or the default.

    None when the shop has no market yet. Reads no session and, as a rule, no database.
    """
    known = cached.markets()
    if not known:
        return None
    chosen = parse_choice(request.COOKIES.get(COOKIE, ""))
    if chosen is None:
        chosen = guess(request.headers.get("Accept-Language", ""))
    return chosen or (known[0], known[0].country)


def parse_choice(value: str) -> tuple[Market, str] | None:
    """``de`` or ``de.FR`` as market and country; None for anything else."""
    match = _CHOICE.fullmatch(value)
    if not match:
        return None
    for market in cached.markets():
        if market.code == match["code"]:
            country = match["country"] or market.country
            return (market, country) if country in market.countries else None
    return None


def guess(accept_language: str) -> tuple[Market, str] | None:
    """The market for a browser's languages: ``en-GB`` names a country, ``ja`` a likely one."""
    for tag, _quality in parse_accept_lang_header(accept_language[:200]):
        country = _likely_country(tag)
        for market in cached.markets():
            if country and country in market.countries:
                return market, country
    return None


@cache
def _likely_country(tag: str) -> str:
    language, _hyphen, region = tag.partition("-")
    if len(region) == 2:
        return region.upper()
    return {"de": "DE", "ja": "JP", "fr": "FR", "it": "IT", "es": "ES", "nl": "NL"}.get(
        language, ""
    )


@cache
def country_name(country: str, language: str) -> str:
    """The country's name in a language; its code where Babel has none."""
    return str(Locale.parse(to_locale(language)).territories.get(country, country))
