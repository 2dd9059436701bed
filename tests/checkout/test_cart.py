"""The cart: changing it, keeping it, and what it says when the shop has changed meanwhile."""

from __future__ import annotations

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkout import carts
from checkout.models import Cart, CartLine
from core.money import Money
from storefront.models import Price, Sku
from tests.checkout.cast import Shopper
from tests.support.race import run_before


@pytest.fixture
def bob(shop) -> Shopper:
    """A shopper of a shop whose Digital River is out of reach."""
    return Shopper()


def change(shopper: Shopper, line: CartLine | int, **data: object):
    pk = line if isinstance(line, int) else line.pk
    return shopper.client.post("/cart/update/", {"line": pk, **data})


def page(shopper: Shopper) -> str:
    return html.unescape(shopper.client.get("/cart/").content.decode())


def test_a_cart_survives_the_browser(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    cookie = bob.client.cookies[carts.COOKIE]
    assert cookie["max-age"] == 90 * 24 * 3600
    assert cookie["httponly"]
    again = Shopper()
    again.client.cookies[carts.COOKIE] = cookie.value
    assert "Cable one" in page(again)


def test_adding_the_same_thing_again_adds_up(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    bob.add("CABLE", 3)
    assert [line.quantity for line in bob.cart.lines.all()] == [5]


def test_every_change_counts_a_version(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    versions = [bob.cart.version]
    line = bob.cart.lines.get()
    for data in ({"quantity": 3}, {"action": "save"}, {"action": "restore"}, {"action": "remove"}):
        change(bob, line, **data)
        versions.append(bob.cart.version)
    assert versions == [1, 2, 3, 4, 5]


def test_a_cart_never_holds_more_than_the_stock(bob: Shopper) -> None:
    Sku.objects.filter(code="CABLE").update(stock=3)
    bob.add("CABLE", 5)
    assert bob.cart.lines.get().quantity == 3
    assert "Only 3 left" in page(bob)
    change(bob, bob.cart.lines.get(), quantity=9)
    assert bob.cart.lines.get().quantity == 3


def test_what_is_sold_out_cannot_be_added(bob: Shopper) -> None:
    Sku.objects.filter(code="CABLE").update(stock=0)
    response = bob.add("CABLE", 1)
    assert response.status_code == 422
    assert "sold out" in response.content.decode()
    assert not Cart.objects.exists()


def test_a_line_is_capped_at_a_sensible_number(bob: Shopper) -> None:
    bob.add("SYNTH", 5000)
    assert bob.cart.lines.get().quantity == 99


def test_stock_that_shrank_meanwhile_is_said_and_nothing_is_written(bob: Shopper) -> None:
    bob.add("CABLE", 5)
    Sku.objects.filter(code="CABLE").update(stock=2)
    shown = page(bob)
    assert "Only 2 left instead of 5." in shown
    assert "$20.00" in shown
    assert bob.cart.lines.get().quantity == 5


def test_a_price_that_changed_meanwhile_is_said(bob: Shopper) -> None:
    bob.add("CABLE", 1)
    Price.objects.filter(sku__code="CABLE", currency="USD").update(amount=1200)
    assert "The price changed from $10.00 to $12.00." in page(bob)
    change(bob, bob.cart.lines.get(), quantity=2)
    assert "The price changed" not in page(bob)


def test_another_market_prices_the_cart_anew(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    bob.switch("de")
    shown = page(bob)
    assert "€23.80" in shown
    assert "The price changed" not in shown


def test_what_is_not_sold_in_a_market_is_shown_as_unavailable(bob: Shopper) -> None:
    bob.add("CASE", 1)
    bob.add("CABLE", 1)
    bob.switch("de")
    shown = page(bob)
    assert "Not available in your country" in shown
    assert "Case one" in shown
    assert bob.client.get("/cart/").context["basket"].subtotal == Money.from_minor(1190, "EUR")


@pytest.mark.parametrize("gap", [{"country_of_origin": ""}, {"is_active": False}])
def test_what_is_not_for_sale_is_not_blamed_on_the_country(
    bob: Shopper, gap: dict[str, object]
) -> None:
    bob.add("CABLE", 1)
    Sku.objects.filter(code="CABLE").update(**gap)
    for known in (bob, Shopper()):
        response = known.add("CABLE", 1)
        assert response.status_code == 422
        assert "This item is not for sale at present." in response.content.decode()
    shown = page(bob)
    assert "Not for sale at present; it is not part of this order." in shown
    assert "your country" not in shown


def test_a_line_can_be_saved_for_later_and_comes_back(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    line = bob.cart.lines.get()
    change(bob, line, action="save")
    assert "Saved for later" in page(bob)
    assert bob.client.get("/checkout/")["Location"] == "/cart/"
    change(bob, line, action="restore")
    assert bob.client.get("/cart/").context["basket"].count == 2


def test_quantity_zero_removes_a_line(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    change(bob, bob.cart.lines.get(), quantity=0)
    assert not bob.cart.lines.exists()


def test_removing_a_line_twice_is_no_error(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    line = bob.cart.lines.get()
    assert change(bob, line, action="remove").status_code == 302
    assert change(bob, line.pk, action="remove").status_code == 302


def test_a_change_of_a_line_that_is_gone_is_said(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    response = change(bob, 999_999, quantity=3)
    assert response.status_code == 422
    assert "no longer in your cart" in response.content.decode()


def test_nobody_changes_another_shoppers_cart(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    stranger = Shopper()
    stranger.add("SYNTH", 1)
    for data in ({"quantity": 9}, {"action": "remove"}, {"action": "save"}):
        change(stranger, bob.cart.lines.get(), **data)
    line = bob.cart.lines.get()
    assert (line.quantity, line.saved_for_later) == (2, False)


def test_htmx_gets_the_cart_alone_and_the_number_for_the_header(bob: Shopper) -> None:
    bob.add("CABLE", 2)
    response = bob.client.post(
        "/cart/update/",
        {"line": bob.cart.lines.get().pk, "quantity": 4},
        headers={"HX-Request": "true"},
    )
    shown = response.content.decode()
    assert shown.strip().startswith('<div class="cart"')
    assert response["HX-Trigger"] == '{"cart-changed": {"count": 4}}'


def test_scripts_get_json_after_adding(bob: Shopper) -> None:
    response = bob.client.post(
        "/cart/add/", {"sku": "CABLE", "quantity": 2}, headers={"Accept": "application/json"}
    )
    assert response.json() == {"message": "Added to your cart.", "count": 2}
    assert carts.COOKIE in response.cookies


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/p/cable/", "/p/cable/"),
        ("https://evil.example/", "/cart/"),
        ("//evil.example/", "/cart/"),
        ("\\\\evil.example", "/cart/"),
        ("javascript:alert(1)", "/cart/"),
        ("", "/cart/"),
    ],
)
def test_adding_leads_back_to_our_own_pages_only(bob: Shopper, target: str, leads_to: str) -> None:
    data = {"sku": "CABLE", "quantity": 1, "next": target}
    assert bob.client.post("/cart/add/", data)["Location"] == leads_to


def test_a_full_cart_takes_no_new_lines(bob: Shopper, monkeypatch) -> None:
    monkeypatch.setattr(carts, "MAX_LINES", 1)
    bob.add("CABLE", 1)
    assert bob.add("SYNTH", 1).status_code == 422
    assert bob.add("CABLE", 1).status_code == 302


def test_two_tabs_that_add_at_once_both_count(bob: Shopper) -> None:
    bob.add("CABLE", 1)
    other = Shopper(client=bob.client.__class__())
    other.client.cookies[carts.COOKIE] = bob.client.cookies[carts.COOKIE].value
    with run_before("checkout.carts._locked", lambda: other.add("CABLE", 2)):
        bob.add("CABLE", 3)
    assert bob.cart.lines.get().quantity == 6


def test_the_cart_page_asks_little_and_writes_nothing(bob: Shopper) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert bob.client.get("/cart/").status_code == 200
        return [query["sql"] for query in captured]

    bob.add("CABLE", 1)
    bob.client.get("/cart/")  # what every page keeps in the process is read once
    with_one = queries()
    bob.add("SYNTH", 1)
    bob.add("CASE", 1)
    bob.client.get("/cart/")
    with_three = queries()
    asked = [sql for sql in with_three if "django_session" not in sql]
    assert len(asked) <= 4, "\n".join(asked)
    assert len(with_one) == len(with_three)
    assert not [sql for sql in asked if not sql.startswith(("SELECT", "BEGIN", "COMMIT"))]


def test_a_visitor_without_a_cart_costs_no_query_for_it(bob: Shopper) -> None:
    bob.client.get("/cart/")
    with CaptureQueriesContext(connection) as captured:
        bob.client.get("/cart/")
    assert not [query for query in captured if "checkout_cart" in query["sql"]]
