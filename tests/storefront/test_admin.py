from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from core.models import OutboxEntry
from core.money import Money
from storefront import search
from storefront.models import Price, Product, Sku
from tests.factories import (
    DeliveryMethodFactory,
    MarketFactory,
    OptionValueFactory,
    ProductFactory,
    ProductImageFactory,
    SkuFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(client: Client) -> Client:
    """Staff, signed in to the admin."""
    user = get_user_model().objects.create_superuser(email="bob@northlight.example", password="x")
    client.force_login(user)
    return client


def form_of(client: Client, url: str) -> dict[str, object]:
    """What the page would post if nothing was touched."""
    page = client.get(url)
    assert page.status_code == 200
    data: dict[str, object] = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
                if field.field.show_hidden_initial:
                    data[field.html_initial_name] = value
    return data


@pytest.mark.parametrize(
    "model", ["product", "sku", "category", "option", "store", "market", "deliverymethod"]
)
def test_every_list_and_form_opens(bob: Client, model: str) -> None:
    rows = {
        "product": ProductFactory, "sku": SkuFactory, "market": MarketFactory,
        "deliverymethod": DeliveryMethodFactory,
    }  # fmt: skip
    sku = SkuFactory()
    ProductImageFactory(product=sku.product)
    value = OptionValueFactory()
    sku.option_values.add(value)
    row = {
        "category": sku.product.category, "store": sku.product.store, "option": value.option,
    }.get(model) or rows[model]()  # fmt: skip
    for name, args in (("changelist", []), ("add", []), ("change", [row.pk])):
        page = bob.get(reverse(f"admin:storefront_{model}_{name}", args=args))
        assert page.status_code == 200, name


@pytest.mark.parametrize("model", ["product", "sku"])
@pytest.mark.parametrize(
    "query",
    [
        "?q=keel",
        "?gaps=yes",
        "?gaps=no",
        "?stock=low",
        "?stock=out",
        "?sync=incomplete",
        "?sync=refused",
        "?sync=never",
        "?sync=sent",
    ],
)
def test_lists_can_be_searched_and_filtered(bob: Client, model: str, query: str) -> None:
    SkuFactory(eccn="", stock=2)
    answer = bob.get(reverse(f"admin:storefront_{model}_changelist") + query)
    assert answer.status_code in (200, 302)  # a filter of the other list is dropped


@pytest.mark.accepts("B05")
def test_the_merchant_sees_what_is_missing(bob: Client) -> None:
    sku = SkuFactory(eccn="", country_of_origin="")
    products = bob.get(reverse("admin:storefront_product_changelist")).content.decode()
    assert "Country of origin is missing. ECCN is missing." in products
    listed = bob.get(reverse("admin:storefront_sku_changelist")).content.decode()
    assert "Incomplete" in listed
    opened = bob.get(reverse("admin:storefront_sku_change", args=[sku.pk])).content.decode()
    assert "ECCN is missing." in opened


def test_saving_a_product_indexes_it_and_queues_its_skus(bob: Client) -> None:
    market = MarketFactory()
    sku = SkuFactory(product=ProductFactory(store=market.store))
    url = reverse("admin:storefront_product_change", args=[sku.product_id])
    data = form_of(bob, url) | {"name_en": "Lighthouse"}
    data["skus-0-prices"] = ""
    answer = bob.post(url, data)
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    assert search.search("lighthouse", market, "en") == [sku.product_id]
    assert OutboxEntry.objects.get().payload["sku_id"] == sku.pk


def price_page(bob: Client, sku: Sku) -> tuple[str, dict[str, object]]:
    url = reverse("admin:storefront_sku_change", args=[sku.pk])
    return url, form_of(bob, url)


def test_prices_are_typed_in_major_units(bob: Client) -> None:
    sku = SkuFactory(prices={"USD": "49.00"})
    url, data = price_page(bob, sku)
    assert data["prices-0-amount"] == Decimal("49.00")
    data |= {
        "prices-0-amount": "59.90", "prices-0-list_amount": "79.90",
        "prices-1-currency": "JPY", "prices-1-amount": "5940",
    }  # fmt: skip
    answer = bob.post(url, data)
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    dollars = sku.prices.get(currency="USD")
    assert dollars.amount == Money(Decimal("59.90"), "USD")
    assert dollars.list_amount == Money(Decimal("79.90"), "USD")
    assert sku.prices.get(currency="JPY").amount == Money(Decimal(5940), "JPY")


@pytest.mark.parametrize(
    ("currency", "amount", "former", "complaint"),
    [
        ("JPY", "10.5", "", "JPY has no decimals"),
        ("USD", "10.555", "", "USD has 2 decimals"),
        ("USD", "0", "", "greater than or equal"),
        ("USD", "-3", "", "greater than or equal"),
        ("USD", "abc", "", "Enter a number"),
        ("USD", "NaN", "", "Enter a number"),
        ("USD", "1e30", "", "Ensure"),
        ("USD", "10.00", "9.00", "higher than the price"),
        ("XXQ", "10.00", "", "not a currency"),
        ("", "10.00", "", "required"),
    ],
)
def test_amounts_that_make_no_sense_are_refused(bob, currency, amount, former, complaint) -> None:
    sku = SkuFactory(prices={"EUR": "20.00"})
    url, data = price_page(bob, sku)
    data |= {
        "prices-1-currency": currency, "prices-1-amount": amount, "prices-1-list_amount": former,
    }  # fmt: skip
    answer = bob.post(url, data)
    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert [price.currency for price in Price.objects.all()] == ["EUR"]


def test_the_currency_of_a_price_can_be_changed(bob: Client) -> None:
    sku = SkuFactory(prices={"USD": "49.00"})
    url, data = price_page(bob, sku)
    answer = bob.post(url, data | {"prices-0-currency": "JPY", "prices-0-amount": "4900"})
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    assert sku.prices.get().amount == Money(Decimal(4900), "JPY")


def test_a_delivery_price_respects_its_currency(bob: Client) -> None:
    market = MarketFactory(japan=True)
    method = DeliveryMethodFactory(market=market, price=Money(Decimal(550), "JPY"))
    url = reverse("admin:storefront_deliverymethod_change", args=[method.pk])
    data = form_of(bob, url)
    assert "JPY has no decimals" in bob.post(url, data | {"price": "5.50"}).content.decode()
    assert bob.post(url, data | {"price": "660"}).status_code == 302
    method.refresh_from_db()
    assert method.price == Money(Decimal(660), "JPY")


def test_stock_sold_while_the_form_was_open_stays_sold(bob: Client) -> None:
    sku = SkuFactory(stock=10)
    url, data = price_page(bob, sku)
    Sku.objects.filter(pk=sku.pk).update(stock=7)  # three were sold
    assert data["initial-stock"] == 10
    assert bob.post(url, data | {"stock": "15"}).status_code == 302
    # The clerk added five to the ten on the screen.
    assert Sku.objects.get(pk=sku.pk).stock == 12


def test_an_untouched_form_does_not_put_sold_stock_back(bob: Client) -> None:
    sku = SkuFactory(stock=10)
    url, data = price_page(bob, sku)
    Sku.objects.filter(pk=sku.pk).update(stock=7)
    assert bob.post(url, data | {"part_number": "NL-1"}).status_code == 302
    sku.refresh_from_db()
    assert (sku.stock, sku.part_number) == (7, "NL-1")


@pytest.mark.accepts("B03")
def test_the_whole_catalog_can_be_synced_and_the_list_reports(bob, sandbox, run_outbox) -> None:
    for code in ("GOOD-1", "GOOD-2", "GOOD-3"):
        SkuFactory(code=code)
    SkuFactory(code="BAD-1", tax_code="NO-SUCH-CODE")
    SkuFactory(code="GAP-1", eccn="")
    url = reverse("admin:storefront_sku_sync_all")
    assert bob.get(url).status_code == 405
    page = bob.post(url, follow=True).content.decode()
    assert "4 SKUs will be sent" in page
    assert "1 SKU is incomplete" in page
    assert sandbox.requests() == []  # the click itself calls nobody
    run_outbox()
    assert len(sandbox.requests()) == 4
    report = bob.get(reverse("admin:storefront_sku_changelist")).content.decode()
    assert report.count("status--success") == 3
    assert report.count("status--danger") == 1
    assert report.count("status--warning") == 1
    assert escape(Sku.objects.get(code="BAD-1").sync_error) in report


def test_strangers_cannot_sync(client: Client) -> None:
    SkuFactory()
    answer = client.post(reverse("admin:storefront_sku_sync_all"))
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert not OutboxEntry.objects.exists()


def test_lists_take_a_fixed_number_of_statements(bob, django_assert_max_num_queries) -> None:
    for _row in range(12):
        ProductImageFactory(product=SkuFactory().product)
    with django_assert_max_num_queries(14):
        bob.get(reverse("admin:storefront_sku_changelist"))
    with django_assert_max_num_queries(14):
        bob.get(reverse("admin:storefront_product_changelist"))


def test_a_product_that_was_sold_is_hidden_rather_than_deleted() -> None:
    product = SkuFactory().product
    product.is_active = False
    product.save()
    assert Product.objects.filter(is_active=True).count() == 0
