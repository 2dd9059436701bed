"""Shipping: quantities are reserved, Digital River is told once, and its word decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core import outbox
from core.models import OutboxEntry
from digitalriver import errors
from orders import fulfilling, shipments
from orders.fulfilling import CannotShip, Tracking, ship
from orders.models import Cause, Fulfillment, Order, OrderLine
from orders.services import apply_remote_order
from orders.states import State
from tests.orders.factories import SkuFactory, line, placed_order, remote_order
from tests.orders.fakes import FakeClient, refusal, remote_fulfillment
from tests.support.race import run_before

pytestmark = pytest.mark.django_db

UPS = Tracking("UPS", "1Z999", "https://ups.example/1Z999")


def counts(order: Order) -> list[tuple[int, int, int]]:
    lines = OrderLine.objects.filter(order=order)
    return [(one.shipped_quantity, one.cancelled_quantity, one.reserved_quantity) for one in lines]


@pytest.mark.accepts("I02")
def test_shipping_a_line_tells_digital_river_and_asks_for_the_letter():
    order = placed_order(line(SkuFactory(), 2), line(SkuFactory(), 1))
    first = order.lines.get(position=1)
    client = FakeClient(order)
    fulfillment = ship(order.pk, {first.pk: 2}, UPS, key="k1", client=client)
    assert client.shipped == [
        {
            "orderId": order.remote_id,
            "items": [{"itemId": first.remote_id, "quantity": 2}],
            "trackingCompany": "UPS",
            "trackingNumber": "1Z999",
            "trackingUrl": "https://ups.example/1Z999",
        }
    ]
    assert (fulfillment.state, fulfillment.remote_id) == ("sent", "ful_1")
    assert counts(order) == [(2, 0, 0), (0, 0, 0)]
    assert order.history.filter(letter="shipment").count() == 1
    assert Order.objects.get(pk=order.pk).state == State.ACCEPTED

    fulfilling.add_tracking(fulfillment.pk, Tracking(url="https://ups.example/new"), client=client)
    assert client.updates == [("ful_1", {"trackingUrl": "https://ups.example/new"})]
    fulfillment.refresh_from_db()
    assert (fulfillment.tracking_number, fulfillment.tracking_url) == (
        "1Z999",
        "https://ups.example/new",
    )


def test_tracking_that_is_not_known_is_left_out():
    order = placed_order()
    client = FakeClient(order)
    ship(order.pk, {order.lines.get().pk: 1}, Tracking(number="1Z"), key="k", client=client)
    assert set(client.shipped[0]) == {"orderId", "items", "trackingNumber"}


def test_the_same_form_twice_is_one_shipment():
    order = placed_order()
    client = FakeClient(order)
    pk = order.lines.get().pk
    one = ship(order.pk, {pk: 1}, UPS, key="k", client=client)
    two = ship(order.pk, {pk: 1}, UPS, key="k", client=client)
    assert (one.pk, len(client.shipped)) == (two.pk, 1)
    assert counts(order) == [(1, 0, 0)]


def test_a_rival_at_the_moment_of_shipping_cannot_ship_more_than_there_is():
    order = placed_order()
    pk = order.lines.get().pk
    client, rival = FakeClient(order), FakeClient(order)
    ship_too = lambda: ship(order.pk, {pk: 2}, UPS, key="b", client=rival)  # noqa: E731
    with (
        run_before("orders.fulfilling._intend", ship_too),
        pytest.raises(CannotShip, match="already fulfilled"),
    ):
        ship(order.pk, {pk: 2}, UPS, key="a", client=client)
    assert (len(client.shipped), len(rival.shipped)) == (0, 1)
    assert counts(order) == [(2, 0, 0)]


@pytest.mark.accepts("I08")
@pytest.mark.parametrize("quantity", [3, -1, 0, 10**6])
def test_quantities_that_are_not_open_are_refused_here(quantity):
    order = placed_order()
    client = FakeClient(order)
    with pytest.raises(CannotShip):
        ship(order.pk, {order.lines.get().pk: quantity}, UPS, key="k", client=client)
    assert (client.shipped, counts(order)) == ([], [(0, 0, 0)])
    assert not Fulfillment.objects.exists()


def test_the_database_refuses_more_than_was_ordered():
    order = placed_order()
    for name in ("shipped_quantity", "cancelled_quantity", "reserved_quantity"):
        with pytest.raises(IntegrityError), transaction.atomic():
            order.lines.update(**{name: 3})


def test_a_line_of_another_order_cannot_be_shipped():
    order, other = placed_order(), placed_order()
    with pytest.raises(CannotShip):
        ship(order.pk, {other.lines.get().pk: 1}, UPS, key="k", client=FakeClient(order))


def test_a_key_of_another_order_is_refused():
    order, other = placed_order(), placed_order()
    ship(other.pk, {other.lines.get().pk: 1}, UPS, key="k", client=FakeClient(other))
    with pytest.raises(CannotShip):
        ship(order.pk, {order.lines.get().pk: 1}, UPS, key="k", client=FakeClient(order))


@pytest.mark.parametrize(
    "state",
    ["pending_payment", "in_review", "blocked", "cancelled", "fulfilled", "complete", "dispute"],
)
def test_nothing_ships_in_any_other_state(state):
    order = placed_order(state=state)
    client = FakeClient(order)
    with pytest.raises(CannotShip):
        ship(order.pk, {order.lines.get().pk: 1}, UPS, key="k", client=client)
    assert client.shipped == []


def test_an_order_whose_total_differs_is_held_until_somebody_settled_it():
    order = placed_order()
    told = remote_order(order, totalAmount=27.00, updatedTime="2026-11-21T00:00:00Z")
    apply_remote_order(told, cause=Cause.event("e"))
    order = Order.objects.get(pk=order.pk)
    assert fulfilling.why_not(order)


@pytest.mark.accepts("I08")
def test_a_fulfilled_order_is_shown_as_already_fulfilled_and_nothing_changes():
    order = placed_order()
    client = FakeClient(order)
    client.shipments = [refusal(errors.Conflict, "order_fulfilled")]
    with pytest.raises(CannotShip, match="already fulfilled"):
        ship(order.pk, {order.lines.get().pk: 1}, UPS, key="k", client=client)
    assert counts(order) == [(0, 0, 0)]
    assert Fulfillment.objects.get().state == "failed"


@pytest.mark.parametrize(
    "error", [errors.NotSent("refused"), refusal(errors.BadRequest, "invalid_parameter")]
)
def test_a_refused_shipment_opens_its_quantities_again(error):
    order = placed_order()
    client = FakeClient(order)
    client.shipments = [error]
    pk = order.lines.get().pk
    with pytest.raises(CannotShip):
        ship(order.pk, {pk: 2}, UPS, key="k", client=client)
    ship(order.pk, {pk: 2}, UPS, key="k2", client=client)
    assert counts(order) == [(2, 0, 0)]


def test_an_unknown_outcome_keeps_the_quantities_reserved_and_is_settled_by_the_list():
    order = placed_order()
    client = FakeClient(order)
    client.shipments = [errors.Timeout("10 s", method="POST")]
    pk = order.lines.get().pk
    fulfillment = ship(order.pk, {pk: 2}, UPS, key="k", client=client)
    assert fulfillment.state == "sending"
    assert counts(order) == [(0, 0, 2)]
    with pytest.raises(CannotShip):
        ship(order.pk, {pk: 1}, UPS, key="k2", client=client)
    assert OutboxEntry.objects.filter(kind="orders.settle_fulfillment").count() == 1

    assert not shipments.settle_fulfillment(fulfillment.pk, client)
    client.listed_shipments = [remote_fulfillment(client.shipped[0], "ful_9")]
    assert shipments.settle_fulfillment(fulfillment.pk, client)
    fulfillment.refresh_from_db()
    assert (fulfillment.state, fulfillment.remote_id) == ("sent", "ful_9")
    assert counts(order) == [(2, 0, 0)]
    assert len(client.shipped) == 1


def test_a_shipment_that_never_arrived_is_given_up_and_wants_attention(time_machine):
    time_machine.move_to("2026-11-21T10:00:00Z", tick=False)
    order = placed_order()
    client = FakeClient(order)
    client.shipments = [errors.Timeout("10 s", method="POST")]
    fulfillment = ship(order.pk, {order.lines.get().pk: 2}, UPS, key="k", client=client)
    time_machine.shift(timedelta(minutes=6))
    assert shipments.settle_fulfillment(fulfillment.pk, client)
    assert counts(order) == [(0, 0, 0)]
    assert Order.objects.get(pk=order.pk).attention == "shipment_unclear"


def test_the_event_before_the_answer_is_the_same_shipment():
    order = placed_order()
    client = FakeClient(order)

    def event_first():
        remote = remote_fulfillment(client.shipped[0], "ful_1")
        fulfilling.record_remote_fulfillment(remote, cause=Cause.event("evt"))
        return remote

    client.shipments = [event_first]
    ship(order.pk, {order.lines.get().pk: 1}, UPS, key="k", client=client)
    assert Fulfillment.objects.get().remote_id == "ful_1"
    assert counts(order) == [(1, 0, 0)]
    assert order.history.filter(letter="shipment").count() == 1


def test_a_shipment_made_elsewhere_is_learned_once():
    order = placed_order()
    told = {
        "orderId": order.remote_id,
        "items": [{"itemId": order.lines.get().remote_id, "quantity": 1, "cancelQuantity": 1}],
        "trackingNumber": "ABC",
    }
    for event in ("one", "two"):
        remote = remote_fulfillment(told, "ful_7")
        fulfilling.record_remote_fulfillment(remote, cause=Cause.event(event))
    assert Fulfillment.objects.get().tracking_number == "ABC"
    assert counts(order) == [(1, 1, 0)]
    assert order.history.filter(kind="shipment").count() == 1


def test_a_shipment_told_after_the_order_was_complete_corrects_the_counts():
    order = placed_order(state="complete")
    assert counts(order) == [(2, 0, 0)]
    item = {"itemId": order.lines.get().remote_id, "quantity": 1, "cancelQuantity": 1}
    remote = remote_fulfillment({"orderId": order.remote_id, "items": [item]}, "ful_7")
    fulfilling.record_remote_fulfillment(remote, cause=Cause.event("late"))
    assert counts(order) == [(1, 1, 0)]


def test_a_shipment_of_nobody_we_know_is_left_alone():
    told = remote_fulfillment({"orderId": "123", "items": []}, "ful_7")
    assert fulfilling.record_remote_fulfillment(told, cause=Cause.event("e")) is None


def test_a_shipment_left_by_a_dead_process_is_queued_and_settled(time_machine, monkeypatch):
    time_machine.move_to("2026-11-21T10:00:00Z", tick=False)
    order = placed_order()
    pk = order.lines.get().pk
    client = FakeClient(order)
    client.shipments = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        ship(order.pk, {pk: 2}, UPS, key="k", client=client)
    shipments.queue_forgotten()
    assert not OutboxEntry.objects.filter(kind="orders.settle_fulfillment").exists()
    time_machine.shift(timedelta(seconds=21))
    shipments.queue_forgotten()
    assert OutboxEntry.objects.filter(kind="orders.settle_fulfillment").count() == 1
    monkeypatch.setattr("core.vendor.client", lambda *args, **kwargs: client)
    with pytest.raises(outbox.Later):
        shipments.settle_or_come_back(Fulfillment.objects.get().pk)
    client.listed_shipments = [remote_fulfillment(client.shipped[0], "ful_3")]
    shipments.settle_or_come_back(Fulfillment.objects.get().pk)
    assert counts(order) == [(2, 0, 0)]
