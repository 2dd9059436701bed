"""The small behaviours of the shop's pages, mostly with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_suggestions_are_reached_and_left_by_keyboard(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("searchbox", name="Search the shop")
    field.press_sequentially("granit")
    suggestions = page.locator("[data-suggestions]")
    expect(suggestions.get_by_role("link").first).to_contain_text("Granite Grand")
    field.press("ArrowDown")
    expect(suggestions.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(suggestions).to_be_hidden()
    expect(field).to_be_focused()
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("granit")


def test_the_market_menu_closes_by_escape_and_switches(page: Page) -> None:
    page.goto("/c/headphones/")
    switch = page.locator("details.market > summary")
    switch.focus()
    page.keyboard.press("Enter")
    country = page.get_by_label("Country and currency")
    expect(country).to_be_visible()
    page.keyboard.press("Escape")
    expect(country).to_be_hidden()
    expect(switch).to_be_focused()
    page.keyboard.press("Enter")
    country.select_option(label="United Kingdom · GBP")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/c/headphones/")
    expect(page.locator(".product-card .price__now").first).to_contain_text("£")


def test_adding_stays_on_the_page_and_says_so(page: Page) -> None:
    page.goto("/p/grid-sixteen/")
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator("[data-toast]")).to_contain_text("Added to your cart.")
    expect(page.locator("[data-cart-count]")).to_have_text("2")
    page.locator("[data-toast]").get_by_role("link", name="View cart").click()
    page.wait_for_url("**/cart/")
    expect(page.get_by_label("Quantity of Grid Sixteen")).to_have_value("2")


def test_a_field_complains_when_left_and_forgives_when_mended(page: Page) -> None:
    page.goto("/p/grid-sixteen/")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator("[data-cart-count]")).to_have_text("1")
    page.goto("/checkout/address/")
    email = page.get_by_label("E-mail address")
    email.fill("alice")
    email.press("Tab")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_email_error")).to_contain_text("name@example.com")
    email.fill("alice@example.org")
    expect(email).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_email_error")).to_be_hidden()


def test_a_refused_form_puts_the_focus_on_what_to_mend(page: Page) -> None:
    page.expected_errors = ("422",)  # type: ignore[attr-defined]
    page.goto("/p/grid-sixteen/")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator("[data-cart-count]")).to_have_text("1")
    page.goto("/checkout/address/")
    page.get_by_role("button", name="Continue").last.click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("E-mail address")).to_be_focused()


def test_the_skip_link_leads_past_the_header(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
