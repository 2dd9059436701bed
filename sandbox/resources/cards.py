"""Card numbers: brand, check digit, and what the vendor's test cards do.

A number never leaves this module: what is kept is the brand, four digits and an outcome.
Source: developer-resources/testing-scenarios.md
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sandbox.errors import bad_request, conflict
from sandbox.store import Document
from sandbox.validation import obj, require

# What happens to which object; "" is plain success.
OUTCOMES = {
    "4000000000003295": "source_fails",
    "4000000000003600": "charge_fails",
    "4000000000004103": "capture_fails",
    "4485951788521565": "capture_fails_later",
    "4000000000004111": "refund_fails",
    "4556602564240839": "refund_fails_later",
    "4000000000004442": "cancel_fails",
    "4024007120579635": "capture_stays_pending",
    "4000000000000028": "capture_stays_pending",
    "5454545454545454": "challenge",
    "4917610000000000": "challenge",
}
SUCCESSES = frozenset(
    [
        "343456789012341",
        "30345678901235",
        "6011987698769876",
        "3528987698769879",
        "5466160000000008",
        "6226220000000009",
        "4444222233331111",
    ]
)
_BRANDS = (
    ("American Express", r"3[47]\d{13}"),
    ("Diners Club", r"3(?:0[0-5]|[689]\d)\d{11}"),
    ("Discover", r"6(?:011|5\d\d)\d{12}"),
    ("JCB", r"35(?:2[89]|[3-8]\d)\d{12}"),
    ("UnionPay", r"62\d{14,17}"),
    ("Mastercard", r"(?:5[1-5]\d\d|22[2-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"),
    ("Visa", r"4\d{12}(?:\d{3})?"),
)


def accept(value: Any, now: datetime) -> tuple[Document, str]:
    """The card as a source keeps it, and its outcome. Raises ApiError, also for a refused card."""
    card = obj(dict.fromkeys(_MEMBERS, _anything))(value, "creditCard")
    require(card, "number", "expirationMonth", "expirationYear", path="creditCard")
    number = re.sub(r"[ -]", "", str(card["number"]))
    brand = brand_of(number)
    if brand is None or not (passes_check(number) or number in OUTCOMES):
        raise _refused("invalid_card_number", "number", "The card number is invalid.")
    month, year = _expiry(card)
    if (year, month) < (now.year, now.month):
        raise _refused("invalid_expiration_date", "expirationYear", "The card has expired.")
    digits = 4 if brand == "American Express" else 3
    code = str(card.get("cvv") or card.get("cvc") or card.get("securityCode") or "")
    if not re.fullmatch(rf"[0-9]{{{digits}}}", code):
        raise _refused("invalid_security_code", "cvv", "The security code is invalid.")
    outcome = OUTCOMES.get(number, "")
    if outcome == "source_fails":
        raise conflict("payment_authorization_failed", "", "The card was refused.")
    kept = {
        "brand": brand,
        "expirationMonth": month,
        "expirationYear": year,
        "lastFourDigits": number[-4:],
    }
    return kept, outcome


def brand_of(number: str) -> str | None:
    return next(
        (brand for brand, pattern in _BRANDS if re.fullmatch(pattern, number, re.ASCII)), None
    )


def passes_check(number: str) -> bool:
    """The Luhn check digit; the vendor's own test numbers count as right."""
    if number in SUCCESSES:
        return True
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _expiry(card: Document) -> tuple[int, int]:
    month, year = str(card["expirationMonth"]), str(card["expirationYear"])
    if not re.fullmatch(r"0?[1-9]|1[0-2]", month, re.ASCII):
        raise _refused("invalid_expiration_date", "expirationMonth", "The month is invalid.")
    if not re.fullmatch(r"20[0-9]{2}|[0-9]{2}", year, re.ASCII):
        raise _refused("invalid_expiration_date", "expirationYear", "The year is invalid.")
    return int(month), int(year) + (2000 if len(year) == 2 else 0)


def _refused(code: str, parameter: str, message: str) -> Exception:
    return bad_request(code, f"creditCard.{parameter}", message)


def _anything(value: Any, path: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int)) or len(str(value)) > 40:
        raise bad_request("invalid_parameter", path, f"'{path}' is not valid.")
    return value


_MEMBERS = ["number", "expirationMonth", "expirationYear", "cvv", "cvc", "securityCode"]
