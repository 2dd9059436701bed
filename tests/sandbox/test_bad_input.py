"""Nothing that is sent, in whatever place, makes the sandbox fail: 2xx or 4xx, never 5xx."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.sandbox.merchant import MINNETONKA, PHYSICAL, Merchant

NASTY: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1e308,
    10**30,
    0.1 + 0.2,
    "",
    "x" * 20_000,
    "\x00",
    "\ud800",
    "\U0001f3a7 \u202e",
    "' OR 1=1 --",
    [],
    {},
    [[[]]],
    {"a": {"b": None}},
)


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """The path of every member and element of a JSON value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        yield (*path, key)
        if isinstance(inner, (dict, list)):
            yield from places(inner, (*path, key))


def replaced(body: dict, path: tuple, value: Any) -> dict:
    changed = copy.deepcopy(body)
    target: Any = changed
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return changed


def assault(dr: Merchant, method: str, path: str, body: dict, *, key: str = "") -> set[int]:
    statuses = set()
    for place in places(body):
        for nasty in NASTY:
            changed = replaced(body, place, nasty)
            status, answer = dr.process.api(method, path, changed, key=key or dr.key)
            assert status < 500, (place, nasty, answer)
            assert status < 400 or answer["errors"], (place, nasty, answer)
            statuses.add(status)
    return statuses


def test_a_checkout_with_nonsense_anywhere(dr: Merchant):
    body = dr.checkout_body(
        upstreamId="NL-1",
        locale="en_US",
        browserIp="203.0.113.9",
        discount={"amountOff": 1},
        metadata={"a": "b"},
        items=[{"skuId": "case", "quantity": 2, "price": 10, "discount": {"percentOff": 10}}],
    )

    assert 400 in assault(dr, "POST", "/checkouts", body)


def test_an_update_with_nonsense_anywhere(dr: Merchant):
    checkout = dr.checkout()
    body = {
        "items": [{"id": checkout["items"][0]["id"], "metadata": {"a": 1}}],
        "shippingChoice": {"amount": 1},
        "billTo": {"address": MINNETONKA},
        "sourceId": "7",
    }

    assert 400 in assault(dr, "POST", f"/checkouts/{checkout['id']}", body)


def test_a_card_with_nonsense_anywhere(dr: Merchant):
    body = {
        "type": "creditCard",
        "owner": {"firstName": "A", "address": {"country": "US", "postalCode": "55343"}},
        "creditCard": {
            "number": "4444222233331111",
            "expirationMonth": 12,
            "expirationYear": 2039,
            "cvv": "123",
        },
    }

    assault(dr, "POST", "/v1/internal/sources", body, key=dr.public_key)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/skus/mug", {"name": "Mug", **PHYSICAL, "weight": 1, "metadata": {"a": 1}}),
        ("POST", "/orders", {"checkoutId": "7", "items": []}),
        ("POST", "/fulfillments", {"orderId": "7", "items": [{"itemId": "1", "quantity": 1}]}),
        ("POST", "/webhooks", {"types": ["*"], "address": "http://127.0.0.1:9/", "oauth": {}}),
    ],
)
def test_other_resources_with_nonsense_anywhere(dr: Merchant, method: str, path: str, body: dict):
    assault(dr, method, path, body)


def test_a_fulfillment_with_nonsense_anywhere(dr: Merchant):
    order = dr.order(items=[{"skuId": "case", "quantity": 1000, "price": 1}])
    item = {"itemId": order["items"][0]["id"], "quantity": 1, "cancelQuantity": 1}
    body = {"orderId": order["id"], "items": [item], "trackingUrl": "https://example.org"}

    assault(dr, "POST", "/fulfillments", body)

    (charge,) = dr.reread(order)["payment"]["charges"]
    assert sum(each["amount"] for each in charge.get("captures", [])) <= order["totalAmount"]


@pytest.mark.parametrize(
    "nasty", ["%00", "x" * 3000, "..", quote("é\u202e"), "%ff%fe", "a/b", "'", "%2e%2e%2f"]
)
def test_ids_that_cannot_be(dr: Merchant, nasty: str):
    for collection in ("skus", "checkouts", "orders", "charges", "events", "webhooks", "sources"):
        assert dr.error("GET", f"/{collection}/{nasty}")[0] in (400, 404)
    assert dr.process.api("GET", f"/dashboard/orders/{nasty}")[0] == 404


@pytest.mark.parametrize("value", ["%00", "-1", "1e9", "%D9%A1", "x" * 3000, "%ff", "[]"])
def test_queries_that_cannot_be(dr: Merchant, value: str):
    for query in ("limit", "startingAfter", "createdTime[gt]", "totalAmount[lt]", "ids", "state"):
        status, answer = dr.process.api("GET", f"/orders?{query}={value}", key=dr.key)
        assert status in (200, 400), answer
