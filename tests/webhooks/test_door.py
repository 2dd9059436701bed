"""What the endpoint answers, and that only genuine events get past it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.models import OutboxEntry
from digitalriver import signature
from tests.webhooks.conftest import SECRET, event, post
from webhooks import parsing, rejections, storing, views
from webhooks.models import EventState, InboundEvent, Rejection

pytestmark = pytest.mark.django_db
NOW = "2026-11-23T12:00:00Z"


def test_a_new_event_is_stored_queued_and_answered_202():
    body = json.dumps(event()).encode()
    response = post(body)
    assert response.status_code == 202
    stored = InboundEvent.objects.get()
    assert bytes(stored.raw) == body
    assert (stored.event_id, stored.type, stored.order_key) == ("evt_1", "order.accepted", "ord_1")
    assert stored.state == EventState.RECEIVED
    assert OutboxEntry.objects.get().kind == "webhooks.process"


def test_the_same_event_twice_is_one_row_and_two_202():
    assert [post(event()).status_code for _ in range(2)] == [202, 202]
    assert InboundEvent.objects.count() == 1


def test_an_insert_that_loses_the_race_is_a_known_event(monkeypatch):
    post(event())
    looked = []

    def blind_once(**lookup):
        looked.append(lookup)
        found = InboundEvent.objects.get_queryset().filter(**lookup)
        return found.none() if len(looked) == 1 else found

    monkeypatch.setattr(InboundEvent.objects, "filter", blind_once)
    assert post(event()).status_code == 202
    assert len(looked) == 2
    assert InboundEvent.objects.count() == 1


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data", ""]
)
def test_any_content_type_and_accept_header_will_do(content_type):
    response = post(event(), content_type=content_type, Accept="image/png")
    assert response.status_code == 202


def test_the_answer_sets_no_cookie_and_asks_for_no_csrf_token():
    response = post(event(), client=Client(enforce_csrf_checks=True))
    assert response.status_code == 202
    assert not response.cookies


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_other_methods_are_not_allowed(method):
    assert getattr(Client(), method)(reverse("webhooks:digitalriver")).status_code == 405


# --- Signature ---


@pytest.mark.accepts("H03")
@pytest.mark.parametrize("change", ["body", "missing", "other endpoint", "truncated", "no stamp"])
def test_a_call_that_is_not_genuine_is_refused_without_being_parsed(change, monkeypatch, caplog):
    body = json.dumps(event()).encode()
    header = signature.sign(body, SECRET, timezone.now())
    if change == "body":
        body = body.replace(b"order.accepted", b"order.acceptec")
    header = {
        "missing": "",
        "other endpoint": signature.sign(body, "whsec_of_another", timezone.now()),
        "truncated": header[:-4],
        "no stamp": header.partition(", ")[2],
    }.get(change, header)
    monkeypatch.setattr(views, "parse", lambda body: pytest.fail("parsed before it was verified"))
    response = post(body, signed=header)
    assert response.status_code == 400
    assert "error" in response.json()
    assert not InboundEvent.objects.exists()
    assert not OutboxEntry.objects.exists()
    assert Rejection.objects.get().reason == "signature"
    assert "rejected: signature" in caplog.text
    assert header[-8:] not in caplog.text or not header


@pytest.mark.accepts("H04")
@pytest.mark.parametrize(
    ("seconds", "status"),
    [(-86400, 400), (-301, 400), (-300, 202), (-299, 202), (299, 202), (300, 202), (301, 400)],
)
def test_a_signature_is_good_for_five_minutes_on_both_sides(seconds, status):
    with time_machine.travel(NOW, tick=False):
        body = json.dumps(event()).encode()
        header = signature.sign(body, SECRET, timezone.now() + timedelta(seconds=seconds))
        assert post(body, signed=header).status_code == status


@pytest.mark.accepts("H04")
def test_yesterdays_call_is_refused_and_its_retry_with_a_new_time_accepted():
    body = json.dumps(event()).encode()
    with time_machine.travel(NOW, tick=False) as clock:
        old = signature.sign(body, SECRET, timezone.now())
        clock.shift(timedelta(days=1))
        assert post(body, signed=old).status_code == 400
        assert not InboundEvent.objects.exists()
        assert post(body).status_code == 202


def test_a_stamp_that_is_no_time_is_refused():
    body = json.dumps(event()).encode()
    mac = signature.sign(body, SECRET, timezone.now()).partition(", ")[2]
    assert post(body, signed=f"tomorrow, {mac}").status_code == 400


@pytest.mark.accepts("H05")
def test_during_a_rotation_both_secrets_work_until_the_overlap_ends(settings):
    settings.DIGITALRIVER_WEBHOOK_SECRETS = ["whsec_new", "whsec_old@2026-11-24T00:00:00Z"]
    with time_machine.travel(NOW, tick=False) as clock:
        assert post(event(id="1"), secret="whsec_old").status_code == 202
        assert post(event(id="2"), secret="whsec_new").status_code == 202
        clock.shift(timedelta(hours=12, seconds=1))
        assert post(event(id="3"), secret="whsec_old").status_code == 400
        assert post(event(id="4"), secret="whsec_new").status_code == 202
    assert set(InboundEvent.objects.values_list("event_id", flat=True)) == {"1", "2", "4"}


def test_without_any_secret_everything_is_refused(settings):
    settings.DIGITALRIVER_WEBHOOK_SECRETS = []
    assert post(event(), secret="").status_code == 400


# --- Size ---


class Untouchable:
    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


def raw_call(**environ):
    response = Client().request(
        REQUEST_METHOD="POST",
        PATH_INFO=reverse("webhooks:digitalriver"),
        **{"wsgi.input": Untouchable(), **environ},
    )
    return response.status_code


def test_a_body_that_announces_too_much_is_refused_before_it_is_read():
    assert raw_call(CONTENT_LENGTH=str(50 * 1024 * 1024)) == 413
    assert raw_call(CONTENT_LENGTH="9" * 400) == 413
    assert raw_call(CONTENT_LENGTH=str(1024 * 1024 + 1)) == 413


def test_a_body_without_a_length_is_refused_before_it_is_read():
    assert raw_call(CONTENT_LENGTH="") == 411
    assert raw_call(CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked") == 411


@pytest.mark.parametrize("length", ["-1", "1e3", "ten", "²"])
def test_a_length_that_is_no_number_is_refused(length):
    assert raw_call(CONTENT_LENGTH=length) == 400


def test_the_limit_is_a_setting(settings):
    settings.DIGITALRIVER_WEBHOOK_MAX_BYTES = 10
    assert post(event()).status_code == 413


# --- Content ---


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"NaN",
        b'{"id": NaN}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"id":"1","type":"\\ud800"}',
        b'{"id":"1","type":"a\\u0000b"}',
        b'{"id":"1","type":"t","data":{"object":{"x\\u0000":[]}}}',
        b'{"id":"1","type":"t","x":1e99999}',
        b'{"id":"1","type":"t","x":' + b"9" * 5000 + b"}",
        b'{"type":"order.accepted"}',
        b'{"id":"","type":"order.accepted"}',
        b'{"id":7,"type":"order.accepted"}',
        b'{"id":"1"}',
        b'{"id":"1","type":["order.accepted"]}',
        b'{"id":"' + b"x" * 256 + b'","type":"t"}',
        b'{"id":"1","type":"' + b"x" * 201 + b'"}',
    ],
    ids=lambda body: body[:30].decode(errors="replace"),
)
def test_a_signed_body_that_is_no_event_is_refused_with_a_reason(body):
    response = post(body)
    assert response.status_code == 400
    assert response.json()["error"]
    assert not InboundEvent.objects.exists()


def test_data_of_unexpected_shape_is_kept_all_the_same():
    for number, data in enumerate([None, [], "text", {"object": None}, {"object": [1]}, {}]):
        assert post(event(id=str(number), data=data)).status_code == 202
    assert set(InboundEvent.objects.values_list("order_key", flat=True)) == {""}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
    max_leaves=12,
)
EVENTS = st.fixed_dictionaries(
    {"id": JSON, "type": JSON},
    optional={"data": JSON | st.fixed_dictionaries({"object": JSON}), "liveMode": JSON},
)


@hypothesis_settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    body=st.binary(min_size=1, max_size=300)
    | (EVENTS | JSON).map(lambda each: json.dumps(each).encode())
)
def test_no_body_makes_the_endpoint_fail(body):
    assert post(body).status_code in (202, 400)


@hypothesis_settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(header=st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=80))
def test_no_header_makes_the_endpoint_fail(header):
    assert post(event(), signed=header).status_code == 400


def test_an_order_key_is_found_wherever_an_event_names_its_order():
    def key(event_type, subject):
        document = {"id": "1", "type": event_type, "data": {"object": subject}}
        return parsing.parse(json.dumps(document).encode()).order_key

    assert key("order.accepted", {"id": "ord_1"}) == "ord_1"
    assert key("order.charge.failed", {"id": "ord_1", "checkoutId": "chk"}) == "ord_1"
    assert key("order.charge.failed", {"id": "ch_1", "orderId": "ord_1"}) == "ord_1"
    assert key("fulfillment.created", {"id": "ful_1", "orderId": "ord_1"}) == "ord_1"
    assert key("refund.pending", {"id": "re_1", "orderId": "ord_1"}) == "ord_1"
    assert key("order.invoice.created", {"id": "i", "orderId": "ord_1"}) == "ord_1"
    assert key("order.charge.capture.complete", {"id": "ch_1"}) == ""
    assert key("refund.pending", {"id": "re_1", "invoiceId": "inv_1"}) == ""
    assert key("order.accepted", {"id": 7}) == ""


# --- When the row cannot be written ---


def test_without_a_database_the_answer_is_503_and_the_sender_tries_again(monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(storing, "_create", broken)
    response = post(event())
    assert response.status_code == 503
    assert response["Retry-After"]


def test_when_the_work_cannot_be_queued_nothing_is_stored(monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(storing, "queue", broken)
    assert post(event()).status_code == 503
    assert not InboundEvent.objects.exists()


# --- Rejections ---


def test_rejections_are_counted_by_reason_and_hour():
    for _ in range(3):
        post(event(), signed="forged")
    post(b"[]")
    counts = dict(Rejection.objects.values_list("reason", "count"))
    assert counts == {"signature": 3, "malformed": 1}


def test_a_flood_of_rejections_writes_rarely_and_loses_no_count(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(rejections.time, "monotonic", lambda: now[0])
    for _ in range(100):
        rejections.record("signature", "192.0.2.1")
    assert Rejection.objects.get().count == rejections.WRITES_A_SECOND
    now[0] += 2
    rejections.record("signature", "192.0.2.1")
    assert Rejection.objects.get().count == 101


def test_a_rejection_that_cannot_be_counted_is_still_answered(monkeypatch):
    def broken(*args):
        raise DatabaseError("gone")

    monkeypatch.setattr(rejections, "_add", broken)
    assert post(event(), signed="forged").status_code == 400


def test_an_event_of_the_other_mode_is_quarantined_and_never_queued():
    assert post(event(liveMode=True)).status_code == 202
    stored = InboundEvent.objects.get()
    assert stored.state == EventState.QUARANTINED
    assert "liveMode" in stored.error
    assert not OutboxEntry.objects.exists()
