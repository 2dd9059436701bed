"""A Digital River that answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import digitalriver
from digitalriver.errors import ErrorDetail
from orders.models import Order
from tests.orders.factories import remote_order

Answer = Callable[[], Any]


def refusal(kind: type[digitalriver.DigitalRiverError], code: str = "", parameter: str = "") -> Any:
    """An error of the client with one entry of the vendor's."""
    message = f"vendor says {code or 'no'}"
    return kind(message, errors=[ErrorDetail(code, parameter, message)], method="POST")


class FakeClient:
    """``creates`` and ``lists`` are what the next calls return or raise, in order."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.creates: list[Any] = []
        self.lists: list[Any] = []
        self.shipments: list[Any] = []
        self.listed_shipments: list[Any] = []
        self.posts: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.shipped: list[dict[str, Any]] = []
        self.updates: list[tuple[str, dict[str, Any]]] = []
        self.orders = self
        self.fulfillments = _Fulfillments(self)

    def create(self, checkout_id: str) -> Any:
        self.posts.append(checkout_id)
        default = remote_order(self.order)
        return _answer(self.creates.pop(0) if self.creates else default)

    def list(self, *, checkout_id: str | None = None, upstream_ids: Any = ()) -> Any:
        self.asked.append({"checkout_id": checkout_id, "upstream_ids": list(upstream_ids)})
        return _answer(self.lists.pop(0) if self.lists else [])

    def retrieve(self, order_id: str) -> Any:
        return _answer(remote_order(Order.objects.get(remote_id=order_id)))


class _Fulfillments:
    def __init__(self, client: FakeClient) -> None:
        self.client = client

    def create(self, payload: dict[str, Any]) -> Any:
        self.client.shipped.append(payload)
        if self.client.shipments:
            return _answer(self.client.shipments.pop(0))
        return remote_fulfillment(payload, f"ful_{len(self.client.shipped)}")

    def update(self, fulfillment_id: str, payload: dict[str, Any]) -> Any:
        self.client.updates.append((fulfillment_id, payload))
        return None

    def list(self, *, order_id: str) -> Any:
        return _answer(self.client.listed_shipments)


def remote_fulfillment(payload: dict[str, Any], remote_id: str) -> digitalriver.Fulfillment:
    return digitalriver.parse(digitalriver.Fulfillment, {**payload, "id": remote_id})


def _answer(value: Any) -> Any:
    if callable(value):
        value = value()
    if isinstance(value, BaseException):
        raise value
    return value
