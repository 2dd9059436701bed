"""Real threads, a real web server and a real Digital River: many at once, and answers that hang."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as shop_settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from checkout import carts
from checkout.models import Checkout
from core.models import ApiCall
from orders import fulfilling
from orders.models import Order
from orders.states import State
from storefront import skus
from storefront.models import Sku
from tests.checkout.cast import Shopper, calls, seal_in
from tests.hardening.conftest import open_shop
from tests.support.sandbox_process import SandboxProcess
from webhooks.models import InboundEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dr(sandbox: SandboxProcess) -> Iterator[SandboxProcess]:
    yield sandbox
    sandbox.control("PUT", "/control/faults", [])


@pytest.fixture
def alice(dr: SandboxProcess) -> Shopper:
    """On the review page, with two cables and a good card."""
    shopper = open_shop(dr)
    shopper.add("CABLE", 2)
    shopper.go_to_review()
    return shopper


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Runs everything at the same moment; what each returned. An error of one is raised."""
    gate = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        gate.wait(20)
        try:
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def attempt(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """What the work returned, or what it raised."""
    try:
        return work(), None
    except Exception as error:
        return None, error


def tab_of(shopper: Shopper) -> Client:
    client = Client()
    client.cookies[carts.COOKIE] = shopper.client.cookies[carts.COOKIE].value
    return client


def fault(dr: SandboxProcess, method: str, path: str, action: str, **more: Any) -> None:
    faults = [{"method": method, "path": path, "times": 1, "action": action, **more}]
    dr.control("PUT", "/control/faults", faults)


def posts(dr: SandboxProcess) -> int:
    return sum(call["path"] == "/orders" for call in calls(dr, method="POST"))


def remote_orders(dr: SandboxProcess) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dr.api("GET", "/orders?limit=100")[1]["data"]
    return found


# --- Many at once ---


def test_ten_shoppers_press_the_button_together_and_one_gets_the_last_item(
    dr: SandboxProcess,
) -> None:
    crowd = [open_shop(dr)] + [Shopper(dr) for _each in range(9)]
    Sku.objects.filter(code="CABLE").update(stock=1)
    pages = []
    for shopper in crowd:
        shopper.add("CABLE", 1)
        shopper.go_to_review()
        pages.append(shopper.review())
    before = len(calls(dr))
    answers = at_once([
        lambda shopper=shopper, page=page: shopper.place(page)
        for shopper, page in zip(crowd, pages, strict=True)
    ])  # fmt: skip
    places = [answer["Location"] for answer in answers]
    assert sum(place.startswith("/checkout/thanks/") for place in places) == 1, places
    assert sum(place == "/cart/" for place in places) == 9, places
    assert posts(dr) == 1
    assert len(calls(dr)) == before + 1, "whoever lost learned it before anything was sent"
    assert [order.state for order in Order.objects.all()] == [State.ACCEPTED]
    assert Sku.objects.get(code="CABLE").stock == 0
    for shopper, place in zip(crowd, places, strict=True):
        if place == "/cart/":
            assert "Sold out" in shopper.client.get("/cart/").content.decode()


def test_adding_and_ordering_at_once_buys_what_was_reviewed_or_nothing(
    alice: Shopper, dr: SandboxProcess
) -> None:
    form = {"review": seal_in(alice.review()), "agreed": "yes"}
    one, two = tab_of(alice), tab_of(alice)
    at_once([
        lambda: one.post("/checkout/review/", form),
        lambda: two.post("/cart/add/", {"sku": "CABLE", "quantity": 3}),
    ])  # fmt: skip
    bought = [line.quantity for order in Order.objects.all() for line in order.lines.all()]
    assert bought in ([], [2])
    assert len(remote_orders(dr)) == len(bought)


# --- Faster than the answer ---


@pytest.mark.accepts("H08")
def test_an_event_reaches_the_running_shop_before_post_orders_is_answered(
    alice: Shopper, dr: SandboxProcess, live_server: Any, mailbox: Any, run_outbox: Any
) -> None:
    dr.control("PUT", "/control/webhooks", {
        "address": live_server.url + reverse("webhooks:digitalriver"), "types": ["*"],
        "secret": shop_settings.DIGITALRIVER_WEBHOOK_SECRETS[0], "enabled": True,
    })  # fmt: skip
    dr.control("PUT", "/control/delivery", {"before_answer": True})
    try:
        page = alice.review()
        known = InboundEvent.objects.count()
        assert alice.place(page)["Location"].startswith("/checkout/thanks/")
    finally:
        dr.control("PUT", "/control/delivery", {"before_answer": False, "mode": "drop"})
    assert InboundEvent.objects.filter(type="order.accepted").exists()
    assert InboundEvent.objects.count() > known
    run_outbox()
    order = Order.objects.get()
    assert order.state == State.ACCEPTED
    assert order.history.filter(kind="state", to_state="accepted").count() == 1
    assert len(mailbox()) == 1
    assert (posts(dr), len(remote_orders(dr))) == (1, 1)


# --- Answers that hang, and calls that are turned away ---


@pytest.mark.parametrize("mode", ["404", "second_order"])
def test_an_answer_that_hangs_ends_on_a_page_that_resolves_itself(
    alice: Shopper, dr: SandboxProcess, settings: Any, run_outbox: Any, mode: str
) -> None:
    page = alice.review()
    dr.control("PUT", "/control/settings", {"consumed_checkout": mode})
    fault(dr, "POST", "/orders", "delay_after", delay_ms=2500)
    settings.DIGITALRIVER_READ_TIMEOUT = 0.5
    waiting = alice.place(page)["Location"]
    settings.DIGITALRIVER_READ_TIMEOUT = 10.0
    order = Order.objects.get()
    assert waiting == f"/checkout/confirming/{order.token}/"
    assert "We are confirming your order" in alice.client.get(waiting).content.decode()
    assert not alice.client.get(f"/orders/{order.token}/status").json()["settled"]
    alice.place(page)  # impatient
    run_outbox()
    assert alice.client.get(f"/orders/{order.token}/status").json()["placed"]
    assert alice.client.get(waiting)["Location"] == f"/checkout/thanks/{order.token}/"
    assert (posts(dr), len(remote_orders(dr))) == (1, 1)
    assert Sku.objects.get(code="CABLE").stock == 8


def test_a_shop_that_is_told_to_wait_keeps_everything_and_says_so(
    alice: Shopper, dr: SandboxProcess
) -> None:
    page = alice.review()
    fault(dr, "POST", "/orders", "status", status=429, retry_after=120)
    assert alice.place(page)["Location"] == "/checkout/review/"
    sent = len(calls(dr))
    again = alice.client.get("/checkout/review/").content.decode()
    assert "temporarily unavailable" in again
    alice.place(again)
    assert len(calls(dr)) == sent, "nothing is sent while Digital River asked to wait"
    assert remote_orders(dr) == []
    assert {order.state for order in Order.objects.all()} == {State.NOT_PLACED}
    assert Sku.objects.get(code="CABLE").stock == 10


BROKEN = {
    "refused": {"action": "status", "status": 400, "errors": [{"code": "invalid_parameter"}]},
    "broken": {"action": "status", "status": 500, "errors": [{"code": "unknown_error"}]},
    "cut": {"action": "drop_before"},
    "garbled": {"action": "malformed"},
}


@pytest.mark.accepts("M03")
@pytest.mark.parametrize("how", BROKEN)
def test_no_failed_call_of_a_checkout_is_swallowed(dr: SandboxProcess, how: str) -> None:
    """Opening, changing and paying a checkout: the shopper reads of it, staff find the call."""
    shopper = open_shop(dr)
    shopper.add("CABLE", 2)
    doors: list[tuple[str, Callable[[], Any]]] = [
        ("/checkouts", shopper.address),
        ("/checkouts/*", lambda: shopper.deliver("express")),
        ("/checkouts/*", shopper.pay),
    ]
    for path, knock in doors:
        failed = ApiCall.objects.exclude(error_kind="").count()
        dr.control(
            "PUT", "/control/faults", [{"method": "POST", "path": path, "times": 9, **BROKEN[how]}]
        )
        answer = knock()
        assert answer.status_code >= 400 or told(shopper, answer), (path, answer.status_code)
        assert ApiCall.objects.exclude(error_kind="").count() > failed, path
        dr.control("PUT", "/control/faults", [])
        answer = knock()
        assert answer.status_code in (200, 302), (path, answer.content[:300])
    assert Checkout.objects.filter(state="open").exists()
    assert shopper.place()["Location"].startswith("/checkout/thanks/")
    assert len(remote_orders(dr)) == 1


def told(shopper: Shopper, answer: Any) -> bool:
    """A redirect to a page that has something to say."""
    page = shopper.client.get(answer["Location"], follow=True).content.decode()
    return "alert--" in page


@pytest.mark.accepts("M03")
@pytest.mark.parametrize("how", BROKEN)
def test_no_failed_shipment_or_sku_is_swallowed(
    alice: Shopper, dr: SandboxProcess, run_outbox: Any, how: str
) -> None:
    alice.place()
    order = Order.objects.get()
    line = order.lines.get()
    fault_of = {"times": 30, **BROKEN[how]}
    dr.control("PUT", "/control/faults", [
        {"method": "POST", "path": "/fulfillments", **fault_of},
        {"method": "PUT", "path": "/skus/*", **fault_of},
    ])  # fmt: skip
    failed = ApiCall.objects.exclude(error_kind="").count()
    tracking = fulfilling.Tracking()
    _shipped, refused = attempt(
        lambda: fulfilling.ship(order.pk, {line.pk: 1}, tracking, key="form-0001", staff=None)
    )
    # Staff read the refusal, or a shipment that is still being sent and is looked up.
    assert isinstance(refused, fulfilling.CannotShip) or order.fulfillments.get().state == "sending"
    assert ApiCall.objects.exclude(error_kind="").count() > failed
    sku = Sku.objects.get(code="CABLE")
    failed = ApiCall.objects.exclude(error_kind="").count()
    outcome, outage = attempt(lambda: skus.sync(sku.pk, everything=True))
    sku.refresh_from_db()
    # A refusal stands at the SKU; of an outage the outbox keeps the row and tries again.
    assert (outcome.message and sku.sync_error) if how == "refused" else outage
    assert ApiCall.objects.exclude(error_kind="").count() > failed
    line.refresh_from_db()
    assert line.shipped_quantity == 0
