from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.money import CurrencyMismatch, Money, digits

CURRENCIES = ("USD", "GBP", "EUR", "JPY", "KWD")
minor_units = st.integers(min_value=-(10**12), max_value=10**12)


@given(minor_units, st.sampled_from(CURRENCIES))
def test_minor_units_survive_the_way_through_money(minor: int, currency: str) -> None:
    assert Money.from_minor(minor, currency).minor == minor


@given(st.lists(minor_units, max_size=30), st.sampled_from(CURRENCIES))
def test_a_sum_of_money_is_the_sum_of_its_minor_units(minors: list[int], currency: str) -> None:
    total = sum((Money.from_minor(m, currency) for m in minors), Money.zero(currency))
    assert total.minor == sum(minors)


@given(minor_units, st.integers(-1000, 1000))
def test_multiplying_is_exact(minor: int, times: int) -> None:
    assert (Money.from_minor(minor, "EUR") * times).minor == minor * times


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        Money(1.1, "USD")  # type: ignore[arg-type]


def test_more_digits_than_the_currency_has_are_refused() -> None:
    with pytest.raises(ValueError, match="more digits"):
        Money(Decimal("10.5"), "JPY")


def test_rounding_is_half_up_and_removes_float_noise() -> None:
    assert Money.rounded(Decimal("1.505"), "USD") == Money(Decimal("1.51"), "USD")
    assert Money.rounded(Decimal("53.769999999999996"), "EUR") == Money(Decimal("53.77"), "EUR")


@pytest.mark.parametrize("combine", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b])
def test_two_currencies_do_not_mix(combine) -> None:
    with pytest.raises(CurrencyMismatch):
        combine(Money.zero("USD"), Money.zero("EUR"))


def test_amounts_are_written_as_the_reader_writes_them() -> None:
    with translation.override("en"):
        assert Money(Decimal("1234.5"), "USD").format() == "$1,234.50"
        assert Money(Decimal(5940), "JPY").format() == "¥5,940"
    with translation.override("de"):
        assert Money(Decimal("1234.5"), "EUR").format() == "1.234,50\N{NO-BREAK SPACE}€"


def test_yen_has_no_decimals() -> None:
    assert digits("JPY") == 0
    assert str(Money(Decimal("33.0"), "JPY")) == "33 JPY"
