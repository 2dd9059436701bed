"""Catalog rows for tests: believable, complete, and in the currency that was asked for.

``SkuFactory()`` is a digital SKU priced in USD; ``SkuFactory(physical_goods=True)`` one that ships.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from core.money import Money
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


class StoreFactory(DjangoModelFactory[Store]):
    class Meta:
        model = Store
        django_get_or_create = ("code",)

    name = "Northlight Audio"
    code = "northlight"
    default_entity = "C5_INC-ENTITY"
    contact_email = "hello@northlight.example"


class MarketFactory(DjangoModelFactory[Market]):
    """The US market: dollars without tax, English and German."""

    class Meta:
        model = Market
        django_get_or_create = ("store", "code")

    class Params:
        britain = factory.Trait(
            code="gb",
            name_en="United Kingdom",
            name_de="Vereinigtes Königreich",
            country="GB",
            countries=["GB"],
            currency="GBP",
            time_zone="Europe/London",
            tax_inclusive=True,
            entity="DR_UK-ENTITY",
            is_default=False,
        )
        germany = factory.Trait(
            code="de",
            name_en="Germany",
            name_de="Deutschland",
            country="DE",
            countries=["DE", "AT", "FR"],
            currency="EUR",
            time_zone="Europe/Berlin",
            tax_inclusive=True,
            entity="DR_IRELAND-ENTITY",
            is_default=False,
        )
        japan = factory.Trait(
            code="jp",
            name_en="Japan",
            name_de="Japan",
            country="JP",
            countries=["JP"],
            currency="JPY",
            time_zone="Asia/Tokyo",
            tax_inclusive=True,
            entity="DR_JAPAN-ENTITY",
            is_default=False,
        )

    store = factory.SubFactory(StoreFactory)
    code = "us"
    name_en = "United States"
    name_de = "Vereinigte Staaten"
    country = "US"
    countries = ["US", "CA"]
    currency = "USD"
    languages = ["en", "de"]
    time_zone = "America/Chicago"
    tax_inclusive = False
    entity = "C5_INC-ENTITY"
    is_default = True


class DeliveryMethodFactory(DjangoModelFactory[DeliveryMethod]):
    class Meta:
        model = DeliveryMethod

    market = factory.SubFactory(MarketFactory)
    code = factory.Sequence(lambda n: f"method-{n}")
    name_en = "Standard delivery"
    name_de = "Standardversand"
    currency = factory.SelfAttribute("market.currency")
    price = factory.LazyAttribute(lambda row: Money(Decimal(5), row.currency))
    service_level = "SG"
    min_days = 3
    max_days = 5


class ShipFromFactory(DjangoModelFactory[ShipFrom]):
    class Meta:
        model = ShipFrom

    store = factory.SubFactory(StoreFactory)
    name = "Minnetonka warehouse"
    country = "US"
    state = "MN"
    postal_code = "55343"
    city = "Minnetonka"
    line1 = "10380 Bren Road W"


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    slug = factory.Sequence(lambda n: f"shelf-{n}")
    name_en = factory.Sequence(lambda n: f"Shelf {n}")
    name_de = factory.Sequence(lambda n: f"Regal {n}")


class ProductFactory(DjangoModelFactory[Product]):
    class Meta:
        model = Product

    store = factory.SubFactory(StoreFactory)
    category = factory.SubFactory(CategoryFactory)
    slug = factory.Sequence(lambda n: f"product-{n}")
    name_en = factory.Sequence(lambda n: f"Product {n}")
    name_de = factory.Sequence(lambda n: f"Produkt {n}")
    summary_en = "Does what it says."
    summary_de = "Tut, was es sagt."
    brand = "Northlight"


class ProductImageFactory(DjangoModelFactory[ProductImage]):
    class Meta:
        model = ProductImage

    product = factory.SubFactory(ProductFactory)
    path = "img/products/lantern-eq.svg"
    alt_en = "An equalizer"
    alt_de = "Ein Equalizer"


class OptionFactory(DjangoModelFactory[Option]):
    class Meta:
        model = Option
        django_get_or_create = ("code",)

    code = "licence"
    name_en = "Licence"
    name_de = "Lizenz"


class OptionValueFactory(DjangoModelFactory[OptionValue]):
    class Meta:
        model = OptionValue

    option = factory.SubFactory(OptionFactory)
    code = factory.Sequence(lambda n: f"value-{n}")
    name_en = factory.Sequence(lambda n: f"Value {n}")
    name_de = factory.Sequence(lambda n: f"Wert {n}")


class PriceFactory(DjangoModelFactory[Price]):
    class Meta:
        model = Price

    currency = "USD"
    amount = factory.LazyAttribute(lambda row: Money(Decimal(49), row.currency))


class SkuFactory(DjangoModelFactory[Sku]):
    """A complete SKU. ``prices={"EUR": "45.00"}`` sets its prices, by default 49.00 USD."""

    class Meta:
        model = Sku
        skip_postgeneration_save = True

    class Params:
        physical_goods = factory.Trait(
            tax_code="PC080500", hs_code="8518.30.2000", weight=Decimal(350), stock=10
        )

    product = factory.SubFactory(ProductFactory)
    code = factory.Sequence(lambda n: f"SKU-{n}")
    eccn = "EAR99"
    tax_code = "DC020500"
    country_of_origin = "US"

    @factory.post_generation
    def prices(sku, create: bool, amounts: dict[str, str] | None, **_more: Any) -> None:  # noqa: N805
        if not create:
            return
        wanted = {"USD": "49.00"} if amounts is None else amounts
        for currency, amount in wanted.items():
            PriceFactory(sku=sku, currency=currency, amount=Money(Decimal(amount), currency))
