"""JSON with exact amounts: numbers with a fraction come in as Decimal and go out as numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any


def loads(text: str | bytes) -> Any:
    """Parsed JSON. Raises ValueError, also for NaN and Infinity, which JSON does not have."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)


def dumps(value: Any) -> str:
    """Compact JSON; Decimals become numbers such as 26.89, whole ones 5.0 as the vendor's do."""
    return json.dumps(value, default=_number, ensure_ascii=False, separators=(",", ":"))


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in a JSON answer")


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
