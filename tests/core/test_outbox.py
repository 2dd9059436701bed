from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.models import OutboxEntry
from core.tasks import work_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """A kind "test.note" whose handler notes the payload, or fails as the payload says."""
    notes: list[dict] = []

    def handle(entry: OutboxEntry) -> None:
        if entry.payload.get("later"):
            raise outbox.Later(timedelta(hours=1), "not yet")
        if entry.payload.get("fail"):
            raise RuntimeError("broken on purpose")
        notes.append(entry.payload)

    monkeypatch.setitem(outbox._handlers, "test.note", handle)
    return notes


def test_a_row_of_work_runs_once(done) -> None:
    outbox.add("test.note", n=1)
    assert outbox.run_due() == 1
    assert outbox.run_due() == 0
    assert done == [{"n": 1}]


def test_work_added_in_a_transaction_that_rolls_back_never_runs(done) -> None:
    with transaction.atomic():
        outbox.add("test.note", n=1)
        transaction.set_rollback(True)
    assert outbox.run_due() == 0


def test_a_second_row_with_the_key_of_a_waiting_one_is_that_one(done) -> None:
    first = outbox.add("test.note", key="k", n=1)
    assert outbox.add("test.note", key="k", n=2) == first
    outbox.run_due()
    assert done == [{"n": 1}]


def test_a_key_is_free_again_while_its_row_is_worked_on(done) -> None:
    first = outbox.add("test.note", key="k", n=1)
    assert outbox.claim(first.pk)
    assert outbox.add("test.note", key="k", n=2) != first


def test_an_unknown_kind_is_refused_where_it_is_written() -> None:
    with pytest.raises(KeyError):
        outbox.add("test.nobody")


def test_a_claimed_row_is_not_claimed_twice(done) -> None:
    entry = outbox.add("test.note")
    assert outbox.claim(entry.pk) is not None
    assert outbox.claim(entry.pk) is None


def test_a_row_of_a_worker_that_died_is_taken_over(done) -> None:
    entry = outbox.add("test.note", n=1)
    outbox.claim(entry.pk)
    assert outbox.run_due(timezone.now()) == 0
    assert outbox.run_due(timezone.now() + outbox.CLAIM) == 1
    assert done == [{"n": 1}]


def test_not_yet_puts_the_row_back_without_counting_a_failure(done) -> None:
    entry = outbox.add("test.note", later=True)
    outbox.run_due()
    entry.refresh_from_db()
    assert (entry.attempts, entry.done_at, entry.last_error) == (0, None, "not yet")
    assert entry.due_at > timezone.now() + timedelta(minutes=50)


def test_failures_wait_longer_each_time_and_end_in_a_dead_letter(done) -> None:
    entry = outbox.add("test.note", fail=True)
    waits = []
    while not entry.dead_at:
        before = timezone.now()
        assert outbox.work(entry.pk, entry.due_at + timedelta(seconds=1))
        entry.refresh_from_db()
        waits.append(round((entry.due_at - before).total_seconds()))
    assert len(waits) == outbox.MAX_ATTEMPTS
    assert waits[:4] == [5, 10, 20, 40]
    assert waits == sorted(waits)
    assert "broken on purpose" in entry.last_error
    assert outbox.run_due(timezone.now() + timedelta(days=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_work_waits_in_its_row_when_the_broker_is_gone(done, monkeypatch, caplog) -> None:
    def refuse(*args, **kwargs) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(outbox.current_app, "send_task", refuse)
    outbox.add("test.note", n=1)
    assert "out of reach" in caplog.text
    assert outbox.run_due() == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_wakes_a_worker_by_the_name_that_celery_knows(done, monkeypatch) -> None:
    sent = []
    monkeypatch.setattr(outbox.current_app, "send_task", lambda *args, **kwargs: sent.append(args))
    entry = outbox.add("test.note", n=1)
    assert sent == [("core.tasks.work_outbox", (entry.pk,))]
    assert work_outbox.name == "core.tasks.work_outbox"
