import email.utils
import json
import logging
from decimal import Decimal

import pytest
import requests
import responses

import digitalriver
from digitalriver import CallContext, Client, MemoryGate, Retries, errors
from digitalriver.retry import MAX_RETRY_AFTER
from digitalriver.transport import KEY_REFUSED_PAUSE

from .helpers import BASE, CHECKOUT, ORDER, FakeTime, error_body, make_client


@pytest.fixture
def time():
    return FakeTime()


@pytest.fixture
def api():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


# The request


def test_every_call_carries_key_version_and_troubleshooting_headers(api):
    api.post(f"{BASE}/checkouts", status=201, json=CHECKOUT)
    context = CallContext("up-1", "session-1", ("192.0.2.43", "2001:db8::17"))
    make_client(context=context).checkouts.create({"currency": "USD"})
    sent = api.calls[0].request.headers
    assert sent["Authorization"] == "Bearer sk_test_sandbox"
    assert sent["DigitalRiver-Version"] == "2021-12-13"
    assert sent["Content-Type"] == "application/json"
    assert sent["upstream-id"] == "up-1"
    assert sent["upstream-application-id"] == "Millrace/0.1.0"
    assert sent["upstream-session-id"] == "session-1"
    assert sent["forwarded"] == 'for=192.0.2.43, for="[2001:db8::17]"'


def test_a_job_without_a_session_sends_no_session_but_an_id_of_its_own(api):
    api.get(f"{BASE}/orders/1", json=ORDER)
    client = make_client()
    client.orders.retrieve("1")
    client.orders.retrieve("1")
    first, second = (call.request.headers for call in api.calls)
    assert "upstream-session-id" not in first
    assert "forwarded" not in first
    assert first["upstream-id"] != second["upstream-id"]


def test_a_bound_client_changes_the_context_and_nothing_else(api):
    api.get(f"{BASE}/orders/1", json=ORDER)
    client = make_client()
    client.bound(CallContext(session_id="other")).orders.retrieve("1")
    client.orders.retrieve("1")
    assert api.calls[0].request.headers["upstream-session-id"] == "other"
    assert "upstream-session-id" not in api.calls[1].request.headers


def test_nothing_from_a_browser_can_add_a_header(api):
    api.get(f"{BASE}/orders/1", json=ORDER)
    context = CallContext("a\r\nX-Evil: 1", "\u20ac\x00" + "s" * 500, "1.2.3.4\r\nX-Evil: 1")
    make_client(context=context).orders.retrieve("1")
    sent = api.calls[0].request.headers
    assert "X-Evil" not in sent
    assert sent["upstream-id"] == "aX-Evil: 1"
    assert len(sent["upstream-session-id"]) == 200


def test_amounts_are_sent_as_exact_numbers(api):
    api.post(f"{BASE}/checkouts", status=201, json=CHECKOUT)
    make_client().checkouts.create({"items": [{"price": Decimal("19.90")}]})
    assert api.calls[0].request.body == b'{"items":[{"price":19.90}]}'


def test_lists_repeat_their_filters(api):
    api.get(f"{BASE}/orders", json={"hasMore": False, "data": [ORDER]})
    orders = make_client().orders.list(checkout_id="c-1", upstream_ids=["A-1", "B&2"])
    assert [order.id for order in orders] == ["123456"]
    query = api.calls[0].request.url.partition("?")[2]
    assert query == "limit=100&checkoutId=c-1&upstreamIds=A-1&upstreamIds=B%262"


def test_a_list_of_everybodys_orders_cannot_be_asked_for():
    with pytest.raises(ValueError, match="checkout"):
        make_client().orders.list()


@pytest.mark.parametrize("bad", ["", ".", "..", "a\x00b", "x" * 300, "a\nb"])
def test_an_id_that_cannot_exist_is_not_found_without_a_call(api, bad):
    with pytest.raises(errors.NotFound):
        make_client().orders.retrieve(bad)
    assert len(api.calls) == 0


@pytest.mark.parametrize("odd", ["../skus/1", "1?x=2", "1#f", "a b", "//evil.example", "@evil"])
def test_an_odd_id_stays_one_segment_of_the_path(api, odd):
    api.get(requests.compat.urlparse(BASE).geturl() + "/orders/" + requests.utils.quote(odd, ""))
    with pytest.raises(errors.MalformedAnswer):
        make_client(retries=Retries(attempts=1)).orders.retrieve(odd)
    url = requests.compat.urlparse(api.calls[0].request.url)
    assert url.netloc == "127.0.0.1:9"
    assert url.path.startswith("/orders/")
    assert url.path.count("/") == 2


@pytest.mark.parametrize(
    "base_url",
    ["", "ftp://x", "api.digitalriver.com", "https://u:p@x", "https://x?y=1", "https://x#y"],
)
def test_a_base_url_that_is_none_is_refused_at_once(base_url):
    with pytest.raises(ValueError, match="base_url"):
        Client("sk_test_sandbox", base_url=base_url)


@pytest.mark.parametrize("key", ["", "with space", "line\nbreak", "\u20ac"])
def test_a_key_that_cannot_be_one_is_refused_without_being_quoted(key):
    with pytest.raises(ValueError, match="secret key") as caught:
        Client(key, base_url=BASE)
    assert not key or key not in str(caught.value)


def test_redirects_are_not_followed(api):
    api.get(f"{BASE}/orders/1", status=302, headers={"Location": "http://evil.example/"})
    with pytest.raises(errors.MalformedAnswer) as caught:
        make_client(retries=Retries(attempts=1)).orders.retrieve("1")
    assert len(api.calls) == 1
    assert caught.value.status == 302


def test_repr_shows_no_key():
    client = make_client(secret_key="sk_test_verysecretkey")
    assert repr(client) == f"<digitalriver.Client {BASE} key sk_test_…key>"
    assert "verysecret" not in repr(client._transport)


# Repeating


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
def test_a_read_is_repeated_twice_with_growing_pauses(api, time, status):
    api.get(f"{BASE}/orders/1", status=status, json={})
    with pytest.raises(errors.OutcomeUnknown):
        make_client(time=time).orders.retrieve("1")
    assert len(api.calls) == 3
    assert time.slept == [0.3, 0.6]


def test_jitter_spreads_the_pauses(api, time):
    api.get(f"{BASE}/orders/1", status=500, json={})

    class Low:
        def uniform(self, low, high):
            return low

    with pytest.raises(errors.ServerError):
        make_client(time=time, rng=Low()).orders.retrieve("1")
    assert time.slept == [0.225, 0.45]


def test_a_sku_upsert_is_repeated(api, time):
    api.put(f"{BASE}/skus/s-1", status=503, json={})
    api.put(f"{BASE}/skus/s-1", status=200, json={"id": "s-1", "physical": True})
    assert make_client(time=time).skus.put("s-1", {"name": "x"}).physical is True
    assert len(api.calls) == 2


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
def test_a_post_of_unknown_outcome_is_sent_once(api, time, status):
    api.post(f"{BASE}/orders", status=status, json={})
    with pytest.raises(errors.OutcomeUnknown) as caught:
        make_client(time=time).orders.create("c-1")
    assert len(api.calls) == 1
    assert caught.value.retryable is False
    assert time.slept == []


@pytest.mark.parametrize(
    "problem",
    [requests.ReadTimeout("x"), requests.ConnectionError("reset"), ConnectionResetError()],
)
def test_a_post_whose_connection_fails_is_sent_once(api, time, problem):
    api.post(f"{BASE}/orders", body=problem)
    with pytest.raises(errors.OutcomeUnknown):
        make_client(time=time).orders.create("c-1")
    assert len(api.calls) == 1


def test_a_webhook_patch_is_sent_once(api, time):
    api.patch(f"{BASE}/webhooks/w-1", status=500, json={})
    with pytest.raises(errors.ServerError):
        make_client(time=time).webhooks.update("w-1", {"enabled": True})
    assert len(api.calls) == 1


def test_a_post_that_was_certainly_not_sent_is_repeated(api, time):
    api.post(f"{BASE}/orders", body=requests.ConnectTimeout("x"))
    api.post(f"{BASE}/orders", status=201, json=ORDER)
    assert make_client(time=time).orders.create("c-1").id == "123456"
    assert len(api.calls) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 409, 422])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refusal_is_never_repeated(api, time, status, method):
    api.get(f"{BASE}/orders/1", status=status, json={})
    api.post(f"{BASE}/orders", status=status, json={})
    client = make_client(time=time)
    with pytest.raises(errors.Refused):
        client.orders.retrieve("1") if method == "get" else client.orders.create("c-1")
    assert len(api.calls) == 1


def test_no_attempt_starts_after_the_budget(api, time):
    def slow(request):
        time.now += 10
        return 503, {}, "{}"

    api.add_callback("GET", f"{BASE}/orders/1", callback=slow)
    with pytest.raises(errors.ServerError):
        make_client(time=time).orders.retrieve("1")
    assert len(api.calls) == 1


def test_once_in_doubt_always_in_doubt(api, time):
    """A refused second attempt does not prove that the first one did nothing."""
    api.put(f"{BASE}/skus/s-1", body=requests.ReadTimeout("x"))
    api.put(f"{BASE}/skus/s-1", body=requests.ConnectTimeout("x"))
    with pytest.raises(errors.Timeout):
        make_client(time=time, retries=Retries(attempts=2)).skus.put("s-1", {})


# 429 and the gate


def test_a_429_waits_as_told_and_repeats_even_a_post(api, time):
    api.post(f"{BASE}/orders", status=429, headers={"Retry-After": "2"}, json={})
    api.post(f"{BASE}/orders", status=201, json=ORDER)
    gate = MemoryGate()
    assert make_client(time=time, gate=gate).orders.create("c-1").id == "123456"
    assert sum(time.slept) >= 2
    assert gate.reason == "rate_limited"


def test_a_429_that_lasts_is_handed_to_the_caller_at_once(api, time):
    api.post(f"{BASE}/orders", status=429, headers={"Retry-After": "120"}, json={})
    with pytest.raises(errors.RateLimited) as caught:
        make_client(time=time).orders.create("c-1")
    assert caught.value.retry_after == 120
    assert len(api.calls) == 1
    assert time.slept == []


def test_a_closed_gate_keeps_every_client_out_and_says_for_how_long(api, time):
    api.post(f"{BASE}/orders", status=429, headers={"Retry-After": "120"}, json={})
    gate = MemoryGate()
    with pytest.raises(errors.RateLimited):
        make_client(time=time, gate=gate).orders.create("c-1")
    other = make_client(time=time, gate=gate)
    with pytest.raises(errors.GateClosed) as caught:
        other.orders.retrieve("1")
    assert caught.value.retry_after == pytest.approx(120)
    assert isinstance(caught.value, errors.NotSent)
    assert len(api.calls) == 1
    time.now += 121
    api.get(f"{BASE}/orders/1", json=ORDER)
    assert other.orders.retrieve("1").id == "123456"


def test_a_gate_that_opens_soon_is_waited_for(api, time):
    api.get(f"{BASE}/orders/1", json=ORDER)
    gate = MemoryGate()
    gate.close(time.now + 2, "rate_limited")
    make_client(time=time, gate=gate).orders.retrieve("1")
    assert time.slept == [2.2]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("2", 2),
        ("0", 0),
        ("120", 120),
        ("86400", MAX_RETRY_AFTER),
        ("9" * 500, MAX_RETRY_AFTER),
        (None, 1),
        ("", 1),
        ("soon", 1),
        ("-5", 1),
        ("1.5", 1),
        ("Wed, 99 Foo 2026 00:00:00 GMT", 1),
        (email.utils.formatdate(FakeTime().now + 90, usegmt=True), 90),
        (email.utils.formatdate(FakeTime().now - 90, usegmt=True), 0),
        (email.utils.formatdate(FakeTime().now + 86400, usegmt=True), MAX_RETRY_AFTER),
    ],
)
def test_retry_after_is_read_in_every_form_and_capped(api, time, header, expected):
    headers = {} if header is None else {"Retry-After": header}
    api.get(f"{BASE}/orders/1", status=429, headers=headers, json={})
    gate = MemoryGate()
    with pytest.raises(errors.RateLimited) as caught:
        make_client(time=time, gate=gate, retries=Retries(attempts=1)).orders.retrieve("1")
    assert caught.value.retry_after == pytest.approx(expected)
    assert gate.closed_until() == pytest.approx(time.now + expected)


def test_repeated_429s_wait_longer_and_longer(api, time):
    api.get(f"{BASE}/orders/1", status=429, headers={"Retry-After": "0"}, json={})
    with pytest.raises(errors.RateLimited):
        make_client(time=time, retries=Retries(attempts=5)).orders.retrieve("1")
    assert time.slept == [0.3, 0.6, 1.2, 2.0]


def test_a_503_with_retry_after_is_obeyed_for_reads_but_closes_nothing(api, time):
    api.get(f"{BASE}/orders/1", status=503, headers={"Retry-After": "2"}, json={})
    api.get(f"{BASE}/orders/1", json=ORDER)
    gate = MemoryGate()
    make_client(time=time, gate=gate).orders.retrieve("1")
    assert time.slept == [2.0]
    assert gate.closed_until() is None


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_closes_the_gate_for_everybody(api, time, status):
    api.get(f"{BASE}/orders/1", status=status, json={})
    gate = MemoryGate()
    with pytest.raises(errors.Refused):
        make_client(time=time, gate=gate).orders.retrieve("1")
    assert gate.closed_until() == time.now + KEY_REFUSED_PAUSE
    assert gate.reason == "key_refused"


@pytest.mark.parametrize("status", [400, 404, 405, 406, 408, 409, 500, 503])
def test_nothing_else_closes_the_gate(api, time, status):
    api.get(f"{BASE}/orders/1", status=status, json={})
    gate = MemoryGate()
    with pytest.raises(errors.DigitalRiverError):
        make_client(time=time, gate=gate).orders.retrieve("1")
    assert gate.closed_until() is None


def test_a_later_end_is_never_shortened():
    gate = MemoryGate()
    gate.close(100.0, "rate_limited")
    gate.close(50.0, "key_refused")
    assert (gate.closed_until(), gate.reason) == (100.0, "rate_limited")


# Records and log


def test_every_attempt_is_recorded_with_what_was_sent_and_received(api, time):
    body = error_body("internal_server_error", "unknown_error")
    api.get(f"{BASE}/orders/1", status=500, json=body, headers={"x-dr-requestid": "r-1"})
    api.get(f"{BASE}/orders/1", json=ORDER, headers={"x-dr-requestid": "r-2"})
    records = []
    make_client(time=time, on_call=records.append).orders.retrieve("1")
    first, second = records
    assert (first.method, first.path, first.status) == ("GET", "/orders/1", 500)
    assert (first.error_kind, first.failed, first.request_id) == ("ServerError", True, "r-1")
    assert first.response_body == body
    assert (second.status, second.error_kind, second.attempt) == (200, "", 2)
    assert second.request_id == "r-2"
    assert second.ms >= 0
    assert first.upstream_id == second.upstream_id
    assert "alice" not in repr(first)


def test_a_record_of_an_unreadable_answer_keeps_the_bytes(api):
    api.post(f"{BASE}/orders", status=200, body="<html>", content_type="text/html")
    records = []
    with pytest.raises(errors.MalformedAnswer):
        make_client(on_call=records.append).orders.create("c-1")
    record = records[0]
    assert (record.status, record.error_kind) == (200, "MalformedAnswer")
    assert (record.response_body, record.response_bytes) == (None, b"<html>")
    assert record.content_type == "text/html"
    assert record.request_body == {"checkoutId": "c-1"}


def test_an_observer_that_fails_does_not_lose_the_order(api, caplog):
    api.post(f"{BASE}/orders", status=201, json=ORDER)

    def broken(record):
        raise RuntimeError("database is gone")

    assert make_client(on_call=broken).orders.create("c-1").id == "123456"
    assert "on_call failed for POST /orders" in caplog.text


def test_a_gate_that_cannot_be_closed_does_not_hide_the_answer(api, caplog):
    api.post(f"{BASE}/orders", status=429, headers={"Retry-After": "60"}, json={})

    class Broken(MemoryGate):
        def close(self, until, reason):
            raise RuntimeError("database is gone")

    with pytest.raises(errors.RateLimited):
        make_client(gate=Broken()).orders.create("c-1")
    assert "gate could not be closed" in caplog.text


def test_one_line_a_call_without_secrets(api, caplog):
    api.get(f"{BASE}/orders/1", json=ORDER, headers={"x-dr-requestid": "r-2"})
    with caplog.at_level(logging.INFO, logger="digitalriver"):
        make_client().orders.retrieve("1")
    lines = [record.getMessage() for record in caplog.records if record.name == "digitalriver"]
    assert len(lines) == 1
    assert lines[0].startswith("GET /orders/1 200 ")
    assert lines[0].endswith(" ms r-2")
    assert "sk_test" not in caplog.text


# Answers that cannot be right


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (json.dumps(ORDER)[:-20], "application/json"),
        ("<html><body>Sorry</body></html>", "text/html"),
        (json.dumps(ORDER), "text/html"),
        (json.dumps(ORDER), "text/plain"),
        ("", "application/json"),
        ("[]", "application/json"),
        ("null", "application/json"),
        ("42", "application/json"),
        ('{"id":"1"}', "application/json"),
        ("{" * 50_000, "application/json"),
        (b"\x1f\x8b garbage", "application/json"),
        (b"\xff\xfe", "application/json"),
    ],
)
@pytest.mark.parametrize("status", [200, 201, 202])
def test_an_unreadable_success_is_an_unknown_outcome(api, body, content_type, status):
    api.post(f"{BASE}/orders", status=status, body=body, content_type=content_type)
    with pytest.raises(errors.OutcomeUnknown) as caught:
        make_client().orders.create("c-1")
    assert type(caught.value) is errors.MalformedAnswer
    assert caught.value.status == status
    assert len(api.calls) == 1


@pytest.mark.parametrize("status", [100, 203, 204, 206, 300, 304, 399])
def test_a_status_that_promises_no_order_is_an_unknown_outcome(api, status):
    api.post(f"{BASE}/orders", status=status, body="", content_type="application/json")
    with pytest.raises(errors.MalformedAnswer):
        make_client().orders.create("c-1")


def test_json_with_a_charset_or_a_vendor_type_is_json(api):
    api.get(f"{BASE}/orders/1", json=ORDER, content_type="application/json; charset=UTF-8")
    api.get(f"{BASE}/orders/1", json=ORDER, content_type="application/vnd.dr+json")
    client = make_client()
    assert client.orders.retrieve("1").id == client.orders.retrieve("1").id


def test_all_resources_use_their_documented_paths(api):
    calls = [
        ("PUT", "/skus/s", lambda c: c.skus.put("s", {}), {"id": "s"}),
        ("GET", "/skus/s", lambda c: c.skus.retrieve("s"), {"id": "s"}),
        ("POST", "/checkouts", lambda c: c.checkouts.create({}), CHECKOUT),
        ("POST", "/checkouts/c", lambda c: c.checkouts.update("c", {}), CHECKOUT),
        ("GET", "/checkouts/c", lambda c: c.checkouts.retrieve("c"), CHECKOUT),
        ("POST", "/orders", lambda c: c.orders.create("c"), ORDER),
        ("GET", "/orders/1", lambda c: c.orders.retrieve("1"), ORDER),
        ("POST", "/fulfillments", lambda c: c.fulfillments.create({}), {"id": "ful_1"}),
        ("POST", "/fulfillments/f", lambda c: c.fulfillments.update("f", {}), {"id": "ful_1"}),
        ("GET", "/fulfillments/f", lambda c: c.fulfillments.retrieve("f"), {"id": "ful_1"}),
        ("GET", "/fulfillments", lambda c: c.fulfillments.list(order_id="1"), {"data": []}),
        ("GET", "/charges/x", lambda c: c.charges.retrieve("x"), {"id": "x", "amount": 1}),
        ("GET", "/events", lambda c: c.events.list(types=["order.accepted"]), {"data": []}),
        ("GET", "/webhooks", lambda c: c.webhooks.list(), {"data": []}),
        ("POST", "/webhooks", lambda c: c.webhooks.create({}), {"id": "w"}),
        ("PATCH", "/webhooks/w", lambda c: c.webhooks.update("w", {}), {"id": "w"}),
    ]
    client = make_client()
    for method, path, act, body in calls:
        api.add(method, BASE + path, json=body)
        act(client)
        request = api.calls[-1].request
        assert (request.method, request.url.partition("?")[0]) == (method, BASE + path)


def test_exported_tree_is_what_callers_catch():
    assert issubclass(digitalriver.GateClosed, digitalriver.NotSent)
    assert issubclass(digitalriver.RequestTimeout, digitalriver.OutcomeUnknown)
    assert not issubclass(digitalriver.RateLimited, digitalriver.Refused)
