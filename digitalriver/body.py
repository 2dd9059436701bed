"""JSON at the edge: amounts are exact Decimals in both directions, never floats."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from digitalriver.types.base import Resource

__all__ = ["UnreadableBody", "decode", "encode", "parse"]

T = TypeVar("T", bound=Resource)

#: What the JSON and type machinery may raise for hostile input, besides its own errors:
#: too deep, not UTF-8, digits beyond what int or Decimal accept.
_BAD_INPUT = (msgspec.MsgspecError, ValueError, ArithmeticError, RecursionError, OverflowError)

_decoder = msgspec.json.Decoder(float_hook=Decimal)


class UnreadableBody(ValueError):
    """The text is not JSON, or not the shape that was asked for."""


def decode(body: bytes | str) -> Any:
    """JSON text as Python objects with Decimals for fractions, without nulls and NULs.

    Digital River treats null and absent alike, so members that are null are dropped. NUL would be
    refused by PostgreSQL much later; it becomes U+FFFD. Raises UnreadableBody.
    """
    try:
        return _tidy(_decoder.decode(body))
    except _BAD_INPUT as error:
        raise UnreadableBody(f"not JSON: {type(error).__name__}") from error


def parse(kind: type[T], source: bytes | str | dict[str, Any]) -> T:
    """The source as a resource: ``parse(Order, event.data.object)``.

    Unknown members are ignored, unknown states kept as text. Raises UnreadableBody when something
    that the type requires is missing or of another type.
    """
    data = decode(source) if isinstance(source, bytes | str) else source
    try:
        return msgspec.convert(_tidy(data), kind, strict=False)
    except _BAD_INPUT as error:
        # The first line of msgspec's message names the path, not the value.
        raise UnreadableBody(f"not a {kind.__name__}: {error}") from error


def encode(payload: Any) -> bytes:
    """The payload as JSON text; Decimals become plain numbers (``10.00``, never ``1E+1``).

    Raises TypeError for a float, ValueError for NaN and infinity: both are our own mistakes.
    """
    return msgspec.json.encode(_plain(payload))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("an amount must be a finite number")
        return msgspec.Raw(format(value, "f").encode())
    if isinstance(value, float):
        raise TypeError("amounts are Decimal, not float")
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        return {_tidy(k): _tidy(v) for k, v in value.items() if v is not None}
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    if isinstance(value, str) and "\x00" in value:
        return value.replace("\x00", "\ufffd")
    return value
