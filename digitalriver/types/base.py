"""Common ground of all structs: tolerant of what is new, strict about amounts and times."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import msgspec

__all__ = ["Resource"]

#: Beyond this no amount, rate or weight is believable and arithmetic on it becomes dangerous.
_MAX_DIGITS = 30

#: The only fields a repr may show: names, addresses and client secrets must not reach a log.
_SHOWN = ("id", "type", "state", "currency", "amount", "total_amount")

#: NaN-safe zero for amounts that are absent because there is nothing of the kind.
ZERO = Decimal(0)


class Resource(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A vendor object. Attributes are snake_case; amounts are Decimals in major units, unrounded
    (float noise such as 53.769999999999996 is kept for ``Money.rounded``); times are aware UTC."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, Decimal):
                _refuse_absurd(value)
            elif isinstance(value, datetime):
                msgspec.structs.force_setattr(self, name, _aware(value))

    def __repr__(self) -> str:
        shown = ((name, getattr(self, name, None)) for name in _SHOWN)
        text = " ".join(f"{name}={value!s}" for name, value in shown if value is not None)
        return f"<{type(self).__name__} {text}>"


def _refuse_absurd(value: Decimal) -> None:
    if not value.is_finite():
        raise ValueError("not a finite number")
    exponent = value.as_tuple().exponent
    if abs(value.adjusted()) > _MAX_DIGITS or (isinstance(exponent, int) and exponent < -60):
        raise ValueError("number out of range")


def _aware(value: datetime) -> datetime:
    """Digital River's times are UTC; one without a zone can only have lost its Z."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
