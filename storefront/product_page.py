"""Everything a product page shows, read in four statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q

from core.money import Money
from storefront import cached
from storefront.catalog import picture_url
from storefront.languages import columns, text
from storefront.models import Category, Market, Product, ProductImage, Sku
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


def product_page(slug: str, market: Market, sku_code: str = "") -> ProductPage | None:
    """The page of an active product, with the SKU asked for chosen where it can be; or None."""
    row = (
        Product.objects.filter(slug=slug, is_active=True, store_id=market.store_id)
        .values(
            "id",
            "slug",
            "brand",
            "category_id",
            *columns("name", "summary", "description", "specification"),
        )
        .first()
    )
    if row is None:
        return None
    skus = _skus(row["id"], market)
    legend, labels = _labels(skus) if len(skus) > 1 else ("", {})
    variants = _variants(skus, labels, market, sku_code)
    chosen = next((variant for variant in variants if variant.is_chosen), None)
    return ProductPage(
        id=row["id"],
        slug=row["slug"],
        name=text(row, "name"),
        summary=text(row, "summary"),
        description=text(row, "description"),
        brand=row["brand"],
        specification=[(label, value) for label, value in text(row, "specification") or []],
        category_path=_path(row["category_id"]),
        pictures=_pictures(row["id"]),
        legend=legend,
        variants=variants,
        chosen=chosen,
        is_sold_here=bool(variants),
        max_quantity=min(chosen.stock, 99) if chosen and chosen.stock is not None else 99,
    )


def _skus(product_id: int, market: Market) -> list[dict[str, Any]]:
    """Active SKUs of the product with a price in the market, complete ones marked."""
    here = FilteredRelation("prices", condition=Q(prices__currency=market.currency))
    rows = (
        Sku.objects.filter(product=product_id, is_active=True)
        .annotate(here=here, amount=F("here__amount"), was=F("here__list_amount"))
        .exclude(amount=None)
        .order_by("position", "id")
    )
    fields = ("eccn", "tax_code", "country_of_origin", "sku_group", "stock", "physical")
    return list(rows.values("id", "code", "amount", "was", *fields, *columns("label")))


def _labels(skus: list[dict[str, Any]]) -> tuple[str, dict[int, str]]:
    """The question (Licence, Colour) and each SKU's answer; several options join into one."""
    through = Sku.option_values.through.objects.filter(sku__in=[sku["id"] for sku in skus])
    prefix = "optionvalue__"
    rows = through.order_by(f"{prefix}option__position", f"{prefix}position").values(
        "sku_id", *columns(f"{prefix}name", f"{prefix}option__name")
    )
    answers: dict[int, list[str]] = {}
    questions: list[str] = []
    for row in rows:
        answers.setdefault(row["sku_id"], []).append(text(row, f"{prefix}name"))
        question = text(row, f"{prefix}option__name")
        if question not in questions:
            questions.append(question)
    return ", ".join(questions), {sku_id: ", ".join(words) for sku_id, words in answers.items()}


def _variants(
    skus: list[dict[str, Any]], labels: dict[int, str], market: Market, sku_code: str
) -> list[Variant]:
    buyable = [sku["code"] for sku in skus if is_complete(sku) and sku["stock"] != 0]
    wanted = sku_code if sku_code in {sku["code"] for sku in skus} else ""
    chosen = wanted or next(iter(buyable), skus[0]["code"] if skus else "")
    return [
        Variant(
            code=sku["code"],
            label=labels.get(sku["id"]) or text(sku, "label") or sku["code"],
            price=Money.from_minor(sku["amount"], market.currency).format(),
            list_price=Money.from_minor(sku["was"], market.currency).format() if sku["was"] else "",
            stock=sku["stock"],
            is_sellable=is_complete(sku),
            is_physical=looks_physical(sku["tax_code"])
            if sku["physical"] is None
            else sku["physical"],
            is_chosen=sku["code"] == chosen,
        )
        for sku in skus
    ]


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
    rows = ProductImage.objects.filter(product=product_id).order_by("position")
    found = rows.values("path", *columns("alt"))
    return [Picture(picture_url(row["path"]), text(row, "alt")) for row in found]
