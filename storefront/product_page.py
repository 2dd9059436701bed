"""Everything a product page shows, read in three statements."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from core.money import Money
from storefront import cached
from storefront.catalog import picture_url
from storefront.languages import column_language
from storefront.models import Category, Market
from storefront.rows import fetch, translated
from storefront.tax_codes import looks_physical

FEW = 5  # from here down the page names how many are left


@dataclass(frozen=True, slots=True)
class Variant:
    """One SKU as a choice on the page; ``price`` is empty where it is not sold."""

    code: str
    label: str
    price: str
    list_price: str
    stock: int | None
    is_sellable: bool
    is_physical: bool
    is_chosen: bool

    @property
    def in_stock(self) -> bool:
        return self.stock is None or self.stock > 0

    @property
    def is_buyable(self) -> bool:
        return self.is_sellable and self.in_stock

    @property
    def few_left(self) -> bool:
        return self.stock is not None and 0 < self.stock <= FEW


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A product with its variants, pictures and texts in the active language."""

    id: int
    slug: str
    name: str
    summary: str
    description: str
    brand: str
    specification: list[tuple[str, str]]
    category_path: list[Category]
    pictures: list[Picture]
    legend: str
    variants: list[Variant]
    chosen: Variant | None
    is_sold_here: bool
    max_quantity: int


_PRODUCT = """
    SELECT p.id, p.slug, p.brand, p.category_id, {texts},
        p.specification_en, p.specification_{language} AS specification
    FROM storefront_product p
    WHERE p.slug = %s AND p.is_active AND p.store_id = %s
"""
# One row a SKU and option value; a SKU without options has one row.
_SKUS = """
    SELECT s.id, s.code, s.eccn, s.tax_code, s.country_of_origin, s.sku_group, s.stock, s.physical,
        r.amount, r.list_amount, {label}, {answer} AS answer, {question} AS question
    FROM storefront_sku s
    JOIN storefront_price r ON r.sku_id = s.id AND r.currency = %s
    LEFT JOIN storefront_sku_option_values link ON link.sku_id = s.id
    LEFT JOIN storefront_optionvalue v ON v.id = link.optionvalue_id
    LEFT JOIN storefront_option o ON o.id = v.option_id
    WHERE s.product_id = %s AND s.is_active
    ORDER BY s.position, s.id, o.position, v.position
"""
_PICTURES = """
    SELECT i.path, {alt} FROM storefront_productimage i WHERE i.product_id = %s
    ORDER BY i.position
"""


def product_page(slug: str, market: Market, sku_code: str = "") -> ProductPage | None:
    """The page of an active product, with the SKU asked for chosen where it can be; or None."""
    texts = translated("p.name", "p.summary", "p.description")
    sql = _PRODUCT.format(texts=texts, language=column_language())
    found = fetch(sql, [slug, market.store_id])
    if not found:
        return None
    row = found[0]
    skus = _skus(row["id"], market)
    variants = _variants(skus, market, sku_code)
    chosen = next((variant for variant in variants if variant.is_chosen), None)
    return ProductPage(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        summary=row["summary"],
        description=row["description"],
        brand=row["brand"],
        specification=_pairs(row["specification"]) or _pairs(row["specification_en"]),
        category_path=_path(row["category_id"]),
        pictures=_pictures(row["id"]),
        legend=", ".join(dict.fromkeys(one for sku in skus for one in sku["questions"])),
        variants=variants,
        chosen=chosen,
        is_sold_here=bool(variants),
        max_quantity=min(chosen.stock, 99) if chosen and chosen.stock is not None else 99,
    )


def _pairs(value: str | list[list[str]] | None) -> list[tuple[str, str]]:
    """A specification column: text on SQLite, already parsed by PostgreSQL's driver or not."""
    pairs = json.loads(value) if isinstance(value, str) else value
    return [(label, text) for label, text in pairs or []]


def _skus(product_id: int, market: Market) -> list[dict[str, Any]]:
    """Active SKUs with a price in the market; ``questions`` and ``answers`` are their options."""
    sql = _SKUS.format(
        label=translated("s.label"),
        answer=translated("v.name").removesuffix(" AS name"),
        question=translated("o.name").removesuffix(" AS name"),
    )
    skus: dict[int, dict[str, Any]] = {}
    for row in fetch(sql, [market.currency, product_id]):
        sku = skus.setdefault(row["id"], {**row, "questions": [], "answers": []})
        if row["answer"]:
            sku["questions"].append(row["question"])
            sku["answers"].append(row["answer"])
    return list(skus.values())


def _variants(skus: list[dict[str, Any]], market: Market, sku_code: str) -> list[Variant]:
    buyable = [sku["code"] for sku in skus if is_complete(sku) and sku["stock"] != 0]
    wanted = sku_code if sku_code in {sku["code"] for sku in skus} else ""
    chosen = wanted or next(iter(buyable), skus[0]["code"] if skus else "")
    return [_variant(sku, market.currency, is_chosen=sku["code"] == chosen) for sku in skus]


def _variant(sku: dict[str, Any], currency: str, *, is_chosen: bool) -> Variant:
    was = sku["list_amount"]
    known = sku["physical"]
    return Variant(
        code=sku["code"],
        label=", ".join(sku["answers"]) or sku["label"] or sku["code"],
        price=Money.from_minor(sku["amount"], currency).format(),
        list_price=Money.from_minor(was, currency).format() if was is not None else "",
        stock=sku["stock"],
        is_sellable=is_complete(sku),
        is_physical=looks_physical(sku["tax_code"]) if known is None else bool(known),
        is_chosen=is_chosen,
    )


def is_complete(sku: dict[str, Any]) -> bool:
    """``Sku.gaps`` for a row: nothing that Digital River needs is missing."""
    by_itself = bool(sku["tax_code"] and sku["eccn"])
    return bool(sku["country_of_origin"]) and (bool(sku["sku_group"]) or by_itself)


def _path(category_id: int) -> list[Category]:
    for category in cached.categories():
        if category.pk == category_id:
            return cached.category_path(category)
    return []


def _pictures(product_id: int) -> list[Picture]:
    rows = fetch(_PICTURES.format(alt=translated("i.alt")), [product_id])
    return [Picture(picture_url(row["path"]), row["alt"]) for row in rows]
