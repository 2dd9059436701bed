"""What is kept of a call, and what never is."""

import json
import logging
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import requests
import responses
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

import digitalriver
from core import api_log, vendor
from core.masking import MASK, masked, sample
from core.models import ApiCall

pytestmark = pytest.mark.django_db
API = "http://127.0.0.1:9"

ADDRESS = {
    "line1": "Unter den Linden 77",
    "line2": "Hinterhaus",
    "city": "Berlin",
    "postalCode": "10117",
    "state": "BE",
    "country": "DE",
}
PRIVATE_CHECKOUT = {
    "id": "c-1",
    "currency": "EUR",
    "email": "alice.schmidt@example.org",
    "browserIp": "203.0.113.9",
    "totalAmount": 26.89,
    "subtotal": 25.0,
    "totalTax": 1.89,
    "upstreamId": "MR-1001",
    "sellingEntity": {"id": "DR_IRELAND-ENTITY", "name": "Digital River Ireland Ltd."},
    "shipTo": {"name": "Alice Schmidt", "phone": "+49 30 1234567", "address": ADDRESS},
    "billTo": {"name": "Alice Schmidt", "organization": "Schmidt GmbH", "address": ADDRESS},
    "items": [{"id": "i-1", "skuId": "s-1", "quantity": 2, "amount": 20.0, "tax": {"rate": 0.19}}],
    "taxIdentifiers": [{"id": "t-1", "type": "de", "value": "DE123456789"}],
    "payment": {
        "sources": [
            {
                "id": "src-1",
                "type": "creditCard",
                "clientSecret": "src-1_8e2f",
                "owner": {"firstName": "Alice", "lastName": "Schmidt", "email": "alice@x.org"},
                "creditCard": {
                    "brand": "Visa",
                    "lastFourDigits": "1111",
                    "expirationMonth": 7,
                    "expirationYear": 2030,
                },
            }
        ],
        "session": {"id": "ps-1", "state": "requires_source", "clientSecret": "ps-1_77ab"},
    },
    "metadata": {"note": "gift for Bob", "id": "Bob"},
}
SECRETS = [
    "alice",
    "schmidt",
    "unter den linden",
    "hinterhaus",
    "berlin",
    "10117",
    "1234567",
    "203.0.113.9",
    "src-1_8e2f",
    "ps-1_77ab",
    "1111",
    "2030",
    "de123456789",
    "bob",
    "sk_test",
]


@pytest.fixture
def api():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def stored_text() -> str:
    return " ".join(
        json.dumps([call.request_body, call.response_body, call.path], ensure_ascii=False)
        for call in ApiCall.objects.all()
    ).lower()


# What is recorded


@pytest.mark.accepts("M01")
@pytest.mark.parametrize("status", [400, 404, 409, 500])
def test_a_failed_call_is_recorded_completely_with_the_debug_switch_off(api, settings, status):
    settings.DIGITALRIVER_LOG_ALL = False
    body = {"type": "conflict", "errors": [{"code": "declined", "parameter": "", "message": "No"}]}
    api.post(f"{API}/orders", status=status, json=body, headers={"x-dr-requestid": "r-1"})
    before = timezone.now()
    with pytest.raises(digitalriver.DigitalRiverError):
        vendor.client().orders.create("c-1")
    call = ApiCall.objects.get()
    assert before <= call.at <= timezone.now()
    assert (call.method, call.path, call.status) == ("POST", "/orders", status)
    assert call.request_body == {"checkoutId": "c-1"}
    assert call.response_body == body
    assert (call.request_id, call.credentials) == ("r-1", "default")
    assert call.error_kind


def test_a_call_without_an_answer_is_recorded_too(api):
    api.post(f"{API}/orders", body=requests.ReadTimeout("x"))
    with pytest.raises(digitalriver.Timeout):
        vendor.client(order_number="MR-1").orders.create("c-1")
    call = ApiCall.objects.get()
    assert (call.status, call.error_kind, call.order_number) == (None, "Timeout", "MR-1")


def test_every_attempt_of_a_failing_read_is_recorded(api):
    api.get(f"{API}/skus/s", status=503, json={})
    client = vendor.client()
    client._transport.sleep = lambda seconds: None
    with pytest.raises(digitalriver.ServerError):
        client.skus.retrieve("s")
    assert ApiCall.objects.count() == 3


@pytest.mark.accepts("M02")
def test_a_successful_call_without_an_order_is_recorded_only_while_debugging(api, settings):
    api.get(f"{API}/skus/s", json={"id": "s"})
    settings.DIGITALRIVER_LOG_ALL = False
    vendor.client().skus.retrieve("s")
    assert not ApiCall.objects.exists()
    settings.DIGITALRIVER_LOG_ALL = True
    vendor.client().skus.retrieve("s")
    assert ApiCall.objects.count() == 1


def test_every_call_of_an_order_is_recorded(api, settings):
    settings.DIGITALRIVER_LOG_ALL = False
    api.post(f"{API}/checkouts", status=201, json=PRIVATE_CHECKOUT)
    vendor.client(order_number="MR-1001").checkouts.create({"currency": "EUR"})
    call = ApiCall.objects.get()
    assert (call.order_number, call.status, call.error_kind) == ("MR-1001", 201, "")


def test_a_record_that_cannot_be_written_is_said_and_does_not_fail_the_call(
    api, monkeypatch, caplog
):
    def refuse(**kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(ApiCall.objects, "create", refuse)
    api.post(f"{API}/checkouts", status=201, json=PRIVATE_CHECKOUT)
    client = vendor.client(order_number="MR-1001")
    assert client.checkouts.create({"currency": "EUR"}).id == "c-1"
    assert "API call not recorded: POST /checkouts 201 ok order MR-1001" in caplog.text
    assert not ApiCall.objects.exists()


# What is kept of a body


def test_neither_keys_people_cards_nor_secrets_are_stored_or_logged(api, caplog):
    api.post(f"{API}/checkouts", status=201, json=PRIVATE_CHECKOUT)
    payload = {
        **PRIVATE_CHECKOUT,
        "items": [{"skuId": "s-1", "price": Decimal("10.00"), "quantity": 2}],
    }
    for key in ("totalAmount", "subtotal", "totalTax"):
        del payload[key]
    with caplog.at_level(logging.DEBUG):
        vendor.client(order_number="MR-1001").checkouts.create(payload)
    text = stored_text() + caplog.text.lower()
    assert [secret for secret in SECRETS if secret in text] == []


def test_ids_codes_amounts_states_and_countries_are_kept():
    kept = masked(PRIVATE_CHECKOUT)
    assert kept["id"] == "c-1"
    assert kept["upstreamId"] == "MR-1001"
    assert kept["currency"] == "EUR"
    assert kept["sellingEntity"] == {"id": "DR_IRELAND-ENTITY", "name": MASK}
    assert kept["shipTo"]["address"]["country"] == "DE"
    assert kept["shipTo"]["address"]["postalCode"] == MASK
    assert kept["payment"]["session"]["state"] == "requires_source"
    assert kept["payment"]["session"]["clientSecret"] == MASK
    assert kept["payment"]["sources"][0]["creditCard"]["brand"] == "Visa"
    assert kept["payment"]["sources"][0]["creditCard"]["lastFourDigits"] == MASK
    assert kept["metadata"] == MASK


def test_amounts_are_kept_exactly():
    assert masked({"totalAmount": Decimal("53.769999999999996"), "quantity": 2}) == {
        "totalAmount": "53.769999999999996",
        "quantity": 2,
    }


@pytest.mark.parametrize(
    "value",
    ["alice@example.org", "sk_live_abcdef", "4444222233331111", "4444 2222 3333 1111", "whsec_1"],
)
def test_a_kept_member_with_a_foreign_value_is_masked(value):
    assert masked({"upstreamId": value}) == {"upstreamId": MASK}


def test_the_vendors_sentence_is_kept_without_what_identifies_somebody():
    body = {"errors": [{"message": "alice@example.org paid with 4444 2222 3333 1111, sk_test_x"}]}
    assert masked(body) == {"errors": [{"message": f"{MASK} paid with {MASK}, {MASK}"}]}


def test_a_list_of_ids_is_kept_and_a_list_of_names_is_not():
    assert masked({"ids": ["a", "b"], "names": ["Alice"]}) == {"ids": ["a", "b"], "names": [MASK]}


def test_html_instead_of_json_is_sampled_without_markup():
    text = sample(b"<html><h1>502 Bad Gateway</h1> for alice@example.org</html>", "text/html")
    assert text == {
        "unreadable": {
            "bytes": 59,
            "contentType": "text/html",
            "excerpt": f"502 Bad Gateway for {MASK}",
        }
    }


def test_of_json_cut_short_only_the_member_names_are_kept():
    body = json.dumps(PRIVATE_CHECKOUT).encode()[:400]
    excerpt = sample(body, "application/json")["unreadable"]["excerpt"]
    assert excerpt.startswith("id currency email browserIp totalAmount")
    assert not [secret for secret in SECRETS if secret in excerpt.lower()]


def test_an_unreadable_answer_is_recorded_as_a_sample(api):
    api.post(f"{API}/orders", status=200, body="<b>Sorry</b>\x00", content_type="text/html")
    with pytest.raises(digitalriver.MalformedAnswer):
        vendor.client().orders.create("c-1")
    assert ApiCall.objects.get().response_body["unreadable"]["excerpt"].startswith("Sorry")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "state", "message", "creditCard", "errors", "x"]) | st.text(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(json_values)
def test_whatever_was_sent_the_masked_body_can_be_stored(value):
    text = json.dumps(masked(value), allow_nan=False)
    assert "\\u0000" not in text
    text.encode("utf-8")


def test_deep_and_long_bodies_are_cut():
    deep: object = "x"
    for _ in range(100):
        deep = {"a": deep}
    assert len(json.dumps(masked(deep))) < 200
    assert len(masked({"ids": ["a"] * 5000})["ids"]) == 200


# Housekeeping and the seam


def test_old_records_are_forgotten_after_the_configured_days(settings):
    settings.DIGITALRIVER_LOG_RETENTION_DAYS = 30
    now = timezone.now()
    old = ApiCall.objects.create(method="GET", path="/a", at=now - timedelta(days=31))
    ApiCall.objects.create(method="GET", path="/b", at=now - timedelta(days=29))
    assert api_log.purge_api_calls() == 1
    assert not ApiCall.objects.filter(pk=old.pk).exists()


def test_a_long_or_personal_path_still_fits_and_says_nothing():
    record = digitalriver.CallRecord(
        at=datetime.now(UTC),
        method="GET",
        path="/orders?email=alice@example.org&ids=" + "x" * 900,
        attempt=1,
        status=200,
        error_kind="",
        ms=3,
        request_id="r" * 300,
        upstream_id="u",
        request_body=None,
        response_body=None,
        response_bytes=b"",
        content_type="",
    )
    api_log.write(record, "default", "MR-" + "1" * 40)
    call = ApiCall.objects.get()
    assert len(call.path) == 500
    assert "alice" not in call.path
