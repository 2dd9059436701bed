"""JSON with exact amounts: numbers with a fraction come in as Decimal and go out as numbers."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

_LARGEST_EXPONENT = 300


def loads(text: str | bytes) -> Any:
    """Parsed JSON. Raises ValueError for what cannot be written again.

    That is NaN and Infinity, numbers beyond every float, and halves of characters ("\\ud800").
    """
    value = json.loads(text, parse_float=_decimal, parse_constant=_refuse_constant)
    escaped = b"\\u" in text if isinstance(text, bytes) else "\\u" in text
    if escaped:
        dumps(value).encode()  # raises UnicodeEncodeError, a ValueError
    return value


def dumps(value: Any) -> str:
    """Compact JSON; Decimals become numbers such as 26.89, whole ones 5.0 as the vendor's do."""
    return json.dumps(value, default=_number, ensure_ascii=False, separators=(",", ":"))


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in a JSON answer")


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("a number out of range") from None
    if number.adjusted() > _LARGEST_EXPONENT:
        raise ValueError("a number out of range")
    return number


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
