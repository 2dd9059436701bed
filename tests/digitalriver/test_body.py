import contextlib
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digitalriver
from digitalriver import Charge, Checkout, Event, Order, UnreadableBody, decode, encode, parse

from .helpers import CHECKOUT, ORDER


def test_float_noise_is_read_exactly():
    charge = parse(Charge, b'{"id":"1","amount":53.769999999999996}')
    assert charge.amount == Decimal("53.769999999999996")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("33.0", "33.0"), ("33", "33"), ("1e2", "100"), ('"12.50"', "12.50"), ("-0.01", "-0.01")],
)
def test_amounts_come_as_numbers_or_text(text, amount):
    assert parse(Charge, f'{{"id":"1","amount":{text}}}'.encode()).amount == Decimal(amount)


@pytest.mark.parametrize(
    "text", ['"NaN"', '"Infinity"', "1e400", "1e-400", '"x"', "true", "{}", "9" * 40, "1e99999999"]
)
def test_absurd_amounts_are_unreadable(text):
    with pytest.raises(UnreadableBody):
        parse(Charge, f'{{"id":"1","amount":{text}}}'.encode())


def test_payload_decimals_become_plain_numbers():
    payload = {
        "a": Decimal("10.00"),
        "b": [Decimal("1E+3")],
        "c": {"d": Decimal("0.075")},
        "e": 3,
    }
    assert encode(payload) == b'{"a":10.00,"b":[1000],"c":{"d":0.075},"e":3}'


@pytest.mark.parametrize(("value", "kind"), [(1.5, TypeError), (Decimal("NaN"), ValueError)])
def test_floats_and_endless_numbers_are_never_sent(value, kind):
    with pytest.raises(kind):
        encode({"items": [{"price": value}]})


def test_unknown_members_and_states_are_no_obstacle():
    order = parse(Order, encode_floats({**ORDER, "state": "on_the_moon", "brandNew": {"x": [1]}}))
    assert order.state == "on_the_moon"


def test_absent_and_null_are_the_same():
    nulls = {**CHECKOUT, "totalDuty": None, "sellingEntity": None, "metadata": None, "shipTo": None}
    checkout = parse(Checkout, encode_floats(nulls))
    assert checkout.total_duty == 0
    assert checkout.selling_entity.id == ""
    assert checkout.ship_to is None
    assert checkout.metadata == {}
    assert checkout == parse(Checkout, encode_floats(CHECKOUT))


def test_an_empty_selling_entity_is_tolerated():
    assert parse(Checkout, encode_floats(CHECKOUT)).selling_entity.id == ""


@pytest.mark.parametrize("missing", ["id", "currency", "totalAmount", "subtotal", "items"])
def test_a_checkout_without_what_money_needs_is_unreadable(missing):
    with pytest.raises(UnreadableBody):
        parse(Checkout, encode_floats({k: v for k, v in CHECKOUT.items() if k != missing}))


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-07T13:47:13Z",
        "2021-04-07T13:47:13.0Z",
        "2021-04-07T13:47:13.000000000Z",
        "2021-04-07T15:47:13+02:00",
        "2021-04-07T13:47:13+0000",
        "2021-04-07T13:47:13",
    ],
)
def test_times_become_aware_utc(text):
    event = parse(Event, {"id": "e", "type": "order.accepted", "createdTime": text})
    assert event.created_time == datetime(2021, 4, 7, 13, 47, 13, tzinfo=UTC)
    assert event.created_time.tzinfo is UTC


def test_an_events_object_can_be_read_as_its_resource():
    event = parse(Event, encode_floats({"id": "e", "type": "x.y", "data": {"object": ORDER}}))
    order = parse(Order, event.data.object)
    assert (order.id, order.state, order.items[0].quantity) == ("123456", "accepted", 2)


def test_nul_characters_never_get_further():
    assert decode(b'{"a\\u0000":["\\u0000b"]}') == {"a\ufffd": ["\ufffdb"]}


def test_a_repr_shows_neither_secrets_nor_people():
    private = {
        **CHECKOUT,
        "email": "alice@example.org",
        "billTo": {"name": "Alice", "address": {"line1": "Main Street 1"}},
    }
    checkout = parse(Checkout, encode_floats(private))
    shown = repr(checkout) + repr(checkout.payment.session) + repr(checkout.bill_to)
    for secret in ("alice", "Alice", "Main Street", "'cs'"):
        assert secret not in shown
    assert "c-1" in shown


def test_structs_are_frozen():
    with pytest.raises(AttributeError):
        parse(Checkout, encode_floats(CHECKOUT)).id = "other"  # type: ignore[misc]


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000, b"\xff", b'"\\ud800"', b"NaN"])
def test_hostile_text_is_unreadable_and_nothing_worse(body):
    with pytest.raises(UnreadableBody):
        decode(body)


RESOURCES = [getattr(digitalriver, name) for name in ("Checkout", "Order", "Event", "Fulfillment")]
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=True)
    | st.text(max_size=20)
    | st.sampled_from(["2021-04-07T13:47:13Z", "NaN", "9" * 400, "\x00"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*CHECKOUT, *ORDER, "session", "charges", "data", "object", "type"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(st.binary(max_size=300) | st.text(max_size=200), st.sampled_from(RESOURCES))
@settings(max_examples=1500, deadline=None)
def test_no_text_makes_the_parser_raise_anything_but_its_own_error(body, kind):
    with contextlib.suppress(UnreadableBody):
        parse(kind, body)


@given(json_values, st.sampled_from(RESOURCES))
@settings(max_examples=500, deadline=None)
def test_no_shape_makes_the_parser_raise_anything_but_its_own_error(value, kind):
    base = dict(ORDER) if kind is not Event else {"id": "e", "type": "t"}
    source = {**base, **value} if isinstance(value, dict) else {**base, "data": value}
    with contextlib.suppress(UnreadableBody):
        parse(kind, encode_floats_in_memory(source))


def encode_floats(value: object) -> bytes:
    """Test data is written with float literals; on the wire they are JSON numbers."""
    return json.dumps(value).encode()


def encode_floats_in_memory(value: object) -> object:
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, dict):
        return {key: encode_floats_in_memory(item) for key, item in value.items()}
    if isinstance(value, list):
        return [encode_floats_in_memory(item) for item in value]
    return value
