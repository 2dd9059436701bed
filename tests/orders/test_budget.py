"""How much the database is asked while a shopper waits."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.models import Cause
from orders.opening import open_order
from orders.placing import submit
from orders.services import apply_remote_order
from tests.orders.factories import CAUSE, SkuFactory, consent, line, remote_order, snapshot
from tests.orders.fakes import FakeClient

pytestmark = pytest.mark.django_db


def test_placing_asks_about_as_much_for_five_lines_as_for_one():
    """Only stock is touched a SKU at a time; savepoints are of the test's own transaction."""
    counts = []
    for lines in (1, 5):
        told = snapshot(*[line(SkuFactory(), 1) for _ in range(lines)])
        with CaptureQueriesContext(connection) as opening:
            order = open_order(told, consent(), cause=CAUSE)
        client = FakeClient(order)
        client.creates = [remote_order(order)]
        with CaptureQueriesContext(connection) as submitting:
            submit(order.pk, cause=CAUSE, client=client)
        with CaptureQueriesContext(connection) as repeating:
            apply_remote_order(remote_order(order), cause=Cause.event("again"))
        counts.append((len(opening) - lines, len(submitting), len(repeating)))
    assert counts[0] == counts[1]
    opening_one, submitting_one, repeating_one = counts[0]
    assert opening_one <= 10, counts
    assert submitting_one <= 21, counts
    assert repeating_one <= 12, counts
