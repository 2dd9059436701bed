"""What becomes of events after the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

import digitalriver
from core import outbox
from core.models import OutboxEntry
from orders import services
from orders.models import HistoryEntry
from tests.support.vendor_orders import FakeVendor, make_order
from tests.webhooks.conftest import event, post
from webhooks import handlers, jobs, names, processing
from webhooks.models import EventState, InboundEvent

pytestmark = pytest.mark.django_db
NOW = "2026-11-23T12:00:00Z"


@pytest.fixture
def vendor(monkeypatch) -> FakeVendor:
    fake = FakeVendor()
    monkeypatch.setattr(services.vendor, "client", fake)
    return fake


def states() -> dict[str, str]:
    return dict(InboundEvent.objects.values_list("event_id", "state"))


@pytest.mark.accepts("H02")
def test_the_answer_waits_for_no_work(vendor, run_outbox, monkeypatch):
    order = make_order()
    vendor.knows(order)
    ran = []
    monkeypatch.setitem(handlers.HANDLERS, "order.accepted", lambda *args: ran.append(args))
    assert post(event(order="ord_N1")).status_code == 202
    assert not ran
    run_outbox()
    assert len(ran) == 1


def test_an_event_makes_the_shop_read_the_order_and_apply_it(vendor, run_outbox):
    order = make_order()
    vendor.knows(order)
    post(event(order="ord_N1"))
    run_outbox()
    order.refresh_from_db()
    assert (order.state, order.remote_id) == ("accepted", "ord_N1")
    assert order.history.get(kind="state").cause_ref == "evt_1"
    assert states() == {"evt_1": EventState.PROCESSED}


def test_a_burst_of_events_costs_one_read(vendor, run_outbox):
    order = make_order()
    vendor.knows(order, "complete")
    for number, event_type in enumerate(
        ["order.accepted", "order.fulfilled", "order.charge.capture.complete", "order.complete"]
    ):
        subject = {"id": "ch_1", "orderId": "ord_N1"}
        post(event(event_type, id=str(number), data={"object": subject}))
    run_outbox()
    assert vendor.reads == ["ord_N1"]
    assert set(states().values()) == {EventState.PROCESSED}


def test_a_fresh_event_waits_for_its_companions_and_an_old_one_does_not(
    vendor, run_outbox, settings, monkeypatch
):
    settings.DIGITALRIVER_WEBHOOK_GATHER_MS = 300
    naps = []
    monkeypatch.setattr(processing.time, "sleep", naps.append)
    vendor.knows(make_order())
    with time_machine.travel(NOW, tick=False) as clock:
        post(event(id="1", order="ord_N1"))
        run_outbox()
        post(event(id="2", order="ord_N1"))
        clock.shift(timedelta(seconds=1))
        run_outbox()
    assert naps == [0.3, 0]


def test_events_of_two_orders_are_read_apart(vendor, run_outbox):
    for number in ("N1", "N2"):
        vendor.knows(make_order(number))
        post(event(id=number, order=f"ord_{number}"))
    run_outbox()
    assert sorted(vendor.reads) == ["ord_N1", "ord_N2"]


@pytest.mark.accepts("H06", "N07")
def test_three_deliveries_have_one_effect(vendor, run_outbox, mailbox):
    order = make_order()
    vendor.knows(order)
    for _ in range(3):
        assert post(event(order="ord_N1")).status_code == 202
        run_outbox()
    assert order.history.filter(kind="state").count() == 1
    assert len(mailbox()) == 1


@pytest.mark.accepts("H07")
def test_a_late_event_does_not_move_the_order_back(vendor, run_outbox):
    order = make_order()
    vendor.knows(order, "complete")
    post(event("order.complete", id="1", order="ord_N1"))
    run_outbox()
    post(event("order.accepted", id="2", order="ord_N1"))
    run_outbox()
    order.refresh_from_db()
    assert order.state == "complete"
    assert set(states().values()) == {EventState.PROCESSED}


@pytest.mark.accepts("H08", "N07")
def test_an_event_before_the_answer_is_applied_once(vendor, run_outbox, mailbox):
    order = make_order()
    document = vendor.knows(order)
    assert order.remote_id is None
    post(event(order="ord_N1"))
    run_outbox()
    answer = digitalriver.parse(digitalriver.Order, document)
    services.apply_remote_order(answer, cause=services.Cause.request("session"))
    run_outbox()
    order.refresh_from_db()
    assert order.state == "accepted"
    assert order.history.filter(kind="state").count() == 1
    assert len(mailbox()) == 1


@pytest.mark.accepts("H09")
def test_unknown_types_and_new_members_do_no_harm(vendor, run_outbox):
    order = make_order()
    vendor.knows(order)
    post(event("order.foo", id="an id of a new kind/42", order="ord_N1"))
    novel = event(id="evt_2", order="ord_N1")
    novel["data"]["object"]["novelty"] = {"of": ["another", 1]}
    post(dict(reversed({**novel, "shape": [1, {"a": None}]}.items())))
    run_outbox()
    assert states() == {"an id of a new kind/42": EventState.IGNORED, "evt_2": EventState.PROCESSED}
    order.refresh_from_db()
    assert order.state == "accepted"


def test_every_subscribed_type_and_every_alias_of_one_has_a_handler():
    assert set(names.SUBSCRIBED) <= set(handlers.HANDLERS)
    aliases = [alias for alias, name in names.ALIASES.items() if name in names.SUBSCRIBED]
    assert {names.canonical(alias) for alias in aliases} <= set(handlers.HANDLERS)
    assert "refund.succeeded" in aliases


def test_the_vendors_other_spelling_of_a_type_is_understood(vendor, run_outbox):
    order = make_order()
    vendor.knows(order, "in_review")
    post(event("order.pending_review", order="ord_N1"))
    run_outbox()
    order.refresh_from_db()
    assert order.state == "in_review"


@pytest.mark.parametrize(
    ("event_type", "subject"),
    [
        ("refund.pending", {"id": "re_1", "orderId": "ord_N1"}),
        ("return.created", {"id": "ret_1", "orderId": "ord_N1"}),
        ("order.invoice.created", {"id": "file_1", "fileId": "file_1", "orderId": "ord_N1"}),
        ("order.dispute", {"id": "ord_N1"}),
        ("order.charge.reauth.failed", {"id": "ord_N1", "items": []}),
    ],
)
def test_an_object_without_a_model_yet_makes_the_shop_read_its_order(
    event_type, subject, vendor, run_outbox
):
    vendor.knows(make_order())
    post(event(event_type, data={"object": subject}))
    run_outbox()
    assert vendor.reads == ["ord_N1"]
    assert states() == {"evt_1": EventState.PROCESSED}


def test_a_subscribed_event_that_names_no_order_is_ignored_with_a_reason(vendor, run_outbox):
    post(event("refund.pending", data={"object": {"id": "re_1", "invoiceId": "inv_1"}}))
    run_outbox()
    assert InboundEvent.objects.get().error == "Names no order"
    assert not vendor.reads


# --- Shipments ---


def fulfillment(**changes):
    subject = {
        "id": "ful_1",
        "orderId": "ord_N1",
        "items": [{"itemId": "item_0", "skuId": "CABLE-0", "quantity": 1, "cancelQuantity": 0}],
        "trackingCompany": "UPS",
        "trackingNumber": "1Z999",
    }
    return event("fulfillment.created", id="ful", data={"object": {**subject, **changes}})


def test_a_shipment_made_outside_the_shop_is_learned_from_its_event(vendor, run_outbox, mailbox):
    order = make_order()
    vendor.knows(order)
    post(event(id="accepted", order="ord_N1"))
    run_outbox()
    post(fulfillment())
    run_outbox()
    assert order.fulfillments.get().tracking_number == "1Z999"
    assert order.lines.get().shipped_quantity == 1
    assert vendor.reads == ["ord_N1", "ord_N1"]
    assert len(mailbox()) == 2


def test_a_shipment_that_comes_before_all_else_is_learned_too(vendor, run_outbox):
    order = make_order()
    vendor.knows(order)
    post(fulfillment())
    run_outbox()
    assert order.fulfillments.get().remote_id == "ful_1"
    assert vendor.reads == ["ord_N1"]


@pytest.mark.accepts("N07")
def test_the_same_shipment_in_two_events_is_one_shipment_and_one_letter(
    vendor, run_outbox, mailbox
):
    order = make_order()
    vendor.knows(order)
    post(event(id="accepted", order="ord_N1"))
    post(fulfillment())
    post({**fulfillment(), "id": "ful-again"})
    run_outbox()
    assert order.fulfillments.count() == 1
    assert [letter.subject for letter in mailbox() if "on its way" in letter.subject] != []
    assert len(mailbox()) == 2


# --- Failures ---


def fail(monkeypatch, times=99):
    left = [times]

    def handler(event, burst):
        left[0] -= 1
        if left[0] >= 0:
            raise ValueError("the \x00 handler broke")

    monkeypatch.setitem(handlers.HANDLERS, "order.accepted", handler)


def test_a_failing_handler_leaves_a_reason_and_is_tried_again_ever_later(
    monkeypatch, run_outbox, caplog
):
    fail(monkeypatch)
    with time_machine.travel(NOW, tick=False) as clock:
        post(event())
        waits = []
        for _ in range(processing.outbox.MAX_ATTEMPTS):
            run_outbox()
            row = InboundEvent.objects.get()
            if row.state == EventState.DEAD:
                break
            assert row.state == EventState.FAILED
            waits.append((row.due_at - timezone.now()).total_seconds())
            clock.shift(row.due_at - timezone.now())
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280]
    assert row.state == EventState.DEAD
    assert row.attempts == 10
    assert "handler broke" in row.error
    assert "in handler" in row.traceback
    assert not OutboxEntry.objects.filter(done_at=None, dead_at=None).exists()


def test_a_failing_event_holds_up_no_other_of_its_order(vendor, monkeypatch, run_outbox):
    order = make_order()
    vendor.knows(order, "complete")
    fail(monkeypatch)
    post(event(id="bad", order="ord_N1"))
    run_outbox()
    post(event("order.complete", id="good", order="ord_N1"))
    run_outbox()
    assert states() == {"bad": EventState.FAILED, "good": EventState.PROCESSED}
    order.refresh_from_db()
    assert order.state == "complete"


def test_a_failing_event_is_not_tried_early_because_another_came(monkeypatch, run_outbox, vendor):
    vendor.knows(make_order())
    fail(monkeypatch)
    post(event(id="bad", order="ord_N1"))
    run_outbox()
    post(event("order.fulfilled", id="good", order="ord_N1"))
    run_outbox()
    assert InboundEvent.objects.get(event_id="bad").attempts == 1


def test_an_event_that_is_mended_is_processed_at_its_next_try(vendor, monkeypatch, run_outbox):
    fail(monkeypatch, times=2)
    with time_machine.travel(NOW, tick=False) as clock:
        post(event())
        for _ in range(3):
            run_outbox()
            clock.shift(timedelta(minutes=1))
    row = InboundEvent.objects.get()
    assert (row.state, row.error, row.traceback) == (EventState.PROCESSED, "", "")


def test_while_digital_river_is_out_of_reach_no_try_is_counted(vendor, run_outbox):
    order = make_order()
    vendor.error = digitalriver.ServerError("down", status=503)
    with time_machine.travel(NOW, tick=False) as clock:
        post(event(order="ord_N1"))
        for _ in range(20):
            run_outbox()
            clock.shift(timedelta(minutes=11))
        row = InboundEvent.objects.get()
        assert (row.state, row.attempts) == (EventState.RECEIVED, 0)
        assert "out of reach" in row.error
        vendor.error = None
        vendor.knows(order)
        run_outbox()
    assert states() == {"evt_1": EventState.PROCESSED}


def test_an_event_of_an_unknown_order_is_parked_and_processed_once_the_order_is_there(
    vendor, run_outbox
):
    with time_machine.travel(NOW, tick=False) as clock:
        post(event(order="ord_N1"))
        run_outbox()
        assert states() == {"evt_1": EventState.PARKED}
        vendor.knows(make_order())
        clock.shift(timedelta(minutes=1))
        run_outbox()
    assert states() == {"evt_1": EventState.PROCESSED}


def test_an_event_that_stays_unknown_raises_one_alert_after_a_day_and_ends_after_a_week(
    run_outbox, vendor, caplog
):
    with time_machine.travel(NOW, tick=False) as clock:
        post(event(order="ord_of_a_stranger"))
        for _ in range(47):
            run_outbox()
            clock.shift(timedelta(minutes=30))
        assert "has waited" not in caplog.text
        for _ in range(10):
            run_outbox()
            clock.shift(timedelta(minutes=30))
        assert caplog.text.count("has waited") == 1
        assert states() == {"evt_1": EventState.PARKED}
        assert InboundEvent.objects.get().alerted_at
        clock.shift(timedelta(days=6))
        run_outbox()
    assert states() == {"evt_1": EventState.DEAD}


def test_two_workers_do_not_work_at_one_order_at_once(vendor):
    post(event(order="ord_N1"))
    processing._claim("ord_N1")
    with pytest.raises(outbox.Later):
        processing._claim("ord_N1")


def test_what_a_killed_worker_had_claimed_is_worked_again(vendor, run_outbox):
    vendor.knows(make_order())
    with time_machine.travel(NOW, tick=False) as clock:
        post(event(order="ord_N1"))
        processing._claim("ord_N1")
        run_outbox()
        assert states() == {"evt_1": EventState.RECEIVED}
        clock.shift(timedelta(minutes=3))
        run_outbox()
    assert states() == {"evt_1": EventState.PROCESSED}


def test_an_event_whose_outbox_row_is_gone_is_queued_again(vendor, run_outbox):
    vendor.knows(make_order())
    with time_machine.travel(NOW, tick=False) as clock:
        post(event(order="ord_N1"))
        OutboxEntry.objects.all().delete()
        clock.shift(timedelta(minutes=6))
        jobs.queue_forgotten()
        run_outbox()
    assert states() == {"evt_1": EventState.PROCESSED}


def test_a_very_long_order_id_is_queued_all_the_same(vendor, run_outbox):
    post(event(order="o" * 255))
    run_outbox()
    assert states() == {"evt_1": EventState.PARKED}


def test_history_names_the_event_that_caused_it(vendor, run_outbox):
    vendor.knows(make_order())
    post(event(order="ord_N1"))
    run_outbox()
    entry = HistoryEntry.objects.filter(kind="state").get()
    assert (entry.cause_kind, entry.cause_ref) == ("event", "evt_1")
