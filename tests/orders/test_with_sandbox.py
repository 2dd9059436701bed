"""Orders against a running Digital River over HTTP: placing, losing answers, shipping."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from core import vendor
from orders import fulfilling, services, settling
from orders.fulfilling import CannotShip, Tracking
from orders.models import Cause, Fulfillment, Order
from orders.numbers import new_number
from orders.opening import open_order
from orders.placing import Outcome, PlacingOutcome, submit
from orders.states import State
from storefront.models import Sku
from tests.orders.factories import CAUSE, SkuFactory, consent, line, snapshot
from tests.sandbox.merchant import VISA, Merchant

pytestmark = pytest.mark.django_db

DECLINED = "4000000000003600"


class Desk:
    """Opens orders for checkouts that are paid at the sandbox, and places them."""

    def __init__(self, sandbox: Any) -> None:
        self.sandbox = sandbox
        self.dr = Merchant(sandbox)
        self.sku: Sku = SkuFactory(code="case", stock=10)
        self.dr.sku("case")

    def open(self, card: str = VISA, **members: Any) -> Order:
        number = new_number()
        checkout = self.dr.paid_checkout(card, upstreamId=number, **members)
        self.items = [item["id"] for item in checkout["items"]]
        email = members.get("email", "alice@example.org")
        told = snapshot(line(self.sku), number=number, checkout_id=checkout["id"], email=email)
        return open_order(told, consent(), cause=CAUSE)

    def submit(self, order: Order) -> PlacingOutcome:
        client = vendor.client(order_number=order.number)
        return submit(order.pk, cause=CAUSE, client=client)

    def place(self, card: str = VISA, **members: Any) -> Order:
        order = self.open(card, **members)
        assert self.submit(order).kind is Outcome.PLACED
        return Order.objects.get(pk=order.pk)

    def posts(self, path: str = "/orders") -> list[dict[str, Any]]:
        return [
            one for one in self.sandbox.requests() if (one["method"], one["path"]) == ("POST", path)
        ]

    def remote_orders(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.dr.get("/orders?limit=100")["data"]
        return found

    def fault(self, **fault: Any) -> None:
        self.sandbox.control("PUT", "/control/faults", [{"times": 1, **fault}])

    def settings(self, **told: Any) -> None:
        self.sandbox.control("PUT", "/control/settings", told)


@pytest.fixture
def desk(sandbox) -> Desk:
    return Desk(sandbox)


def until(true: Callable[[], Any], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


@pytest.mark.accepts("D12", "G02", "G03")
def test_a_visa_is_accepted_and_every_id_is_kept(desk):
    order = desk.place()
    remote = desk.dr.get(f"/orders/{order.remote_id}")
    assert (order.state, order.fraud_state) == (remote["state"], remote["fraudState"])
    assert remote["upstreamId"] == order.number
    assert [one.remote_id for one in order.lines.all()] == [one["id"] for one in remote["items"]]
    assert order.lines.get().remote_id not in desk.items
    charges = [(one["id"], one["state"]) for one in remote["payment"]["charges"]]
    assert [(one.remote_id, one.state) for one in order.charges.all()] == charges
    assert [one["request_body"] for one in desk.posts()] == [{"checkoutId": order.checkout_id}]
    assert not order.needs_attention


@pytest.mark.accepts("G04")
def test_a_declined_card_frees_cart_and_goods(desk):
    order = desk.open(DECLINED)
    outcome = desk.submit(order)
    assert (outcome.kind, outcome.needs_new_checkout) == (Outcome.DECLINED, True)
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.not_placed_reason, order.holds_cart) == (
        "not_placed",
        "declined",
        False,
    )
    assert Sku.objects.get(pk=desk.sku.pk).stock == 10
    assert desk.remote_orders() == []


@pytest.mark.accepts("G05")
def test_fraud_is_blocked_here_and_nothing_is_captured(desk):
    order = desk.open(email="block@fraud.com")
    assert desk.submit(order).kind is Outcome.FRAUD
    order = Order.objects.get(pk=order.pk)
    assert (order.not_placed_reason, order.fraud_state) == ("fraud", "blocked")
    assert not order.charges.exists()


@pytest.mark.accepts("G07")
def test_a_correctable_refusal_is_submitted_again_on_the_same_checkout(desk):
    order = desk.open()
    error = {"code": "missing_parameter", "parameter": "shipping.name", "message": "Missing"}
    desk.fault(method="POST", path="/orders", action="status", status=400, errors=[error])
    outcome = desk.submit(order)
    assert (outcome.kind, outcome.parameter) == (Outcome.CORRECTABLE, "shipping.name")
    told = snapshot(line(desk.sku), number=order.number, checkout_id=order.checkout_id)
    open_order(told, consent(), cause=CAUSE)
    assert desk.submit(order).kind is Outcome.PLACED
    assert len({one["request_body"]["checkoutId"] for one in desk.posts()}) == 1
    assert len(desk.remote_orders()) == 1


@pytest.mark.accepts("G08")
@pytest.mark.parametrize("mode", ["404", "second_order"])
@pytest.mark.parametrize("action", ["drop_after", "malformed"])
def test_a_lost_answer_is_found_and_never_posted_again(desk, run_outbox, mode, action):
    desk.settings(consumed_checkout=mode)
    order = desk.open()
    desk.fault(method="POST", path="/orders", action=action)
    assert desk.submit(order).kind is Outcome.UNKNOWN
    assert desk.submit(order).kind is Outcome.UNKNOWN
    run_outbox()
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.needs_attention) == (State.ACCEPTED, False)
    assert (len(desk.posts()), len(desk.remote_orders())) == (1, 1)


@pytest.mark.parametrize("mode", ["404", "second_order"])
def test_an_order_made_after_the_read_timeout_is_adopted(desk, settings, mode):
    settings.DIGITALRIVER_READ_TIMEOUT = 0.4
    desk.settings(consumed_checkout=mode)
    order = desk.open()
    desk.fault(method="POST", path="/orders", action="delay", delay_ms=1200)
    assert desk.submit(order).kind is Outcome.UNKNOWN
    assert settling.settle(order.pk).kind is Outcome.UNKNOWN
    until(desk.remote_orders)
    assert settling.settle(order.pk).kind is Outcome.PLACED
    assert (len(desk.posts()), len(desk.remote_orders())) == (1, 1)


def test_an_order_posted_twice_by_somebody_else_is_found_by_its_checkout(desk):
    order = desk.open()
    desk.dr.call("POST", "/orders", {"checkoutId": order.checkout_id}, expect=201)
    assert desk.submit(order).kind is Outcome.PLACED
    assert len(desk.remote_orders()) == 1


def test_a_throttled_post_is_repeated_and_places_one_order(desk):
    order = desk.open()
    desk.fault(method="POST", path="/orders", action="status", status=429, retry_after=1)
    assert desk.submit(order).kind is Outcome.PLACED
    assert len(desk.remote_orders()) == 1


def test_a_server_error_is_looked_up_through_five_failing_look_ups(desk, run_outbox):
    order = desk.open()
    desk.sandbox.control(
        "PUT",
        "/control/faults",
        [
            {"method": "POST", "path": "/orders", "times": 1, "action": "drop_after"},
            {"method": "GET", "path": "/orders*", "times": 15, "action": "status", "status": 503},
        ],
    )
    assert desk.submit(order).kind is Outcome.UNKNOWN
    for _ in range(5):
        with pytest.raises(Exception, match="503"):
            settling.settle(order.pk)
        assert Order.objects.get(pk=order.pk).state == State.PLACING
    assert settling.settle(order.pk).kind is Outcome.PLACED
    assert len(desk.remote_orders()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_after_the_post_leaves_an_order_that_is_settled(desk, run_outbox):
    order = desk.open()
    code = (
        "import django; django.setup()\n"
        "from core import vendor\n"
        "from orders.models import Cause\n"
        "from orders.placing import submit\n"
        f"submit({order.pk}, cause=Cause.request('x'), client=vendor.client())\n"
    )
    database = connection.settings_dict
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(database),
        "DIGITALRIVER_API_URL": desk.sandbox.url,
        "CRASHPOINT": "after_post_orders",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=django_settings.BASE_DIR, timeout=60
    )
    assert done.returncode == 137
    assert Order.objects.get(pk=order.pk).state == State.PLACING
    Order.objects.filter(pk=order.pk).update(submitted_at="2026-01-01T00:00:00Z")
    settling.queue_forgotten()
    run_outbox()
    order = Order.objects.get(pk=order.pk)
    assert (order.state, len(desk.posts()), len(desk.remote_orders())) == ("accepted", 1, 1)


def database_url(database: dict[str, Any]) -> str:
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    who = f"{database['USER']}:{database['PASSWORD']}".rstrip(":")
    where = f"{database['HOST']}:{database['PORT']}".rstrip(":")
    return f"postgres://{who}@{where}/{database['NAME']}"


@pytest.mark.accepts("I02", "I04", "I05")
def test_shipping_half_and_then_the_rest_captures_all_and_completes(relay, desk):
    order = desk.place()
    pk = order.lines.get().pk
    first = fulfilling.ship(order.pk, {pk: 1}, Tracking("UPS", "1Z"), key="one")
    relay.deliver()
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.charges.get().state) == ("accepted", "capturable")
    assert [str(one.amount) for one in order.charges.get().captures.all()] == ["13.45 USD"]
    fulfilling.add_tracking(first.pk, Tracking(url="https://ups.example/1Z"))

    fulfilling.ship(order.pk, {pk: 1}, Tracking(), key="two")
    relay.deliver()
    order = Order.objects.get(pk=order.pk)
    assert order.state == State.COMPLETE
    captures = order.charges.get().captures.all()
    assert [str(one.amount) for one in captures] == ["13.45 USD", "13.44 USD"]
    assert captures[0].fulfillment_remote_id == first.remote_id
    assert str(order.captured_amount) == "26.89 USD"
    bodies = [one["request_body"] for one in desk.posts("/fulfillments")]
    item = order.lines.get().remote_id
    assert bodies == [
        {
            "orderId": order.remote_id,
            "items": [{"itemId": item, "quantity": 1}],
            "trackingCompany": "UPS",
            "trackingNumber": "1Z",
        },
        {"orderId": order.remote_id, "items": [{"itemId": item, "quantity": 1}]},
    ]
    updates = desk.posts(f"/fulfillments/{first.remote_id}")
    assert [one["request_body"] for one in updates] == [{"trackingUrl": "https://ups.example/1Z"}]
    assert Fulfillment.objects.count() == 2
    assert not order.needs_attention
    remote = desk.dr.get(f"/orders/{order.remote_id}")
    assert {"fulfilled", "complete"} <= set(remote["stateTransitions"])


def test_a_shipment_whose_answer_is_lost_is_found_and_never_sent_again(desk, run_outbox):
    order = desk.place()
    desk.fault(method="POST", path="/fulfillments", action="drop_after")
    shipment = fulfilling.ship(order.pk, {order.lines.get().pk: 2}, Tracking(), key="one")
    assert shipment.state == "sending"
    run_outbox()
    shipment.refresh_from_db()
    assert (shipment.state, order.lines.get().shipped_quantity) == ("sent", 2)
    assert len(desk.posts("/fulfillments")) == 1


@pytest.mark.accepts("I08")
def test_an_order_fulfilled_elsewhere_is_shown_as_already_fulfilled(desk):
    order = desk.place()
    desk.dr.fulfill(desk.dr.get(f"/orders/{order.remote_id}"), 2)
    with pytest.raises(CannotShip, match="already fulfilled"):
        fulfilling.ship(order.pk, {order.lines.get().pk: 1}, Tracking(), key="one")
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.lines.get().shipped_quantity) == (State.COMPLETE, 2)


def test_a_shipment_made_at_digital_river_is_learned_from_its_event(relay, desk):
    order = desk.place()
    desk.dr.fulfill(desk.dr.get(f"/orders/{order.remote_id}"), 1)
    relay.deliver()
    assert order.lines.get().shipped_quantity == 1
    assert order.history.filter(letter="shipment").count() == 1


@pytest.mark.parametrize(("outcome", "state"), [("accept", "accepted"), ("block", "blocked")])
def test_a_review_ends_as_digital_river_decides(desk, outcome, state):
    order = desk.place(email="holdpass@fraud.com")
    assert (order.state, order.fraud_state) == ("in_review", "review_opened")
    desk.sandbox.control("POST", f"/control/orders/{order.remote_id}/review", {"outcome": outcome})
    services.reread(order.pk, cause=Cause.job("reconcile"))
    order = Order.objects.get(pk=order.pk)
    assert order.state == state
    assert order.lines.get().stock_taken == (2 if state == "accepted" else 0)
