"""What a request may hold: small checkers, put together by each resource into a shape.

A shape maps member names to checkers. Members that a shape does not name are refused with
`unknown_parameter`, as the vendor does; null counts as absent.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sandbox import clock, money
from sandbox.errors import bad_request, conflict, invalid, missing, unknown

Checker = Callable[[Any, str], Any]
Shape = Mapping[str, Checker]

_DATA = Path(__file__).parent / "data"
_EMAIL = re.compile(r"[^@\s<>\"(),;:]+@[^@\s<>\"(),;:]+\.[^@\s.<>\"(),;:]+")
_LARGEST = Decimal(10) ** 12
# Source: integration-options/checkouts/creating-checkouts/designating-a-locale.md
LOCALES = frozenset(
    [
        "cs_CZ",
        "da_DK",
        "de_AT",
        "de_CH",
        "de_DE",
        "en_US",
        "es_ES",
        "fi_FI",
        "fr_BE",
        "fr_CA",
        "fr_CH",
        "fr_FR",
        "it_CH",
        "it_IT",
        "ja_JP",
        "ko_KR",
        "nl_BE",
        "nl_NL",
        "no_NO",
        "pl_PL",
        "ro_RO",
        "sv_SE",
        "zh_CN",
        "zh_TW",
    ]
)


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes."""
    return frozenset(json.loads((_DATA / "countries.json").read_text())["countries"])


@cache
def embargoed() -> frozenset[str]:
    """Countries that nothing is sold to (a fixture of ours)."""
    return frozenset(json.loads((_DATA / "countries.json").read_text())["embargoed"])


def check(body: Mapping[str, Any], shape: Shape, path: str = "") -> dict[str, Any]:
    """The members of `body` that are not null, each checked and cleaned. Raises ApiError."""
    for name in body:
        if name not in shape:
            raise unknown(name)
    return {
        name: shape[name](value, _join(path, name))
        for name, value in body.items()
        if value is not None
    }


def require(body: Mapping[str, Any], *names: str, path: str = "") -> None:
    """Raises `missing_parameter` for the first name that is absent, null or empty."""
    for name in names:
        if body.get(name) in (None, "", [], {}):
            raise missing(_join(path, name))


def text(longest: int = 1000) -> Checker:
    def checker(value: Any, path: str) -> str:
        if not isinstance(value, str):
            raise invalid(path, f"'{path}' must be a string.")
        if len(value) > longest:
            raise invalid(path, f"'{path}' is longer than {longest} characters.")
        if "\x00" in value:
            raise invalid(path, f"'{path}' holds a character that is not allowed.")
        return value

    return checker


def choice(*allowed: str) -> Checker:
    def checker(value: Any, path: str) -> str:
        if value not in allowed or not isinstance(value, str):
            raise invalid(path, f"'{path}' must be one of {', '.join(allowed)}.")
        return value

    return checker


def boolean(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise invalid(path, f"'{path}' must be true or false.")
    return value


def integer(lowest: int, highest: int = 10**9, code: str = "invalid_parameter") -> Checker:
    def checker(value: Any, path: str) -> int:
        whole = isinstance(value, Decimal) and value.copy_abs() < _LARGEST and value == int(value)
        if isinstance(value, bool) or not (isinstance(value, int) or whole):
            raise bad_request(code, path, f"'{path}' must be an integer.")
        if not lowest <= value <= highest:
            raise bad_request(code, path, f"'{path}' must be between {lowest} and {highest}.")
        return int(value)

    return checker


def number(value: Any, path: str) -> Decimal:
    """Any JSON number that fits an amount of money; negative ones too."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise invalid(path, f"'{path}' must be a number.")
    if not _is_modest(value):
        raise bad_request("amount_too_large", path, f"'{path}' is too large.")
    return Decimal(value)


def amount(value: Any, path: str) -> Decimal:
    """A number that is not negative."""
    checked = number(value, path)
    if checked < 0:
        raise invalid(path, f"'{path}' must not be negative.")
    return checked


def email(value: Any, path: str) -> str:
    checked: str = text(254)(value, path)
    if not _EMAIL.fullmatch(checked):
        raise invalid(path, f"'{path}' is not a valid email address.")
    return checked


def ip_address(value: Any, path: str) -> str:
    checked: str = text(45)(value, path)
    try:
        ipaddress.ip_address(checked)
    except ValueError:
        raise invalid(path, f"'{path}' is not an IP address.") from None
    return checked


def country(value: Any, path: str) -> str:
    """An ISO code. Raises `country_unsupported` for an embargoed one."""
    checked: str = text(100)(value, path)
    if checked in embargoed():
        raise conflict("country_unsupported", "country", f"Country '{checked}' is not supported.")
    if checked not in countries():
        raise invalid("address.country", f"'{checked}' is not a valid country.")
    return checked


def currency(value: Any, path: str) -> str:
    checked: str = text(100)(value, path)
    if checked not in money.currencies():
        raise invalid("currency", f"'{checked}' is not a valid currency.")
    return checked


def locale(value: Any, path: str) -> str:
    checked: str = text(20)(value, path)
    if checked not in LOCALES:
        raise invalid(path, f"'{checked}' is not a supported locale.")
    return checked


def date_time(value: Any, path: str) -> str:
    checked: str = text(40)(value, path)
    if clock.parse(checked) is None:
        raise invalid(path, f"'{path}' is not a date and time.")
    return checked


def metadata(value: Any, path: str) -> dict[str, Any]:
    """At most 20 strings, numbers or booleans; keys of 40 and strings of 500 characters."""
    if not isinstance(value, dict):
        raise invalid(path, f"'{path}' must be an object.")
    if len(value) > 20:
        raise bad_request("too_many_metadata_pairs", path, "At most 20 metadata pairs.")
    for key, entry in value.items():
        if not key or len(key) > 40 or "\x00" in key:
            raise bad_request("invalid_metadata_key", path, f"'{key[:40]}' is not a valid key.")
        if isinstance(entry, str) and len(entry) <= 500 and "\x00" not in entry:
            continue
        if isinstance(entry, bool) or _is_modest(entry):
            continue
        raise bad_request("invalid_metadata_value", path, f"The value of '{key}' is not valid.")
    return value


def obj(shape: Shape) -> Checker:
    def checker(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise invalid(path, f"'{path}' must be an object.")
        return check(value, shape, path)

    return checker


def array(of: Checker, longest: int = 500) -> Checker:
    def checker(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise invalid(path, f"'{path}' must be an array.")
        if len(value) > longest:
            raise invalid(path, f"'{path}' has more than {longest} elements.")
        return [of(entry, f"{path}[{index}]") for index, entry in enumerate(value)]

    return checker


def _is_modest(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and -_LARGEST < value < _LARGEST


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
