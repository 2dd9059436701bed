"""The three card fields: formatting, checks, errors, keyboard, screen reader."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from .conftest import Payment

VISA = "4444222233331111"
AMEX = "343456789012341"


BRANDS = [
    ("4444222233331111", "Visa", "4444 2222 3333 1111"),
    ("5466160000000008", "Mastercard", "5466 1600 0000 0008"),
    ("343456789012341", "American Express", "3434 567890 12341"),
    ("30345678901235", "Diners Club", "3034 567890 1235"),
    ("6011987698769876", "Discover", "6011 9876 9876 9876"),
    ("3528987698769879", "JCB", "3528 9876 9876 9879"),
    ("6226220000000009", "UnionPay", "6226 2200 0000 0009"),
    ("5018000000000009", "Maestro", "5018 0000 0000 0009"),
]


def test_each_brand_is_recognised_and_grouped(payment: Payment):
    payment.open()
    field = payment.fields.locator("#number")
    for number, brand, shown in BRANDS:
        field.clear()
        field.press_sequentially(number)
        expect(field).to_have_value(shown)
        expect(payment.fields.locator("img.found")).to_have_attribute("title", brand)
        expect(payment.fields.locator("#brand-note")).to_have_text(f"{brand} card")
        field.blur()
        expect(payment.fields.locator("#number-error")).to_be_empty()


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("4444222233331112", "not right"),
        ("4444 2222", "too short"),
        ("5466160000000000", "not right"),
    ],
)
def test_a_wrong_number_is_told_on_leaving_and_gone_when_mended(payment: Payment, number, error):
    payment.open()
    field = payment.fields.locator("#number")
    message = payment.fields.locator("#number-error")
    field.press_sequentially(number)
    expect(message).to_be_empty()
    field.blur()
    expect(message).to_contain_text(error)
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(VISA)
    expect(message).to_be_empty()
    expect(field).not_to_have_attribute("aria-invalid", "true")


EXPIRIES = [
    ("1234", "12 / 34", ""),
    ("434", "04 / 34", ""),
    ("12/2034", "12 / 34", ""),
    ("1", "1", "month and year"),
    ("12", "12 / ", "month and year"),
    ("1334", "13 / 34", "between 01 and 12"),
    ("0120", "01 / 20", "has expired"),
    ("1299", "12 / 99", "too far ahead"),
]


def test_expiry_dates_are_formatted_and_checked(payment: Payment):
    payment.open()
    field = payment.fields.locator("#expiry")
    for typed, shown, error in EXPIRIES:
        field.clear()
        field.press_sequentially(typed)
        expect(field).to_have_value(shown)
        field.blur()
        message = payment.fields.locator("#expiry-error")
        if error:
            expect(message).to_contain_text(error)
        else:
            expect(message).to_be_empty()


def test_autofill_of_a_date_in_any_shape_is_understood(payment: Payment):
    payment.open()
    field = payment.fields.locator("#expiry")
    for filled in ("12/34", "12/2034", "1234", "122034", "2034-12", "12 - 34", "12 / 34"):
        field.fill("")
        field.fill(filled)
        expect(field).to_have_value("12 / 34")


def test_an_expiry_can_be_deleted_again(payment: Payment):
    payment.open()
    field = payment.fields.locator("#expiry")
    field.press_sequentially("1234")
    for _ in range(3):
        field.press("Backspace")
    expect(field).to_have_value("1")
    field.press("Backspace")
    expect(field).to_have_value("")


CODES = [
    (VISA, "12", "too short"),
    (VISA, "1234", "has 3 digits"),
    (AMEX, "123", "too short: it has 4"),
    (AMEX, "1234", ""),
    (VISA, "12a3", ""),
]


def test_the_security_code_fits_the_brand(payment: Payment):
    payment.open()
    for number, code, error in CODES:
        payment.fields.locator("#number").fill(number)
        payment.fields.locator("#code").fill("")
        payment.fields.locator("#code").press_sequentially(code)
        payment.fields.locator("#code").blur()
        message = payment.fields.locator("#code-error")
        if error:
            expect(message).to_contain_text(error)
        else:
            expect(message).to_be_empty()


def test_a_number_is_pasted_with_whatever_separates_it(payment: Payment):
    payment.open()
    field = payment.fields.locator("#number")
    for pasted in ("4444 2222 3333 1111", "4444-2222-3333-1111", f"Card: {VISA}"):
        field.clear()
        payment.page.keyboard.insert_text(pasted)
        expect(field).to_have_value("4444 2222 3333 1111")


def test_a_digit_in_the_middle_is_mended_without_losing_the_place(payment: Payment):
    payment.open()
    field = payment.fields.locator("#number")
    field.fill("4444 2222 3333 1111")
    for _ in range(9):
        field.press("ArrowLeft")
    field.press("Backspace")
    field.press("9")
    expect(field).to_have_value("4444 2229 3333 1111")


def test_submitting_empty_shows_every_error_and_puts_focus_on_the_first(payment: Payment):
    payment.open().submit()
    expect(payment.fields.locator("#number")).to_be_focused()
    for name in ("number", "expiry", "code"):
        expect(payment.fields.locator(f"#{name}-error")).not_to_be_empty()
    assert payment.rest.posted == []
    # Nothing went wrong with the payment: the shop hears nothing, the shopper is told on the spot.
    assert payment.events("error") == []


def test_browsers_can_fill_the_fields(payment: Payment):
    payment.open()
    for name, purpose in (("number", "cc-number"), ("expiry", "cc-exp"), ("code", "cc-csc")):
        field = payment.fields.locator(f"#{name}")
        expect(field).to_have_attribute("autocomplete", purpose)
        expect(field).to_have_attribute("inputmode", "numeric")


def test_the_keyboard_alone_is_enough(payment: Payment):
    payment.open(options={"showTermsOfSaleDisclosure": True})
    keyboard = payment.page.keyboard
    keyboard.press("Tab")
    for text in (VISA, "1234", "123"):
        keyboard.type(text)
        keyboard.press("Tab")
    keyboard.press("Space")
    for _ in range(3):  # past the two links of the sentence to the button
        keyboard.press("Tab")
    keyboard.press("Enter")
    assert payment.wait_for("success")["consents"]["termsOfSale"] is True


def test_return_in_a_field_submits(payment: Payment):
    payment.open().fill(VISA)
    payment.fields.locator("#code").press("Enter")
    payment.wait_for("success")


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing(browser: Browser, payment: Payment, scheme, width):
    payment.page.emulate_media(color_scheme=scheme)
    payment.page.set_viewport_size({"width": width, "height": 900})
    options = {"showTermsOfSaleDisclosure": True, "showSavePaymentAgreement": True}
    payment.open(options=options).submit()
    expect(payment.fields.locator("#number-error")).not_to_be_empty()
    results = Axe().run(payment.page)
    assert results.violations_count == 0, results.generate_report()
    inside = Axe().run(next(f for f in payment.page.frames if "/hosted/card" in f.url))
    assert inside.violations_count == 0, inside.generate_report()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert payment.page.evaluate(overflow) == 0


def test_the_card_page_alone_explains_itself(payment: Payment):
    payment.page.goto(f"{payment.sandbox}/hosted/card")
    expect(payment.page.get_by_text("does nothing by itself")).to_be_visible()
    expect(payment.page.locator("#card")).to_be_hidden()
