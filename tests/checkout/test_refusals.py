"""Every way in which Digital River says no: where it leads, what is kept, and the way on."""

from __future__ import annotations

import html
import logging
import re
from typing import Any

import pytest

from checkout import refusals
from checkout.models import Checkout
from core.models import ApiCall
from orders.models import Order
from orders.states import State
from storefront.models import Market
from tests.checkout.cast import ALICE, ALICE_BILLED, Shopper, calls
from tests.support.sandbox_process import SandboxProcess

JARGON = (
    "failed-request", "invalid_parameter", "missing_parameter", "conflict", "bad_request",
    "currency_unactivated", "selling_entity", "order_submit_failed", "sku_inactive", "postalCode",
    "shipTo", "billTo", "not_found", "too_many_requests", "{&quot;", '{"type"', "Traceback",
)  # fmt: skip


def refuse(
    dr: SandboxProcess, status: int, code: str = "", parameter: str = "",
    path: str = "/checkouts", **more: Any,
) -> None:  # fmt: skip
    error = {"code": code, "message": "The vendor's own words."}
    if parameter:
        error["parameter"] = parameter
    dr.control("PUT", "/control/faults", [{
        "method": "POST", "path": path, "times": 1, "action": "status", "status": status,
        "errors": [error], **more,
    }])  # fmt: skip


def heal(dr: SandboxProcess) -> None:
    dr.control("PUT", "/control/faults", [])


def main_of(response: Any) -> str:
    """The page's main part as people see it: without scripts."""
    page = response.content.decode().partition("<main")[2].partition("</main")[0]
    return html.unescape(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))


def assert_no_jargon(page: str) -> None:
    for word in (*JARGON, "The vendor's own words"):
        assert word not in page, word


def assert_an_outage_blames_nobody(page: str) -> None:
    """An alert of its own, and no form error: nothing that was entered is at fault."""
    alert = re.search(r'<div class="alert alert--danger" role="alert".*?</p>', page, re.DOTALL)
    assert alert, "no alert"
    assert "temporarily unavailable" in alert[0]
    assert page.count("temporarily unavailable") == 1
    for blame in ("error-summary", "Please check what you entered", "aria-invalid"):
        assert blame not in page, blame


FIELD_REFUSALS = [
    (400, "invalid_parameter", "address.postalCode", "id_ship-postal_code", "postcode"),
    (400, "postal_code_invalid", "", "id_ship-postal_code", "postcode"),
    (400, "invalid_parameter", "address.state", "id_ship-state", "state or province"),
    (400, "missing_parameter", "shipTo.address.city", "id_ship-city", "this part of the address"),
    (400, "missing_parameter", "address.line1", "id_ship-line1", "this part of the address"),
    (400, "missing_parameter", "shipping.name", "id_ship-name", "this part of the address"),
    (400, "missing_parameter", "shipTo.address.country", "id_ship-country", "country"),
    (400, "email_invalid", "email", "id_email", "e-mail address"),
    (409, "country_unsupported", "shipTo.address.country", "id_ship-country", "cannot sell"),
]


@pytest.mark.accepts("M04")
@pytest.mark.parametrize(("status", "code", "parameter", "field", "said"), FIELD_REFUSALS)
def test_a_refused_field_is_named_where_it_is(
    alice: Shopper, dr: SandboxProcess, status: int, code: str, parameter: str, field: str,
    said: str,
) -> None:  # fmt: skip
    alice.add()
    refuse(dr, status, code, parameter)
    response = alice.address()
    page = main_of(response)
    assert response.status_code == 422
    assert f'href="#{field}"' in page
    assert said in page
    assert 'value="alice@example.com"' in page
    assert_no_jargon(page)
    assert alice.address()["Location"] == "/checkout/delivery/"


CART_REFUSALS = [
    (409, "currency_unactivated", "currency", "another country and currency"),
    (400, "invalid_parameter", "currency", "another country and currency"),
    (400, "selling_entity_not_found", "", "order them separately"),
    (400, "not_found", "items[0].skuId", "Cable one"),
    (409, "sku_inactive", "items[0].skuId", "cannot be bought at the moment"),
    (409, "out_of_inventory", "", "sold out"),
]


@pytest.mark.accepts("M04")
@pytest.mark.parametrize(("status", "code", "parameter", "said"), CART_REFUSALS)
def test_a_refused_cart_leads_to_the_cart_which_is_kept(
    alice: Shopper, dr: SandboxProcess, status: int, code: str, parameter: str, said: str
) -> None:
    alice.add("CABLE", 2)
    refuse(dr, status, code, parameter)
    response = alice.client.post("/checkout/address/", ALICE, follow=True)
    page = main_of(response)
    assert response.redirect_chain[-1][0] == "/cart/"
    assert said in page
    assert_no_jargon(page)
    assert alice.cart.lines.get().quantity == 2
    assert alice.details.email == "alice@example.com"
    assert alice.address()["Location"] == "/checkout/delivery/"


@pytest.mark.accepts("D09")
def test_a_currency_that_is_not_active_is_told_and_logged(
    alice: Shopper, dr: SandboxProcess
) -> None:
    dr.control("PUT", "/control/settings", {"inactive_currencies": ["USD"]})
    alice.add()
    response = alice.client.post("/checkout/address/", ALICE, follow=True)
    assert "another country and currency" in main_of(response)
    assert calls(dr)[0]["request_body"]["currency"] == Market.objects.get(code="us").currency
    assert ApiCall.objects.filter(path="/checkouts", status=409).exists()
    dr.control("PUT", "/control/settings", {"inactive_currencies": []})


@pytest.mark.accepts("B12")
def test_a_sku_that_digital_river_does_not_know_stops_before_payment(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add("SYNTH", 1)
    alice.add("CABLE", 1)
    assert dr.api("DELETE", "/skus/CABLE")[0] == 204
    response = alice.client.post("/checkout/address/", ALICE, follow=True)
    page = main_of(response)
    assert "Cable one" in page
    assert "cannot be bought at the moment" in page
    assert alice.cart.lines.count() == 2
    assert alice.client.get("/checkout/payment/")["Location"] == "/checkout/address/"
    assert ApiCall.objects.filter(path="/checkouts", status=400).exists()
    alice.client.post(
        "/cart/update/", {"line": alice.cart.lines.get(sku__code="CABLE").pk, "action": "remove"}
    )
    assert alice.address(ALICE_BILLED)["Location"] == "/checkout/payment/"


OUTAGES: list[dict[str, Any]] = [
    {"action": "status", "status": 429, "retry_after": 120},
    {"action": "status", "status": 401, "errors": [{"code": "unauthorized"}]},
    {"action": "status", "status": 503, "errors": [{"code": "unknown_error"}]},
    {"action": "status", "status": 500, "errors": [{"code": "unknown_error"}]},
    {"action": "drop_before"},
    {"action": "drop_after"},
    {"action": "malformed"},
]


@pytest.mark.accepts("M04")
@pytest.mark.parametrize(
    "outage", OUTAGES, ids=lambda each: f"{each['action']}{each.get('status', '')}"
)
def test_an_outage_keeps_what_was_entered_and_says_that_nothing_was_charged(
    alice: Shopper, dr: SandboxProcess, outage: dict[str, Any]
) -> None:
    from core.models import VendorGate

    alice.add()
    dr.control("PUT", "/control/faults", [
        {"method": "POST", "path": "/checkouts", "times": 1, **outage}
    ])  # fmt: skip
    response = alice.address()
    page = main_of(response)
    assert response.status_code == 503
    assert "temporarily unavailable" in page
    assert "Nothing was charged" in page
    assert 'value="Alice Adams"' in page
    assert_an_outage_blames_nobody(page)
    assert_no_jargon(page)
    VendorGate.objects.all().delete()  # the wait that a 429 asked for is over
    assert alice.address()["Location"] == "/checkout/delivery/"


def test_a_timeout_is_an_outage_too(alice: Shopper, dr: SandboxProcess, settings) -> None:
    settings.DIGITALRIVER_READ_TIMEOUT = 0.3
    alice.add()
    dr.control("PUT", "/control/faults", [
        {"method": "POST", "path": "/checkouts", "times": 1, "action": "delay", "delay_ms": 1500},
    ])  # fmt: skip
    response = alice.address()
    assert response.status_code == 503
    assert_an_outage_blames_nobody(main_of(response))
    settings.DIGITALRIVER_READ_TIMEOUT = 10
    assert alice.address()["Location"] == "/checkout/delivery/"


def test_an_update_that_may_have_happened_is_sent_again_in_full(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.address()
    dr.control("PUT", "/control/faults", [
        {"method": "POST", "path": "/checkouts/*", "times": 1, "action": "drop_after"},
    ])  # fmt: skip
    response = alice.deliver("express")
    assert response.status_code == 503
    assert_an_outage_blames_nobody(main_of(response))
    assert alice.checkout.sent is None
    assert alice.details.delivery_code == ""
    assert alice.deliver("express")["Location"] == "/checkout/payment/"
    last = calls(dr, path="/checkouts/")[-1]["request_body"]
    assert {"email", "shipTo", "billTo", "shippingChoice"} <= set(last)


def test_a_checkout_that_expired_is_replaced_unnoticed(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add()
    alice.address()
    old = alice.checkout
    assert dr.api("DELETE", f"/checkouts/{old.remote_id}")[0] == 204
    assert alice.deliver("express")["Location"] == "/checkout/payment/"
    assert alice.checkout.number != old.number
    assert alice.checkout.answer.shipping_choice.description == "Express"


# --- At the payment -----------------------------------------------------------------------------

SOURCE_REFUSALS = [
    (409, "source_not_chargeable", "sourceId"),
    (409, "source_status_invalid_for_session", ""),
    (409, "session_source_amount_too_large", ""),
    (404, "not_found", "sourceId"),
    (400, "invalid_parameter", "sourceId"),
]


@pytest.mark.accepts("M04")
@pytest.mark.parametrize(("status", "code", "parameter"), SOURCE_REFUSALS)
def test_a_refused_source_keeps_the_shopper_on_payment(
    alice: Shopper, dr: SandboxProcess, status: int, code: str, parameter: str
) -> None:
    alice.add()
    alice.address()
    alice.deliver()
    source = alice.make_source()
    refuse(dr, status, code, parameter, path="/checkouts/*")
    response = alice.attach(source)
    answer = response.json()
    assert response.status_code == 422
    assert "next" not in answer
    assert "Nothing was charged" in answer["message"]
    assert_no_jargon(answer["message"])
    assert alice.pay().json() == {"next": "/checkout/review/"}


def test_an_outage_at_the_payment_says_so_and_another_try_works(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.address()
    alice.deliver()
    source = alice.make_source()
    refuse(dr, 503, "unknown_error", path="/checkouts/*")
    response = alice.attach(source)
    assert response.status_code == 503
    assert "temporarily unavailable" in response.json()["message"]
    assert alice.attach(source).json() == {"next": "/checkout/review/"}


# --- At Place order -----------------------------------------------------------------------------

CORRECTABLE = [
    (400, "missing_parameter", "billTo.address.country", "/checkout/address/", "country"),
    (400, "missing_parameter", "shipping.name", "/checkout/address/", "part of the address"),
    (400, "order_create_failed", "email", "/checkout/address/", "e-mail address"),
    (400, "invalid_shipping_choice", "shippingChoice", "/checkout/delivery/", "deliver"),
    (400, "missing_parameter", "shipFrom.address", "/checkout/review/", "could not accept"),
]


@pytest.mark.accepts("G07")
@pytest.mark.parametrize(("status", "code", "parameter", "leads_to", "said"), CORRECTABLE)
def test_a_refused_order_is_corrected_on_the_same_checkout(
    alice: Shopper, dr: SandboxProcess, status: int, code: str, parameter: str, leads_to: str,
    said: str,
) -> None:  # fmt: skip
    alice.add()
    alice.go_to_review()
    first = alice.checkout
    refuse(dr, status, code, parameter, path="/orders")
    response = alice.place()
    assert response["Location"] == leads_to
    page = main_of(alice.client.get(leads_to))
    assert said in page
    assert_no_jargon(page)
    assert Order.objects.get().state == State.NOT_PLACED
    if leads_to == "/checkout/address/":
        alice.address()
    if leads_to == "/checkout/delivery/":
        alice.deliver()
    if leads_to != "/checkout/review/":
        corrected = calls(dr, path=f"/checkouts/{first.remote_id}")[-1]
        assert {"email", "billTo", "shipTo"} <= set(corrected["request_body"])
    assert alice.place()["Location"].startswith("/checkout/thanks/")
    used = [row["request_body"]["checkoutId"] for row in calls(dr, path="/orders")]
    assert used == [first.remote_id, first.remote_id]
    assert Checkout.objects.count() == 1


BLAMED_AT_THE_ORDER = [
    ("shipTo.address.postalCode", "id_ship-postal_code", "Please check the postcode"),
    ("shipTo.address.state", "id_ship-state", "Please check the state or province"),
    ("billTo.address.postalCode", "id_bill-postal_code", "Please check the postcode"),
    ("email", "id_email", "Please check the e-mail address"),
]


@pytest.mark.accepts("M04")
@pytest.mark.parametrize(("parameter", "field", "said"), BLAMED_AT_THE_ORDER)
def test_a_field_refused_at_the_order_is_marked_once_where_it_is(
    alice: Shopper, dr: SandboxProcess, parameter: str, field: str, said: str
) -> None:
    bill = {key.replace("ship-", "bill-"): value for key, value in ALICE.items()}
    both = {key: value for key, value in {**ALICE, **bill}.items() if key != "billing_same"}
    alice.add()
    alice.go_to_review(both)
    refuse(dr, 400, "invalid_parameter", parameter, path="/orders")
    response = alice.place()
    assert response["Location"] == "/checkout/address/"
    assert response.cookies["millrace_blamed"]["httponly"]
    page = main_of(alice.client.get("/checkout/address/"))
    assert f'href="#{field}"' in page
    assert page.count('<li><a href="#') == 1, "nothing else is blamed"
    marked = re.findall(r"<(?:input|select)[^>]*aria-invalid=\"true\"[^>]*>", page)
    assert re.findall(r' id="([^"]+)"', " ".join(marked)) == [field]
    assert said in page
    assert "Nothing was bought or charged" in page
    assert page.count('value="Alice Adams"') == 2, "what was entered is still there"
    assert_no_jargon(page)
    again = main_of(alice.client.get("/checkout/address/"))
    assert "aria-invalid" not in again
    assert said not in again
    assert alice.address(both)["Location"] == "/checkout/review/"
    assert alice.place()["Location"].startswith("/checkout/thanks/")


def test_a_field_refused_at_the_order_is_marked_for_a_download_too(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add("SYNTH", 1)
    alice.go_to_review(ALICE_BILLED)
    refuse(dr, 400, "invalid_parameter", "billTo.address.state", path="/orders")
    page = main_of(alice.client.get(alice.place()["Location"]))
    assert 'href="#id_bill-state"' in page


def test_a_forged_blame_is_ignored(alice: Shopper) -> None:
    alice.add()
    alice.address()
    alice.client.cookies["millrace_blamed"] = "WyJlbWFpbCIsIiIsIkNhbGwgMDkwMCJd:1:x"
    page = alice.client.get("/checkout/address/")
    assert page.status_code == 200
    assert "aria-invalid" not in main_of(page)


CONFLICTS = [
    ("additional_information_required", "", "/checkout/address/", "more information"),
    ("create-order-failed", "", "/checkout/address/", "billing address"),
    ("source_expired", "", "/checkout/payment/", "payment method"),
    ("insufficient_funds", "", "/checkout/payment/", "did not go through"),
    ("card_expired", "", "/checkout/payment/", "did not go through"),
    ("a_code_of_tomorrow", "", "/checkout/payment/", "did not go through"),
]


@pytest.mark.parametrize(("code", "parameter", "leads_to", "said"), CONFLICTS)
def test_a_409_needs_a_new_checkout_and_keeps_the_rest(
    alice: Shopper, dr: SandboxProcess, code: str, parameter: str, leads_to: str, said: str
) -> None:
    alice.add()
    alice.go_to_review()
    old = alice.checkout
    refuse(dr, 409, code, parameter, path="/orders")
    assert alice.place()["Location"] == leads_to
    page = main_of(alice.client.get(leads_to))
    assert said in page
    assert code not in page
    if leads_to == "/checkout/address/":
        assert 'value="Alice Adams"' in page
        alice.address()
    alice.pay()
    assert alice.place()["Location"].startswith("/checkout/thanks/")
    assert alice.order.number != old.number
    assert alice.order.checkout_id != old.remote_id


def test_what_another_hand_changed_is_put_right_and_reviewed_again(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.go_to_review()
    # Somebody else's update of the same checkout: its session no longer pays for the whole.
    dr.api("POST", f"/checkouts/{alice.checkout.remote_id}", {
        "shippingChoice": {"amount": 9, "description": "Standard", "serviceLevel": "SG"},
    })  # fmt: skip
    assert alice.place()["Location"] == "/checkout/review/"
    page = alice.review()
    assert "check it and confirm again" in page
    assert "$26.89" in page
    assert alice.place(page)["Location"].startswith("/checkout/thanks/")
    assert alice.order.total_amount.minor == 2689


def test_a_session_that_broke_after_the_payment_leads_back_to_it(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.go_to_review()
    number = alice.checkout.number
    refuse(dr, 400, "order_submit_failed", path="/orders")
    dr.control("PUT", "/control/overrides", [{
        "method": "POST", "path": "/checkouts/*", "times": 1,
        "merge": {"payment": {"session": {
            "state": "requires_source", "amountRemainingToBeContributed": 26.89}}},
    }])  # fmt: skip
    response = alice.place()
    assert response["Location"] == "/checkout/payment/"
    page = main_of(alice.client.get("/checkout/payment/"))
    assert "changed after you entered your payment details" in page
    assert_no_jargon(page)
    assert alice.checkout.source is None
    alice.pay()
    assert alice.place()["Location"].startswith("/checkout/thanks/")
    assert alice.order.number == number


def test_a_decline_without_a_new_checkout_leads_to_the_address(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.go_to_review()
    dr.control("PUT", "/control/faults", [
        {"method": "POST", "path": "/orders", "times": 1, "action": "status", "status": 409,
         "errors": [{"code": "failed-request"}]},
        {"method": "POST", "path": "/checkouts", "times": 1, "action": "drop_before"},
    ])  # fmt: skip
    response = alice.place()
    assert response["Location"] == "/checkout/address/"
    page = main_of(alice.client.get("/checkout/address/"))
    assert "did not go through" in page
    assert "temporarily unavailable" in page
    assert alice.address()["Location"] == "/checkout/payment/"


# --- The table itself ---------------------------------------------------------------------------


def test_whatever_nobody_foresaw_stays_where_the_shopper_is() -> None:
    problem = refusals.by_code("a_code_of_tomorrow", "some.where", step="delivery")
    assert (problem.step, problem.message) == ("delivery", refusals.UNKNOWN.message)


@pytest.mark.parametrize(
    ("parameter", "party", "field"),
    [
        ("shipTo.address.city", "ship", "city"),
        ("billTo.address.postalCode", "bill", "postal_code"),
        ("address.state", "", "state"), ("billTo.name", "bill", "name"),
    ],
)  # fmt: skip
def test_a_parameter_says_whose_field_it_is(parameter: str, party: str, field: str) -> None:
    problem = refusals.by_code("invalid_parameter", parameter, step="address")
    assert (problem.party, problem.field) == (party, field)


def test_what_failed_is_logged_for_staff(
    alice: Shopper, dr: SandboxProcess, caplog: pytest.LogCaptureFixture
) -> None:
    alice.add()
    refuse(dr, 400, "invalid_parameter", "address.postalCode")
    with caplog.at_level(logging.WARNING, logger="checkout"):
        alice.address()
    assert "invalid_parameter" in caplog.text
    assert "alice@example.com" not in caplog.text
    call = ApiCall.objects.get(path="/checkouts")
    assert (call.status, call.order_number) == (400, Checkout.objects.get().number)
