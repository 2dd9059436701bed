from __future__ import annotations

import pytest
from django.test import Client

from storefront import cached, markets

pytestmark = pytest.mark.django_db

SWITCH = "/market/"


def market_of(client: Client, **headers: str) -> tuple[str, str]:
    request = client.get("/c/all/", headers=headers).wsgi_request
    return request.market.code, request.country


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de-DE,de;q=0.9", ("de", "DE")),
        ("de-AT", ("de", "AT")),
        ("de", ("de", "DE")),
        ("en-GB,en;q=0.8", ("gb", "GB")),
        ("ja", ("jp", "JP")),
        ("en-US", ("us", "US")),
        ("en-CA", ("us", "CA")),
        ("en", ("us", "US")),
        ("tlh", ("us", "US")),
        ("", ("us", "US")),
        ("x" * 5000, ("us", "US")),
    ],
)
def test_a_first_visit_is_led_by_the_browsers_language(client, markets, language, expected) -> None:
    assert market_of(client, accept_language=language) == expected


def test_a_chosen_market_stays(client: Client, markets) -> None:
    answer = client.post(SWITCH, {"market": "de.FR", "language": "de", "next": "/c/all/?sort=name"})
    assert answer.status_code == 302
    assert answer["Location"] == "/c/all/?sort=name"
    assert market_of(client, accept_language="en-GB") == ("de", "FR")
    page = client.get("/c/all/")
    assert page["Content-Language"] == "de"
    assert "Accept-Language" in page["Vary"]
    assert "Cookie" in page["Vary"]


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "\0", ""],
)
def test_the_switch_never_leads_out_of_the_shop(client: Client, markets, target: str) -> None:
    answer = client.post(SWITCH, {"market": "gb.GB", "next": target})
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "value", ["", "xx", "de.US", "de.fr", "a" * 500, "\0", "de.DE.DE", "../us"]
)
def test_an_unknown_market_is_refused_and_nothing_is_remembered(client, markets, value) -> None:
    answer = client.post(SWITCH, {"market": value})
    assert answer.status_code == 400
    assert not answer.cookies


@pytest.mark.parametrize("value", ["xx", "de.US", "\0", "a" * 4000, "us.US; DROP", "é"])
def test_a_tampered_cookie_leads_to_the_default_market(client, markets, value: str) -> None:
    client.cookies["market"] = value
    assert market_of(client)[0] == "us"


def test_a_language_the_market_does_not_speak_is_replaced(client: Client, us) -> None:
    us.languages = ["de"]
    us.save()
    assert client.get("/c/all/", headers={"accept-language": "en-US"})["Content-Language"] == "de"


def test_an_unknown_language_is_ignored(client: Client, markets) -> None:
    answer = client.post(SWITCH, {"market": "us.US", "language": "tlh"})
    assert answer.cookies["millrace_language"].value == "en"


def test_the_switch_wants_post_and_a_token(markets) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(SWITCH).status_code == 405
    assert strict.post(SWITCH, {"market": "de.DE"}).status_code == 403


def test_every_country_is_offered_by_name(client: Client, markets) -> None:
    html = client.get("/c/all/", headers={"accept-language": "de"}).content.decode()
    for name in ("Kanada", "Österreich", "Vereinigtes Königreich", "Japan"):
        assert name in html


def test_a_shop_without_markets_says_so(client: Client, db) -> None:
    for path in ("/", "/c/all/", "/search/", "/p/x/"):
        assert client.get(path).status_code == 503
    assert client.post(SWITCH, {"market": "us.US"}).status_code == 400


def test_machines_are_answered_without_a_look_at_markets(
    client: Client, us, django_assert_num_queries
) -> None:
    cached.forget()
    with django_assert_num_queries(0):
        request = client.get("/webhooks/digitalriver/").wsgi_request
    assert request.market is None


def test_an_edited_market_is_seen_at_once(client: Client, us) -> None:
    assert cached.markets()[0].currency == "USD"
    us.currency = "CAD"
    us.save()
    assert cached.markets()[0].currency == "CAD"


def test_country_names_come_in_the_asked_language() -> None:
    assert markets.country_name("DE", "de") == "Deutschland"
    assert markets.country_name("QQ", "en") == "QQ"
