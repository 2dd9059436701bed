"""Place order: once, never unseen, and with a way on whatever happens."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from checkout import carts
from checkout.models import Checkout
from checkout.steps.review import ATTEMPTS
from core.models import ApiCall
from orders import services
from orders.models import Cause, Consent, Disclosure, Order
from orders.states import NotPlaced, State
from storefront.models import DeliveryMethod, Price, Sku
from tests.checkout.cast import ALICE, DECLINED, VISA, Shopper, calls, seal_in
from tests.support.race import run_before
from tests.support.sandbox_process import SandboxProcess


def posted_orders(dr: SandboxProcess) -> list[dict[str, Any]]:
    return calls(dr, method="POST", path="/orders")


def fault(dr: SandboxProcess, path: str, action: str, method: str = "POST", **more: Any) -> None:
    dr.control("PUT", "/control/faults", [
        {"method": method, "path": path, "times": 1, "action": action, **more},
    ])  # fmt: skip


def second_tab(shopper: Shopper) -> Shopper:
    client = Client()
    client.cookies[carts.COOKIE] = shopper.client.cookies[carts.COOKIE].value
    return Shopper(shopper.sandbox, client)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


@pytest.fixture
def reviewing(alice: Shopper) -> Shopper:
    """Alice, on the review page with two cables and a good card."""
    alice.add("CABLE", 2)
    alice.go_to_review()
    return alice


# --- Once ---------------------------------------------------------------------------------------


@pytest.mark.accepts("G01")
def test_sending_the_form_again_leads_to_the_same_confirmation(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()
    first = reviewing.place(page)
    again = reviewing.place(page)
    back = reviewing.client.get("/checkout/review/")
    assert first["Location"] == again["Location"] == back["Location"]
    assert reviewing.client.get(first["Location"]).status_code == 200
    assert reviewing.client.get(first["Location"]).status_code == 200
    assert len(posted_orders(dr)) == 1
    assert posted_orders(dr)[0]["request_body"] == {"checkoutId": reviewing.order.checkout_id}
    assert Order.objects.count() == 1


def test_a_double_click_places_one_order(reviewing: Shopper, dr: SandboxProcess) -> None:
    page = reviewing.review()
    rival = second_tab(reviewing)
    answers = []
    with run_before("orders.placing.submit", lambda: answers.append(rival.place(page))):
        answers.append(reviewing.place(page))
    order = Order.objects.get()
    for answer in answers:
        assert order.token in answer["Location"]
    assert len(posted_orders(dr)) == 1


def test_two_tabs_with_two_checkouts_place_one_order(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()
    other = second_tab(reviewing)

    def overtake() -> None:
        other.client.post("/cart/add/", {"sku": "CABLE", "quantity": 1})
        other.go_to_review()
        assert other.place()["Location"].startswith("/checkout/thanks/")

    with run_before("checkout.ordering._open", overtake):
        response = reviewing.place(page)
    assert response["Location"].startswith("/checkout/thanks/")
    assert Order.objects.count() == 1
    assert Order.objects.get().lines.get().quantity == 3


def test_resending_after_a_new_cart_was_begun_shows_the_old_order(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()
    first = reviewing.place(page)
    reviewing.add("SYNTH", 1)
    again = reviewing.place(page)
    assert again["Location"] == first["Location"]
    assert Order.objects.count() == 1


def test_after_the_order_a_fresh_cart_begins(reviewing: Shopper) -> None:
    old = reviewing.cart
    reviewing.place()
    page = text_of(reviewing.client.get("/cart/"))
    assert "This cart was ordered" in page
    assert reviewing.order.number in page
    assert reviewing.client.get("/cart/").context["cart_count"] == 0
    reviewing.add("SYNTH", 1)
    assert reviewing.cart.pk != old.pk
    assert reviewing.client.get("/cart/").context["basket"].count == 1


# --- Never unseen -------------------------------------------------------------------------------


@pytest.mark.accepts("D08")
def test_a_cart_changed_in_another_tab_is_never_bought_unseen(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()
    other = second_tab(reviewing)
    other.add("CABLE", 3)
    response = reviewing.client.post(
        "/checkout/review/", {"review": seal_in(page), "agreed": "yes"}, follow=True
    )
    assert not posted_orders(dr)
    assert not Order.objects.exists()
    assert response.status_code == 200


def test_a_price_that_changed_is_shown_old_and_new_and_not_bought(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()
    Price.objects.filter(sku__code="CABLE", currency="USD").update(amount=1100)
    reviewing.address()
    reviewing.pay()
    response = reviewing.place(page)
    shown = text_of(response)
    assert response.status_code == 409
    assert "$26.89" in shown
    assert "$29.04" in shown
    assert not posted_orders(dr)
    assert reviewing.place(shown)["Location"].startswith("/checkout/thanks/")
    assert Order.objects.get().total_amount.minor == 2904


def test_another_delivery_in_another_tab_is_shown_before_it_is_bought(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()
    second_tab(reviewing).deliver("express")
    response = reviewing.client.post(
        "/checkout/review/", {"review": seal_in(page), "agreed": "yes"}
    )
    assert response["Location"] in ("/checkout/payment/", "/checkout/")
    assert not posted_orders(dr)


def changed_address(other: Shopper) -> None:
    """The same total, another house and another e-mail address."""
    moved = other.address({**ALICE, "ship-line1": "1 Elsewhere St", "email": "eve@example.com"})
    assert moved.status_code == 302


def another_card(other: Shopper) -> None:
    assert other.pay("5555555555554444").status_code == 200


def another_phone(other: Shopper) -> None:
    assert other.address({**ALICE, "phone": "+1 952 555 0142"}).status_code == 302


def same_price_delivery(other: Shopper) -> None:
    DeliveryMethod.objects.filter(code="express").update(price=500)
    assert other.deliver("express").status_code == 302


@pytest.mark.accepts("D08")
@pytest.mark.parametrize(
    "change", [changed_address, another_phone, another_card, same_price_delivery]
)
def test_what_a_tab_never_showed_is_not_bought_by_it(
    reviewing: Shopper, dr: SandboxProcess, change: Any
) -> None:
    page = reviewing.review()
    other = second_tab(reviewing)
    change(other)
    if not reviewing.checkout.is_ready_to_order:
        other.pay()
    total = reviewing.checkout.answer.total_amount
    response = reviewing.place(page)
    shown = text_of(response)
    assert response.status_code == 409
    assert "Your order changed since you last saw it. Nothing was bought yet." in shown
    assert not posted_orders(dr)
    assert not Order.objects.exists()
    assert reviewing.checkout.answer.total_amount == total
    assert reviewing.place(shown)["Location"].startswith("/checkout/thanks/")
    assert reviewing.order.email in shown


def test_what_changes_between_the_look_and_the_order_is_not_bought_either(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()
    other = second_tab(reviewing)
    with run_before("checkout.ordering._open", lambda: changed_address(other)):
        response = reviewing.place(page)
    assert response.status_code == 302
    assert not posted_orders(dr)
    assert not Order.objects.exists()


def more_in_the_cart(other: Shopper) -> None:
    other.add("CABLE", 3)


def empty_cart(other: Shopper) -> None:
    other.client.post("/cart/update/", {"line": other.cart.lines.get().pk, "action": "remove"})


def another_country(other: Shopper) -> None:
    """The market is the browser's: both tabs have it."""
    other.switch("de")


def a_decline(other: Shopper) -> None:
    other.pay(DECLINED)
    assert other.place()["Location"] == "/checkout/payment/"


@pytest.mark.accepts("D08")
@pytest.mark.parametrize(
    ("change", "leads_to"),
    [
        (more_in_the_cart, "/checkout/address/"),
        (empty_cart, "/cart/"),
        (another_country, "/checkout/address/"),
        (a_decline, "/checkout/payment/"),
    ],
)
def test_a_stale_place_order_says_why_nothing_was_bought(
    reviewing: Shopper, dr: SandboxProcess, change: Any, leads_to: str
) -> None:
    page = reviewing.review()
    other = second_tab(reviewing)
    change(reviewing if change is another_country else other)
    before = len(posted_orders(dr))
    response = reviewing.place(page)
    assert response["Location"] == leads_to
    assert "so nothing was bought" in text_of(reviewing.client.get(leads_to))
    assert "so nothing was bought" not in text_of(reviewing.client.get(leads_to)), "said once"
    assert len(posted_orders(dr)) == before


def test_merely_opening_a_later_step_is_no_reason_for_a_warning(alice: Shopper) -> None:
    alice.add()
    response = alice.client.get("/checkout/review/", follow=True)
    assert "so nothing was bought" not in text_of(response)


@pytest.mark.accepts("F04")
def test_consent_is_only_taken_in_the_language_that_was_read(
    reviewing: Shopper, dr: SandboxProcess, settings
) -> None:
    entity = reviewing.checkout.answer.selling_entity.id
    for language, text in (("en", "I accept the terms."), ("de", "Ich stimme zu.")):
        Disclosure.objects.create(
            entity=entity, country="US", language=language, key="confirmDisclosure", text=text
        )
    page = reviewing.review()
    assert "I accept the terms." in page
    reviewing.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"  # in another tab
    response = reviewing.place(page)
    shown = text_of(response)
    assert response.status_code == 409
    assert "Ich stimme zu." in shown
    assert not posted_orders(dr)
    assert reviewing.place(shown)["Location"].startswith("/checkout/thanks/")
    consent = Consent.objects.get()
    assert (consent.language, consent.confirm_text) == ("de", "Ich stimme zu.")
    assert reviewing.order.language == "de"


def test_consent_is_only_taken_to_the_words_that_were_read(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    entity = reviewing.checkout.answer.selling_entity.id
    row = Disclosure.objects.create(
        entity=entity, country="US", language="en", key="confirmDisclosure", text="Old terms."
    )
    page = reviewing.review()
    Disclosure.objects.filter(pk=row.pk).update(text="New terms.")
    response = reviewing.place(page)
    assert response.status_code == 409
    assert "New terms." in text_of(response)
    assert not posted_orders(dr)


@pytest.mark.accepts("F05")
def test_without_consent_nothing_is_ordered(reviewing: Shopper, dr: SandboxProcess) -> None:
    page = reviewing.review()
    assert 'name="agreed"' in page
    assert "checked" not in page.partition('name="agreed"')[2].partition(">")[0]
    response = reviewing.place(page, agreed=False)
    assert response.status_code == 422
    assert "error-summary" in text_of(response)
    assert not posted_orders(dr)
    assert not Order.objects.exists()


def test_an_order_needs_a_session_that_is_ready(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add()
    alice.address()
    alice.deliver()
    source = alice.make_source()
    dr.control("PUT", "/control/overrides", [{
        "method": "POST", "path": "/checkouts/*", "times": 1,
        "merge": {"payment": {"session": {"amountRemainingToBeContributed": 16.89}}},
    }])  # fmt: skip
    response = alice.attach(source)
    assert response.status_code == 409
    assert alice.client.get("/checkout/review/")["Location"] == "/checkout/payment/"
    assert alice.client.post("/checkout/review/", {"agreed": "yes"})["Location"] == (
        "/checkout/payment/"
    )
    assert not posted_orders(dr)


# --- What was agreed to -------------------------------------------------------------------------


@pytest.mark.accepts("F03")
def test_the_review_shows_everything_once_more(reviewing: Shopper) -> None:
    page = html.unescape(reviewing.review())
    for said in (
        "alice@example.com",
        "Minnetonka, MN 55343",
        "Same as the delivery address",
        "Standard",
        "ending in 1111",
        "Cable one",
        "$20.00",
        "$5.00",
        "$1.89",
        "$26.89",
    ):
        assert said in page, said  # fmt: skip
    assert page.count("/checkout/address/") >= 3


@pytest.mark.accepts("F04")
def test_the_reseller_disclosure_is_shown_and_kept_with_the_order(reviewing: Shopper) -> None:
    entity = reviewing.checkout.answer.selling_entity.id
    rows = {
        "resellerDisclosure": ("Sold by <b>the reseller</b>.", "https://store.digitalriver.com/r"),
        "confirmDisclosure": ("I accept the terms.", ""),
        "termsOfSale": ("Terms of sale", "https://store.digitalriver.com/t"),
    }
    for key, (text, url) in rows.items():
        Disclosure.objects.create(
            entity=entity, country="US", language="en", key=key, text=text, url=url
        )
    page = reviewing.review()
    assert "Sold by <b>the reseller</b>." in page
    assert 'href="https://store.digitalriver.com/r"' in page
    assert "I accept the terms." in page
    reviewing.client.post(
        "/checkout/review/",
        {"review": seal_in(page), "agreed": "yes", "confirm_text": "forged", "entity": "X"},
    )
    consent = Consent.objects.get()
    assert (consent.entity_id, consent.country, consent.language) == (entity, "US", "en")
    assert consent.reseller_text == "Sold by <b>the reseller</b>."
    assert consent.confirm_text == "I accept the terms."
    assert [link["key"] for link in consent.links] == ["termsOfSale"]


@pytest.mark.parametrize("step", ["address", "delivery", "payment", "review"])
def test_every_step_names_the_seller_in_its_footer(reviewing: Shopper, step: str) -> None:
    response = reviewing.client.get(f"/checkout/{step}/")
    entity = reviewing.checkout.answer.selling_entity.id
    assert f'data-entity="{entity}" data-language="en" data-country="US"' in text_of(response)


def test_the_confirmation_names_the_seller_too(reviewing: Shopper) -> None:
    thanks = text_of(reviewing.client.get(reviewing.place()["Location"]))
    entity = reviewing.order.entity_id
    assert f'data-entity="{entity}" data-language="en" data-country="US"' in thanks
    assert reviewing.order.entity_name in thanks


@pytest.mark.accepts("F09")
def test_before_there_is_a_seller_the_stores_default_is_named(alice: Shopper) -> None:
    alice.add()
    page = text_of(alice.client.get("/checkout/address/"))
    assert 'data-entity="C5_INC-ENTITY"' in page


# --- Declined, fraud ----------------------------------------------------------------------------


@pytest.mark.accepts("G04")
def test_after_a_decline_another_card_works_at_once(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add("CABLE", 2)
    alice.go_to_review(card=DECLINED)
    old = alice.checkout
    response = alice.place()
    assert response["Location"] == "/checkout/payment/"
    page = text_of(alice.client.get(response["Location"]))
    assert "did not go through" in page
    assert "failed-request" not in page
    refused = alice.order
    assert (refused.state, refused.not_placed_reason) == (State.NOT_PLACED, NotPlaced.DECLINED)
    new = alice.checkout
    assert new.number != old.number
    assert new.answer.payment.session.id != old.answer.payment.session.id
    assert alice.cart.lines.get().quantity == 2
    assert alice.details.email == ALICE["email"]
    alice.pay(VISA)
    assert alice.place()["Location"].startswith("/checkout/thanks/")
    assert Order.objects.get(number=new.number).state == State.ACCEPTED
    used = [row["request_body"]["checkoutId"] for row in posted_orders(dr)]
    assert used == [old.remote_id, new.remote_id]
    assert Sku.objects.get(code="CABLE").stock == 8


@pytest.mark.accepts("G05")
def test_fraud_is_met_with_neutral_words_and_no_new_try(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add("CABLE", 2)
    alice.go_to_review({**ALICE, "email": "block@fraud.com"})
    response = alice.place()
    assert response["Location"] == "/cart/"
    page = text_of(alice.client.get("/cart/"))
    assert "could not accept this order" in page
    assert "fraud" not in page.replace("block@fraud.com", "").lower()
    assert (alice.order.not_placed_reason, alice.order.fraud_state) == ("fraud", "blocked")
    assert len(calls(dr, method="POST", path="/checkouts")) == 2  # opened, source attached
    assert Sku.objects.get(code="CABLE").stock == 10


def test_an_order_in_review_is_thanked_for_and_not_promised(alice: Shopper) -> None:
    alice.add("CABLE", 2)
    alice.go_to_review({**ALICE, "email": "holdpass@fraud.com"})
    thanks = text_of(alice.client.get(alice.place()["Location"]))
    assert "being checked" in thanks
    assert alice.order.state == State.IN_REVIEW


# --- Lost answers -------------------------------------------------------------------------------


@pytest.mark.accepts("G08")
@pytest.mark.parametrize("mode", ["404", "second_order"])
def test_a_cut_answer_ends_on_the_confirmation_of_the_first_order(
    reviewing: Shopper, dr: SandboxProcess, run_outbox, mode: str
) -> None:
    dr.control("PUT", "/control/settings", {"consumed_checkout": mode})
    page = reviewing.review()
    fault(dr, "/orders", "drop_after")
    response = reviewing.place(page)
    order = reviewing.order
    assert response["Location"] == f"/checkout/confirming/{order.token}/"
    waiting = text_of(reviewing.client.get(response["Location"]))
    assert "We are confirming your order" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert reviewing.place(page)["Location"] == f"/checkout/thanks/{order.token}/"
    run_outbox()
    settled = reviewing.client.get(response["Location"])
    assert settled["Location"] == f"/checkout/thanks/{order.token}/"
    assert reviewing.client.get(settled["Location"]).status_code == 200
    assert Order.objects.get().state == State.ACCEPTED
    assert len(posted_orders(dr)) == 1
    assert len(dr.api("GET", "/orders")[1]["data"]) == 1


def test_while_nobody_knows_the_cart_cannot_be_bought_again(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    fault(dr, "/orders", "drop_after")
    reviewing.place()
    order = reviewing.order
    for page in ("/checkout/", "/checkout/address/", "/checkout/review/"):
        response = reviewing.client.get(page, follow=True)
        assert "We are confirming your order" in text_of(response), page
    assert order.number in text_of(reviewing.client.get("/cart/"))


def test_when_the_order_never_arrived_the_cart_can_be_resumed(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()
    fault(dr, "/orders", "drop_before")
    reviewing.place(page)
    order = reviewing.order
    assert order.state == State.PLACING
    services.mark_not_placed(order.pk, NotPlaced.NEVER_ARRIVED, cause=Cause.job("test"))
    shown = text_of(reviewing.client.get(f"/checkout/confirming/{order.token}/"))
    assert "was not placed" in shown
    assert "Nothing was charged" in shown
    reviewing.add("SYNTH", 1)  # the cart is open again
    stranger = Shopper(dr)
    response = stranger.client.post(f"/checkout/resume/{order.token}/")
    assert response["Location"] == "/checkout/"
    assert stranger.client.get("/cart/").context["basket"].count == 3


def test_an_order_that_never_arrived_is_placed_by_the_same_form(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    fault(dr, "/orders", "drop_before")
    reviewing.place()
    first = reviewing.order
    services.mark_not_placed(first.pk, NotPlaced.NEVER_ARRIVED, cause=Cause.job("test"))
    response = reviewing.place()
    assert response["Location"] == f"/checkout/thanks/{first.token}/"
    assert len(dr.api("GET", "/orders")[1]["data"]) == 1


def test_an_unreachable_digital_river_keeps_the_review(
    reviewing: Shopper, dr: SandboxProcess, settings
) -> None:
    page = reviewing.review()
    settings.DIGITALRIVER_API_URL = "http://127.0.0.1:9"
    response = reviewing.place(page)
    assert response["Location"] == "/checkout/review/"
    shown = reviewing.review()
    assert "temporarily unavailable" in shown
    assert Order.objects.get().state == State.NOT_PLACED
    settings.DIGITALRIVER_API_URL = dr.url
    assert reviewing.place(shown)["Location"].startswith("/checkout/thanks/")
    assert Order.objects.get().state == State.ACCEPTED


# --- The last item ------------------------------------------------------------------------------


def test_ten_shoppers_after_the_last_item_and_one_gets_it(dr: SandboxProcess) -> None:
    Sku.objects.filter(code="CABLE").update(stock=1)
    crowd = [Shopper(dr) for _each in range(10)]
    pages = []
    for shopper in crowd:
        shopper.add("CABLE", 1)
        shopper.go_to_review()
        pages.append(shopper.review())
    answers = [shopper.place(page) for shopper, page in zip(crowd, pages, strict=True)]
    won = [answer for answer in answers if answer["Location"].startswith("/checkout/thanks/")]
    assert len(won) == 1
    assert len(posted_orders(dr)) == 1
    assert Sku.objects.get(code="CABLE").stock == 0
    for shopper, answer in zip(crowd, answers, strict=True):
        if answer not in won:
            assert "Sold out" in text_of(shopper.client.get("/cart/"))


def test_stock_taken_between_review_and_order_is_said_before_paying(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    page = reviewing.review()

    def rival() -> None:
        Sku.objects.filter(code="CABLE").update(stock=1)

    with run_before("checkout.ordering._open", rival):
        response = reviewing.place(page)
    assert response["Location"] == "/cart/"
    assert "faster" in text_of(reviewing.client.get("/cart/"))
    assert not Order.objects.exists()
    assert not posted_orders(dr)


# --- What failed is on record --------------------------------------------------------------------


def test_no_card_number_and_no_secret_is_kept_by_the_shop(
    reviewing: Shopper, dr: SandboxProcess
) -> None:
    remote = dr.api("GET", f"/checkouts/{reviewing.checkout.remote_id}")[1]
    secret = remote["payment"]["session"]["clientSecret"]
    reviewing.place()
    everything = "".join(
        str(row) for model in (ApiCall, Checkout, Order) for row in model.objects.values()
    )
    assert VISA not in everything
    assert secret not in everything


def test_too_many_attempts_are_slowed_down(reviewing: Shopper, dr: SandboxProcess) -> None:
    page = reviewing.review()
    for _each in range(ATTEMPTS):
        fault(dr, "/orders", "status", status=400, errors=[{"code": "unknown_error"}])
        reviewing.place(page)
    response = reviewing.place(page)
    assert response.status_code == 429
    assert "Too many attempts" in text_of(response)


# --- What came later -----------------------------------------------------------------------------


def test_a_decline_that_is_learned_late_is_resumed_with_a_new_checkout(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add("CABLE", 2)
    alice.go_to_review()
    old = alice.checkout
    fault(dr, "/orders", "drop_before")
    alice.place()
    services.mark_not_placed(
        alice.order.pk, NotPlaced.DECLINED, cause=Cause.job("test"), code="failed-request"
    )
    shown = text_of(alice.client.get(f"/checkout/confirming/{alice.order.token}/"))
    assert "failed-request" not in shown
    assert "Go on with this cart" in shown
    response = alice.client.post(f"/checkout/resume/{alice.order.token}/", follow=True)
    assert response.redirect_chain[-1][0] == "/checkout/address/"
    alice.address()
    assert alice.checkout.number != old.number
    alice.pay()
    assert alice.place()["Location"].startswith("/checkout/thanks/")


@pytest.mark.parametrize("state", ["payment_failed", "blocked", "cancelled"])
def test_an_order_that_failed_later_is_not_thanked_for(reviewing: Shopper, state: str) -> None:
    location = reviewing.place()["Location"]
    order = reviewing.order
    Order.objects.filter(pk=order.pk).update(state=state)
    shown = text_of(reviewing.client.get(location))
    assert "Thank you" not in shown
    assert "it should arrive" not in shown
    assert str(Order.objects.get().wording.title) in shown
