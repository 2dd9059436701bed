"""A remote order becomes ours in one place, whoever tells it and however often."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.models import OutboxEntry
from orders.models import Attention, Cause, HistoryEntry, Order
from orders.services import apply_remote_order, mark_not_placed, settle_attention
from orders.states import NotPlaced, State
from storefront.models import Sku
from tests.orders.factories import (
    CAUSE,
    SkuFactory,
    consent,
    line,
    placed_order,
    placing_order,
    remote_json,
    remote_order,
    snapshot,
    usd,
)

pytestmark = pytest.mark.django_db


def facts(order: Order) -> tuple:
    order = Order.objects.get(pk=order.pk)
    return (
        order.state,
        order.attention,
        order.history.count(),
        order.total_amount,
        order.charges.count(),
        [(one.shipped_quantity, one.remote_id, one.stock_taken) for one in order.lines.all()],
        OutboxEntry.objects.count(),
    )


@pytest.mark.accepts("G02", "G03")
def test_an_accepted_order_is_kept_with_its_ids_states_and_figures():
    order = placing_order()
    remote = remote_order(order)
    apply_remote_order(remote, cause=CAUSE)
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.remote_state, order.fraud_state) == (
        "accepted",
        "accepted",
        "passed",
    )
    assert order.remote_id == remote.id
    assert [one.remote_id for one in order.lines.all()] == [item.id for item in remote.items]
    charge = order.charges.get()
    assert (charge.state, charge.amount) == ("capturable", usd("26.89"))
    assert order.total_tax == usd("1.89")  # 1.8900000000000001 on the wire
    assert not order.needs_attention


@pytest.mark.accepts("N07")
def test_the_same_fact_twice_changes_nothing():
    order = placing_order()
    apply_remote_order(remote_order(order), cause=CAUSE)
    before = facts(order)
    apply_remote_order(remote_order(order), cause=Cause.event("evt-1"))
    apply_remote_order(remote_order(order), cause=Cause.job("reconcile"))
    assert facts(order) == before


def test_an_order_is_found_by_its_upstream_id_and_by_its_checkout():
    one, two = placing_order(), placing_order()
    apply_remote_order(remote_order(one, checkoutId=""), cause=CAUSE)
    apply_remote_order(remote_order(two, upstreamId=""), cause=CAUSE)
    assert Order.objects.filter(state=State.ACCEPTED).count() == 2


def test_an_order_of_somebody_else_is_left_alone():
    order = placing_order()
    remote = remote_order(order, id="1", checkoutId="foreign", upstreamId="FOREIGN")
    assert apply_remote_order(remote, cause=CAUSE) is None
    assert Order.objects.get(pk=order.pk).state == State.PLACING


def test_an_order_without_any_key_of_ours_never_matches_an_unplaced_one():
    placing_order()
    remote = remote_order(placing_order(), id="1", checkoutId="", upstreamId="")
    assert apply_remote_order(remote, cause=CAUSE) is None


@pytest.mark.accepts("H07")
def test_a_late_word_does_not_move_an_order_backwards():
    order = placed_order(state="complete")
    apply_remote_order(remote_order(order, "accepted"), cause=Cause.event("evt-late"))
    order = Order.objects.get(pk=order.pk)
    assert order.state == State.COMPLETE
    assert order.attention == Attention.NO_EDGE


def test_an_older_reading_is_ignored():
    order = placing_order()
    newer = remote_order(order, "complete", updatedTime="2026-11-20T11:00:00Z")
    apply_remote_order(newer, cause=Cause.event("evt"))
    apply_remote_order(
        remote_order(order, "accepted", updatedTime="2026-11-20T10:59:59Z"), cause=CAUSE
    )
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.remote_state) == ("complete", "complete")
    assert not order.needs_attention


@pytest.mark.accepts("H08")
def test_the_answer_to_the_post_may_come_after_an_event_of_the_same_second():
    order = placing_order()
    apply_remote_order(remote_order(order, "fulfilled"), cause=Cause.event("evt"))
    apply_remote_order(remote_order(order, "accepted"), cause=CAUSE)
    order = Order.objects.get(pk=order.pk)
    assert order.state == State.FULFILLED
    assert not order.needs_attention


def test_a_state_that_no_edge_leads_to_is_kept_as_received_and_flagged_once():
    order = placed_order(state="cancelled")
    for event in ("one", "two"):
        apply_remote_order(remote_order(order, "accepted"), cause=Cause.event(event))
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.remote_state) == ("cancelled", "accepted")
    assert order.needs_attention
    assert order.history.filter(kind=HistoryEntry.Kind.ATTENTION).count() == 1


@pytest.mark.accepts("H09")
def test_an_unknown_state_and_unknown_members_are_survived():
    order = placing_order()
    body = remote_json(order, "teleported", brandNew={"a": 1})
    body["payment"]["charges"][0]["state"] = "sublimated"
    remote = remote_order(order, **body)
    apply_remote_order(remote, cause=CAUSE)
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.remote_state) == ("placing", "teleported")
    assert order.attention == Attention.UNKNOWN_STATE


@pytest.mark.accepts("D19")
def test_figures_and_lines_become_the_vendors():
    order = placing_order()
    body = remote_json(order, totalTax=1.23, totalAmount=26.23)
    body["items"][0]["tax"] = {"rate": 0.0425, "amount": 0.85}
    apply_remote_order(remote_order(order, **body), cause=CAUSE)
    order = Order.objects.get(pk=order.pk)
    assert (order.total_tax, order.total_amount) == (usd("1.23"), usd("26.23"))
    assert order.lines.get().tax_amount == usd("0.85")
    assert order.lines.get().tax_rate == Decimal("0.0425")


def test_another_total_than_the_shopper_saw_wants_attention():
    order = placing_order()
    apply_remote_order(remote_order(order, totalAmount=26.90), cause=CAUSE)
    assert Order.objects.get(pk=order.pk).attention == Attention.AMOUNT_DIFFERS


def test_another_currency_is_flagged_and_no_figure_is_taken_over():
    order = placing_order()
    apply_remote_order(remote_order(order, currency="EUR", totalAmount=99.0), cause=CAUSE)
    order = Order.objects.get(pk=order.pk)
    assert order.attention == Attention.CURRENCY_DIFFERS
    assert order.total_amount == usd("26.89")
    assert order.state == State.ACCEPTED


def test_a_dropped_line_is_flagged():
    order = placing_order(line(SkuFactory()), line(SkuFactory(), 1))
    body = remote_json(order)
    del body["items"][1]
    apply_remote_order(remote_order(order, **body), cause=CAUSE)
    assert Order.objects.get(pk=order.pk).attention == Attention.LINES_DIFFER


def test_lines_of_one_sku_are_told_apart_by_quantity_amount_and_place():
    sku = SkuFactory(stock=20)
    order = placing_order(
        line(sku, 2), line(sku, 1, amount=usd(9)), line(sku, 1), line(sku, 1, amount=usd(9))
    )
    body = remote_json(order)
    body["items"] = [body["items"][at] for at in (2, 1, 0, 3)]
    apply_remote_order(remote_order(order, **body), cause=CAUSE)
    ids = [f"7{one.pk:010d}" for one in order.lines.all()]
    assert [one.remote_id for one in order.lines.all()] == ids
    assert not Order.objects.get(pk=order.pk).needs_attention


def test_only_the_first_acceptance_asks_for_the_confirmation():
    order = placed_order()
    for at, state in enumerate(["dispute", "accepted", "fulfilled", "complete"]):
        told = remote_order(order, state, updatedTime=f"2026-11-20T12:0{at}:00Z")
        apply_remote_order(told, cause=Cause.event(state))
    assert Order.objects.get(pk=order.pk).state == State.COMPLETE
    assert order.history.filter(letter="confirmation").count() == 1
    assert OutboxEntry.objects.filter(kind="orders.letter").count() == 1


def test_a_jump_over_accepted_is_confirmed_too():
    order = placed_order(state="complete")
    assert order.history.get(letter="confirmation").to_state == "complete"
    assert order.lines.get().shipped_quantity == 2


@pytest.mark.parametrize("state", ["pending_payment", "in_review"])
def test_nothing_is_confirmed_while_pending_or_in_review(state):
    order = placed_order(state=state)
    assert order.state == state
    assert not order.history.exclude(letter="").exists()


def test_a_dispute_returns_only_to_where_it_came_from_or_on_from_there():
    order = placed_order(state="fulfilled")
    apply_remote_order(remote_order(order, "dispute"), cause=Cause.event("d"))
    apply_remote_order(remote_order(order, "accepted"), cause=Cause.event("e"))
    assert Order.objects.get(pk=order.pk).state == State.DISPUTE
    apply_remote_order(remote_order(order, "fulfilled"), cause=Cause.event("f"))
    assert Order.objects.get(pk=order.pk).state == State.FULFILLED


@pytest.mark.parametrize("state", ["blocked", "cancelled"])
def test_stock_comes_back_exactly_once(state):
    sku = SkuFactory(stock=10)
    order = placing_order(line(sku, 3))
    assert Sku.objects.get(pk=sku.pk).stock == 7
    for _ in range(2):
        apply_remote_order(remote_order(order, state), cause=CAUSE)
    assert Sku.objects.get(pk=sku.pk).stock == 10


def test_a_refused_order_gives_back_its_goods_and_its_cart():
    sku = SkuFactory(stock=10)
    order = placing_order(line(sku, 3))
    for _ in range(2):
        mark_not_placed(order.pk, NotPlaced.DECLINED, cause=CAUSE, message="Refused.")
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.not_placed_reason) == ("not_placed", "declined")
    assert not order.holds_cart
    assert Sku.objects.get(pk=sku.pk).stock == 10


def test_giving_up_an_order_that_was_placed_meanwhile_does_nothing():
    order = placed_order()
    assert mark_not_placed(order.pk, NotPlaced.NEVER_ARRIVED, cause=CAUSE).state == "accepted"


def test_a_late_order_is_adopted_with_its_stock():
    sku = SkuFactory(stock=10)
    order = placing_order(line(sku, 3))
    mark_not_placed(order.pk, NotPlaced.NEVER_ARRIVED, cause=CAUSE)
    apply_remote_order(remote_order(order), cause=Cause.event("late"))
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.not_placed_reason, order.holds_cart) == ("accepted", "", True)
    assert not order.needs_attention
    assert Sku.objects.get(pk=sku.pk).stock == 7


def test_a_late_order_whose_stock_is_gone_and_whose_cart_was_bought_again_is_adopted_and_flagged():
    sku, plenty = SkuFactory(stock=3), SkuFactory(stock=9)
    told = snapshot(line(sku, 3), line(plenty, 2))
    order = placing_order(*told.lines, cart_ref="one-cart")
    mark_not_placed(order.pk, NotPlaced.NEVER_ARRIVED, cause=CAUSE)
    placing_order(line(sku, 3), cart_ref="one-cart")
    apply_remote_order(remote_order(order), cause=Cause.event("late"))
    order = Order.objects.get(pk=order.pk)
    assert order.state == State.ACCEPTED
    assert set(order.attention.split()) == {Attention.STOCK_GONE, Attention.BOUGHT_AGAIN}
    assert (Sku.objects.get(pk=sku.pk).stock, Sku.objects.get(pk=plenty.pk).stock) == (0, 7)
    apply_remote_order(
        remote_order(order, "cancelled", updatedTime="2026-11-21T00:00:00Z"), cause=CAUSE
    )
    assert (Sku.objects.get(pk=sku.pk).stock, Sku.objects.get(pk=plenty.pk).stock) == (0, 9)


def test_a_second_remote_order_for_one_number_is_flagged_and_never_followed():
    order = placed_order()
    for _ in range(2):
        second = remote_order(order, "complete", id="another")
        apply_remote_order(second, cause=Cause.event("x"))
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.remote_state) == ("accepted", "accepted")
    assert order.attention == Attention.SECOND_ORDER
    assert order.history.filter(kind=HistoryEntry.Kind.ATTENTION).count() == 1


def test_payment_failed_is_ours_and_yields_to_the_vendor():
    order = placing_order()
    body = remote_json(order, "pending_payment")
    body["payment"]["charges"][0].update(state="failed", failureMessage="No funds")
    apply_remote_order(remote_order(order, **body), cause=Cause.event("a"))
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.remote_state) == ("payment_failed", "pending_payment")
    assert order.lines.get().stock_taken == 0
    later = remote_order(order, "accepted", updatedTime="2026-11-21T00:00:00Z")
    apply_remote_order(later, cause=Cause.event("b"))
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.lines.get().stock_taken) == ("accepted", 2)


def test_captures_are_kept_and_a_failed_one_wants_attention():
    order = placed_order()
    body = remote_json(order, updatedTime="2026-11-21T00:00:00Z", capturedAmount=13.45)
    body["payment"]["charges"][0]["captures"] = [
        {"id": "c1", "amount": 13.45, "state": "complete", "fulfillmentId": "ful_1"},
        {"id": "c2", "amount": 13.44, "state": "failed", "failureMessage": "Expired"},
    ]
    for _ in range(2):
        apply_remote_order(remote_order(order, **body), cause=Cause.event("c"))
    order = Order.objects.get(pk=order.pk)
    captures = order.charges.get().captures.order_by("remote_id")
    assert [(one.amount, one.state) for one in captures] == [
        (usd("13.45"), "complete"),
        (usd("13.44"), "failed"),
    ]
    assert order.captured_amount == usd("13.45")
    assert order.attention == Attention.CAPTURE_FAILED


def test_attention_that_was_settled_does_not_come_back_for_the_same_reason():
    order = placing_order()
    apply_remote_order(remote_order(order, totalAmount=26.90), cause=CAUSE)
    settle_attention(order.pk, cause=Cause.staff("bob@example.org"))
    apply_remote_order(remote_order(order, totalAmount=26.90), cause=Cause.event("x"))
    order = Order.objects.get(pk=order.pk)
    assert not order.needs_attention
    assert order.history.filter(kind=HistoryEntry.Kind.SETTLED).count() == 1


def test_the_states_in_history_chain_to_the_current_one():
    order = placed_order(state="pending_payment")
    for at, state in enumerate(["in_review", "accepted", "complete"]):
        told = remote_order(order, state, updatedTime=f"2026-11-21T00:0{at}:00Z")
        apply_remote_order(told, cause=Cause.event(state))
    chain = list(order.history.filter(kind="state").values_list("from_state", "to_state"))
    assert chain == [
        ("", "placing"),
        ("placing", "pending_payment"),
        ("pending_payment", "in_review"),
        ("in_review", "accepted"),
        ("accepted", "complete"),
    ]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "teleported"}, "order_state_known"),
        ({"state": "accepted"}, "order_state_has_remote_id"),
        ({"state": "not_placed"}, "order_not_placed_has_reason"),
        ({"not_placed_reason": "declined"}, "order_not_placed_has_reason"),
    ],
)
def test_the_database_refuses_what_no_order_can_be(changes, constraint):
    order = placing_order()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**changes)


def test_one_cart_as_the_shopper_saw_it_is_one_live_order():
    placing_order(cart_ref="c", cart_version=1)
    other = placing_order(cart_ref="c", cart_version=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=other.pk).update(cart_version=1)


def test_consent_is_kept_with_the_order():
    order = placing_order()
    assert order.consent.confirm_text == consent().confirm_text
    assert order.consent.links[0]["key"] == "termsOfSale"
