"""The control interface: the log, faults, overrides, limits, and who may use it."""

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from tests.sandbox.merchant import Merchant


def raw(dr: Merchant, method: str, path: str, body: bytes = b"", **headers: str):
    """One request as a test writes it; (status, headers, body)."""
    connection = http.client.HTTPConnection(dr.process.host, dr.process.port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body or None, named)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, answer.headers, content


def fault(dr: Merchant, **rule) -> None:
    dr.process.control("PUT", "/control/faults", [rule])


def test_the_log_tells_what_was_asked_and_answered_in_order(dr: Merchant):
    before = len(dr.process.requests())
    dr.checkout(upstreamId="NL-1")
    dr.error("GET", "/orders?limit=x&email=a@example.org")
    dr.error("GET", "/nowhere")

    created, listed, lost = dr.process.requests()[before:]

    assert (created["method"], created["path"], created["status"]) == ("POST", "/checkouts", 201)
    assert created["request_body"]["upstreamId"] == "NL-1"
    assert created["response_body"]["totalAmount"] == 26.89
    assert created["headers"]["Authorization"] == "Bearer sk_…box"
    assert created["account"] == "sandbox"
    assert created["ms"] > 0
    assert (listed["query"], listed["status"]) == ("limit=x&email=a@example.org", 400)
    assert (lost["path"], lost["status"]) == ("/nowhere", 404)
    assert created["n"] < listed["n"] < lost["n"]
    assert [entry["n"] for entry in dr.process.requests(after=created["n"])] == [
        listed["n"],
        lost["n"],
    ]
    page = dr.process.control("GET", f"/control/requests?after={created['n'] - 1}&limit=1")
    assert (len(page["data"]), page["hasMore"]) == (1, True)


def test_the_keys_of_the_accounts_are_told_apart_in_the_log(dr: Merchant):
    Merchant(dr.process, "sk_test_second").get("/skus")

    entry = dr.process.requests()[-1]
    assert entry["headers"]["Authorization"] == "Bearer sk_…ond"
    assert "sk_test_second" not in json.dumps(entry)


def test_every_answer_has_a_request_id_that_the_log_knows(dr: Merchant):
    _, headers, _ = raw(dr, "GET", "/skus", Authorization=f"Bearer {dr.key}")

    assert headers["x-dr-requestid"] == dr.process.requests()[-1]["request_id"]


def test_reset_empties_all_and_keeps_webhooks_if_wanted(dr: Merchant):
    dr.call("POST", "/webhooks", {"types": ["*"], "address": "https://shop.example/"}, expect=201)
    dr.order()
    dr.process.control("PUT", "/control/clock", {"advance_s": 1000})
    fault(dr, path="/skus", action="status", status=500)

    dr.process.reset()
    assert dr.process.requests() == []
    assert dr.process.control("GET", "/control/faults") == []
    assert dr.process.control("GET", "/control/clock")["offset_s"] == 0
    assert dr.get("/orders")["data"] == dr.get("/skus")["data"] == dr.get("/events")["data"] == []
    assert len(dr.get("/webhooks")) == 1

    dr.process.reset(webhooks=False)
    assert dr.get("/webhooks") == []


def test_a_status_fault_refuses_without_working(dr: Merchant):
    error = {"code": "declined", "parameter": "x", "message": "No."}
    fault(dr, method="POST", path="/orders", times=1, action="status", status=409, errors=[error])
    checkout = dr.paid_checkout()

    status, answer = dr.process.api("POST", "/orders", {"checkoutId": checkout["id"]}, key=dr.key)

    assert (status, answer) == (409, {"type": "conflict", "errors": [error]})
    assert dr.get("/orders")["data"] == []
    dr.call("POST", "/orders", {"checkoutId": checkout["id"]}, expect=201)


def test_a_status_fault_can_say_when_to_come_back(dr: Merchant):
    fault(dr, path="/skus*", action="status", status=429, retry_after=7)

    status, headers, body = raw(dr, "GET", "/skus/case", Authorization=f"Bearer {dr.key}")

    assert (status, headers["Retry-After"]) == (429, "7")
    assert json.loads(body)["type"] == "too_many_requests"


@pytest.mark.parametrize(("action", "worked"), [("drop_before", False), ("drop_after", True)])
def test_a_dropped_call_gets_no_answer(dr: Merchant, action: str, worked: bool):
    body = {"checkoutId": dr.paid_checkout()["id"]}
    fault(dr, method="POST", path="/orders", times=1, action=action)

    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        dr.process.api("POST", "/orders", body, key=dr.key)

    assert bool(dr.get("/orders")["data"]) is worked
    entry = next(entry for entry in dr.process.requests() if entry["path"] == "/orders")
    assert entry["status"] == (201 if worked else None)
    assert dr.process.control("GET", "/control/faults") == []


def test_a_malformed_answer_breaks_off_after_the_work_is_done(dr: Merchant):
    body = {"checkoutId": dr.paid_checkout()["id"]}
    fault(dr, path="/orders", times=1, action="malformed")

    status, answer = dr.process.api("POST", "/orders", body, key=dr.key)

    assert status == 201
    assert isinstance(answer, str)
    assert len(dr.get("/orders")["data"]) == 1


@pytest.mark.parametrize("action", ["delay", "delay_after"])
def test_delays_hold_nobody_else_up(dr: Merchant, action: str):
    fault(dr, path="/skus/case", times=1, action=action, delay_ms=300)
    connection = http.client.HTTPConnection(dr.process.host, dr.process.port, timeout=10)
    started = time.monotonic()
    connection.request("GET", "/skus/case", headers={"Authorization": f"Bearer {dr.key}"})
    dr.get("/skus")
    assert time.monotonic() - started < 0.3

    assert connection.getresponse().status == 200
    assert time.monotonic() - started >= 0.3
    connection.close()


def test_overrides_are_laid_over_answers(dr: Merchant):
    rule = {
        "method": "POST",
        "path": "/checkouts",
        "times": 1,
        "merge": {"totalTax": 1.23, "items": [{"tax": {"amount": 1.23}}], "newField": [1]},
    }
    dr.process.control("PUT", "/control/overrides", [rule])

    odd, usual = dr.checkout(), dr.checkout()

    assert (odd["totalTax"], odd["items"][0]["tax"]) == (1.23, {"rate": 0.07525, "amount": 1.23})
    assert odd["newField"] == [1]
    assert usual["totalTax"] == 1.89
    assert dr.get(f"/checkouts/{odd['id']}")["totalTax"] == 1.89


def test_the_rate_limit_answers_429_with_a_time(dr: Merchant):
    dr.process.control("PUT", "/control/settings", {"rate_limit_per_second": 3})

    answers = [raw(dr, "GET", "/skus", Authorization=f"Bearer {dr.key}") for _ in range(5)]

    assert [status for status, _, _ in answers] == [200, 200, 200, 429, 429]
    assert answers[-1][1]["Retry-After"] == "1"
    assert Merchant(dr.process, "sk_test_second").get("/skus")["data"] == []


def test_the_clock_moves_what_resources_say(dr: Merchant):
    before = dr.checkout()["createdTime"]
    dr.process.control("PUT", "/control/clock", {"advance_s": 365 * 24 * 60 * 60})

    assert dr.checkout()["createdTime"][:4] == str(int(before[:4]) + 1)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/control/faults", [{"action": "explode"}]),
        ("PUT", "/control/faults", [{"path": "/skus"}]),
        ("PUT", "/control/faults", {"action": "status"}),
        ("PUT", "/control/overrides", [{"path": "/skus"}]),
        ("PUT", "/control/settings", {"rate_limit_per_second": -1}),
        ("PUT", "/control/settings", {"inactive_currencies": ["ZZZ"]}),
        ("PUT", "/control/settings", {"consumed_checkout": "maybe"}),
        ("PUT", "/control/delivery", {"mode": "lose"}),
        ("PUT", "/control/delivery", {"copies": 0}),
        ("PUT", "/control/clock", {"advance_s": "1"}),
        ("PUT", "/control/clock", {"advance_s": 1e12}),
        ("PUT", "/control/webhooks", {"types": ["*"]}),
        ("POST", "/control/reset", {"everything": True}),
        ("GET", "/control/requests?after=x", None),
    ],
)
def test_a_wrong_control_call_is_a_400(dr: Merchant, method: str, path: str, body):
    assert dr.process.call(method, path, body)[0] == 400


def test_outcomes_for_unknown_orders_are_404(dr: Merchant):
    for outcome, action in (("accept", "review"), ("receive", "payment"), ("complete", "captures")):
        path = f"/control/orders/7/{action}"
        assert dr.process.call("POST", path, {"outcome": outcome})[0] == 404
    assert dr.process.call("POST", "/control/orders/7/review", {"outcome": "x"})[0] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "null"},
        {"Host": "sandbox.example:8001"},
        {"Host": "10.0.0.1"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/control/clock", "/dashboard/"])
def test_foreign_pages_and_hosts_are_refused(dr: Merchant, headers, path):
    assert raw(dr, "GET", path, **headers)[0] == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(dr: Merchant, kind: str):
    headers = {"Content_Type": kind} if kind else {}

    assert raw(dr, "POST", "/control/reset", b"{}", **headers)[0] == 415
    assert dr.get("/skus/case")["id"] == "case"


def test_the_sandboxs_own_pages_may_call(dr: Merchant):
    address = urlsplit(dr.process.url)
    assert raw(dr, "GET", "/control/clock", Origin=dr.process.url)[0] == 200
    localhost = f"localhost:{address.port}"
    assert raw(dr, "GET", "/control/clock", Host=localhost)[0] == 200
