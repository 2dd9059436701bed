"""Webhooks: registration, signed deliveries, retries, and the modes of the control interface."""

import base64
import hashlib
import hmac
import json
import time

import pytest

from tests.sandbox.conftest import Endpoint
from tests.sandbox.merchant import Merchant


def register(dr: Merchant, endpoint: Endpoint, *types: str, **members):
    body = {"address": endpoint.url, "types": list(types) or ["*"], "secret": "s3cret", **members}
    return dr.process.control("PUT", "/control/webhooks", body)


def flush(dr: Merchant) -> None:
    assert dr.process.control("POST", "/control/delivery/flush")["idle"]


def received(endpoint: Endpoint) -> list[str]:
    return [json.loads(body)["type"] for _, body in endpoint.received]


def signatures(headers: dict[str, str]) -> tuple[str, list[str]]:
    timestamp, *values = headers["DigitalRiver-Signature"].split(", ")
    return timestamp, values


def sign(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def test_a_webhook_is_made_read_changed_and_deleted(dr: Merchant):
    body = {"types": ["order.accepted", "refund.*"], "address": "https://shop.example/hook"}

    made = dr.call("POST", "/webhooks", body, expect=201)
    path = f"/webhooks/{made['id']}"

    assert (made["enabled"], made["apiVersion"], made["transportType"]) == (True, "default", "HTTP")
    assert "secret" not in str(made).lower()
    assert dr.get(path) == made
    changed = dr.call("PATCH", path, {"enabled": False, "types": ["*"]})
    assert (changed["enabled"], changed["types"]) == (False, ["*"])
    assert dr.get("/webhooks") == [changed]
    dr.call("DELETE", path, expect=204)
    assert dr.error("GET", path) == (404, "not_found", "id")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"types": []}, (400, "missing_parameter", "types")),
        ({"types": ["order accepted"]}, (400, "invalid_parameter", "types[0]")),
        ({"address": None}, (400, "missing_parameter", "address")),
        ({"address": "ftp://x"}, (400, "invalid_parameter", "address")),
        ({"address": "http://[::1"}, (400, "invalid_parameter", "address")),
        ({"apiVersion": "new"}, (400, "invalid_parameter", "apiVersion")),
        ({"transportType": "OAUTH"}, (400, "missing_parameter", "oauth.tokenEndPoint")),
    ],
)
def test_a_wrong_webhook_is_refused(dr: Merchant, change, expected):
    body = {"types": ["*"], "address": "https://shop.example/hook", **change}

    assert dr.error("POST", "/webhooks", body) == expected


def test_a_delivery_is_signed_over_time_and_raw_body(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    order = dr.order()
    flush(dr)

    ((headers, body),) = endpoint.received
    timestamp, (signature,) = signatures(headers)
    assert signature == sign("s3cret", timestamp, body)
    assert abs(int(timestamp) / 1000 - time.time()) < 60
    event = json.loads(body)
    assert event["type"] == "order.accepted"
    assert event["data"]["object"] == order
    assert event["digitalriverVersion"] == "2021-12-13"
    assert dr.get(f"/events/{event['id']}") == event
    (attempt,) = dr.process.deliveries()
    assert (attempt["status"], attempt["event_type"]) == (202, "order.accepted")
    assert attempt["body"].encode() == body


def test_events_reach_the_endpoint_in_their_order_and_by_type(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted", "fulfillment.*", "order.complete")
    dr.fulfill(dr.order(), 2)
    flush(dr)

    assert received(endpoint) == ["order.accepted", "fulfillment.created", "order.complete"]


def test_basic_authentication_is_sent_and_not_logged(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted", authentication={"username": "u", "password": "pa55"})
    dr.order()
    flush(dr)

    expected = base64.b64encode(b"u:pa55").decode()
    assert endpoint.received[0][0]["Authorization"] == f"Basic {expected}"
    assert expected not in str(dr.process.deliveries())


def test_during_a_rotation_both_secrets_sign(dr: Merchant, endpoint: Endpoint):
    webhook = register(dr, endpoint, "order.accepted")
    path = f"/control/webhooks/{webhook['id']}/rotate"
    new = dr.process.control("POST", path, {"overlap_s": 43200})["secret"]

    def valid(secret: str) -> list[bool]:
        endpoint.received.clear()
        dr.order()
        flush(dr)
        ((headers, body),) = endpoint.received
        timestamp, values = signatures(headers)
        return [value == sign(secret, timestamp, body) for value in values]

    assert valid(new) == [True, False]
    assert valid("s3cret") == [False, True]
    dr.process.control("PUT", "/control/clock", {"advance_s": 43201})
    assert valid(new) == [True]


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_failed_delivery_is_tried_three_times_more(dr: Merchant, endpoint: Endpoint, status):
    register(dr, endpoint, "order.accepted")
    endpoint.status = status
    dr.order()
    flush(dr)
    assert len(endpoint.received) == 1

    for _ in range(6):
        dr.process.control("PUT", "/control/clock", {"advance_s": 3 * 60 * 60})

    assert [attempt["attempt"] for attempt in dr.process.deliveries()] == [1, 2, 3, 4]
    assert len({body for _, body in endpoint.received}) == 1
    assert len({headers["DigitalRiver-Signature"] for headers, _ in endpoint.received}) == 4


def test_a_retry_that_arrives_is_the_last(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    endpoint.status = 500
    dr.order()
    flush(dr)
    endpoint.status = 202
    dr.process.control("PUT", "/control/clock", {"advance_s": 400})
    dr.process.control("PUT", "/control/clock", {"advance_s": 100_000})

    assert [attempt["status"] for attempt in dr.process.deliveries()] == [500, 202]


def test_an_endpoint_that_fails_for_days_is_disabled(dr: Merchant, endpoint: Endpoint):
    webhook = register(dr, endpoint, "order.accepted")
    endpoint.status = 500
    for _ in range(3):
        dr.order()
        flush(dr)
        dr.process.control("PUT", "/control/clock", {"advance_s": 2 * 24 * 60 * 60})

    assert dr.get(f"/webhooks/{webhook['id']}")["enabled"] is False
    endpoint.received.clear()
    dr.order()
    flush(dr)
    assert endpoint.received == []


def test_a_dead_endpoint_is_an_attempt_without_a_status(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    endpoint.close()
    dr.order()
    flush(dr)

    (attempt,) = dr.process.deliveries()
    assert attempt["status"] is None
    assert "Connection" in attempt["error"]


def test_an_endpoint_has_three_seconds(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    endpoint.before_answer = lambda: time.sleep(3.5)
    dr.order()
    flush(dr)

    (attempt,) = dr.process.deliveries()
    assert attempt["status"] is None
    assert "timed out" in attempt["error"]
    assert 2900 < attempt["ms"] < 3400


def test_held_events_wait_for_the_flush(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.*")
    dr.process.control("PUT", "/control/delivery", {"mode": "hold"})
    dr.order()
    time.sleep(0.1)
    assert endpoint.received == []

    flush(dr)

    assert received(endpoint)[-1] == "order.accepted"


def test_held_events_can_come_newest_first(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted", "order.complete")
    dr.process.control("PUT", "/control/delivery", {"mode": "hold", "shuffle": True})
    dr.fulfill(dr.order(), 2)
    flush(dr)

    assert received(endpoint) == ["order.complete", "order.accepted"]


def test_dropped_events_are_only_in_the_list(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    dr.process.control("PUT", "/control/delivery", {"mode": "drop"})
    dr.order()
    flush(dr)

    assert endpoint.received == []
    (event,) = dr.get("/events?type=order.accepted")["data"]
    assert event["webhookIds"]


def test_copies_of_an_event_are_the_same_event(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    dr.process.control("PUT", "/control/delivery", {"copies": 3})
    dr.order()
    flush(dr)

    assert len(endpoint.received) == 3
    assert len({json.loads(body)["id"] for _, body in endpoint.received}) == 1


def test_events_can_go_out_before_the_answer(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    dr.process.control("PUT", "/control/delivery", {"before_answer": True})
    endpoint.before_answer = lambda: time.sleep(0.3)

    started = time.monotonic()
    dr.order()

    assert time.monotonic() - started >= 0.3
    assert received(endpoint) == ["order.accepted"]


def test_an_endpoint_may_call_back_while_it_is_told(dr: Merchant, endpoint: Endpoint):
    """The shop reads the order inside its handler; the call that caused the event still waits."""
    register(dr, endpoint, "order.accepted")
    dr.process.control("PUT", "/control/delivery", {"before_answer": True})
    seen: list[str] = []

    def read_orders():
        seen.extend(order["state"] for order in dr.get("/orders")["data"])

    endpoint.before_answer = read_orders
    dr.order()

    assert seen == ["accepted"]


def test_a_delay_holds_events_back_for_a_while(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    dr.process.control("PUT", "/control/delivery", {"delay_ms": 60_000})
    dr.order()
    flush(dr)
    assert endpoint.received == []

    dr.process.control("PUT", "/control/clock", {"advance_s": 61})

    assert received(endpoint) == ["order.accepted"]


def test_a_delivery_is_sent_again_with_a_new_signature(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted")
    dr.order()
    flush(dr)
    first = dr.process.deliveries()[0]

    again = dr.process.control("POST", f"/control/deliveries/{first['n']}/resend")

    assert again["body"] == first["body"]
    assert again["headers"] != first["headers"]
    assert len(endpoint.received) == 2
    assert dr.process.call("POST", "/control/deliveries/999999/resend")[0] == 404


def test_any_event_can_be_emitted(dr: Merchant, endpoint: Endpoint):
    register(dr, endpoint, "order.accepted", "order.foo")
    order = dr.order()

    def emit(**body):
        return dr.process.control("POST", "/control/events", body)

    emit(type="order.accepted", orderId=order["id"], liveMode=True)
    emit(type="order.foo", object={"id": "7", "odd": True})
    flush(dr)

    events = [json.loads(body) for _, body in endpoint.received]
    assert [event["liveMode"] for event in events] == [False, True, False]
    assert events[1]["data"]["object"]["id"] == order["id"]
    assert events[2]["data"]["object"] == {"id": "7", "odd": True}
    assert dr.process.call("POST", "/control/events", {"type": "order.foo"})[0] == 400


def test_exactly_one_endpoint_is_left_by_the_control_interface(dr: Merchant, endpoint: Endpoint):
    other = {"types": ["*"], "address": "https://shop.example/hook"}
    dr.call("POST", "/webhooks", other, expect=201)

    first = register(dr, endpoint, "order.accepted")
    second = register(dr, endpoint, "order.complete")

    assert first["id"] == second["id"]
    (only,) = dr.get("/webhooks")
    assert (only["address"], only["types"]) == (endpoint.url, ["order.complete"])


def test_events_are_found_by_type_group_and_time(dr: Merchant):
    dr.fulfill(dr.order(), 2)

    def found(query: str) -> list[str]:
        return [event["type"] for event in dr.get(f"/events?limit=50&{query}")["data"]]

    assert found("type=order.accepted") == ["order.accepted"]
    assert found("types=order.accepted&types=order.complete") == [
        "order.complete",
        "order.accepted",
    ]
    assert set(found("type=order.charge.*")) == {
        "order.charge.created",
        "order.charge.capturable",
        "order.charge.capture.pending",
        "order.charge.capture.complete",
        "order.charge.complete",
    }
    assert found("type=nothing.*") == []
    assert found("type=order.*&createdTime[gt]=2100-01-01T00:00:00Z") == []
    assert dr.error("GET", "/events?type=a&types=b") == (400, "invalid_parameter", "types")
