"""What an address must look like.

Source: integration-options/checkouts/creating-checkouts/providing-address-information.md
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import bad_request, missing
from sandbox.validation import Shape, country, email, obj, text

_FIVE_DIGITS = r"\d{5}"
_POSTAL_CODES = {
    "US": r"[0-9]{5}(?:[- ]?[0-9]{4})?",
    "CA": r"[ABCEGHJ-NPRSTVXYabceghj-nprstvxy][0-9][ABCEGHJ-NPRSTV-Zabceghj-nprstv-z][ ]?[0-9]"
    r"[ABCEGHJ-NPRSTV-Zabceghj-nprstv-z][0-9]",
    "GB": r"[Gg][Ii][Rr] 0[Aa]{2}|(?:[A-Za-z][0-9]{1,2}|[A-Za-z][A-Ha-hJ-Yj-y][0-9]{1,2}"
    r"|[A-Za-z][0-9][A-Za-z]|[A-Za-z][A-Ha-hJ-Yj-y][0-9][A-Za-z]?)\s?[0-9][A-Za-z]{2}",
    **dict.fromkeys(("DE", "FR", "ES", "IT"), _FIVE_DIGITS),
}
_STATES = {
    "US": frozenset(
        [
            "AK",
            "AL",
            "AR",
            "AZ",
            "CA",
            "CO",
            "CT",
            "DE",
            "FL",
            "GA",
            "HI",
            "IA",
            "ID",
            "IL",
            "IN",
            "KS",
            "KY",
            "LA",
            "MA",
            "MD",
            "ME",
            "MI",
            "MN",
            "MO",
            "MS",
            "MT",
            "NC",
            "ND",
            "NE",
            "NH",
            "NJ",
            "NM",
            "NV",
            "NY",
            "OH",
            "OK",
            "OR",
            "PA",
            "RI",
            "SC",
            "SD",
            "TN",
            "TX",
            "UT",
            "VA",
            "VT",
            "WA",
            "WI",
            "WV",
            "WY",
            "DC",
            "AS",
            "FM",
            "GU",
            "MH",
            "MP",
            "PR",
            "PW",
            "VI",
            "AE",
            "AP",
            "AA",
        ]
    ),
    "CA": frozenset(["AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK", "NT", "NU", "YT"]),
}
ADDRESS: Shape = {name: text(255) for name in ("line1", "line2", "city", "postalCode", "state")} | {
    "country": country
}
_ADDITIONAL: Shape = {
    name: text(255) for name in ("neighborhood", "division", "phoneticName", "title")
}
SHIP_FROM: Shape = {"address": obj(ADDRESS), "additionalAddressInfo": obj(_ADDITIONAL)}
RECIPIENT: Shape = {
    **SHIP_FROM,
    "name": text(255),
    "phone": text(64),
    "email": email,
    "organization": text(255),
}
_SHIP_TO_PARTS = ("country", "line1", "city", "postalCode")


def check_formats(recipient: dict[str, Any]) -> None:
    """Raises `invalid_parameter` for a postal code or state that its country does not have."""
    address = recipient.get("address") or {}
    where = address.get("country") or ""
    code, state = address.get("postalCode"), address.get("state")
    pattern = _POSTAL_CODES.get(where)
    if code and pattern and not re.fullmatch(pattern, code, re.ASCII):
        raise bad_request(
            "invalid_parameter",
            "address.postalCode",
            "A required address parameter, postal code, is invalid.",
        )
    if state and where in _STATES and state not in _STATES[where]:
        raise bad_request(
            "invalid_parameter",
            "address.state",
            "A required address parameter, state/province, is invalid.",
        )


def require_ship_to(ship_to: dict[str, Any]) -> None:
    """Raises `missing_parameter` for what a parcel cannot do without."""
    address = ship_to.get("address") or {}
    for part in _SHIP_TO_PARTS:
        if not (address.get(part) or "").strip():
            raise missing(f"shipTo.address.{part}")
    if address["country"] in _STATES and not address.get("state"):
        raise missing("shipTo.address.state")


def bill_to_of(owner: dict[str, Any]) -> dict[str, Any]:
    """The billing recipient that a payment source's owner makes."""
    name = " ".join(part for part in (owner.get("firstName"), owner.get("lastName")) if part)
    found = {
        "address": owner.get("address"),
        "name": name,
        "email": owner.get("email"),
        "phone": owner.get("phoneNumber"),
        "organization": owner.get("organization"),
    }
    return {key: value for key, value in found.items() if value}
