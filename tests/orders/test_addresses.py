"""Addresses as their countries write them, with every part, wherever an order shows them."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from orders.addresses import address_lines
from tests.orders.factories import placed_order
from tests.support.vendor_orders import ADDRESS

ADDRESSES = {
    "JP": {
        "name": "山田花子", "line1": "千代田1-1", "city": "千代田区", "state": "青森県",
        "postal_code": "100-0001",
    },
    "CA": {
        "name": "Ada Lovelace", "line1": "12 Rue du Quai", "line2": "App 4",
        "city": "Montréal", "state": "QC", "postal_code": "H3H 2P2",
    },
    "DE": {
        "name": "G Grün", "line1": "Torstraße 1", "city": "Berlin", "postal_code": "10119",
    },
    "US": {
        "name": "Al Archer", "organization": "Archer Co.", "line1": "1 Bren Rd",
        "city": "Minnetonka", "state": "MN", "postal_code": "55343",
    },
    "GB": {
        "name": "Jo March", "line1": "5 Mill Lane", "city": "Bath", "postal_code": "BA1 1AA",
    },
}  # fmt: skip
LINES = {
    "JP": ["〒100-0001", "青森県 千代田区", "千代田1-1", "山田花子", "Japan"],
    "CA": ["Ada Lovelace", "12 Rue du Quai", "App 4", "Montréal QC H3H 2P2", "Canada"],
    "DE": ["G Grün", "Torstraße 1", "10119 Berlin", "Germany"],
    "US": ["Al Archer", "Archer Co.", "1 Bren Rd", "Minnetonka, MN 55343", "United States"],
    "GB": ["Jo March", "5 Mill Lane", "Bath", "BA1 1AA", "United Kingdom"],
}
every_country = pytest.mark.parametrize("country", sorted(ADDRESSES))


def stored(country: str) -> dict[str, str]:
    return {**ADDRESSES[country], "country": country}


def words(text: str) -> str:
    """What a reader sees of HTML, on one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture
def order_to(db):
    """Makes a placed order that goes to an address of this country."""

    def make(country: str):
        order = placed_order()
        type(order).objects.filter(pk=order.pk).update(
            ship_to=stored(country), bill_to={**ADDRESS, "city": "Elsewhere"}
        )
        order.refresh_from_db()
        return order

    return make


@every_country
def test_an_address_stands_in_its_countrys_order_as_it_was_typed(country):
    assert address_lines(stored(country), "en") == LINES[country]


def test_the_country_is_named_in_the_readers_language():
    assert address_lines(stored("DE"), "de")[-1] == "Deutschland"
    with translation.override("de"):
        assert address_lines(stored("DE"))[-1] == "Deutschland"


@pytest.mark.parametrize("country", ["SG", "HK", "KR", "IE", "SE", "ZZ", "Q", ""])
def test_no_part_is_lost_wherever_it_goes(country):
    parts = {"name": "A B", "line1": "X 1", "line2": "Y 2", "city": "Town", "postal_code": "4711"}
    shown = "\n".join(address_lines({**parts, "country": country}, "en"))
    for part in parts.values():
        assert part in shown


@every_country
def test_the_order_page_shows_the_whole_address(client, order_to, country):
    text = client.get(order_to(country).get_absolute_url()).content.decode()
    assert " ".join(LINES[country]) in words(text)


@every_country
def test_the_thanks_page_shows_the_whole_address(client, order_to, country):
    url = reverse("checkout:thanks", args=[order_to(country).token])
    assert " ".join(LINES[country]) in words(client.get(url).content.decode())


@every_country
def test_the_desk_shows_the_whole_address(client, order_to, country):
    client.force_login(User.objects.create_superuser("bob@example.org", "p4ssword-p4ssword"))
    url = reverse("admin:orders_order_change", args=[order_to(country).pk])
    assert " ".join(LINES[country]) in words(client.get(url).content.decode())


@every_country
def test_the_confirmation_shows_the_whole_address(order_to, run_outbox, mailbox, country):
    order_to(country)
    run_outbox()
    letter = mailbox()[-1]
    for body in (letter.text, letter.html):
        assert " ".join(LINES[country]) in words(body)
