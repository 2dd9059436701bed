"""HTTP basic and OAuth at the door, for webhooks that are registered with them."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.webhooks.conftest import event, post
from webhooks import credentials
from webhooks.models import InboundEvent, Rejection

pytestmark = pytest.mark.django_db


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.fixture
def basic_on(settings):
    settings.DIGITALRIVER_WEBHOOK_BASIC = "river:s3cret:with:colons"


@pytest.fixture
def oauth_on(settings):
    settings.DIGITALRIVER_WEBHOOK_OAUTH = "client-1:client-secret"


def token(**fields):
    return Client().post(reverse("webhooks:token"), fields)


def test_the_right_basic_credentials_open_the_door(basic_on):
    good = basic("river", "s3cret:with:colons")
    assert post(event(), Authorization=good).status_code == 202


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"\xff\xfe").decode(),
        basic("river", "wrong"),
        basic("rivér", "s3cret"),
        "Bearer token",
        "Digest river",
    ],
)
def test_wrong_basic_credentials_get_401_and_no_effect(basic_on, header):
    response = post(event(), Authorization=header)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Basic")
    assert not InboundEvent.objects.exists()
    assert Rejection.objects.get().reason == "authorization"


def test_right_credentials_do_not_replace_the_signature(basic_on):
    good = basic("river", "s3cret:with:colons")
    assert post(event(), Authorization=good, signed="forged").status_code == 400


def test_a_client_gets_a_token_that_opens_the_door(oauth_on):
    answer = token(
        grant_type="client_credentials", client_id="client-1", client_secret="client-secret"
    )
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    bearer = f"Bearer {answer.json()['access_token']}"
    assert post(event(), Authorization=bearer).status_code == 202
    assert "no-store" in answer["Cache-Control"]


def test_the_clients_credentials_may_come_as_basic_or_json(oauth_on):
    url = reverse("webhooks:token")
    header = basic("client-1", "client-secret")
    assert Client().post(url, headers={"Authorization": header}).status_code == 200
    fields = {"client_id": "client-1", "client_secret": "client-secret"}
    assert Client().post(url, json.dumps(fields), "application/json").status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 401),
        ({"client_id": "client-1"}, 401),
        ({"client_id": "client-1", "client_secret": "wrong"}, 401),
        (
            {
                "client_id": "client-1",
                "client_secret": "client-secret",
                "grant_type": "authorization_code",
            },
            400,
        ),
    ],
)
def test_others_get_no_token(oauth_on, fields, status):
    answer = token(**fields)
    assert answer.status_code == status
    assert "access_token" not in answer.json()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 10_000, b"\xff", b'{"client_id": 7}'])
def test_a_token_request_that_cannot_be_read_is_a_4xx(oauth_on, body):
    answer = Client().post(reverse("webhooks:token"), body, "application/json")
    assert answer.status_code in (400, 401)


def test_a_huge_token_request_is_refused(oauth_on):
    assert token(client_id="x" * 100_000).status_code == 400


def test_without_oauth_there_is_no_token_endpoint():
    assert token(client_id="a", client_secret="b").status_code == 404


def test_a_token_dies_after_an_hour_and_with_its_clients_secret(oauth_on, settings):
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as clock:
        bearer = f"Bearer {credentials.issue_token()}"
        clock.shift(timedelta(minutes=59))
        assert post(event(id="1"), Authorization=bearer).status_code == 202
        clock.shift(timedelta(minutes=2))
        assert post(event(id="2"), Authorization=bearer).status_code == 401
        bearer = f"Bearer {credentials.issue_token()}"
        settings.DIGITALRIVER_WEBHOOK_OAUTH = "client-1:another-secret"
        assert post(event(id="3"), Authorization=bearer).status_code == 401


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "é"])
def test_a_forged_token_gets_401(oauth_on, value):
    response = post(event(), Authorization=f"Bearer {value}")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_secret_may_hold_the_sign_that_precedes_an_expiry():
    assert credentials.read_secret("whsec_a@b") == ("whsec_a@b", None)
    secret, expires = credentials.read_secret("whsec_a@b@2026-12-01T00:00:00Z")
    assert secret == "whsec_a@b"
    assert expires is not None
    assert expires.isoformat() == "2026-12-01T00:00:00+00:00"
    assert credentials.read_secret("whsec@2026-99-01T00:00:00Z")[1] is None
