"""Orders that moved on while nobody told us."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from digitalriver import errors
from orders import reconciling, settling
from orders.models import Order
from tests.orders.factories import placed_order, placing_order, remote_order
from tests.orders.fakes import FakeClient

pytestmark = pytest.mark.django_db


class Vendor:
    """Answers reads with a state by remote id; counts them."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}
        self.reads: list[str] = []
        self.orders = self

    def retrieve(self, remote_id: str):
        self.reads.append(remote_id)
        state = self.states.get(remote_id, "accepted")
        if state == "broken":
            raise errors.ServerError("503", status=503)
        order = Order.objects.get(remote_id=remote_id)
        later = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        changed = state != order.remote_state
        return remote_order(order, state, **({"updatedTime": later} if changed else {}))

    def list(self, **query: object) -> list[object]:
        return []


@pytest.fixture
def vendor(monkeypatch) -> Vendor:
    vendor = Vendor()
    monkeypatch.setattr("core.vendor.client", lambda *args, **kwargs: vendor)
    return vendor


def run(*args: str) -> str:
    out = StringIO()
    call_command("reconcile_orders", *args, stdout=out)
    return out.getvalue()


def test_missed_events_are_made_up_for_and_a_second_run_changes_nothing(vendor):
    pending, review = placed_order(state="pending_payment"), placed_order(state="in_review")
    done = placed_order(state="cancelled")
    vendor.states = {pending.remote_id: "accepted", review.remote_id: "blocked"}
    assert "2 orders: 2 changed." in run()
    assert Order.objects.get(pk=pending.pk).state == "accepted"
    assert Order.objects.get(pk=review.pk).state == "blocked"
    assert done.remote_id not in vendor.reads
    history = [order.history.count() for order in (pending, review, done)]
    assert "1 orders: 1 same." in run()
    assert history == [order.history.count() for order in (pending, review, done)]


def test_one_unreadable_order_does_not_keep_the_others_from_being_read(vendor):
    broken, fine = placed_order(state="in_review"), placed_order(state="in_review")
    vendor.states = {broken.remote_id: "broken", fine.remote_id: "accepted"}
    with pytest.raises(CommandError, match="1 orders could not be read"):
        run()
    assert Order.objects.get(pk=fine.pk).state == "accepted"
    assert Order.objects.get(pk=broken.pk).state == "in_review"


def test_the_periodic_job_reads_only_what_was_not_read_for_long(vendor, time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    review, accepted = placed_order(state="in_review"), placed_order()
    assert reconciling.reread_some() == {}
    time_machine.shift(timedelta(minutes=61))
    reconciling.reread_some()
    assert vendor.reads == [review.remote_id]
    time_machine.shift(timedelta(hours=24))
    reconciling.reread_some()
    assert accepted.remote_id in vendor.reads


def test_an_order_being_placed_is_settled_by_the_command(vendor, time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    order = placing_order()
    time_machine.shift(timedelta(minutes=7))
    assert "changed" in run()
    assert Order.objects.get(pk=order.pk).not_placed_reason == "never_arrived"


def test_named_orders_only(vendor):
    one, two = placed_order(state="in_review"), placed_order(state="in_review")
    run(one.number.lower().replace("-", " "))
    assert vendor.reads == [one.remote_id]
    with pytest.raises(CommandError, match="No such order"):
        run("NOPE-NOPE-NO", two.number)


def test_an_order_that_a_live_request_may_still_be_sending_is_left_to_it(vendor):
    order = placing_order()
    client = FakeClient(order)
    settling_now = settling.queue_forgotten()
    assert settling_now == 0
    assert client.posts == []
