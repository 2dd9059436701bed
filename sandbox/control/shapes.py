"""What control calls may hold."""

from __future__ import annotations

from typing import Any

from sandbox.errors import invalid
from sandbox.faults import ACTIONS
from sandbox.money import currencies
from sandbox.store import Document
from sandbox.validation import Checker, array, boolean, choice, integer, obj, text

FAULT: dict[str, Checker] = {
    "method": text(10),
    "path": text(500),
    "times": integer(1),
    "action": choice(*ACTIONS),
    "status": integer(400, 599),
    "errors": array(obj({name: text(500) for name in ("code", "parameter", "message")})),
    "retry_after": integer(0, 10**6),
    "delay_ms": integer(0, 120_000),
}


def json_object(value: Any, path: str) -> Document:
    if not isinstance(value, dict):
        raise invalid(path, f"'{path}' must be an object.")
    return value


def _currencies(value: Any, path: str) -> list[str]:
    codes: list[str] = array(text(3))(value, path)
    if not set(codes) <= set(currencies()):
        raise invalid(path, "Not a list of currencies.")
    return codes


OVERRIDE: dict[str, Checker] = {
    **{name: FAULT[name] for name in ("method", "path", "times")},
    "merge": json_object,
}
SETTINGS: dict[str, Checker] = {
    "rate_limit_per_second": integer(0, 10**6),
    "inactive_currencies": _currencies,
    "consumed_checkout": choice("404", "second_order"),
}
DELIVERY: dict[str, Checker] = {
    "mode": choice("normal", "hold", "drop"),
    "delay_ms": integer(0, 10**7),
    "copies": integer(1, 100),
    "shuffle": boolean,
    "before_answer": boolean,
}
