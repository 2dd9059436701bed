"""Money: an exact amount in one currency.

Amounts are Decimals in major units with exactly the currency's digits; the database holds minor
units. No float is accepted anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, total_ordering

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language, to_locale


class CurrencyMismatch(TypeError):
    """Two amounts of different currencies were mixed."""


@cache
def digits(currency: str) -> int:
    """Number of decimals the currency uses: 2 for USD, 0 for JPY."""
    return get_currency_precision(currency)


@cache
def _step(currency: str) -> Decimal:
    return Decimal(1).scaleb(-digits(currency))


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount. Raises ValueError when the amount has more digits than its currency."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal | int):
            raise TypeError(f"Money takes a Decimal, not {type(self.amount).__name__}")
        exact = Decimal(self.amount)
        quantised = exact.quantize(_step(self.currency), rounding=ROUND_HALF_UP)
        if quantised != exact:
            raise ValueError(f"{exact} has more digits than {self.currency} allows")
        object.__setattr__(self, "amount", quantised)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Money:
        """The amount half-up at the currency's digits; for figures with float noise in them."""
        return cls(amount.quantize(_step(currency), rounding=ROUND_HALF_UP), currency)

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> Money:
        return cls(Decimal(minor).scaleb(-digits(currency)), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(Decimal(0), currency)

    @property
    def minor(self) -> int:
        """The amount in the currency's smallest unit (cents; whole yen)."""
        return int(self.amount.scaleb(digits(self.currency)))

    def _same(self, other: Money) -> Decimal:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise CurrencyMismatch(f"{self!r} cannot be combined with {other!r}")
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __radd__(self, other: object) -> Money:
        if other == 0:  # lets sum() start from its integer zero
            return self
        return NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> Money:
        if not isinstance(times, int):
            raise TypeError("Money is multiplied by whole numbers only")
        return Money(self.amount * times, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def format(self, locale: str | None = None) -> str:
        """For people: ``$26.89``, ``26,89 €``, ``￥5,940``; in the active language by default."""
        if locale is None:
            locale = get_language() or "en"
        return _format(self.amount, self.currency, to_locale(locale))

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@cache
def _locale(name: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return "en"


@cache
def _format(amount: Decimal, currency: str, locale: str) -> str:
    return format_currency(amount, currency, locale=_locale(locale))
