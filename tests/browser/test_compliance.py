"""The seller's disclosures on the checkout's pages, as Digital River's own script words them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.support.demo_process import DemoProcess
from tests.support.shopper import Shopper

DE_ADDRESS = {
    "name": "Gustav Grün",
    "line1": "Torstraße 1",
    "city": "Berlin",
    "postal_code": "10119",
}


def seller_on(page: Page) -> dict[str, Any]:
    """What the mounted element says: entity, text, and the documents it links to."""
    element = page.locator("#compliance .dr-compliance")
    element.wait_for()
    return {
        "entity": element.get_attribute("data-entity"),
        "text": element.inner_text(),
        "links": [
            re.sub(r"/[a-z]{2}$", "", link.get_attribute("href") or "")
            for link in element.locator("li a").all()
        ],
        "names": [link.inner_text() for link in element.locator("li a").all()],
    }


@pytest.mark.accepts("F01")
def test_every_step_mounts_the_compliance_element_of_the_seller(
    demo: DemoProcess, page: Page
) -> None:
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("request", note)
    shopper = Shopper(page, "seller@example.org")
    shopper.puts_in_cart("aria-closed")
    shopper.goes_to_checkout()
    assert seller_on(page)["entity"]
    shopper.gives_address()
    page.wait_for_url("**/checkout/delivery/")
    seen = [seller_on(page)]
    shopper.chooses_delivery()
    page.wait_for_url("**/checkout/payment/")
    seen.append(seller_on(page))
    shopper.pays()
    seen.append(seller_on(page))
    shopper.agrees_and_orders()
    number = shopper.is_thanked()
    seen.append(seller_on(page))
    _status, found = demo.sandbox.api("GET", f"/orders?upstreamIds={number}")
    entity = found["data"][0]["sellingEntity"]["id"]
    assert [each["entity"] for each in seen] == [entity] * 4
    vendor = {request.url for request in asked if "DigitalRiver." in request.url}
    assert vendor == {
        f"{demo.sandbox.url}/v1/DigitalRiver.js",
        f"{demo.sandbox.url}/v1/css/DigitalRiver.css",
    }
    assert not [request.url for request in asked if "digitalriverws" in request.url]


@pytest.mark.accepts("F02", "Q02")
def test_seller_and_texts_follow_country_and_language(demo: DemoProcess, page: Page) -> None:
    shopper = Shopper(page, "follow@example.org")
    shopper.puts_in_cart("aria-closed")
    shopper.goes_to_checkout()
    shopper.gives_address()
    page.wait_for_url("**/checkout/delivery/")
    american = seller_on(page)
    page.goto("/cart/")
    page.context.add_cookies([{"name": "market", "value": "de.DE", "url": demo.url}])
    page.goto("/checkout/address/")
    shopper.gives_address(address=DE_ADDRESS)
    page.wait_for_url("**/checkout/delivery/")
    irish = seller_on(page)
    assert "Digital River Ireland Ltd." in irish["text"]
    assert irish["entity"] != american["entity"]
    page.context.add_cookies([{"name": "millrace_language", "value": "de", "url": demo.url}])
    page.goto("/checkout/delivery/")
    german = seller_on(page)
    assert german["links"] == irish["links"]
    assert german["names"] != irish["names"]
    shopper.chooses_delivery()
    page.wait_for_url("**/checkout/payment/")
    expect(shopper.card_form.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#drop-in .dr-dropin")).to_have_attribute("lang", "de")


def test_the_button_opens_with_the_consent_and_closes_with_it(
    demo: DemoProcess, page: Page
) -> None:
    shopper = Shopper(page, "consent@example.org")
    shopper.puts_in_cart("tidewater-reverb", sku="TIDE-P")
    shopper.goes_to_checkout()
    shopper.gives_address("bill")
    shopper.pays()
    button = page.get_by_role("button", name=re.compile("^Place order"))
    box = page.locator("#id_agreed")
    expect(box).not_to_be_checked()
    expect(button).to_be_disabled()
    box.check()
    expect(button).to_be_enabled()
    box.uncheck()
    expect(button).to_be_disabled()
    details = page.evaluate(
        "() => { const {entity, language, country} = document.getElementById('compliance').dataset;"
        " return DigitalRiver.Compliance.getDetails("
        "{businessEntityCode: entity, language, country}).disclosure.resellerDisclosure; }"
    )
    shown = page.locator("[data-reseller]")
    words = page.evaluate(
        "html => new DOMParser().parseFromString(html, 'text/html').body.textContent",
        details["localizedText"],
    )
    expect(shown).to_contain_text(words)
    expect(shown.locator("[data-reseller-link]")).to_have_attribute("href", details["url"])


def test_a_field_says_what_is_wrong_on_leaving_and_is_quiet_once_mended(
    demo: DemoProcess, page: Page
) -> None:
    shopper = Shopper(page, "inline@example.org")
    shopper.puts_in_cart("aria-closed")
    shopper.goes_to_checkout()
    postcode = page.locator("[name=ship-postal_code]")
    postcode.fill("5534")
    postcode.press("Tab")
    error = page.locator("#id_ship-postal_code_error")
    expect(error).to_contain_text("95014")
    expect(postcode).to_have_attribute("aria-invalid", "true")
    postcode.fill("55343")
    expect(error).to_be_hidden()


def test_a_new_country_brings_its_fields_and_keeps_what_was_typed(
    demo: DemoProcess, page: Page
) -> None:
    page.context.add_cookies([{"name": "market", "value": "de.DE", "url": demo.url}])
    shopper = Shopper(page, "country@example.org")
    shopper.puts_in_cart("aria-closed")
    shopper.goes_to_checkout()
    expect(page.locator("[name=ship-state]")).to_have_count(0)
    page.locator("[name=ship-name]").fill("Ida Rossi")
    page.locator("[name=email]").fill("ida@example.org")
    page.locator("[name=ship-country]").focus()
    page.locator("[name=ship-country]").select_option("IT")
    expect(page.locator("[name=ship-state]")).to_be_visible()
    expect(page.locator("[name=ship-name]")).to_have_value("Ida Rossi")
    expect(page.locator("[name=email]")).to_have_value("ida@example.org")
    expect(page.locator("[name=ship-country]")).to_be_focused()


def test_the_page_that_confirms_goes_on_by_itself(demo: DemoProcess, page: Page) -> None:
    shopper = Shopper(page, "confirming@example.org")
    shopper.puts_in_cart("tidewater-reverb", sku="TIDE-P")
    shopper.goes_to_checkout()
    shopper.gives_address("bill")
    shopper.pays()
    fault = {"method": "POST", "path": "/orders", "times": 1, "action": "drop_after"}
    demo.sandbox.control("PUT", "/control/faults", [fault])
    shopper.agrees_and_orders()
    page.wait_for_url(re.compile("/checkout/(confirming|thanks)/"))
    page.wait_for_url("**/checkout/thanks/*/", timeout=30_000)
    assert shopper.is_thanked()


def test_without_javascript_everything_works_up_to_the_payment_form(
    demo: DemoProcess, browser: Any
) -> None:
    context = browser.new_context(base_url=demo.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/p/aria-closed/")
    page.get_by_role("button", name="Add to cart").click()
    page.goto("/cart/")
    page.locator("[name=quantity]").fill("2")
    page.get_by_role("button", name="Update").click()
    expect(page.locator("[name=quantity]")).to_have_value("2")
    shopper = Shopper(page, "plain@example.org")
    shopper.goes_to_checkout()
    expect(page.locator("[name=bill-name]")).to_be_hidden()
    page.locator("[name=billing_same]").uncheck()
    expect(page.locator("[name=bill-name]")).to_be_visible()
    page.locator("[name=billing_same]").check()
    page.locator("[name=ship-country]").select_option("CA")
    page.locator("button[name=refresh]:visible").first.click()
    expect(page.locator("[name=ship-state]")).to_contain_text("Ontario")
    page.locator("[name=ship-country]").select_option("US")
    page.locator("button[name=refresh]:visible").first.click()
    shopper.gives_address()
    shopper.chooses_delivery()
    page.wait_for_url("**/checkout/payment/")
    assert "The payment form needs JavaScript" in page.locator("main").inner_text()
    context.close()
