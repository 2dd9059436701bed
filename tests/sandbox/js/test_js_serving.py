"""How the script and the hosted pages are served: caching, policies, who may read answers."""

import pytest
from flask.testing import FlaskClient

from .pages import FakeRest

SESSION = "/v1/internal/sessions/session-1"


@pytest.fixture
def client(rest: FakeRest) -> FlaskClient:
    rest.reset()
    return rest.app().test_client()


@pytest.mark.parametrize("path", ["/v1/DigitalRiver.js", "/v1/css/DigitalRiver.css"])
def test_script_and_stylesheet_are_cached_and_revalidated(client: FlaskClient, path):
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_hosted_pages_have_a_strict_policy_and_set_no_cookie(client: FlaskClient):
    card = client.get("/hosted/card?locale=de-AT")
    policy = card.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert "unsafe" not in policy
    assert policy.endswith("frame-ancestors http://127.0.0.1:* http://localhost:*")
    assert '<html lang="de">' in card.text
    legal = client.get("/legal/DR_INC-ENTITY/terms/en")
    assert legal.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    for answer in (card, legal, client.get("/v1/DigitalRiver.js")):
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000.evil.example", False),
        ("https://evil.example", False),
        ("null", False),
    ],
)
def test_only_shops_on_this_machine_may_read_public_answers(client: FlaskClient, origin, allowed):
    headers = {"Origin": origin, "Authorization": "Bearer pk_test_sandbox"}
    for answer in (client.get(SESSION, headers=headers), client.options(SESSION, headers=headers)):
        assert answer.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
        assert "Origin" in answer.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert ("Access-Control-Allow-Headers" in answer.headers) is allowed


def test_other_paths_have_no_cross_origin_permission(client: FlaskClient):
    headers = {"Origin": "http://127.0.0.1:8000"}
    for path in ("/hosted/card", "/v1/DigitalRiver.js"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers=headers).headers
