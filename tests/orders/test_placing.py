"""Placing: one POST, whatever happens around it, and the truth about what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

import digitalriver
from core import outbox
from core.models import OutboxEntry
from digitalriver import errors
from orders import placing, services, settling
from orders.models import Cause, Order
from orders.opening import CartAlreadyOrdered, open_order, order_of_cart
from orders.placing import Outcome, submit
from orders.states import State
from storefront.models import Sku
from storefront.stock import OutOfStock
from tests.orders.factories import (
    CAUSE,
    SkuFactory,
    consent,
    line,
    placing_order,
    remote_order,
    snapshot,
    usd,
)
from tests.orders.fakes import FakeClient, refusal
from tests.support.race import run_after, run_before

pytestmark = pytest.mark.django_db


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_an_accepted_order_is_placed_with_one_post():
    order = placing_order()
    client = FakeClient(order)
    outcome = submit(order.pk, cause=CAUSE, client=client)
    assert outcome.kind is Outcome.PLACED
    assert client.posts == [order.checkout_id]
    assert fresh(order).state == State.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_digital_river_is_asked():
    order = placing_order()
    client = FakeClient(order)
    seen = []
    client.creates = [lambda: (seen.append(connection.in_atomic_block), remote_order(order))[1]]
    submit(order.pk, cause=CAUSE, client=client)
    assert seen == [False]


def test_a_second_submit_reads_what_the_first_one_did():
    order = placing_order()
    client = FakeClient(order)
    for _ in range(3):
        assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.PLACED
    assert len(client.posts) == 1


def test_a_rival_that_submits_at_any_moment_never_posts_again():
    for target in ("orders.placing._claim", "orders.services.apply_remote_order"):
        for run in (run_before, run_after):
            order = placing_order()
            client = FakeClient(order)
            rival = FakeClient(order)

            def submit_too(order=order, rival=rival):
                submit(order.pk, cause=CAUSE, client=rival)

            with run(target, submit_too):
                submit(order.pk, cause=CAUSE, client=client)
            assert len(client.posts) + len(rival.posts) == 1, (target, run)
            assert fresh(order).state == State.ACCEPTED


def test_while_a_rival_posts_the_shopper_reads_that_it_is_being_confirmed():
    order = placing_order()
    client = FakeClient(order)
    seen = []

    def answer():
        seen.append(submit(order.pk, cause=CAUSE, client=client).kind)
        return remote_order(order)

    client.creates = [answer]
    submit(order.pk, cause=CAUSE, client=client)
    assert seen == [Outcome.UNKNOWN]
    assert len(client.posts) == 1


@pytest.mark.parametrize(
    ("code", "kind", "reason"),
    [
        ("failed-request", Outcome.DECLINED, "declined"),
        ("declined", Outcome.DECLINED, "declined"),
        ("", Outcome.DECLINED, "declined"),
        ("something_new", Outcome.DECLINED, "declined"),
        ("fraud", Outcome.FRAUD, "fraud"),
        ("fraud_block", Outcome.FRAUD, "fraud"),
        ("additional_information_required", Outcome.TAX_DATA, "declined"),
        ("create-order-failed", Outcome.BILLING, "declined"),
        ("source_not_chargeable", Outcome.PAYMENT, "declined"),
        ("source_in_use", Outcome.PAYMENT, "declined"),
    ],
)
def test_a_conflict_leads_to_the_step_that_can_help(code, kind, reason):
    sku = SkuFactory(stock=5)
    order = placing_order(line(sku, 2))
    client = FakeClient(order)
    client.creates = [refusal(errors.Conflict, code)]
    outcome = submit(order.pk, cause=CAUSE, client=client)
    order = fresh(order)
    assert (outcome.kind, outcome.needs_new_checkout) == (kind, True)
    assert (order.state, order.not_placed_reason) == (State.NOT_PLACED, reason)
    assert order.fraud_state == ("blocked" if reason == "fraud" else "")
    assert order.refusal_message  # for staff
    assert Sku.objects.get(pk=sku.pk).stock == 5
    assert submit(order.pk, cause=CAUSE, client=client).kind is kind
    assert len(client.posts) == 1


@pytest.mark.parametrize("kind", [errors.BadRequest, errors.MethodNotAllowed, errors.Refused])
def test_another_refusal_is_corrected_on_the_same_checkout(kind):
    sku = SkuFactory(stock=5)
    told = snapshot(line(sku, 2))
    order = open_order(told, consent(), cause=CAUSE)
    client = FakeClient(order)
    client.creates = [refusal(kind, "missing_parameter", "billTo.address.city")]
    outcome = submit(order.pk, cause=CAUSE, client=client)
    assert (outcome.kind, outcome.parameter) == (Outcome.CORRECTABLE, "billTo.address.city")
    assert fresh(order).not_placed_reason == "refused"
    assert Sku.objects.get(pk=sku.pk).stock == 5

    corrected = replace(told, email="right@example.org")
    again = open_order(corrected, consent(confirm_text="Again."), cause=CAUSE)
    assert (again.pk, again.state) == (order.pk, State.PLACING)
    assert Sku.objects.get(pk=sku.pk).stock == 3
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.PLACED
    assert client.posts == [order.checkout_id] * 2
    order = fresh(order)
    assert (order.email, order.refusal_code, order.consent.confirm_text) == (
        "right@example.org",
        "",
        "Again.",
    )


def test_a_corrected_order_whose_goods_are_gone_says_so_and_writes_nothing():
    sku = SkuFactory(stock=2)
    told = snapshot(line(sku, 2))
    order = open_order(told, consent(), cause=CAUSE)
    client = FakeClient(order)
    client.creates = [refusal(errors.BadRequest, "missing_parameter")]
    submit(order.pk, cause=CAUSE, client=client)
    Sku.objects.filter(pk=sku.pk).update(stock=1)
    with pytest.raises(OutOfStock):
        open_order(told, consent(), cause=CAUSE)
    order = fresh(order)
    assert (order.state, order.not_placed_reason) == (State.NOT_PLACED, "refused")
    assert Sku.objects.get(pk=sku.pk).stock == 1


UNKNOWN = [
    errors.Timeout,
    errors.ConnectionCut,
    errors.MalformedAnswer,
    errors.ServerError,
    errors.RequestTimeout,
]


@pytest.mark.parametrize("kind", UNKNOWN)
def test_an_unknown_outcome_posts_nothing_more_and_is_looked_up(kind):
    order = placing_order()
    client = FakeClient(order)
    client.creates = [refusal(kind)]
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.UNKNOWN
    assert fresh(order).state == State.PLACING
    assert OutboxEntry.objects.filter(kind="orders.settle").count() == 1
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.UNKNOWN

    assert settling.settle(order.pk, client).kind is Outcome.UNKNOWN
    client.lists = [[], [remote_order(order)]]
    assert settling.settle(order.pk, client).kind is Outcome.PLACED
    assert client.asked[-2:] == [
        {"checkout_id": order.checkout_id, "upstream_ids": []},
        {"checkout_id": None, "upstream_ids": [order.number]},
    ]
    assert len(client.posts) == 1


@pytest.mark.parametrize(
    "error",
    [
        errors.NotSent("refused"),
        errors.GateClosed("closed", retry_after=60.0),
        errors.RateLimited("429", retry_after=2.0),
        errors.Unauthorized("401"),
        errors.Forbidden("403"),
    ],
)
def test_what_certainly_did_not_arrive_can_be_submitted_again_as_it_is(error):
    told = snapshot()
    order = open_order(told, consent(), cause=CAUSE)
    client = FakeClient(order)
    client.creates = [error]
    outcome = submit(order.pk, cause=CAUSE, client=client)
    assert (outcome.kind, outcome.needs_new_checkout) == (Outcome.NOT_SENT, False)
    assert not OutboxEntry.objects.filter(kind="orders.settle").exists()
    open_order(told, consent(), cause=CAUSE)
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.PLACED
    assert not client.asked  # nothing can have arrived, so nothing is looked up


@pytest.mark.accepts("G08")
def test_a_consumed_checkout_is_an_order_that_is_found():
    order = placing_order()
    client = FakeClient(order)
    client.creates = [refusal(errors.NotFound, "not_found", "orderId")]
    client.lists = [[remote_order(order)]]
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.PLACED
    assert len(client.posts) == 1


def test_a_consumed_checkout_whose_order_cannot_be_read_yet_is_being_confirmed():
    order = placing_order()
    client = FakeClient(order)
    client.creates = [refusal(errors.NotFound, "not_found", "orderId")]
    client.lists = [errors.ServerError("503")]
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.UNKNOWN
    assert fresh(order).state == State.PLACING


def test_an_order_that_never_arrives_is_given_up_after_some_minutes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00Z", tick=False)
    order = placing_order()
    client = FakeClient(order)
    client.creates = [refusal(errors.Timeout)]
    submit(order.pk, cause=CAUSE, client=client)
    time_machine.shift(timedelta(minutes=4, seconds=59))
    assert settling.settle(order.pk, client).kind is Outcome.UNKNOWN
    time_machine.shift(timedelta(seconds=2))
    assert settling.settle(order.pk, client).kind is Outcome.NOT_SENT
    order = fresh(order)
    assert (order.not_placed_reason, order.outcome_unknown) == ("never_arrived", True)
    assert order_of_cart(order.cart_ref) is None
    assert len(client.posts) == 1


def test_while_digital_river_cannot_be_asked_nothing_is_given_up(time_machine):
    time_machine.move_to("2026-11-20T10:00:00Z", tick=False)
    order = placing_order()
    client = FakeClient(order)
    client.creates = [refusal(errors.Timeout)]
    submit(order.pk, cause=CAUSE, client=client)
    time_machine.shift(timedelta(hours=3))
    client.lists = [errors.ServerError("503")]
    with pytest.raises(digitalriver.DigitalRiverError):
        settling.settle(order.pk, client)
    assert fresh(order).state == State.PLACING


@pytest.mark.parametrize("arrived", [True, False])
def test_submitting_again_after_never_arrived_looks_before_it_posts(time_machine, arrived):
    time_machine.move_to("2026-11-20T10:00:00Z", tick=False)
    told = snapshot()
    order = open_order(told, consent(), cause=CAUSE)
    client = FakeClient(order)
    client.creates = [refusal(errors.Timeout)]
    submit(order.pk, cause=CAUSE, client=client)
    time_machine.shift(timedelta(minutes=6))
    settling.settle(order.pk, client)
    open_order(told, consent(), cause=CAUSE)
    client.lists = [[remote_order(order)]] if arrived else []
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.PLACED
    assert len(client.posts) == (1 if arrived else 2)


def test_two_remote_orders_of_one_checkout_become_one_of_ours_and_a_flag():
    order = placing_order()
    client = FakeClient(order)
    client.creates = [refusal(errors.Timeout)]
    submit(order.pk, cause=CAUSE, client=client)
    first = remote_order(order, id="first", createdTime="2026-11-20T10:00:00Z")
    second = remote_order(order, id="second", createdTime="2026-11-20T10:00:09Z")
    client.lists = [[second, first]]
    assert settling.settle(order.pk, client).kind is Outcome.PLACED
    order = fresh(order)
    assert (order.remote_id, order.attention) == ("first", "second_order")


@pytest.mark.accepts("H08")
def test_an_event_before_the_answer_is_the_same_order():
    order = placing_order()
    client = FakeClient(order)

    def event_first():
        services.apply_remote_order(remote_order(order), cause=Cause.event("evt"))
        return remote_order(order)

    client.creates = [event_first]
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.PLACED
    assert fresh(order).history.filter(kind="state", to_state="accepted").count() == 1
    assert OutboxEntry.objects.filter(kind="orders.letter").count() == 1


def test_an_event_before_an_answer_that_gets_lost_places_the_order():
    order = placing_order()
    client = FakeClient(order)

    def event_then_cut():
        services.apply_remote_order(remote_order(order), cause=Cause.event("evt"))
        return errors.ConnectionCut("cut")

    client.creates = [event_then_cut]
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.PLACED


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("pending_payment", Outcome.PLACED),
        ("in_review", Outcome.PLACED),
        ("complete", Outcome.PLACED),
    ],
)
def test_every_201_is_a_placed_order(state, kind):
    order = placing_order()
    client = FakeClient(order)
    client.creates = [remote_order(order, state)]
    assert submit(order.pk, cause=CAUSE, client=client).kind is kind
    assert fresh(order).state == state


def test_an_answer_that_names_another_order_is_not_believed():
    order = placing_order()
    client = FakeClient(order)
    client.creates = [remote_order(order, checkoutId="other", upstreamId="OTHER")]
    assert submit(order.pk, cause=CAUSE, client=client).kind is Outcome.UNKNOWN
    assert fresh(order).remote_id is None


# Opening


def test_the_same_checkout_is_opened_once():
    sku = SkuFactory(stock=5)
    told = snapshot(line(sku, 2))
    first = open_order(told, consent(), cause=CAUSE)
    assert open_order(told, consent(), cause=CAUSE).pk == first.pk
    assert Sku.objects.get(pk=sku.pk).stock == 3


def test_a_rival_that_opens_the_same_checkout_in_between_wins():
    sku = SkuFactory(stock=5)
    told = snapshot(line(sku, 2))
    with run_before("orders.opening._open", lambda: open_order(told, consent(), cause=CAUSE)):
        order = open_order(told, consent(), cause=CAUSE)
    assert Order.objects.count() == 1
    assert order.state == State.PLACING
    assert Sku.objects.get(pk=sku.pk).stock == 3


def test_a_second_checkout_of_one_cart_learns_which_order_it_became():
    sku = SkuFactory(stock=5)
    first = open_order(snapshot(line(sku, 1), cart_ref="c"), consent(), cause=CAUSE)
    with pytest.raises(CartAlreadyOrdered) as caught:
        open_order(snapshot(line(sku, 1), cart_ref="c"), consent(), cause=CAUSE)
    assert caught.value.order == first
    assert Sku.objects.get(pk=sku.pk).stock == 4
    assert order_of_cart("c") == first


def test_a_declined_cart_can_be_ordered_with_a_new_checkout():
    sku = SkuFactory(stock=5)
    first = open_order(snapshot(line(sku, 1), cart_ref="c"), consent(), cause=CAUSE)
    client = FakeClient(first)
    client.creates = [refusal(errors.Conflict, "declined")]
    submit(first.pk, cause=CAUSE, client=client)
    second = open_order(snapshot(line(sku, 1), cart_ref="c"), consent(), cause=CAUSE)
    assert second.pk != first.pk
    assert Sku.objects.get(pk=sku.pk).stock == 4


def test_a_declined_checkout_is_never_opened_again():
    told = snapshot()
    order = open_order(told, consent(), cause=CAUSE)
    client = FakeClient(order)
    client.creates = [refusal(errors.Conflict, "declined")]
    submit(order.pk, cause=CAUSE, client=client)
    assert open_order(told, consent(), cause=CAUSE).state == State.NOT_PLACED


def test_too_few_in_stock_writes_nothing():
    sku = SkuFactory(stock=1)
    with pytest.raises(OutOfStock) as caught:
        open_order(snapshot(line(sku, 2)), consent(), cause=CAUSE)
    assert caught.value.sku_ids == [sku.pk]
    assert not Order.objects.exists()


def test_two_lines_of_one_sku_take_stock_together():
    sku = SkuFactory(stock=3)
    with pytest.raises(OutOfStock):
        open_order(snapshot(line(sku, 2), line(sku, 2)), consent(), cause=CAUSE)
    open_order(snapshot(line(sku, 2), line(sku, 1, amount=usd(9))), consent(), cause=CAUSE)
    assert Sku.objects.get(pk=sku.pk).stock == 0


# What a dead process leaves behind


def test_an_order_left_by_a_dead_process_is_queued_and_settled(time_machine, monkeypatch):
    time_machine.move_to("2026-11-20T10:00:00Z", tick=False)
    order = placing_order()
    placing._claim(order.pk)
    assert settling.queue_forgotten() == 0
    time_machine.shift(timedelta(seconds=21))
    assert settling.queue_forgotten() == 1
    assert settling.queue_forgotten() == 1
    assert OutboxEntry.objects.filter(kind="orders.settle").count() == 1
    client = FakeClient(order)
    client.lists = [[remote_order(order)]]
    monkeypatch.setattr("core.vendor.client", lambda *args, **kwargs: client)
    settling.settle_or_come_back(order.pk)
    assert fresh(order).state == State.ACCEPTED


def test_an_order_that_was_never_sent_is_given_up_and_its_goods_come_back(time_machine):
    time_machine.move_to("2026-11-20T10:00:00Z", tick=False)
    sku = SkuFactory(stock=5)
    order = placing_order(line(sku, 2))
    time_machine.shift(timedelta(seconds=61))
    assert settling.queue_forgotten() == 1
    assert settling.settle(order.pk, FakeClient(order)).kind is Outcome.NOT_SENT
    order = fresh(order)
    assert (order.not_placed_reason, order.outcome_unknown) == ("never_arrived", False)
    assert Sku.objects.get(pk=sku.pk).stock == 5


def test_an_order_that_stays_unclear_for_long_wants_attention_until_it_is_settled(
    time_machine, monkeypatch
):
    time_machine.move_to("2026-11-20T10:00:00Z", tick=False)
    order = placing_order()
    client = FakeClient(order)
    client.creates = [refusal(errors.Timeout)]
    submit(order.pk, cause=CAUSE, client=client)
    monkeypatch.setattr("core.vendor.client", lambda *args, **kwargs: client)
    for minutes, wants in ((10, False), (6, True), (1, True)):
        time_machine.shift(timedelta(minutes=minutes))
        client.lists = [errors.ServerError("503")]
        with pytest.raises(outbox.Later):
            settling.settle_or_come_back(order.pk)
        assert fresh(order).needs_attention is wants
    client.lists = [[remote_order(order)]]
    settling.settle_or_come_back(order.pk)
    order = fresh(order)
    assert (order.state, order.needs_attention, order.attention) == ("accepted", False, "")
    assert order.history.filter(kind="attention").count() == 1
