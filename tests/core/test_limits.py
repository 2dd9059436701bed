from datetime import timedelta

import pytest
import time_machine

from core import limits
from core.models import RateWindow

pytestmark = pytest.mark.django_db


def test_the_limit_holds_within_a_window_and_is_new_in_the_next() -> None:
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as clock:
        allowed = [limits.hit("k", 2, timedelta(minutes=1)) for _ in range(4)]
        assert allowed == [True, True, False, False]
        assert limits.hit("other", 2, timedelta(minutes=1))
        clock.shift(60)
        assert limits.hit("k", 2, timedelta(minutes=1))


def test_old_windows_are_forgotten() -> None:
    with time_machine.travel("2026-11-20T12:00:00Z"):
        limits.hit("k", 1, timedelta(minutes=1))
    with time_machine.travel("2026-11-23T12:00:00Z"):
        assert limits.forget_old() == 1
    assert not RateWindow.objects.exists()
