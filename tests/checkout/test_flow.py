"""The way of a guest from the cart to the confirmation."""

from __future__ import annotations

import html

import pytest
from django.conf import settings

from checkout.models import Checkout
from orders.models import Order
from storefront.models import DeliveryMethod, Market
from tests.checkout.cast import ALICE, ALICE_BILLED, GREENE, Shopper, calls
from tests.support.sandbox_process import SandboxProcess


def bodies(dr: SandboxProcess, path: str) -> list[dict]:
    return [row["request_body"] for row in calls(dr, method="POST", path=path)]


@pytest.mark.accepts("D12")
@pytest.mark.accepts("G02")
def test_a_guest_buys_something_physical(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add("CABLE", 2)
    response = alice.address()
    assert (response.status_code, response["Location"]) == (302, "/checkout/delivery/")
    assert alice.deliver()["Location"] == "/checkout/payment/"
    assert alice.pay().json() == {"next": "/checkout/review/"}
    page = alice.review()
    assert "Place order, $26.89" in page
    response = alice.place(page)
    order = Order.objects.get()
    assert response["Location"] == f"/checkout/thanks/{order.token}/"
    thanks = alice.client.get(response["Location"]).content.decode()
    for said in (order.number, "$26.89", "Cable one", "Minnetonka, MN 55343", "ending in 1111"):
        assert said in thanks
    assert order.state == "accepted"
    remote = dr.api("GET", f"/orders?upstreamIds={order.number}")[1]["data"]
    assert [each["id"] for each in remote] == [order.remote_id]


def test_a_purchase_with_the_default_delivery_takes_three_calls(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.buy()
    made = [(row["method"], row["path"].split("/")[1], row["status"]) for row in calls(dr)]
    assert made == [
        ("POST", "checkouts", 201), ("POST", "checkouts", 200), ("POST", "orders", 201),
    ]  # fmt: skip


@pytest.mark.accepts("D18")
def test_another_delivery_takes_one_call_more_and_changes_the_totals(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.address()
    alice.deliver("express")
    page = html.unescape(alice.client.get("/checkout/payment/").content.decode())
    assert "$15.00" in page
    assert "$37.64" in page  # 35.00 and 1.51 + 1.13 tax
    alice.pay()
    alice.place()
    sent = bodies(dr, "/checkouts")
    assert sent[0]["shippingChoice"] == {
        "amount": 5, "description": "Standard", "serviceLevel": "SG",
    }  # fmt: skip
    assert sent[1] == {
        "shippingChoice": {"amount": 15, "description": "Express", "serviceLevel": "SG"}
    }
    assert len(calls(dr)) == 4


@pytest.mark.accepts("D14")
def test_a_digital_cart_has_three_steps_and_ships_nothing(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add("SYNTH", 1)
    page = alice.client.get("/checkout/address/").content.decode()
    assert "ship-name" not in page
    assert "/checkout/delivery/" not in page
    assert alice.address(ALICE_BILLED)["Location"] == "/checkout/payment/"
    assert alice.client.get("/checkout/delivery/")["Location"] == "/checkout/payment/"
    alice.pay()
    alice.place()
    assert Order.objects.get().state == "accepted"
    assert not {"shipTo", "shipFrom", "shippingChoice"} & set(bodies(dr, "/checkouts")[0])
    assert len(calls(dr)) == 3


@pytest.mark.accepts("D14")
def test_a_mixed_cart_behaves_as_a_physical_one(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add("SYNTH", 1)
    alice.add("CABLE", 1)
    assert alice.address()["Location"] == "/checkout/delivery/"
    body = bodies(dr, "/checkouts")[0]
    assert {"shipTo", "shipFrom", "shippingChoice"} <= set(body)
    assert {item["skuId"] for item in body["items"]} == {"SYNTH", "CABLE"}


@pytest.mark.accepts("D01")
def test_browsing_and_the_cart_make_no_call(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add("CABLE", 2)
    line = alice.cart.lines.get()
    alice.client.post("/cart/update/", {"line": line.pk, "quantity": 3})
    for page in ("/cart/", "/checkout/", "/checkout/address/"):
        assert alice.client.get(page).status_code == 200
    assert calls(dr) == []


@pytest.mark.accepts("D03")
def test_the_checkout_is_opened_once_and_only_with_a_complete_address(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    for missing in ("email", "ship-name", "ship-line1", "ship-city", "ship-postal_code"):
        assert alice.address({**ALICE, missing: ""}).status_code == 422
    assert calls(dr) == []
    alice.address()
    (sent,) = calls(dr)
    assert (sent["method"], sent["path"]) == ("POST", "/checkouts")
    assert {"items", "shipTo", "billTo", "email"} <= set(sent["request_body"])


def test_the_same_address_again_makes_no_call(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add()
    alice.address()
    alice.address()
    assert len(calls(dr)) == 1


@pytest.mark.accepts("D07")
def test_a_changed_cart_gets_a_new_checkout_under_a_new_number(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add("CABLE", 1)
    alice.address()
    first = alice.checkout
    line = alice.cart.lines.get()
    alice.client.post("/cart/update/", {"line": line.pk, "quantity": 2})
    assert alice.client.get("/checkout/payment/")["Location"] == "/checkout/address/"
    alice.address()
    second = alice.checkout
    assert first.number != second.number
    assert first.remote_id != second.remote_id
    assert [row["path"] for row in calls(dr)] == ["/checkouts", "/checkouts"]
    first.refresh_from_db()
    assert first.state == "dropped"


@pytest.mark.accepts("D10")
def test_tax_inclusive_is_said_once_and_mirrors_the_market(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.switch("de")
    alice.add()
    alice.address(GREENE)
    alice.deliver("express")
    created, updated = bodies(dr, "/checkouts")
    assert created["taxInclusive"] is True
    assert "taxInclusive" not in updated
    other = Shopper(dr)
    other.add()
    other.address()
    assert bodies(dr, "/checkouts")[-1]["taxInclusive"] is False


@pytest.mark.accepts("D11")
def test_the_shoppers_own_address_goes_along_and_no_forged_one(
    alice: Shopper, dr: SandboxProcess, settings
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    alice.add()
    alice.client.post(
        "/checkout/address/", ALICE, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9"
    )
    stranger = Shopper(dr)
    stranger.add()
    stranger.client.post(
        "/checkout/address/", ALICE, REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="203.0.113.9"
    )
    assert [body["browserIp"] for body in bodies(dr, "/checkouts")] == [
        "203.0.113.9", "198.51.100.7",
    ]  # fmt: skip


@pytest.mark.accepts("Q01")
def test_the_checkout_speaks_the_shoppers_language(alice: Shopper, dr: SandboxProcess) -> None:
    alice.switch("de")
    alice.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    alice.add()
    alice.go_to_review(GREENE)
    alice.place()
    assert bodies(dr, "/checkouts")[0]["locale"] == "de_DE"
    order = Order.objects.get()
    assert dr.api("GET", f"/orders/{order.remote_id}")[1]["locale"] == "de_DE"
    assert (order.language, order.locale) == ("de", "de_DE")


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("/checkout/delivery/", "/checkout/address/"),
        ("/checkout/payment/", "/checkout/address/"),
        ("/checkout/review/", "/checkout/address/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_skipped_step_leads_back_to_the_first_unfinished_one(
    alice: Shopper, dr: SandboxProcess, page: str, leads_to: str, method: str
) -> None:
    alice.add()
    response = getattr(alice.client, method)(page)
    assert response["Location"] == leads_to
    assert calls(dr) == []
    assert not Order.objects.exists()


def test_an_empty_cart_leads_to_the_cart_page(shop) -> None:
    nobody = Shopper()
    for page in ("/checkout/", "/checkout/address/", "/checkout/review/"):
        assert nobody.client.get(page)["Location"] == "/cart/"


def test_an_edit_from_the_review_ends_at_the_review(alice: Shopper) -> None:
    alice.add()
    alice.go_to_review()
    assert alice.address({**ALICE, "ship-name": "Alice B. Adams"})["Location"] == (
        "/checkout/review/"
    )
    assert "Alice B. Adams" in alice.review()


def test_an_edit_that_changes_the_tax_asks_for_payment_again(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.go_to_review()
    old = alice.checkout.answer.payment.session.id
    response = alice.address(
        {**ALICE, "ship-city": "New York", "ship-state": "NY", "ship-postal_code": "10001"}
    )
    assert response["Location"] == "/checkout/payment/"
    page = alice.client.get("/checkout/payment/").content.decode()
    assert "enter your payment details again" in page
    assert alice.checkout.source is None
    assert alice.pay().json() == {"next": "/checkout/review/"}
    assert alice.place()["Location"].startswith("/checkout/thanks/")
    assert old


def test_the_billing_address_may_be_another_one(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add()
    data = {key: value for key, value in ALICE.items() if key != "billing_same"}
    billing = {**ALICE_BILLED, "bill-name": "Adams Ltd", "bill-city": "Hopkins"}
    assert alice.address(data).status_code == 422
    alice.address({**data, **billing})
    body = bodies(dr, "/checkouts")[0]
    assert (body["shipTo"]["name"], body["billTo"]["name"]) == ("Alice Adams", "Adams Ltd")
    assert body["billTo"]["address"]["city"] == "Hopkins"


def test_without_javascript_a_button_shows_another_countrys_fields(alice: Shopper) -> None:
    alice.add()
    response = alice.address({**ALICE, "ship-country": "CA", "refresh": "ship"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="alice@example.com"' in page
    assert 'value="10380 Bren Road W"' in page
    assert "Quebec" in page
    assert "error-summary" not in page


def test_with_htmx_only_the_fields_come_back(alice: Shopper) -> None:
    alice.add()
    response = alice.client.post(
        "/checkout/address/",
        {**ALICE, "ship-country": "CA", "refresh": "ship"},
        headers={"HX-Request": "true"},
    )
    page = response.content.decode()
    assert page.strip().startswith("<div")
    assert "Quebec" in page
    assert "email" not in page


@pytest.mark.accepts("E02")
def test_drop_in_is_configured_for_a_guest_and_this_session(alice: Shopper) -> None:
    alice.add()
    alice.address()
    alice.deliver()
    response = alice.client.get("/checkout/payment/")
    drop_in = response.context["drop_in"]
    assert drop_in["sessionId"] == alice.checkout.answer.payment.session.id
    options = drop_in["options"]
    assert options["flow"] == "checkout"
    assert options["usage"] == "convenience"
    assert options["showComplianceSection"] is True
    assert options["showTermsOfSaleDisclosure"] is True
    assert options["showSavePaymentAgreement"] is False
    redirect = options["redirect"]
    assert redirect["disableAutomaticRedirects"] is True
    assert redirect["returnUrl"] == redirect["cancelUrl"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


@pytest.mark.accepts("E04")
def test_a_source_is_attached_by_the_server_before_the_review(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.address()
    alice.deliver()
    source = alice.make_source()
    alice.attach(source)
    assert bodies(dr, "/checkouts/")[-1] == {"sourceId": source}
    assert alice.checkout.source["last4"] == "1111"
    assert not Order.objects.exists()


def test_guests_come_first_and_before_any_field(alice: Shopper) -> None:
    alice.add()
    page = alice.client.get("/checkout/").content.decode()
    assert "Continue as guest" in page
    assert "<input" not in page.partition('class="checkout__main"')[2].partition("<footer")[0]


def test_japanese_prices_have_no_decimals_anywhere(alice: Shopper, dr: SandboxProcess) -> None:
    alice.switch("jp")
    alice.add("CABLE", 3)
    cart = alice.client.get("/cart/").content.decode()
    assert "¥5,940" in cart
    alice.address(
        {
            "email": "k@example.jp", "ship-country": "JP", "ship-name": "山田 花子",
            "ship-postal_code": "150-0001", "ship-state": "東京都", "ship-city": "渋谷区",
            "ship-line1": "神宮前 1-2-3", "billing_same": "on",
        }
    )  # fmt: skip
    assert bodies(dr, "/checkouts")[0]["items"] == [
        {"skuId": "CABLE", "quantity": 3, "price": 1980}
    ]


@pytest.mark.accepts("D19")
@pytest.mark.accepts("D20")
def test_every_figure_shown_is_digital_rivers(alice: Shopper, dr: SandboxProcess) -> None:
    dr.control("PUT", "/control/overrides", [
        {"method": "POST", "path": "/checkouts*", "merge": {
            "totalTax": 1.23, "totalAmount": 26.23}},
    ])  # fmt: skip
    alice.add()
    alice.address()
    for page in ("/cart/", "/checkout/delivery/"):
        shown = alice.client.get(page).content.decode()
        assert "$1.23" in shown, page
        assert "$26.23" in shown, page


def test_a_tax_inclusive_summary_shows_gross_prices_and_adds_up(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.switch("gb")
    alice.add("SYNTH", 1)
    alice.address({
        "email": "a@example.co.uk", "bill-country": "GB", "bill-name": "A B",
        "bill-line1": "1 High St", "bill-city": "London", "bill-postal_code": "EC1M 4AN",
    })  # fmt: skip
    page = alice.client.get("/checkout/payment/").content.decode()
    assert "£120.00" in page
    assert "Includes VAT" in page
    assert "£20.00" in page
    assert "£100.00" not in page


def test_gross_delivery_and_items_add_up_to_the_total(alice: Shopper) -> None:
    alice.switch("de")
    alice.add("CABLE", 3)
    alice.address(GREENE)
    rows = alice.client.get("/checkout/delivery/").context["summary"]["totals"]
    shown = {row["key"]: row["value"] for row in rows}
    assert shown["items"] == "€35.70"
    assert shown["delivery"] == "€5.00"
    assert alice.checkout.answer.total_amount == 40.70 or str(
        alice.checkout.answer.total_amount
    ).startswith("40.7")


def test_an_address_outside_the_market_is_not_used_after_a_switch(alice: Shopper) -> None:
    alice.add()
    alice.address()
    alice.switch("de")
    assert alice.client.get("/checkout/delivery/")["Location"] == "/checkout/address/"


def test_a_market_without_a_default_method_offers_the_first(alice: Shopper) -> None:
    DeliveryMethod.objects.update(is_default=False)
    alice.add()
    alice.address()
    assert alice.checkout.answer.shipping_choice.description == "Standard"


def test_a_delivery_method_that_was_withdrawn_is_chosen_again(alice: Shopper) -> None:
    alice.add()
    alice.address()
    alice.deliver("express")
    DeliveryMethod.objects.filter(market=Market.objects.get(code="us"), code="express").update(
        is_active=False
    )
    assert alice.client.get("/checkout/payment/")["Location"] == "/checkout/delivery/"


def test_the_row_of_a_checkout_is_saved_before_the_call(alice: Shopper, monkeypatch) -> None:
    from digitalriver.resources.checkouts import Checkouts

    seen = []

    def create(self, payload):
        seen.append(Checkout.objects.get().state)
        return original(self, payload)

    original = Checkouts.create
    monkeypatch.setattr(Checkouts, "create", create)
    alice.add()
    alice.address()
    assert seen == ["opening"]
