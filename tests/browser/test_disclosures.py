"""The seller's texts: on every checkout page, for the right seller, country and language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.demo_process import DemoProcess
from tests.support.shopper import Shopper

IRISH = {
    "name": "Anna Berg",
    "line1": "Torstraße 1",
    "city": "Berlin",
    "postal_code": "10119",
}


def footer_entity(page: Page) -> str:
    """The entity that the footer's element was asked for, once its links are there."""
    expect(page.locator("#compliance a").first).to_be_visible()
    return page.locator("#compliance").get_attribute("data-entity") or ""


@pytest.mark.accepts("F01")
def test_every_checkout_page_shows_the_compliance_element_of_its_seller(
    demo: DemoProcess, page: Page
) -> None:
    shopper = Shopper(page, "footer@example.org")
    shopper.puts_in_cart("grid-sixteen")
    page.goto("/checkout/")
    seen = [footer_entity(page)]
    shopper.goes_to_checkout()
    seen.append(footer_entity(page))
    shopper.gives_address()
    page.wait_for_url("**/checkout/delivery/")
    seen.append(footer_entity(page))
    shopper.chooses_delivery()
    page.wait_for_url("**/checkout/payment/")
    seen.append(footer_entity(page))
    shopper.pays()
    seen.append(footer_entity(page))
    shopper.agrees_and_orders()
    shopper.is_thanked()
    seen.append(footer_entity(page))
    status, order = demo.sandbox.api("GET", "/orders?limit=1")
    assert status == 200
    assert len(seen) == 6
    assert set(seen[2:]) == {order["data"][0]["sellingEntity"]["id"]}
    assert page.locator("#compliance").get_attribute("data-country") == "US"


@pytest.mark.accepts("F02", "Q02")
def test_seller_language_and_country_follow_the_market(demo: DemoProcess, browser: Browser) -> None:
    context = browser.new_context(base_url=demo.url, locale="de-DE")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/")
    page.locator("[data-module~=menu] summary, .market-switch summary").first.click()
    choose = page.locator("form[action$='/market/']").first
    choose.locator("select").first.select_option("de.DE")
    choose.locator("[name=language]").select_option("de")
    choose.locator("[type=submit]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "de"

    page.goto("/p/grid-sixteen/")
    page.locator("form[action$='/cart/add/'] [type=submit]").click()
    page.locator("[data-cart-count]").wait_for()
    page.goto("/checkout/address/")
    shopper = Shopper(page, "anna@example.org")
    shopper.gives_address(address=IRISH)
    shopper.chooses_delivery()
    page.wait_for_url("**/checkout/payment/")
    assert footer_entity(page) == "DR_IRELAND-ENTITY"
    footer = page.locator("#compliance")
    assert footer.get_attribute("data-language") == "de"
    assert footer.get_attribute("data-country") == "DE"
    expect(footer).to_contain_text("Widerruf")  # the cancellation rights that Germany asks for
    expect(shopper.card_form.locator("label[for=number]")).to_have_text("Kartennummer")
    expect(page.locator("#drop-in .dr-button")).to_have_text("Weiter")
    context.close()
