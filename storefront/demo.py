"""Fills a fresh demo with the Northlight store: markets, delivery, catalog, pictures, search."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from core import demo
from core.money import Money
from storefront import services
from storefront.demo_data import PRODUCTS, ProductData
from storefront.demo_data import store as data
from storefront.demo_data.shapes import LABELS, POINTS, SkuData, Spec, Words
from storefront.models import (
    Category,
    DeliveryMethod,
    Market,
    Option,
    OptionValue,
    Price,
    Product,
    ProductImage,
    ShipFrom,
    Sku,
    Store,
)

CURRENCIES = ("USD", "GBP", "EUR", "JPY")


@demo.seeder(order=10, name="catalog")
def seed() -> None:
    """Writes the demo store unless it is there; all or nothing, so that it can be run again."""
    if Store.objects.filter(code=data.STORE["code"]).exists():
        return
    with transaction.atomic():
        store = Store.objects.create(**data.STORE)
        _seed_markets(store)
        options = _seed_options()
        position = 0
        for slug, words in data.CATEGORIES.items():
            category = _seed_category(slug, words)
            for product in PRODUCTS[slug]:
                position += 1
                _seed_product(store, category, product, options, position)


def words_in(name: str, words: Words) -> dict[str, str]:
    """The translated columns of one text."""
    return {f"{name}_en": words.en, f"{name}_de": words.de}


def _seed_markets(store: Store) -> None:
    for position, market_data in enumerate(data.MARKETS):
        fields: dict[str, Any] = dict(market_data.fields)
        market = Market.objects.create(
            store=store, position=position, **words_in("name", market_data.name), **fields
        )
        ShipFrom.objects.create(store=store, market=market, **market_data.ship_from)
        for place, method in enumerate(market_data.delivery):
            DeliveryMethod.objects.create(
                market=market,
                code=method.code,
                currency=market.currency,
                price=Money(Decimal(method.price), market.currency),
                service_level=method.service_level,
                min_days=method.days[0],
                max_days=method.days[1],
                is_default=place == 0,
                position=place,
                **words_in("name", method.name),
                **words_in("description", method.description),
            )
    ShipFrom.objects.create(store=store, is_default=True, **data.MARKETS[0].ship_from)


def _seed_options() -> dict[tuple[str, str], OptionValue]:
    values = {}
    for position, (code, (name, answers)) in enumerate(data.OPTIONS.items()):
        option = Option.objects.create(code=code, position=position, **words_in("name", name))
        for place, (answer, words) in enumerate(answers.items()):
            values[code, answer] = OptionValue.objects.create(
                option=option, code=answer, position=place, **words_in("name", words)
            )
    return values


def _seed_category(slug: str, category_data: data.CategoryData) -> Category:
    return Category.objects.create(
        slug=slug,
        image=f"img/products/category-{slug}.svg",
        position=category_data.position,
        **words_in("name", category_data.name),
        **words_in("description", category_data.description),
    )


def _seed_product(
    store: Store,
    category: Category,
    product_data: ProductData,
    options: dict[tuple[str, str], OptionValue],
    position: int,
) -> None:
    product = Product.objects.create(
        store=store,
        category=category,
        slug=product_data.slug,
        brand=product_data.brand,
        is_featured=product_data.featured,
        position=position,
        specification_en=[[line.label, line.en] for line in product_data.spec],
        specification_de=[_german(line) for line in product_data.spec],
        **words_in("name", product_data.name),
        **words_in("summary", product_data.summary),
        **words_in("description", product_data.text),
    )
    _seed_pictures(product, product_data)
    for place, sku_data in enumerate(product_data.skus):
        _seed_sku(product, product_data, sku_data, options, place)
    services.product_saved(product)


def _german(line: Spec) -> list[str]:
    return [LABELS[line.label], line.de or line.en]


def _seed_pictures(product: Product, product_data: ProductData) -> None:
    name = product_data.name
    alts = (
        Words(f"{name.en}, drawn from the front", f"{name.de}, von vorn gezeichnet"),
        Words(f"{name.en}, a closer look", f"{name.de}, aus der Nähe"),
    )
    for position, (suffix, alt) in enumerate(zip(("", "-detail"), alts, strict=True)):
        ProductImage.objects.create(
            product=product,
            path=f"img/products/{product_data.slug}{suffix}.svg",
            position=position,
            **words_in("alt", alt),
        )


def _seed_sku(
    product: Product,
    product_data: ProductData,
    sku_data: SkuData,
    options: dict[tuple[str, str], OptionValue],
    position: int,
) -> None:
    papers = product_data.papers
    value = options[sku_data.option] if sku_data.option else None
    sku = Sku.objects.create(
        product=product,
        code=sku_data.code,
        label_en=value.name_en if value else "",  # type: ignore[attr-defined]
        label_de=value.name_de if value else "",  # type: ignore[attr-defined]
        eccn=papers.eccn,
        tax_code=papers.tax_code,
        country_of_origin=papers.origin,
        hs_code=papers.hs_code,
        part_number=f"NL-{sku_data.code}",
        weight=Decimal(sku_data.weight) if sku_data.weight else None,
        weight_unit=Sku.WeightUnit.GRAM,
        stock=sku_data.stock,
        position=position,
    )
    if value:
        sku.option_values.add(value)
    amounts = zip(CURRENCIES, _point(sku_data.price), strict=True)
    former = dict(zip(CURRENCIES, _point(sku_data.was), strict=True)) if sku_data.was else {}
    Price.objects.bulk_create(
        Price(
            sku=sku,
            currency=currency,
            amount=Money(amount, currency),
            list_amount=Money(former[currency], currency) if former else None,
        )
        for currency, amount in amounts
    )


def _point(name: str) -> tuple[Decimal, ...]:
    """The amounts of a price point, in the order of CURRENCIES."""
    return (Decimal(name), *(Decimal(amount) for amount in POINTS[name]))
