"""Real threads on the real database: one order, one shipment, and never more than there is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from orders.fulfilling import CannotShip, Tracking, ship
from orders.models import Order, OrderLine
from orders.opening import CartAlreadyOrdered, open_order
from orders.placing import Outcome, submit
from orders.services import apply_remote_order
from orders.states import State
from storefront.models import Sku
from storefront.stock import OutOfStock
from tests.orders.factories import (
    CAUSE,
    SkuFactory,
    consent,
    line,
    placed_order,
    placing_order,
    remote_order,
    snapshot,
)
from tests.orders.fakes import FakeClient

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Runs everything at the same moment; what each returned or raised."""
    gate = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        gate.wait(10)
        try:
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_eight_parallel_clicks_make_one_order_and_one_post():
    sku = SkuFactory(stock=9)
    told = snapshot(line(sku, 2))
    posts: list[str] = []
    lock = threading.Lock()

    class Vendor(FakeClient):
        def create(self, checkout_id: str) -> Any:
            with lock:
                posts.append(checkout_id)
            return remote_order(Order.objects.get(checkout_id=checkout_id))

    def click() -> Outcome:
        order = open_order(told, consent(), cause=CAUSE)
        return submit(order.pk, cause=CAUSE, client=Vendor(order)).kind  # type: ignore[arg-type]

    results = at_once(*[click] * 8)
    assert set(results) <= {Outcome.PLACED, Outcome.UNKNOWN}, results
    assert len(posts) == 1
    assert Order.objects.get().state == State.ACCEPTED
    assert Sku.objects.get(pk=sku.pk).stock == 7


def test_ten_shoppers_after_the_last_item():
    sku = SkuFactory(stock=1)
    carts = [snapshot(line(sku, 1)) for _ in range(10)]
    results = at_once(
        *[lambda told=told: open_order(told, consent(), cause=CAUSE) for told in carts]
    )
    assert sum(isinstance(one, Order) for one in results) == 1, results
    assert sum(isinstance(one, OutOfStock) for one in results) == 9, results
    assert Sku.objects.get(pk=sku.pk).stock == 0


def test_two_tabs_with_a_checkout_each_make_one_order_of_one_cart():
    sku = SkuFactory(stock=9)
    tabs = [snapshot(line(sku, 1), cart_ref="one") for _ in range(4)]
    results = at_once(
        *[lambda told=told: open_order(told, consent(), cause=CAUSE) for told in tabs]
    )
    assert sum(isinstance(one, Order) for one in results) == 1, results
    assert sum(isinstance(one, CartAlreadyOrdered) for one in results) == 3, results
    assert Sku.objects.get(pk=sku.pk).stock == 8


def test_the_same_products_in_opposite_order_do_not_lock_each_other_up():
    one, two = SkuFactory(stock=50), SkuFactory(stock=50)
    carts = [
        snapshot(line(first, 1), line(second, 1))
        for _ in range(4)
        for first, second in ((one, two), (two, one))
    ]
    results = at_once(
        *[lambda told=told: open_order(told, consent(), cause=CAUSE) for told in carts]
    )
    assert all(isinstance(order, Order) for order in results), results


def test_answer_and_events_at_once_make_one_change_of_state():
    order = placing_order()
    remote = remote_order(order)
    results = at_once(*[lambda: apply_remote_order(remote, cause=CAUSE)] * 6)
    assert all(isinstance(one, Order) for one in results), results
    assert order.history.filter(kind="state", to_state="accepted").count() == 1
    assert order.history.filter(letter="confirmation").count() == 1
    assert order.charges.count() == 1


def test_two_admins_ship_what_there_is_and_not_more():
    order = placed_order(line(SkuFactory(stock=9), 3))
    pk = order.lines.get().pk

    def ship_two(key: str) -> Any:
        client: Any = FakeClient(order)
        client.shipments = []
        client.shipped = [{}] * int(key)  # gives each its own remote id
        return ship(order.pk, {pk: 2}, Tracking(), key=f"key-{key}", client=client)

    results = at_once(*[lambda key=key: ship_two(str(key)) for key in range(4)])
    assert sum(isinstance(one, CannotShip) for one in results) == 3, results
    shipped = OrderLine.objects.get(pk=pk)
    assert (shipped.shipped_quantity, shipped.reserved_quantity) == (2, 0)
