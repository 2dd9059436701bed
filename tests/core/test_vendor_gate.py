"""What one process learns from Digital River, all processes obey."""

import threading
from datetime import timedelta

import pytest
import responses
from django.db import connection, transaction
from django.utils import timezone

import digitalriver
from core import vendor
from core.gate import CallInTransaction, DatabaseGate, closed_gates
from core.models import ApiCall, VendorGate

pytestmark = pytest.mark.django_db
API = "http://127.0.0.1:9"


def seconds_from_now(gate: DatabaseGate) -> float:
    until = gate.closed_until()
    assert until is not None
    return until - timezone.now().timestamp()


def test_a_gate_nobody_closed_is_open_and_costs_one_read(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert DatabaseGate("default").closed_until() is None
    assert not VendorGate.objects.exists()


def test_what_one_gate_closes_is_closed_for_every_other_of_these_credentials():
    until = timezone.now().timestamp() + 60
    DatabaseGate("default").close(until, "rate_limited")
    assert DatabaseGate("default").closed_until() == pytest.approx(until)
    assert DatabaseGate("second").closed_until() is None
    assert [gate.credentials for gate in closed_gates()] == ["default"]


def test_an_earlier_end_neither_shortens_nor_writes(django_assert_num_queries):
    gate = DatabaseGate("default")
    now = timezone.now().timestamp()
    gate.close(now + 60, "rate_limited")
    changed = VendorGate.objects.get().updated_at
    gate.close(now + 5, "key_refused")
    row = VendorGate.objects.get()
    assert (row.reason, row.updated_at) == ("rate_limited", changed)
    assert seconds_from_now(gate) > 50


def test_a_later_end_lengthens():
    gate = DatabaseGate("default")
    now = timezone.now().timestamp()
    gate.close(now + 5, "rate_limited")
    gate.close(now + 60, "key_refused")
    assert VendorGate.objects.get().reason == "key_refused"
    assert seconds_from_now(gate) > 50


def test_a_gate_whose_time_has_passed_is_open():
    VendorGate.objects.create(
        credentials="default", closed_until=timezone.now() - timedelta(seconds=1)
    )
    assert closed_gates() == []
    with responses.RequestsMock() as api:
        api.get(f"{API}/skus/s", json={"id": "s"})
        assert vendor.client().skus.retrieve("s").id == "s"


def test_a_429_stops_the_calls_of_all_clients_with_that_key():
    with responses.RequestsMock() as api:
        api.post(f"{API}/orders", status=429, headers={"Retry-After": "120"}, json={})
        with pytest.raises(digitalriver.RateLimited):
            vendor.client().orders.create("c-1")
        for _ in range(3):
            with pytest.raises(digitalriver.GateClosed) as caught:
                vendor.client().orders.retrieve("1")
        assert len(api.calls) == 1
    assert 100 < caught.value.retry_after <= 120
    assert VendorGate.objects.get().reason == "rate_limited"


def test_a_refused_key_stops_the_calls_and_is_on_record():
    with responses.RequestsMock() as api:
        api.get(f"{API}/orders/1", status=401, json={"type": "unauthorized", "errors": []})
        with pytest.raises(digitalriver.Unauthorized):
            vendor.client().orders.retrieve("1")
        with pytest.raises(digitalriver.GateClosed):
            vendor.client().orders.retrieve("1")
        assert len(api.calls) == 1
    assert VendorGate.objects.get().reason == "key_refused"
    assert ApiCall.objects.get().error_kind == "Unauthorized"


def test_no_call_is_made_while_a_transaction_is_open():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as api:
        api.get(f"{API}/skus/s", json={"id": "s"})
        with transaction.atomic(), pytest.raises(CallInTransaction):
            vendor.client().skus.retrieve("s")
        assert len(api.calls) == 0


@pytest.mark.django_db(transaction=True)
def test_no_call_is_made_while_a_real_transaction_is_open():
    assert not connection.in_atomic_block
    with transaction.atomic(), pytest.raises(CallInTransaction):
        vendor.client().skus.retrieve("s")


@pytest.mark.django_db(transaction=True)
def test_many_threads_closing_at_once_leave_one_row_with_the_latest_end():
    now = timezone.now().timestamp()
    problems = []

    def close(seconds: int) -> None:
        try:
            DatabaseGate("default").close(now + seconds, f"reason {seconds}")
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=(60 + n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert problems == []
    assert VendorGate.objects.get().reason == "reason 65"
