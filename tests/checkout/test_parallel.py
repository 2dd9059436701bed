"""The same doors, pushed by several threads at the same instant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from checkout import carts
from orders.models import Order
from storefront.models import Sku
from tests.checkout.cast import Shopper, calls, seal_in
from tests.support.sandbox_process import SandboxProcess

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: list[Callable[[], Any]]) -> list[Any]:
    """Runs everything in threads that start together; the results in order."""
    barrier = Barrier(len(work))

    def run(job: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_six_clicks_at_the_same_instant_place_one_order(alice: Shopper, dr: SandboxProcess) -> None:
    alice.add("CABLE", 2)
    alice.go_to_review()
    data = {"review": seal_in(alice.review()), "agreed": "yes"}
    cookie = alice.client.cookies[carts.COOKIE].value

    def click() -> str:
        client = Client()
        client.cookies[carts.COOKIE] = cookie
        return client.post("/checkout/review/", data)["Location"]

    leads = at_once([click] * 6)
    order = Order.objects.get()
    assert all(order.token in lead for lead in leads), leads
    assert len(calls(dr, method="POST", path="/orders")) == 1
    assert order.state == "accepted"
    assert Sku.objects.get(code="CABLE").stock == 8


def test_five_shoppers_at_the_same_instant_and_one_last_item(dr: SandboxProcess) -> None:
    crowd = [Shopper(dr) for _each in range(5)]
    pages = []
    for shopper in crowd:
        shopper.add("CABLE", 1)
        shopper.go_to_review()
        pages.append(shopper.review())
    Sku.objects.filter(code="CABLE").update(stock=1)
    leads = at_once(
        [
            lambda shopper=shopper, page=page: shopper.place(page)["Location"]
            for shopper, page in zip(crowd, pages, strict=True)
        ]
    )
    assert sum("/thanks/" in lead for lead in leads) == 1, leads
    assert Sku.objects.get(code="CABLE").stock == 0
    assert Order.objects.count() == 1
    assert len(calls(dr, method="POST", path="/orders")) == 1


def test_additions_at_the_same_instant_all_count(shop) -> None:
    bob = Shopper()
    bob.add("SYNTH", 1)
    cookie = bob.client.cookies[carts.COOKIE].value

    def add() -> int:
        client = Client()
        client.cookies[carts.COOKIE] = cookie
        return client.post("/cart/add/", {"sku": "SYNTH", "quantity": 1}).status_code

    assert at_once([add] * 5) == [302] * 5
    assert bob.cart.lines.get().quantity == 6
    assert bob.cart.version == 6
