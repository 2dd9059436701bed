from datetime import timedelta

import pytest
from django.utils import timezone

from core import periodic
from core.models import Lease

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []

    def fast() -> None:
        seen.append("fast")

    def broken() -> None:
        seen.append("broken")
        raise RuntimeError

    jobs = {"fast": (timedelta(minutes=1), fast), "broken": (timedelta(minutes=1), broken)}
    monkeypatch.setattr(periodic, "_jobs", jobs)
    return seen


def test_a_job_runs_again_only_after_its_time(runs) -> None:
    now = timezone.now()
    periodic.tick(now)
    periodic.tick(now + timedelta(seconds=59))
    assert runs == ["fast", "broken"]
    periodic.tick(now + timedelta(seconds=61))
    assert runs == ["fast", "broken", "fast", "broken"]


def test_two_beats_at_the_same_moment_run_a_job_once(runs) -> None:
    now = timezone.now()
    periodic.tick(now)
    periodic.tick(now)
    assert runs.count("fast") == 1


def test_a_job_that_is_running_elsewhere_is_left_alone(runs) -> None:
    now = timezone.now()
    Lease.objects.create(name="fast", held_until=now + timedelta(minutes=5))
    periodic.tick(now)
    assert runs == ["broken"]
