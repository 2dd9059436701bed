"""The seam from settings to a client."""

import pytest
import responses
from django.core.exceptions import ImproperlyConfigured

from core import vendor

pytestmark = pytest.mark.django_db
API = "http://127.0.0.1:9"


@pytest.fixture
def two_keys(settings):
    settings.DIGITALRIVER_CREDENTIALS = {
        "default": {"secret_key": "sk_test_sandbox", "public_key": "pk_test_sandbox"},
        "second": {"secret_key": "sk_test_second", "public_key": "pk_test_second"},
        "empty": {"secret_key": "", "public_key": ""},
    }


def test_each_credentials_name_uses_its_own_key(two_keys):
    with responses.RequestsMock() as api:
        api.get(f"{API}/skus/s", json={"id": "s"})
        vendor.client().skus.retrieve("s")
        vendor.client("second").skus.retrieve("s")
        keys = [call.request.headers["Authorization"] for call in api.calls]
    assert keys == ["Bearer sk_test_sandbox", "Bearer sk_test_second"]


@pytest.mark.parametrize("name", ["unknown", "empty", ""])
def test_credentials_that_settings_do_not_hold_are_a_clear_error(two_keys, name):
    with pytest.raises(ImproperlyConfigured, match=repr(name)):
        vendor.client(name)


def test_the_client_is_configured_by_settings(settings):
    settings.DIGITALRIVER_API_VERSION = "2020-12-17"
    settings.DIGITALRIVER_CONNECT_TIMEOUT = 1.5
    settings.DIGITALRIVER_READ_TIMEOUT = 4.0
    with responses.RequestsMock() as api:
        api.get(f"{API}/skus/s", json={"id": "s"})
        vendor.client().skus.retrieve("s")
        call = api.calls[0].request
    assert call.headers["DigitalRiver-Version"] == "2020-12-17"
    assert call.req_kwargs["timeout"] == (1.5, 4.0)


def test_a_shoppers_call_names_session_and_address_and_a_jobs_call_does_not():
    with responses.RequestsMock() as api:
        api.get(f"{API}/skus/s", json={"id": "s"})
        vendor.client(session_id="the-cookie", client_ip="203.0.113.9").skus.retrieve("s")
        vendor.client().skus.retrieve("s")
        shopper, job = (call.request.headers for call in api.calls)
    assert shopper["forwarded"] == "for=203.0.113.9"
    assert shopper["upstream-session-id"]
    assert "the-cookie" not in shopper["upstream-session-id"]
    assert shopper["upstream-application-id"] == job["upstream-application-id"] == "Millrace/0.1.0"
    assert shopper["upstream-id"] != job["upstream-id"]
    assert "upstream-session-id" not in job
    assert "forwarded" not in job


def test_a_session_keeps_its_name_over_calls():
    assert vendor.hashed_session("one") == vendor.hashed_session("one")
    assert vendor.hashed_session("one") != vendor.hashed_session("two")
    assert vendor.hashed_session("") is None


def test_pages_get_the_public_half_only():
    public = vendor.public_settings()
    assert public["public_key"] == "pk_test_sandbox"
    assert public["js_url"].endswith("/v1/DigitalRiver.js")
    assert "sk_" not in str(public)


def test_credentials_do_not_show_their_key():
    assert "sk_test_sandbox" not in repr(vendor.keys_of())
    assert "sk_test_sandbox" not in repr(vendor.client())
