"""What a shopper does in the browser, one method a step."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import FrameLocator, Page, expect

GOOD_CARD = "4444222233331111"
DECLINED_CARD = "4000000000003600"
REFUSED_BY_FORM = "4000000000003295"

US_ADDRESS = {
    "name": "Alice Winter",
    "line1": "10380 Bren Road West",
    "city": "Minnetonka",
    "state": "MN",
    "postal_code": "55343",
}


@dataclass
class Shopper:
    """A guest in front of a page. Every step waits for what the step promises."""

    page: Page
    email: str = "alice@example.org"

    def puts_in_cart(self, slug: str, *, sku: str = "", quantity: int = 1) -> None:
        """Adds a product from its page."""
        self.page.goto(f"/p/{slug}/")
        if sku:
            self.page.locator(f"input[name=sku][value={sku}]").check()
        if quantity != 1:
            self.page.locator("input[name=quantity]").fill(str(quantity))
        self.page.get_by_role("button", name="Add to cart").click()
        self.page.get_by_text("Added to your cart").first.wait_for()

    def goes_to_checkout(self) -> None:
        self.page.goto("/checkout/")
        self.page.get_by_role("link", name="Continue as guest").click()
        self.page.wait_for_url("**/checkout/address/")

    def gives_address(self, prefix: str = "ship", address: dict[str, str] = US_ADDRESS) -> None:
        """Fills contact and address, and goes on."""
        self.page.locator("input[name=email]").fill(self.email)
        for name, value in address.items():
            field = self.page.locator(f"[name={prefix}-{name}]")
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        self.goes_on()

    def goes_on(self) -> None:
        self.page.locator("form button[type=submit].button--wide").click()

    def chooses_delivery(self, code: str = "") -> None:
        self.page.wait_for_url("**/checkout/delivery/")
        if code:
            self.page.locator(f"input[name=method][value={code}]").check()
        self.goes_on()

    @property
    def card_form(self) -> FrameLocator:
        return self.page.frame_locator("#drop-in iframe")

    def types_card(self, number: str, *, expiry: str = "1230", code: str = "123") -> None:
        """Types a card into the vendor's frame and presses its button."""
        self.page.wait_for_url("**/checkout/payment/")
        self.card_form.locator("#number").fill(number)
        self.card_form.locator("#expiry").fill(expiry)
        self.card_form.locator("#code").fill(code)
        for box in self.page.locator("#drop-in input[type=checkbox]").all():
            box.check()
        self.page.locator("#drop-in .dr-button").click()

    def pays(self, number: str = GOOD_CARD) -> None:
        self.types_card(number)
        self.page.wait_for_url("**/checkout/review/")

    def agrees_and_orders(self) -> None:
        """Ticks the consent box and places the order."""
        self.page.locator("#id_agreed").check()
        self.page.get_by_role("button", name=re.compile("^Place order")).click()

    def is_thanked(self) -> str:
        """The order number of the thank-you page."""
        self.page.wait_for_url("**/checkout/thanks/*/")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self.page.locator(".thanks .lead strong").inner_text().strip()

    def buys(self, prefix: str = "ship", *, delivery: str = "") -> str:
        """From a filled cart to the thank-you page with a good card; the order number."""
        self.goes_to_checkout()
        self.gives_address(prefix)
        if prefix == "ship":
            self.chooses_delivery(delivery)
        self.pays()
        self.agrees_and_orders()
        return self.is_thanked()
