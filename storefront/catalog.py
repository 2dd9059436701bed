"""Queries behind the lists: how a page of product cards is found in two or three statements.

Rows are read with ``.values()``: a list page builds no model instances. A product shows in a market
when one of its active SKUs has a price in the market's currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.templatetags.static import static
from django.urls import reverse

from core.money import Money
from storefront import cached
from storefront.languages import column_language, columns, text
from storefront.models import Category, Market, Product, Sku
from storefront.tax_codes import PHYSICAL_TAX_CODES

PAGE_SIZE = 12

Rows = Any  # a QuerySet of dicts with annotations, which the type checker cannot follow

IN_STOCK = Q(skus__stock__isnull=True) | Q(skus__stock__gt=0)
PHYSICAL = Q(skus__physical=True) | Q(
    skus__physical__isnull=True, skus__tax_code__in=sorted(PHYSICAL_TAX_CODES)
)
COMPLETE = ~Q(skus__country_of_origin="") & (
    ~Q(skus__sku_group="") | (~Q(skus__tax_code="") & ~Q(skus__eccn=""))
)


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


def _flag(condition: Q) -> Max:
    """1 when any SKU of the group meets the condition; MAX because booleans have none."""
    return Max(Case(When(condition, then=1), default=0, output_field=IntegerField()))


def products_in(market: Market) -> Rows:
    """Products with a price in the market, one row each: id, prices (minor units) and flags."""
    sold = Product.objects.filter(
        store_id=market.store_id,
        is_active=True,
        skus__is_active=True,
        skus__prices__currency=market.currency,
    )
    was = F("skus__prices__list_amount")
    on_sale = Case(When(skus__prices__list_amount__isnull=False, then=F("skus__prices__amount")))
    return sold.values("id").annotate(
        low=Min("skus__prices__amount"),
        high=Max("skus__prices__amount"),
        was=Min(was),
        low_on_sale=Min(on_sale),
        available=_flag(IN_STOCK),
        physical=_flag(PHYSICAL),
        digital=_flag(~PHYSICAL),
        complete=_flag(COMPLETE),
    )


SORTS: dict[str, list[Any]] = {
    "": ["position", "id"],
    "price": ["low", "id"],
    "-price": ["-low", "id"],
    "new": ["-created_at", "id"],
}


def narrowed(rows: Rows, filters: Filters) -> Rows:
    """The rows that meet the filters, in the wanted order."""
    if filters.kind:
        rows = rows.filter(**{filters.kind: 1})
    if filters.low is not None:
        rows = rows.filter(low__gte=Value(filters.low))
    if filters.high is not None:
        rows = rows.filter(low__lte=Value(filters.high))
    if filters.in_stock:
        rows = rows.filter(available=1, complete=1)
    if filters.on_sale:
        rows = rows.filter(was__isnull=False)
    if filters.sort == "name":
        return rows.order_by(f"name_{column_language()}", "id")
    return rows.order_by(*SORTS.get(filters.sort, SORTS[""]))


def listing(
    market: Market, *, category: Category | None, filters: Filters, page: int = 1
) -> Listing:
    """One page of a category, or of everything; raises NoSuchPage."""
    rows = products_in(market)
    if category is not None:
        rows = rows.filter(category__in=cached.category_ids_within(category))
    return _page(narrowed(rows, filters), market, page)


def _page(rows: Rows, market: Market, page: int) -> Listing:
    start = (page - 1) * PAGE_SIZE
    found = list(rows[start : start + PAGE_SIZE])
    # Counting is a second pass over the list; the last page knows the total without it.
    if 0 < len(found) < PAGE_SIZE or (page == 1 and not found):
        total = start + len(found)
    else:
        total = rows.count()
    if page > 1 and not found:
        raise NoSuchPage
    return Listing(cards(found, market), total, page)


def by_ids(
    market: Market, ids: Sequence[int], *, filters: Filters | None = None, page: int = 1
) -> Listing:
    """One page of these products in this order (or the filters' sort); raises NoSuchPage."""
    filters = filters or Filters()
    rows = narrowed(products_in(market).filter(id__in=ids), filters)
    found = list(rows)
    if not filters.sort:
        place = {pk: index for index, pk in enumerate(ids)}
        found.sort(key=lambda row: place[row["id"]])
    start = (page - 1) * PAGE_SIZE
    if page > 1 and start >= len(found):
        raise NoSuchPage
    return Listing(cards(found[start : start + PAGE_SIZE], market), len(found), page)


def home_shelves(market: Market, size: int = 8) -> tuple[list[Card], list[Card]]:
    """Featured products and those on sale, in two statements."""
    rows = narrowed(products_in(market), Filters()).annotate(featured=F("is_featured"))
    found = list(rows.filter(Q(is_featured=True) | Q(was__isnull=False))[: 3 * size])
    drawn = {card.id: card for card in cards(found, market)}
    featured = [drawn[row["id"]] for row in found if row["featured"]]
    on_sale = [drawn[row["id"]] for row in found if row["was"] is not None]
    return featured[:size], on_sale[:size]


def cards(found: Sequence[dict[str, Any]], market: Market) -> list[Card]:
    """Cards for rows of ``products_in``, in their order; one statement for texts and pictures."""
    front = FilteredRelation("images", condition=Q(images__position=0))
    rows = Product.objects.filter(id__in=[row["id"] for row in found]).annotate(front=front)
    words = rows.values(
        "id", "slug", "front__path", *columns("name", "summary"), *columns("front__alt")
    )
    texts = {row["id"]: row for row in words}
    return [_card(row, texts[row["id"]], market) for row in found]


def _card(row: dict[str, Any], words: dict[str, Any], market: Market) -> Card:
    name = text(words, "name")
    is_reduced = row["was"] is not None and row["low_on_sale"] == row["low"]
    return Card(
        id=row["id"],
        name=name,
        summary=text(words, "summary"),
        url=product_url(words["slug"]),
        image=picture_url(words["front__path"]) if words["front__path"] else "",
        alt=text(words, "front__alt") or name,
        price=Money.from_minor(row["low"], market.currency).format(),
        list_price=Money.from_minor(row["was"], market.currency).format() if is_reduced else "",
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


def sellable_skus(market: Market) -> QuerySet[Sku]:
    """SKUs that this market may sell, whatever their stock."""
    return Sku.objects.filter(
        Sku.complete(),
        is_active=True,
        product__is_active=True,
        product__store_id=market.store_id,
        prices__currency=market.currency,
    )
