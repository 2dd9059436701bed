"""Queries behind the lists: a page of product cards is one statement, however many it shows.

The statement is written out: composing it anew for every request cost more than running it, and
building model instances with translated columns cost more than both. A product shows in a market
when one of its active SKUs has a price in the market's currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from core.money import Money
from storefront import cached
from storefront.languages import column_language
from storefront.models import Category, Market
from storefront.rows import Param, fetch, in_list, translated
from storefront.tax_codes import PHYSICAL_TAX_CODES

PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What the shopper narrowed a list to; amounts are minor units of the market's currency."""

    kind: str = ""  # "digital", "physical" or ""
    low: int | None = None
    high: int | None = None
    in_stock: bool = False
    on_sale: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One product in a list, ready to print."""

    id: int
    name: str
    summary: str
    url: str
    image: str
    alt: str
    price: str
    list_price: str
    several_prices: bool
    is_physical: bool
    in_stock: bool
    is_sellable: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of cards and where it stands in the whole list."""

    cards: list[Card]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


class NoSuchPage(Exception):
    """The list has no page of that number."""


# The same rules as Sku.complete and Sku.is_physical, for one row of SQL. The tax codes are ours.
COMPLETE = (
    "s.country_of_origin <> '' AND (s.sku_group <> '' OR (s.tax_code <> '' AND s.eccn <> ''))"
)
_CODES = ", ".join(f"'{code}'" for code in sorted(PHYSICAL_TAX_CODES))
_GUESS = f"(s.tax_code IN ({_CODES}) OR substr(s.tax_code, 1, 1) = 'P')"
PHYSICAL = f"COALESCE(s.physical, {_GUESS})"


def _any(condition: str) -> str:
    """1 when any SKU of the product meets the condition."""
    return f"MAX(CASE WHEN {condition} THEN 1 ELSE 0 END)"


# Prices and flags of every product that is sold: currency and store are the first two parameters.
_SOLD = f"""
    SELECT s.product_id, MIN(r.amount) AS low, MAX(r.amount) AS high, MIN(r.list_amount) AS was,
        MIN(CASE WHEN r.list_amount IS NOT NULL THEN r.amount END) AS low_on_sale,
        {_any("s.stock IS NULL OR s.stock > 0")} AS available,
        {_any(PHYSICAL)} AS physical, {_any(f"NOT {PHYSICAL}")} AS digital,
        {_any(COMPLETE)} AS complete
    FROM storefront_sku s
    JOIN storefront_price r ON r.sku_id = s.id AND r.currency = %s
    JOIN storefront_product p ON p.id = s.product_id
    WHERE s.is_active AND p.is_active AND p.store_id = %s {{narrower}}
    GROUP BY s.product_id
"""  # noqa: S608 - put together from the constants above
_CARDS = """
    SELECT p.id, p.slug, {names}, {alts}, i.path, p.is_featured, sold.*,
        COUNT(*) OVER () AS total
    FROM ({sold}) sold
    JOIN storefront_product p ON p.id = sold.product_id
    LEFT JOIN storefront_productimage i ON i.product_id = p.id AND i.position = 0
    {where} ORDER BY {order}
"""

SORTS = {
    "": "p.position, p.id",
    "price": "sold.low, p.id",
    "-price": "sold.low DESC, p.id",
    "new": "p.created_at DESC, p.id DESC",
    "name": "{name}, p.id",
}


class _Query:
    """The list statement while conditions are added to it."""

    def __init__(self, market: Market) -> None:
        self.sold: list[Param] = [market.currency, market.store_id]
        self.params: list[Param] = []
        self.narrower = ""
        self.where: list[str] = []
        self.order = SORTS[""]

    def among(self, column: str, ids: Sequence[int]) -> None:
        """Only products whose column is one of the ids; decided before prices are looked at."""
        self.narrower += f" AND {in_list(column, ids)}"
        self.sold += ids

    def add(self, condition: str, *params: Param) -> None:
        self.where.append(condition)
        self.params += params

    def narrow(self, filters: Filters) -> None:
        """The shopper's filters and order; amounts are minor units."""
        if filters.kind in ("digital", "physical"):
            self.add(f"sold.{filters.kind} = 1")
        if filters.low is not None:
            self.add("sold.low >= %s", filters.low)
        if filters.high is not None:
            self.add("sold.low <= %s", filters.high)
        if filters.in_stock:
            self.add("sold.available = 1 AND sold.complete = 1")
        if filters.on_sale:
            self.add("sold.was IS NOT NULL")
        order = SORTS.get(filters.sort, SORTS[""])
        self.order = order.format(name=f"p.name_{column_language()}")

    def rows(self, limit: int | None = None, offset: int = 0) -> list[dict[str, Any]]:
        sql = _CARDS.format(
            names=translated("p.name", "p.summary"),
            alts=translated("i.alt"),
            sold=_SOLD.format(narrower=self.narrower),
            where=f"WHERE {' AND '.join(self.where)}" if self.where else "",
            order=self.order,
        )
        params = [*self.sold, *self.params]
        if limit is not None:
            sql, params = f"{sql} LIMIT %s OFFSET %s", [*params, limit, offset]
        return fetch(sql, params)


def listing(
    market: Market, *, category: Category | None, filters: Filters, page: int = 1
) -> Listing:
    """One page of a category, or of everything; raises NoSuchPage."""
    query = _Query(market)
    if category is not None:
        query.among("p.category_id", cached.category_ids_within(category))
    query.narrow(filters)
    found = query.rows(PAGE_SIZE, (page - 1) * PAGE_SIZE)
    if page > 1 and not found:
        raise NoSuchPage
    return Listing(_cards(found, market), found[0]["total"] if found else 0, page)


def by_ids(
    market: Market, ids: Sequence[int], *, filters: Filters | None = None, page: int = 1
) -> Listing:
    """One page of these products in this order (or the filters' sort); raises NoSuchPage."""
    filters = filters or Filters()
    found: list[dict[str, Any]] = []
    if ids:
        query = _Query(market)
        query.among("p.id", ids)
        query.narrow(filters)
        found = query.rows()
    if not filters.sort:
        place = {pk: index for index, pk in enumerate(ids)}
        found.sort(key=lambda row: place[row["id"]])
    start = (page - 1) * PAGE_SIZE
    if page > 1 and start >= len(found):
        raise NoSuchPage
    return Listing(_cards(found[start : start + PAGE_SIZE], market), len(found), page)


def home_shelves(market: Market, size: int = 8) -> tuple[list[Card], list[Card]]:
    """Featured products and those on sale, at most ``size`` of each."""
    query = _Query(market)
    query.add("(p.is_featured OR sold.was IS NOT NULL)")
    found = query.rows(3 * size)
    featured = [row for row in found if row["is_featured"]][:size]
    on_sale = [row for row in found if row["was"] is not None][:size]
    return _cards(featured, market), _cards(on_sale, market)


def _cards(found: Sequence[dict[str, Any]], market: Market) -> list[Card]:
    return [_card(row, market.currency) for row in found]


def _card(row: dict[str, Any], currency: str) -> Card:
    is_reduced = row["was"] is not None and row["low_on_sale"] == row["low"]
    return Card(
        id=row["id"],
        name=row["name"],
        summary=row["summary"],
        url=product_url(row["slug"]),
        image=picture_url(row["path"]) if row["path"] else "",
        alt=row["alt"] or row["name"],
        price=Money.from_minor(row["low"], currency).format(),
        list_price=Money.from_minor(row["was"], currency).format() if is_reduced else "",
        several_prices=row["high"] > row["low"],
        is_physical=bool(row["physical"]),
        in_stock=bool(row["available"]),
        is_sellable=bool(row["complete"]),
    )


@cache
def _product_pattern() -> str:
    return reverse("storefront:product", args=["SLUG"])


def product_url(slug: str) -> str:
    """Path of a product page; the pattern is reversed once instead of once a card."""
    return _product_pattern().replace("SLUG", slug)


@cache
def picture_url(path: str) -> str:
    """Address of a picture among the static files; a wrong path is a broken picture, not a 500."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"
