"""Events as the sandbox really sends them, from a purchase to its captured payment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from orders import fulfilling
from orders.models import Order
from storefront import cached
from tests.checkout.cast import Shopper, make_shop, tell_sandbox
from tests.support.race import run_before
from tests.support.relay import Delivery, Relay, post_event
from tests.support.sandbox_process import SandboxProcess
from tests.webhooks.conftest import event, post
from webhooks.models import EventState, InboundEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(db, sandbox: SandboxProcess) -> Shopper:
    cached.forget()
    make_shop()
    tell_sandbox(sandbox)
    return Shopper(sandbox)


def reads(sandbox: SandboxProcess, order: Order) -> int:
    calls = sandbox.requests()
    return sum(
        call["method"] == "GET" and call["path"] == f"/orders/{order.remote_id}" for call in calls
    )


def buy(alice: Shopper) -> Order:
    alice.add("CABLE", 2)
    assert alice.buy().status_code == 302
    return alice.order


@pytest.mark.accepts("H02", "H06", "N07")
def test_a_purchase_and_its_events_leave_one_accepted_order_and_one_letter(
    alice, relay: Relay, mailbox, run_outbox
):
    order = buy(alice)
    run_outbox()
    assert set(relay.deliver()) == {202}
    order.refresh_from_db()
    assert order.state == "accepted"
    assert order.history.filter(kind="state", to_state="accepted").count() == 1
    assert len(mailbox()) == 1
    assert not InboundEvent.objects.exclude(state__in=["processed", "ignored"]).exists()
    assert reads(alice.sandbox, order) <= 1


@pytest.mark.accepts("N02")
def test_a_shipment_is_captured_and_told_once(alice, relay: Relay, mailbox, run_outbox):
    order = buy(alice)
    run_outbox()
    relay.deliver()
    before = reads(alice.sandbox, order)
    line = order.lines.get()
    order.refresh_from_db()
    fulfilling.ship(
        order.pk,
        {line.pk: 2},
        fulfilling.Tracking("UPS", "1Z999", "https://ups.example/1Z999"),
        key="form-1",
        staff=None,
    )
    run_outbox()
    assert set(relay.deliver()) == {202}
    order.refresh_from_db()
    assert order.state == order.remote_state
    assert order.state in ("fulfilled", "complete")
    assert order.captured_amount == order.total_amount
    assert reads(alice.sandbox, order) - before <= 1
    assert [letter.subject for letter in mailbox()] == [
        f"Your order {order.number} at Northlight Audio",
        f"Your order {order.number} is on its way",
    ]
    assert "2 × Cable one" in mailbox()[1].text
    assert "1Z999" in mailbox()[1].text


@pytest.mark.accepts("H06", "N07")
def test_doubled_and_shuffled_deliveries_end_the_same(alice, relay: Relay, mailbox, run_outbox):
    alice.sandbox.control("PUT", "/control/delivery", {"copies": 3, "shuffle": True})
    order = buy(alice)
    events = relay.events()
    assert set(relay.deliver(len(events) * 3)) == {202}
    order.refresh_from_db()
    assert order.state == "accepted"
    assert set(InboundEvent.objects.values_list("event_id", flat=True)) == set(events)
    assert len(mailbox()) == 1


@pytest.mark.accepts("H08", "N07")
def test_an_event_that_is_faster_than_the_answer_is_applied_and_the_answer_changes_nothing(
    alice, relay: Relay, mailbox, run_outbox
):
    alice.sandbox.control("PUT", "/control/delivery", {"before_answer": True})
    with run_before("orders.services.apply_remote_order", relay.deliver):
        order = buy(alice)
    run_outbox()
    order.refresh_from_db()
    assert order.state == "accepted"
    accepted = order.history.get(kind="state", to_state="accepted")
    assert accepted.cause_kind == "event"
    assert Order.objects.count() == 1
    assert len(mailbox()) == 1


@pytest.mark.accepts("H05")
def test_after_a_rotation_at_the_vendor_no_event_is_lost(alice, relay: Relay, settings):
    old = settings.DIGITALRIVER_WEBHOOK_SECRETS[0]
    hooks = alice.sandbox.api("GET", "/webhooks")[1]
    answer = alice.sandbox.control(
        "POST", f"/control/webhooks/{hooks[0]['id']}/rotate", {"overlap_s": 43200}
    )
    order = buy(alice)
    deliveries = relay.wait_for(1)
    # The shop still knows only the old secret, which signs beside the new one.
    assert post_event(deliveries[0]) == 202
    until = timezone.now() + timedelta(hours=12)
    settings.DIGITALRIVER_WEBHOOK_SECRETS = [answer["secret"], f"{old}@{until.isoformat()}"]
    assert set(relay.deliver()) == {202}
    settings.DIGITALRIVER_WEBHOOK_SECRETS = [answer["secret"]]
    assert post_event(deliveries[0]) == 202
    order.refresh_from_db()
    assert order.state == "accepted"


def test_register_webhook_does_what_it_says_at_the_sandbox(sandbox, capsys):
    url = "http://127.0.0.1:9/webhooks/digitalriver/"
    for _ in range(2):
        call_command("register_webhook", url=url)
    hooks = sandbox.api("GET", "/webhooks")[1]
    assert [hook["address"] for hook in hooks] == [url]
    assert "already sends everything" in capsys.readouterr().out


# --- At the same time ---


def at_once(work: list[Callable[[], object]]) -> list[object]:
    """Runs each piece in a thread of its own, all starting together; their results."""
    start = threading.Barrier(len(work))
    results: list[object] = [None] * len(work)

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = work[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.accepts("H06")
@pytest.mark.django_db(transaction=True)
def test_one_event_delivered_twenty_times_at_once_is_one_row():
    answers = at_once([lambda: post(event()).status_code] * 20)
    assert answers == [202] * 20
    assert InboundEvent.objects.count() == 1


@pytest.mark.accepts("H06")
@pytest.mark.django_db(transaction=True)
def test_twenty_events_at_once_are_all_kept_and_end_in_one_state(
    alice, relay: Relay, mailbox, run_outbox
):
    order = buy(alice)
    subject = {"id": order.remote_id, "orderId": order.remote_id}
    work = [
        lambda number=number: (
            post(event("order.accepted", id=f"evt_{number}", data={"object": subject})).status_code
        )
        for number in range(20)
    ]
    assert at_once(work) == [202] * 20
    at_once([run_outbox] * 3)
    run_outbox()
    order.refresh_from_db()
    assert order.state == "accepted"
    assert order.history.filter(kind="state", to_state="accepted").count() == 1
    assert set(InboundEvent.objects.values_list("state", flat=True)) == {EventState.PROCESSED}
    assert len(mailbox()) == 1


@pytest.mark.accepts("H02")
@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_answered_in_time(alice):
    """A writer keeps its lock for longer than the vendor waits: 503 before that, never silence."""
    locked, release = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with connection.cursor() as cursor:
                if connection.vendor == "sqlite":
                    cursor.execute("BEGIN IMMEDIATE")
                else:
                    cursor.execute("BEGIN")
                    cursor.execute("LOCK TABLE webhooks_inboundevent IN EXCLUSIVE MODE")
                locked.set()
                release.wait(20)
                cursor.execute("ROLLBACK")
        finally:
            connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(10)
    started = timezone.now()
    status = post(event()).status_code
    took = timezone.now() - started
    release.set()
    holder.join()
    assert status == 503
    assert took < timedelta(seconds=3)
    assert post(event()).status_code == 202


def test_a_delivery_of_bytes_is_posted_as_it_came(client: Client):
    delivery = Delivery({"DigitalRiver-Signature": "1, x", "Content-Type": "text/plain"}, b"{}")
    assert post_event(delivery, client) == 400
