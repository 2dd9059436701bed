"""A stranger buys, the merchant ships, the money is captured, and every system agrees."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.demo_process import DemoProcess
from tests.support.merchant import Merchant
from tests.support.shopper import DECLINED_CARD, GOOD_CARD, REFUSED_BY_FORM, US_ADDRESS, Shopper

CAPTURED = "order.charge.capture.complete"


def remote_order(demo: DemoProcess, number: str) -> dict[str, Any]:
    """The one order that Digital River has under this number."""
    status, found = demo.sandbox.api("GET", f"/orders?upstreamIds={number}")
    assert status == 200
    assert len(found["data"]) == 1, found
    return found["data"][0]


def letters_to(demo: DemoProcess, address: str, count: int) -> list[dict[str, Any]]:
    """The shopper's letters, oldest first, once there are ``count`` of them."""

    def enough() -> list[dict[str, Any]]:
        mine = [letter for letter in demo.letters() if address in letter["to"]]
        return mine[::-1] if len(mine) >= count else []

    return demo.wait_for(f"{count} letters to {address}", enough)


def order_calls(demo: DemoProcess) -> list[dict[str, Any]]:
    return [r for r in demo.sandbox.requests() if (r["method"], r["path"]) == ("POST", "/orders")]


@pytest.mark.smoke
@pytest.mark.accepts("F03", "G02", "I04", "I05")
def test_a_guest_buys_two_headphones_and_the_merchant_ships_them_one_by_one(
    demo: DemoProcess, page: Page
) -> None:
    shopper = Shopper(page, "alice@example.org")
    shopper.puts_in_cart("aria-closed", sku="ARIAC-PIN", quantity=2)
    number = shopper.buys()
    expect(page.get_by_text("Visa")).not_to_have_count(0)
    expect(page.get_by_text("1111")).not_to_have_count(0)
    remote = remote_order(demo, number)
    assert remote["state"] == "accepted"

    merchant = Merchant(page)
    merchant.signs_in()
    merchant.opens(number)
    merchant.ships({"ARIAC-PIN": 1}, company="UPS", number="1Z999")
    demo.wait_for(
        "the first capture",
        lambda: remote_order(demo, number)["payment"]["charges"][0].get("captures"),
    )
    remote = remote_order(demo, number)
    assert remote["state"] == "accepted"
    assert remote["payment"]["charges"][0]["state"] == "capturable"

    merchant.opens(number)
    merchant.ships({"ARIAC-PIN": 1})

    def complete() -> bool:
        merchant.opens(number)
        return "Complete" in merchant.main.inner_text()

    demo.wait_for("our order to be complete", complete)
    remote = remote_order(demo, number)
    assert remote["state"] == "complete"
    captures = remote["payment"]["charges"][0]["captures"]
    assert sum(round(c["amount"] * 100) for c in captures) == round(remote["totalAmount"] * 100)

    letters = letters_to(demo, "alice@example.org", 3)
    assert [number in letter["text"] for letter in letters] == [True] * 3
    assert "1Z999" in letters[1]["text"]
    assert "1Z999" not in letters[2]["text"]


def test_a_digital_purchase_has_no_delivery_and_three_vendor_calls(
    demo: DemoProcess, page: Page
) -> None:
    before = demo.sandbox.requests()[-1]["n"]
    shopper = Shopper(page, "digital@example.org")
    shopper.puts_in_cart("tidewater-reverb", sku="TIDE-S")
    number = shopper.buys("bill")
    calls = [
        (r["method"], r["path"])
        for r in demo.sandbox.requests(after=before)
        if r["headers"].get("Authorization", "").startswith("Bearer sk_") and r["method"] == "POST"
    ]
    assert len(calls) == 3
    assert remote_order(demo, number).get("shipTo") is None


def test_a_mixed_cart_is_delivered_like_a_physical_one(demo: DemoProcess, page: Page) -> None:
    shopper = Shopper(page, "mixed@example.org")
    shopper.puts_in_cart("tidewater-reverb", sku="TIDE-P")
    shopper.puts_in_cart("grid-sixteen")
    number = shopper.buys()
    remote = remote_order(demo, number)
    assert remote["shipTo"]["address"]["city"] == "Minnetonka"
    assert len(remote["items"]) == 2


@pytest.mark.accepts("G04")
def test_a_declined_card_keeps_everything_and_another_card_works_at_once(
    demo: DemoProcess, page: Page
) -> None:
    shopper = Shopper(page, "declined@example.org")
    shopper.puts_in_cart("grid-sixteen")
    shopper.goes_to_checkout()
    shopper.gives_address()
    shopper.chooses_delivery()
    shopper.pays(DECLINED_CARD)
    first_review = page.locator("input[name=review]").input_value()
    shopper.agrees_and_orders()
    page.wait_for_url("**/checkout/payment/")
    alert = page.locator(".messages .alert--danger")
    expect(alert).to_contain_text(re.compile("charged|declined|accepted", re.IGNORECASE))
    for code in ("failed-request", "conflict", "409", "{"):
        assert code not in alert.inner_text()
    assert "failed-request" not in page.content()

    shopper.pays(GOOD_CARD)
    assert page.locator("input[name=review]").input_value() != first_review
    shopper.agrees_and_orders()
    number = shopper.is_thanked()
    assert remote_order(demo, number)["state"] == "accepted"
    assert remote_order(demo, number)["shipTo"]["name"] == US_ADDRESS["name"]
    mine = [letter for letter in demo.letters() if shopper.email in letter["to"]]
    assert len(mine) <= 1


@pytest.mark.accepts("E14")
def test_a_card_that_the_form_refuses_leaves_the_form_usable(demo: DemoProcess, page: Page) -> None:
    shopper = Shopper(page, "refused@example.org")
    shopper.puts_in_cart("tidewater-reverb", sku="TIDE-P")
    shopper.goes_to_checkout()
    shopper.gives_address("bill")
    page.expected_errors = ["status of 4"]  # type: ignore[attr-defined]
    shopper.types_card(REFUSED_BY_FORM)
    expect(page.locator("[data-payment-message]")).to_be_visible()
    shopper.pays(GOOD_CARD)
    expect(page.get_by_role("button", name=re.compile("^Place order"))).to_be_visible()


@pytest.mark.accepts("G01")
def test_a_double_click_a_reload_and_the_back_button_place_one_order(
    demo: DemoProcess, page: Page
) -> None:
    before = len(order_calls(demo))
    shopper = Shopper(page, "double@example.org")
    shopper.puts_in_cart("tidewater-reverb", sku="TIDE-P")
    shopper.goes_to_checkout()
    shopper.gives_address("bill")
    shopper.pays()
    page.locator("#id_agreed").check()
    page.get_by_role("button", name=re.compile("^Place order")).dblclick()
    number = shopper.is_thanked()
    page.reload()
    assert shopper.is_thanked() == number
    page.go_back()
    page.goto("/checkout/review/")
    page.goto("/checkout/")
    assert len(order_calls(demo)) == before + 1


def test_the_cart_survives_a_restart_of_the_browser(demo: DemoProcess, browser) -> None:
    first = browser.new_context(base_url=demo.url)
    Shopper(first.new_page()).puts_in_cart("grid-sixteen", quantity=2)
    kept = first.storage_state()
    # A browser that is closed forgets session cookies.
    kept["cookies"] = [cookie for cookie in kept["cookies"] if cookie["expires"] > 0]
    first.close()
    second = browser.new_context(base_url=demo.url, storage_state=kept)
    page = second.new_page()
    page.goto("/cart/")
    expect(page.get_by_text("Grid Sixteen").first).to_be_visible()
    second.close()
