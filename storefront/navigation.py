"""What the header of every page lists: categories, and the countries of the market switch.

Made once a language and kept with the rows they are made from (storefront/cached.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from storefront import cached
from storefront.catalog import picture_url
from storefront.languages import column_language
from storefront.markets import country_name


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category as the header and the home page show it."""

    slug: str
    name: str
    description: str
    image: str
    get_absolute_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the market switch: a country and what it is sold in."""

    value: str
    country: str
    name: str
    currency: str


def shelves() -> list[Shelf]:
    """The outermost categories in the active language."""
    language = column_language()
    return cached.made(f"shelves-{language}", _shelves)


def _shelves() -> list[Shelf]:
    return [
        Shelf(
            slug=row.slug,
            name=row.name,
            description=row.description,
            image=picture_url(row.image) if row.image else "",
            get_absolute_url=reverse("storefront:category", args=[row.slug]),
        )
        for row in cached.categories()
        if row.parent_id is None
    ]


def choices() -> list[Choice]:
    """Every country that can be chosen, each market's own first, named in the active language."""
    language = column_language()
    return cached.made(f"choices-{language}", _choices)


def _choices() -> list[Choice]:
    lines = []
    for market in cached.markets():
        for country in [market.country, *(c for c in market.countries if c != market.country)]:
            name = country_name(country, column_language())
            lines.append(Choice(f"{market.code}.{country}", country, name, market.currency))
    return lines
