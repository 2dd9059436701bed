"""The way of a guest from the cart to the confirmation."""

from __future__ import annotations

import pytest

from orders.models import Order
from tests.checkout.cast import ALICE_BILLED, Shopper, calls
from tests.support.sandbox_process import SandboxProcess


def test_a_guest_buys_something_physical(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add("CABLE", 2)
    response = alice.address()
    assert (response.status_code, response["Location"]) == (302, "/checkout/delivery/")
    assert alice.deliver()["Location"] == "/checkout/payment/"
    assert alice.pay().json() == {"next": "/checkout/review/"}
    html = alice.review()
    assert "Place order, $26.89" in html
    response = alice.place(html)
    order = Order.objects.get()
    assert response["Location"] == f"/checkout/thanks/{order.token}/"
    page = alice.client.get(response["Location"]).content.decode()
    assert order.number in page
    assert "$26.89" in page
    assert [(row["method"], row["status"]) for row in calls(dr)] == [
        ("POST", 201), ("POST", 200), ("POST", 201),
    ]  # fmt: skip
