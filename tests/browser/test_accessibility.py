"""axe-core finds nothing on any page, in both themes, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.support.axe import violations
from tests.support.demo_process import DemoProcess
from tests.support.merchant import Merchant
from tests.support.shopper import Shopper

CATALOG = [
    "/",
    "/c/headphones/",
    "/c/headphones/?in_stock=1&sort=price",
    "/p/aria-closed/",
    "/p/tidewater-reverb/",
    "/search/?q=hedphones",
    "/search/?q=xyzzyxyzzy",
    "/cart/",
    "/no-such-page/",
    "/mailbox/",
]
LOOKS = [(360, "light"), (1280, "dark")]


def look(browser: Browser, demo: DemoProcess, width: int, scheme: str) -> Page:
    context = browser.new_context(
        base_url=demo.url,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    return context.new_page()


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [f"{page.url} scrolls sideways"] if wide else []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_catalog_has_no_violations_and_fits(demo, browser, width, scheme) -> None:
    page = look(browser, demo, width, scheme)
    found = []
    for path in CATALOG:
        page.goto(path)
        found += violations(page) + too_wide(page)
    page.context.close()
    assert found == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_checkout_and_the_order_have_no_violations_and_fit(
    demo, browser, width, scheme
) -> None:
    page = look(browser, demo, width, scheme)
    found: list[str] = []

    def check() -> None:
        page.wait_for_load_state("networkidle")
        found.extend(violations(page) + too_wide(page))

    shopper = Shopper(page, f"axe-{width}@example.org")
    shopper.puts_in_cart("grid-sixteen")
    page.goto("/cart/")
    check()
    page.goto("/checkout/")
    check()
    shopper.goes_to_checkout()
    check()
    shopper.goes_on()  # with nothing filled in: the errors are looked at too
    check()
    shopper.gives_address()
    page.wait_for_url("**/checkout/delivery/")
    check()
    shopper.chooses_delivery()
    page.wait_for_url("**/checkout/payment/")
    shopper.card_form.locator("#number").wait_for()
    check()
    shopper.pays()
    check()
    shopper.agrees_and_orders()
    number = shopper.is_thanked()
    check()
    page.get_by_role("link", name="Your order page").click()
    page.wait_for_url("**/orders/*/")
    check()
    page.goto("/mailbox/")
    page.get_by_role("link", name=number).first.click()
    check()
    page.context.close()
    assert found == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_merchants_desk_has_no_violations_and_fits(demo, browser, width, scheme) -> None:
    page = look(browser, demo, width, scheme)
    shopper = Shopper(page, f"desk-{width}@example.org")
    shopper.puts_in_cart("grid-sixteen")
    number = shopper.buys()
    merchant = Merchant(page)
    merchant.signs_in()
    found = violations(page) + too_wide(page)
    for path in (
        "/admin/orders/order/",
        "/admin/storefront/product/",
        "/admin/storefront/sku/",
        "/admin/webhooks/inboundevent/",
        "/admin/core/apicall/",
        "/admin/core/outboxentry/",
    ):
        page.goto(path)
        found += violations(page)
    merchant.opens(number)
    found += violations(page)
    page.get_by_role("link", name="Ship", exact=True).click()
    found += violations(page)
    page.context.close()
    assert found == []
