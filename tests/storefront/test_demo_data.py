from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

from core.models import OutboxEntry
from storefront import demo
from storefront.demo_data import PRODUCTS
from storefront.management.commands.draw_pictures import pictures
from storefront.models import (
    Category,
    DeliveryMethod,
    Market,
    Option,
    OptionValue,
    Price,
    Product,
    ProductImage,
    Sku,
    Store,
)

PICTURES = settings.BASE_DIR / "static" / "img" / "products"


@pytest.fixture
def seeded(db: None) -> None:
    demo.seed()


@pytest.mark.usefixtures("seeded")
def test_the_demo_is_a_believable_shop() -> None:
    assert 40 <= Product.objects.count() <= 60
    assert 6 <= Category.objects.count() <= 8
    assert {market.currency for market in Market.objects.all()} == {"USD", "GBP", "EUR", "JPY"}
    for market in Market.objects.all():
        market.full_clean()
        assert market.delivery_methods.count() >= 2
        assert market.delivery_methods.filter(is_default=True).count() == 1
        assert market.ship_from() is not None
    germany = Market.objects.get(code="de")
    assert set(germany.countries) == {"DE", "AT", "FR", "ES", "IT", "NL", "IE", "BE"}
    on_sale = Price.objects.exclude(list_amount=None).values("sku__product").distinct()
    assert on_sale.count() == 2
    assert Sku.objects.filter(stock=2).count() == 1
    incomplete = Sku.objects.exclude(Sku.complete())
    assert [sku.eccn for sku in incomplete] == [""]


@pytest.mark.usefixtures("seeded")
def test_every_sku_has_a_price_in_every_market_and_passes_validation() -> None:
    for sku in Sku.objects.prefetch_related("prices"):
        sku.full_clean()
        assert {price.currency for price in sku.prices.all()} == {"USD", "GBP", "EUR", "JPY"}


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Product, ["name", "summary", "description", "specification"]),
        (Category, ["name", "description"]),
        (Market, ["name"]),
        (DeliveryMethod, ["name", "description"]),
        (Option, ["name"]),
        (OptionValue, ["name"]),
        (ProductImage, ["alt"]),
    ],
)
def test_every_text_is_there_in_both_languages(model, fields: list[str]) -> None:
    for row in model.objects.all():
        for field in fields:
            assert getattr(row, f"{field}_en"), (row, field)
            assert getattr(row, f"{field}_de"), (row, field)


def test_seeding_twice_changes_nothing(seeded: None) -> None:
    before = (Product.objects.count(), Sku.objects.count(), OutboxEntry.objects.count())
    Store.objects.update(name="Renamed by the merchant")
    demo.seed()
    assert (Product.objects.count(), Sku.objects.count(), OutboxEntry.objects.count()) == before
    assert Store.objects.get().name == "Renamed by the merchant"


def test_the_seed_queues_every_complete_sku(seeded: None) -> None:
    assert OutboxEntry.objects.count() == Sku.objects.filter(Sku.complete()).count()


def test_the_pictures_in_static_are_those_that_are_drawn() -> None:
    drawn = pictures()
    assert {path.name for path in PICTURES.glob("*.svg")} == set(drawn)
    for name, svg in drawn.items():
        assert (PICTURES / name).read_text() == svg, f"run manage.py draw_pictures ({name})"


def test_pictures_are_small_valid_and_free_of_scripts() -> None:
    drawn = pictures()
    for name, svg in drawn.items():
        assert len(svg) < 6500, name
        ET.fromstring(svg)
        assert not re.search(r"<script|style=|href|on\w+=", svg), name
    fronts = [
        drawn[f"{product.slug}.svg"] for products in PRODUCTS.values() for product in products
    ]
    assert len(set(fronts)) == len(fronts)
