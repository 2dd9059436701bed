from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from core.money import Money
from storefront.models import Market, Price, Sku
from tests.factories import (
    DeliveryMethodFactory,
    MarketFactory,
    PriceFactory,
    ProductFactory,
    ShipFromFactory,
    SkuFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.accepts("B02")
@pytest.mark.parametrize("code", ["89&56", "a b", "ä", "", "x" * 65, "a\n", "a/b", "a\0b"])
def test_sku_codes_with_other_characters_are_refused_locally(code: str) -> None:
    sku = SkuFactory.build(product=ProductFactory(), code=code)
    with pytest.raises(ValidationError) as refused:
        sku.full_clean()
    assert "code" in refused.value.message_dict


@pytest.mark.accepts("B02")
def test_sku_codes_of_letters_digits_dots_hyphens_and_underscores_are_fine() -> None:
    SkuFactory(code="MUG-01.b_2").full_clean()


@pytest.mark.parametrize("hs_code", ["1234.56.YW", "12345678", "8518.3", "8518.30.200000"])
def test_badly_written_hs_codes_are_refused(hs_code: str) -> None:
    sku = SkuFactory.build(product=ProductFactory(), hs_code=hs_code)
    with pytest.raises(ValidationError) as refused:
        sku.full_clean()
    assert "hs_code" in refused.value.message_dict


@pytest.mark.parametrize("hs_code", ["1006.20", "1006.20.40", "1006.20.4025"])
def test_published_forms_of_hs_codes_are_fine(hs_code: str) -> None:
    SkuFactory(hs_code=hs_code).full_clean()


def test_only_documented_weight_units_are_taken() -> None:
    SkuFactory(weight=Decimal(2), weight_unit="lb").full_clean()
    sku = SkuFactory.build(product=ProductFactory(), weight_unit="lbs")
    with pytest.raises(ValidationError) as refused:
        sku.full_clean()
    assert "weight_unit" in refused.value.message_dict


@pytest.mark.accepts("B05")
@pytest.mark.parametrize("field", ["eccn", "tax_code", "country_of_origin"])
def test_a_sku_names_what_it_lacks_and_is_not_sellable(field: str, us: Market) -> None:
    complete, lacking = SkuFactory(), SkuFactory(**{field: ""})
    assert not complete.gaps()
    assert complete.is_sellable(us)
    assert len(lacking.gaps()) == 1
    assert not lacking.is_sellable(us)
    assert list(Sku.objects.filter(Sku.complete())) == [complete]


def test_a_sku_group_stands_in_for_tax_code_and_eccn_but_not_for_the_country() -> None:
    assert not SkuFactory(sku_group="g1", eccn="", tax_code="").gaps()
    assert SkuFactory(sku_group="g1", eccn="", tax_code="", country_of_origin="").gaps()


def test_a_sku_without_a_price_in_the_currency_is_not_sold_there(markets) -> None:
    sku = SkuFactory(prices={"USD": "10.00", "JPY": "1480"})
    assert sku.is_sellable(markets["us"])
    assert sku.is_sellable(markets["jp"])
    assert not sku.is_sellable(markets["gb"])


@pytest.mark.accepts("B06")
@pytest.mark.parametrize(
    ("tax_code", "physical", "shipped"),
    [
        ("DC020500", None, False),
        ("PC080500", None, True),
        ("DG010100", None, True),
        ("DC020500", True, True),
        ("PC080500", False, False),
    ],
)
def test_digital_rivers_word_on_physical_beats_our_guess(tax_code, physical, shipped) -> None:
    assert SkuFactory(tax_code=tax_code, physical=physical).is_physical is shipped


def test_the_database_refuses_stock_below_zero() -> None:
    sku = SkuFactory(stock=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sku.objects.filter(pk=sku.pk).update(stock=-1)


@pytest.mark.parametrize(("amount", "former"), [(0, None), (-5, None), (500, 500), (500, 400)])
def test_the_database_refuses_prices_that_make_no_sense(amount: int, former: int | None) -> None:
    sku = SkuFactory(prices={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.create(sku=sku, currency="USD", amount=amount, list_amount=former)


def test_one_price_for_each_currency() -> None:
    sku = SkuFactory(prices={"USD": "10.00"})
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceFactory(sku=sku, currency="USD")


def test_a_store_has_one_default_market(us: Market) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MarketFactory(store=us.store, code="other", is_default=True)


def test_a_market_refuses_unknown_currencies_zones_countries_and_languages(us: Market) -> None:
    us.currency, us.time_zone, us.countries, us.languages = "XXQ", "Mars/Crater", ["usa"], ["tlh"]
    with pytest.raises(ValidationError) as refused:
        us.full_clean()
    assert {"currency", "time_zone", "countries", "languages"} <= set(refused.value.message_dict)


def test_a_market_ships_to_its_own_country(us: Market) -> None:
    us.countries = ["CA"]
    with pytest.raises(ValidationError):
        us.full_clean()


def test_a_delivery_method_is_priced_in_its_markets_currency(us: Market) -> None:
    method = DeliveryMethodFactory(market=us, currency="EUR", price=Money(Decimal(5), "EUR"))
    with pytest.raises(ValidationError) as refused:
        method.full_clean()
    assert "currency" in refused.value.message_dict


def test_a_market_ships_from_its_own_address_and_else_from_the_stores(markets) -> None:
    default = ShipFromFactory(store=markets["us"].store, is_default=True)
    venlo = ShipFromFactory(
        store=markets["us"].store, market=markets["de"], name="Venlo", country="NL", state=""
    )
    assert markets["us"].ship_from() == default
    assert markets["de"].ship_from() == venlo
    assert "state" not in venlo.address()
    assert venlo.address()["country"] == "NL"


def test_names_fall_back_to_english() -> None:
    product = ProductFactory(name_en="Keel", name_de="")
    with translation.override("de"):
        assert product.name == "Keel"
