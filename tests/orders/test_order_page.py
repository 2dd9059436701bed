"""A guest's order page: the truth about the order, for whoever has the link and nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from orders import local_time, page, totals
from orders.fulfilling import Tracking, ship
from orders.models import Cause, Order, OrderLine
from orders.services import apply_remote_order, mark_not_placed
from orders.snapshots import DeliverySnapshot, TotalsSnapshot
from orders.states import WORDING, NotPlaced, State
from tests.orders.factories import (
    CAUSE,
    SkuFactory,
    line,
    placed_order,
    placing_order,
    remote_json,
    remote_order,
    usd,
)
from tests.orders.fakes import FakeClient

pytestmark = pytest.mark.django_db


def read(client, order: Order, **headers: str) -> str:
    response = client.get(order.get_absolute_url(), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_tells_what_was_bought_from_whom_and_where_it_goes(client):
    order = placed_order()
    text = read(client, order)
    for wanted in (
        order.number,
        "Studio cable",
        "Quantity 2",
        "10380 Bren Road W",
        "Visa ending in 1111",
        "Sold by Digital River Inc.",
        "$26.89",
        "Thank you, your order is confirmed",
    ):
        assert wanted in text, wanted


@pytest.mark.parametrize("state", [state for state in State if state != "placing"])
def test_every_state_is_said_in_words_without_a_code(client, state):
    order = placing_order()
    if state == State.NOT_PLACED:
        mark_not_placed(order.pk, NotPlaced.DECLINED, cause=CAUSE, code="failed-request")
    elif state == State.PAYMENT_FAILED:
        body = remote_json(order, "pending_payment")
        body["payment"]["charges"][0].update(state="failed", failureCode="do_not_honor")
        apply_remote_order(remote_order(order, **body), cause=CAUSE)
    else:
        apply_remote_order(remote_order(order, state), cause=CAUSE)
    text = read(client, Order.objects.get(pk=order.pk))
    assert str(WORDING[state].title) in text
    assert "failed-request" not in text
    assert "do_not_honor" not in text


def test_a_wrong_token_shows_nothing_and_the_number_alone_neither(client):
    order = placed_order()
    for token in ("x", order.number, order.token[:-1], order.token + "x", str(order.pk)):
        assert client.get(reverse("orders:order", args=[token])).status_code == 404
        assert client.get(reverse("orders:status", args=[token])).status_code == 404
    assert client.get(order.get_absolute_url() + "a.css").status_code == 404


def test_the_page_and_its_status_stay_private(client):
    order = placed_order()
    for url in (order.get_absolute_url(), reverse("orders:status", args=[order.token])):
        response = client.get(url)
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert "noindex" in response["X-Robots-Tag"]
        assert client.post(url).status_code == 405


def test_the_status_says_when_waiting_is_over(client):
    order = placing_order()
    url = reverse("orders:status", args=[order.token])
    told = client.get(url).json()
    assert (told["state"], told["settled"], told["placed"]) == ("placing", False, False)
    apply_remote_order(remote_order(order), cause=CAUSE)
    told = client.get(url).json()
    assert (told["settled"], told["placed"], told["url"]) == (True, True, order.get_absolute_url())


def test_the_page_waits_by_itself_only_while_the_order_is_being_placed(client):
    order = placing_order()
    assert 'http-equiv="refresh"' in read(client, order)
    apply_remote_order(remote_order(order), cause=CAUSE)
    assert 'http-equiv="refresh"' not in read(client, order)


@pytest.mark.accepts("I02")
def test_a_shipment_shows_what_was_sent_and_its_link(client):
    order = placed_order(line(SkuFactory(), 2), line(SkuFactory(), 1, name="Stand"))
    url = "https://ups.example/track?1Z999&x=<1>"
    first = order.lines.get(position=1)
    ship(order.pk, {first.pk: 1}, Tracking("UPS", "1Z999", url), key="k", client=FakeClient(order))
    text = read(client, order)
    assert 'href="https://ups.example/track?1Z999&amp;x=&lt;1&gt;"' in text
    assert "UPS: 1Z999" in text
    assert "1 × Studio cable" in text
    assert "1 × Stand" not in text


def test_an_order_of_which_a_part_was_sent_says_so(client):
    order = placed_order(line(SkuFactory(), 2), line(SkuFactory(), 1, name="Stand"))
    first, second = order.lines.all()
    thanks = reverse("checkout:thanks", args=[order.token])
    status = reverse("orders:status", args=[order.token])

    def said(title: str, text: str) -> None:
        for shown in (read(client, order), client.get(thanks).content.decode()):
            assert f"<h1>{title}</h1>" in shown
            assert f"<p>{text}</p>" in shown
        told = client.get(status).json()
        assert (told["title"], told["text"]) == (title, text)

    said(*map(str, (WORDING[State.ACCEPTED].title, WORDING[State.ACCEPTED].text)))
    fake = FakeClient(order)
    ship(order.pk, {first.pk: 1}, Tracking(), key="a", client=fake)
    rest = "The rest follows. We will write to you when it ships."
    said("Part of your order is on its way", rest)
    ship(order.pk, {first.pk: 1, second.pk: 1}, Tracking(), key="b", client=fake)
    said("Everything is on its way", "All items have been sent.")


def test_a_tracking_link_that_is_no_web_address_is_not_a_link(client):
    order = placed_order()
    tracking = Tracking("X", "1", "javascript:alert(1)")
    ship(order.pk, {order.lines.get().pk: 1}, tracking, key="k", client=FakeClient(order))
    assert "javascript:" not in read(client, order)


def test_what_was_billed_when_and_to_which_card(client):
    order = placed_order()
    body = remote_json(order)
    body["payment"]["charges"][0]["captures"] = [
        {"id": "1", "amount": 13.45, "state": "complete", "createdTime": "2026-11-21T23:30:00Z"},
        {"id": "2", "amount": 13.44, "state": "failed", "createdTime": "2026-11-21T23:30:00Z"},
    ]
    apply_remote_order(remote_order(order, **body), cause=Cause.event("e"))
    text = re.sub(r"\s+", " ", read(client, order))
    assert "$13.45 to Visa ending in 1111 on November 21, 2026" in text
    assert "$13.44" not in text


@pytest.mark.accepts("Q05")
def test_an_order_shortly_before_midnight_in_utc_is_one_of_the_next_day_in_tokyo():
    order = Order(time_zone="Asia/Tokyo", country="JP")
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    with translation.override("en"):
        assert local_time.on_day(at, order) == "November 21, 2026"
    order = Order(time_zone="Europe/Berlin", country="DE")
    with translation.override("de"):
        assert local_time.on_day(at, order) == "21. November 2026"


def test_an_unknown_time_zone_is_read_as_utc():
    order = Order(time_zone="Mars/Olympus", country="XX")
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert local_time.on_day(at, order) == "November 20, 2026"


@pytest.mark.accepts("D20")
def test_the_rows_add_up_to_the_total(client):
    order = placed_order()
    shown = totals.of(order, list(order.lines.all()))
    assert [(row.key, row.amount) for row in shown.rows] == [
        ("items", usd(20)),
        ("delivery", usd(5)),
        ("tax", usd("1.89")),
    ]
    assert sum((row.amount for row in shown.rows), start=usd(0)) == shown.total == usd("26.89")
    assert re.findall(r'data-row="(\w+)"', read(client, order)) == [
        "items",
        "delivery",
        "tax",
        "total",
    ]


def british(**changes):
    """120.00 with 20 % VAT in it, and 6.00 delivery with its own."""

    def gbp(minor: int) -> Money:
        return Money.from_minor(minor, "GBP")

    sku = SkuFactory()
    told = {
        "currency": "GBP",
        "country": "GB",
        "tax_inclusive": True,
        "delivery": DeliverySnapshot("standard", "Standard", "SG", gbp(600)),
        "totals": TotalsSnapshot(
            subtotal=gbp(10500),
            total_tax=gbp(2100),
            total_amount=gbp(12600),
            total_fees=gbp(0),
            total_duty=gbp(0),
            total_importer_tax=gbp(0),
            total_discount=gbp(0),
            total_shipping=gbp(500),
        ),
    }
    bought = line(sku, 1, unit_price=gbp(12000), amount=gbp(10000), tax_amount=gbp(2000))
    return placed_order(bought, **{**told, **changes})


def test_where_prices_include_tax_the_price_is_gross_and_the_tax_is_said_once(client):
    order = british()
    text = read(client, order)
    assert re.findall(r'data-row="(\w+)"', text) == [
        "items",
        "delivery",
        "total",
        "included_tax",
    ]
    rows = {row.key: row.amount.minor for row in totals.of(order, order.lines.all()).rows}
    assert rows == {"items": 12000, "delivery": 600}
    assert "Includes VAT" in text
    assert "£100.00" not in text


amounts = st.integers(min_value=0, max_value=10**7)


@given(
    lines=st.lists(st.tuples(amounts, amounts), min_size=1, max_size=4),
    parts=st.tuples(amounts, amounts, amounts, amounts, amounts),
    discount=amounts,
    inclusive=st.booleans(),
    physical=st.booleans(),
    currency=st.sampled_from(["USD", "JPY"]),
)
def test_whatever_the_figures_are_the_rows_add_up(
    lines, parts, discount, inclusive, physical, currency
):
    def money(minor: int) -> Money:
        return Money.from_minor(minor, currency)

    rows = [
        OrderLine(currency=currency, amount=money(net), tax_amount=money(tax)) for net, tax in lines
    ]
    shipping, fees, duty, importer_tax, shipping_tax = parts
    subtotal = sum(net for net, _tax in lines) + shipping + fees + duty + importer_tax - discount
    tax = sum(tax for _net, tax in lines) + shipping_tax
    order = Order(
        currency=currency,
        tax_inclusive=inclusive,
        ship_to={"country": "US"} if physical else None,
        subtotal=money(subtotal),
        total_tax=money(tax),
        total_amount=money(subtotal + tax),
        total_shipping=money(shipping),
        total_fees=money(fees),
        total_duty=money(duty),
        total_importer_tax=money(importer_tax),
        total_discount=money(discount),
    )
    shown = totals.of(order, rows)
    assert sum((row.amount for row in shown.rows), start=money(0)) == shown.total


def test_the_number_of_queries_does_not_depend_on_the_lines(client):
    few, many = placed_order(), placed_order(*(line(SkuFactory(), 1) for _ in range(9)))
    counts = []
    for order in (few, many, few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page.context(Order.objects.select_related("store").get(pk=order.pk))
        counts.append(len(queries))
    assert counts[2] == counts[3] <= 7
    with CaptureQueriesContext(connection) as queries:
        read(client, few)
    assert not [one for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_picture_that_is_gone_does_not_break_an_old_order(client):
    order = placed_order(line(SkuFactory(), image="img/products/gone.svg"))
    assert "img/products/gone.svg" in read(client, order)
