from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.utils import timezone

from core.models import Lease, OutboxEntry


def test_the_live_page_needs_no_database(client) -> None:
    assert client.get("/livez").content == b"ok"


@pytest.mark.django_db
def test_the_ready_page_says_what_is_late(client) -> None:
    assert client.get("/readyz").json() == {
        "database": "ok",
        "outbox": "ok",
        "outbox_given_up": 0,
        "beat": "silent",
    }
    Lease.objects.create(name="x", held_until=timezone.now(), last_run_at=timezone.now())
    OutboxEntry.objects.create(kind="x", due_at=timezone.now() - timedelta(hours=1))
    assert client.get("/readyz").json() == {
        "database": "ok",
        "outbox": "late",
        "outbox_given_up": 0,
        "beat": "ok",
    }


@pytest.mark.django_db
def test_without_a_database_the_shop_is_not_ready(client) -> None:
    with patch("core.views._work_facts", side_effect=DatabaseError):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": "unreachable"})
