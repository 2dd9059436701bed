from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.models import ApiCall
from core.money import Money
from storefront import search
from storefront.models import Market, Price, Product, Sku
from tests.factories import (
    CategoryFactory,
    OptionFactory,
    OptionValueFactory,
    ProductFactory,
    ProductImageFactory,
    SkuFactory,
)

pytestmark = pytest.mark.django_db

PRICES = {"USD": "49.00", "GBP": "120.00", "EUR": "45.50", "JPY": "1980"}


def sold(name: str = "Keel", **more) -> Sku:
    """A product with a picture, found by search, priced in every market."""
    product = ProductFactory(
        name_en=name,
        name_de=f"{name} (de)",
        **{k[9:]: more.pop(k) for k in list(more) if k.startswith("product__")},
    )
    ProductImageFactory(product=product)
    sku = SkuFactory(product=product, prices=more.pop("prices", PRICES), **more)
    search.index_product(product)
    return sku


def page(client: Client, path: str, market: str = "us.US", status: int = 200) -> str:
    client.cookies["market"] = market
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(
    ("market", "price"),
    [("us.US", "$49.00"), ("gb.GB", "£120.00"), ("de.DE", "€45.50"), ("jp.JP", "¥1,980")],
)
def test_prices_have_the_digits_of_their_currency(client, markets, market, price) -> None:
    sku = sold()
    assert price in page(client, "/c/all/", market)
    html = page(client, f"/p/{sku.product.slug}/", market)
    assert price in html
    assert f"{price}.00" not in html


def test_prices_follow_the_language(client: Client, markets) -> None:
    sku = sold()
    client.cookies["millrace_language"] = "de"
    assert "45,50\xa0€" in page(client, f"/p/{sku.product.slug}/", "de.DE")


def test_the_tax_note_follows_the_market(client: Client, markets) -> None:
    sku = sold()
    assert "Includes tax" in page(client, f"/p/{sku.product.slug}/", "gb.GB")
    assert "Plus tax" in page(client, f"/p/{sku.product.slug}/", "us.US")
    assert "Digital River Ireland" in page(client, f"/p/{sku.product.slug}/", "de.DE")


def test_a_product_without_a_price_here_is_not_listed_and_says_why(client, markets) -> None:
    sku = sold("Only Dollars", prices={"USD": "10.00"})
    assert "Only Dollars" not in page(client, "/c/all/", "jp.JP")
    assert "Only Dollars" not in page(client, "/search/?q=only+dollars", "jp.JP")
    html = page(client, f"/p/{sku.product.slug}/", "jp.JP")
    assert "not sold in your country (JPY)" in html
    assert 'name="sku"' not in html


@pytest.mark.accepts("B05")
def test_an_incomplete_product_is_shown_but_cannot_be_bought(client: Client, us: Market) -> None:
    sku = sold("Voices", eccn="")
    assert "Not for sale at present" in page(client, "/c/all/")
    html = page(client, f"/p/{sku.product.slug}/")
    assert "not for sale at present" in html
    assert 'name="sku"' not in html


def test_stock_notes(client: Client, us: Market) -> None:
    few, none, plenty = sold(stock=2), sold(stock=0), sold(stock=90)
    assert "Only 2 left" in page(client, f"/p/{few.product.slug}/")
    assert 'max="2"' in page(client, f"/p/{few.product.slug}/")
    html = page(client, f"/p/{none.product.slug}/")
    assert "Sold out" in html
    assert 'type="submit">' not in html.split("product__buy")[1].split("product__more")[0]
    assert (
        "left"
        not in page(client, f"/p/{plenty.product.slug}/")
        .split("product__more")[0]
        .split("product__buy")[1]
    )


@pytest.mark.accepts("B06")
def test_download_and_delivery_notes(client: Client, us: Market) -> None:
    digital, shipped = sold(), sold(physical_goods=True)
    assert "Nothing is shipped" in page(client, f"/p/{digital.product.slug}/")
    assert "next working day" in page(client, f"/p/{shipped.product.slug}/")


def two_licences() -> tuple[Sku, Sku]:
    personal, licence = sold(prices={"USD": "49.00"}), OptionFactory()
    studio = SkuFactory(product=personal.product, prices={"USD": "99.00"}, position=1)
    for sku, name in ((personal, "Personal"), (studio, "Studio")):
        sku.option_values.add(OptionValueFactory(option=licence, name_en=name, name_de=name))
    return personal, studio


def test_options_are_radio_buttons_with_sku_codes(client: Client, us: Market) -> None:
    personal, studio = two_licences()
    html = page(client, f"/p/{personal.product.slug}/")
    assert "<legend>Licence</legend>" in html
    for sku, price in ((personal, "$49.00"), (studio, "$99.00")):
        assert f'type="radio" name="sku" value="{sku.code}"' in html
        assert price in html
    assert html.count(" checked") == 1


def test_a_link_can_choose_the_option(client: Client, us: Market) -> None:
    personal, studio = two_licences()
    html = page(client, f"/p/{personal.product.slug}/?sku={studio.code}")
    chosen = html.split(f'value="{studio.code}"')[1].split(">")[0]
    assert "checked" in chosen
    assert "$49.00" in page(client, f"/p/{personal.product.slug}/?sku=nonsense%00")


def test_a_sold_out_option_cannot_be_chosen(client: Client, us: Market) -> None:
    personal, studio = two_licences()
    Sku.objects.filter(pk=personal.pk).update(stock=0)
    html = page(client, f"/p/{personal.product.slug}/")
    assert "disabled" in html.split(f'value="{personal.code}"')[1].split(">")[0]
    assert "checked" in html.split(f'value="{studio.code}"')[1].split(">")[0]


def test_a_sale_shows_both_prices(client: Client, us: Market) -> None:
    sku = sold(prices={"USD": "89.00"})
    Price.objects.filter(sku=sku).update(list_amount=Money(Decimal(119), "USD"))
    for path in ("/", "/c/all/?sale=1", f"/p/{sku.product.slug}/"):
        html = page(client, path)
        assert "$89.00" in html
        assert "$119.00" in html


def names(html: str) -> list[str]:
    return [part.split("<")[0] for part in html.split('product-card__name">')[1:]]


@pytest.fixture
def shelf(us: Market):
    shelf = CategoryFactory(slug="gear", name_en="Gear", name_de="Zeug")
    inner = CategoryFactory(slug="small-gear", parent=shelf)
    sold("Alpha", prices={"USD": "30.00"}, product__category=shelf, product__position=2)
    sold("Beta", prices={"USD": "10.00"}, product__category=shelf, product__position=1, stock=0)
    sold(
        "Gamma",
        prices={"USD": "20.00"},
        product__category=inner,
        product__position=3,
        physical_goods=True,
    )
    sold("Elsewhere")
    return shelf


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Beta", "Alpha", "Gamma"]),
        ("?kind=digital", ["Beta", "Alpha"]),
        ("?kind=physical", ["Gamma"]),
        ("?stock=1", ["Alpha", "Gamma"]),
        ("?low=15&high=25", ["Gamma"]),
        ("?low=20.00", ["Alpha", "Gamma"]),
        ("?sort=price", ["Beta", "Gamma", "Alpha"]),
        ("?sort=-price", ["Alpha", "Gamma", "Beta"]),
        ("?sort=name", ["Alpha", "Beta", "Gamma"]),
        ("?sort=new", ["Gamma", "Beta", "Alpha"]),
        ("?sale=1", []),
        ("?kind=digital&high=5", []),
    ],
)
def test_filters_and_sorting(client: Client, shelf, query: str, expected: list[str]) -> None:
    assert names(page(client, f"/c/gear/{query}")) == expected


def test_filters_stay_in_the_form_and_empty_lists_help(client: Client, shelf) -> None:
    html = page(client, "/c/gear/?kind=digital&high=5")
    assert "No product here fits" in html
    assert 'value="digital" checked' in html
    assert 'name="high" min="0" step="any" inputmode="decimal" value="5"' in html


def test_pages_keep_the_filters(client: Client, us: Market) -> None:
    for index in range(14):
        sold(f"P{index}")
    html = page(client, "/c/all/?sort=name&kind=digital")
    assert "?page=2&amp;sort=name&amp;kind=digital" in html
    assert len(names(html)) == 12
    assert len(names(page(client, "/c/all/?page=2&sort=name&kind=digital"))) == 2
    page(client, "/c/all/?page=3", status=404)


def test_german_pages_use_the_german_texts(client: Client, shelf) -> None:
    client.cookies["millrace_language"] = "de"
    html = page(client, "/c/gear/")
    assert "Alpha (de)" in html
    assert "<h1>Zeug</h1>" in html


def test_the_breadcrumbs_name_the_path(client: Client, shelf) -> None:
    slug = Product.objects.get(name_en="Gamma").slug
    html = page(client, f"/p/{slug}/").split('class="breadcrumbs"')[1].split("</nav>")[0]
    assert html.index("/c/gear/") < html.index("/c/small-gear/") < html.index("Gamma")


def test_search_results_and_suggestions(client: Client, us: Market) -> None:
    sold("Aria Headphones")
    sold("Something Else")
    assert names(page(client, "/search/?q=headphnes")) == ["Aria Headphones"]
    assert "/p/" in page(client, "/search/suggest/?q=aria")
    found = client.get("/search/suggest/?q=aria&format=json").json()["suggestions"]
    assert [one["name"] for one in found] == ["Aria Headphones"]
    assert found[0]["price"] == "$49.00"
    assert "We found nothing like that" in page(client, "/search/?q=xqzzyw")
    assert "Type what you are looking for" in page(client, "/search/")


def test_inactive_products_are_gone(client: Client, us: Market) -> None:
    sku = sold(product__is_active=False)
    page(client, f"/p/{sku.product.slug}/", status=404)
    assert names(page(client, "/c/all/")) == []


def test_a_picture_that_is_not_there_breaks_nothing(client: Client, us: Market, settings) -> None:
    sku = sold()
    sku.product.images.update(path="img/gone \"'<.svg")
    assert "<.svg" not in page(client, f"/p/{sku.product.slug}/")


def test_not_found_offers_a_search(client: Client, us: Market) -> None:
    html = page(client, "/p/never-heard-of/", status=404)
    assert 'action="/search/"' in html
    assert "cannot find that page" in html


BUDGET = 4


@pytest.mark.accepts("D01")
def test_lists_pages_and_searches_stay_within_their_budget(client: Client, us: Market) -> None:
    """At most four statements, whatever the number of products; no writes, no vendor call."""
    for index in range(13):
        sold(f"Reverb {index}", product__is_featured=True)
    few = statements(client)
    for index in range(12):
        sold(f"Reverb {index + 13}", product__is_featured=True)
    many = statements(client)
    for path, queries in many.items():
        assert len(queries) <= BUDGET, (path, queries)
        assert len(queries) == len(few[path]), path
        assert all(query.startswith(("SELECT", "WITH")) for query in queries), (path, queries)
    assert not ApiCall.objects.exists()


def statements(client: Client) -> dict[str, list[str]]:
    slug = two_licences()[0].product.slug
    found = {}
    for path in (
        "/",
        "/c/all/",
        "/c/all/?sort=price&kind=digital&stock=1",
        f"/p/{slug}/",
        "/search/?q=reverb",
    ):
        client.get("/c/all/")  # markets and categories are kept in the process
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert client.get(path).status_code == 200
        found[path.replace(slug, "…")] = [
            query["sql"].lstrip() for query in context.captured_queries
        ]
    return found


def test_a_first_visit_writes_nothing(client: Client, us: Market) -> None:
    sold()
    with CaptureQueriesContext(connection) as context:
        client.get("/")
    assert all(query["sql"].lstrip().startswith("SELECT") for query in context.captured_queries)
    assert "millrace_session" not in client.cookies


BAD_PATHS = [
    "/c/gear/?page=-1",
    "/c/gear/?page=0",
    "/c/gear/?page=99999999999999999999",
    "/c/gear/?page=%00",
    "/c/gear/?page=1.5",
    "/c/gear/?page=²",
    "/c/all/?low=abc",
    "/c/all/?low=-1",
    "/c/all/?low=NaN",
    "/c/all/?low=1e400",
    "/c/all/?high=99999999999999999999999999",
    "/c/all/?low=Infinity",
    "/c/all/?kind=magic",
    "/c/all/?sort=;drop",
    "/c/all/?sort=%00",
    "/c/nope/",
    "/c/%00/",
    "/p/%00/",
    "/p/" + "x" * 3000 + "/",
    "/search/?q=" + "x" * 101,
    "/search/?q=%00",
    "/search/?page=7",
    "/search/suggest/?q=" + "y" * 5000,
    "/search/suggest/?q=%00",
]


@pytest.mark.parametrize("path", BAD_PATHS)
def test_bad_addresses_are_the_askers_fault(client: Client, shelf, path: str) -> None:
    assert 400 <= client.get(path).status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "/c/all/?stock=maybe",
        "/c/all/?stock=%00",
        "/p/x?sku=%00",
        "/search/?q=%ff%fe",
        "/c/all/?low=%ff",
    ],
)
def test_odd_addresses_never_break_the_page(client: Client, shelf, path: str) -> None:
    assert client.get(path).status_code < 500


@pytest.mark.parametrize("path", ["/", "/c/all/", "/search/", "/search/suggest/"])
def test_pages_are_only_read(client: Client, us: Market, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.delete(path).status_code == 405


def test_amounts_do_not_leak_between_languages(client: Client, markets) -> None:
    sku = sold()
    with translation.override("de"):
        assert sku.prices.get(currency="EUR").amount.format() == "45,50\xa0€"
    with translation.override("en"):
        assert sku.prices.get(currency="EUR").amount.format() == "€45.50"
