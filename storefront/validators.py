"""Local checks that spare a refused call: codes, countries, currencies, languages, time zones."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from babel.core import get_global
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# Source: product-management/creating-and-updating-skus.md (SKU identifiers, HS codes).
SKU_CODE = re.compile(r"[0-9A-Za-z._-]{1,64}")
HS_CODE = re.compile(r"\d{4}\.\d{2}(\.\d{2}(\d{2})?)?")

validate_sku_code = RegexValidator(
    regex=rf"^{SKU_CODE.pattern}\Z",
    message=_("Use only letters, digits, dots, hyphens and underscores, at most 64 of them."),
    code="sku_code",
)
validate_hs_code = RegexValidator(
    regex=rf"^{HS_CODE.pattern}\Z",
    message=_(
        "Write the HS code with 6 to 10 digits and dots, for example 8518.30 or 8518.30.2000."
    ),
    code="hs_code",
)
validate_country = RegexValidator(
    regex=r"^[A-Z]{2}\Z", message=_("Use the two-letter country code, for example US.")
)


def validate_currency(value: str) -> None:
    """Raises ValidationError unless the value is a currency that Babel knows."""
    if value not in get_global("all_currencies"):
        raise ValidationError(_("%(value)s is not a currency code."), params={"value": value})


def validate_countries(value: object) -> None:
    """Raises ValidationError unless the value is a list of two-letter country codes."""
    if not isinstance(value, list) or not value:
        raise ValidationError(_("Give a list of country codes, for example US and CA."))
    for country in value:
        validate_country(country)


def validate_languages(value: object) -> None:
    """Raises ValidationError unless the value lists languages that the shop speaks."""
    known = [code for code, _name in settings.LANGUAGES]
    if not isinstance(value, list) or not value or any(code not in known for code in value):
        raise ValidationError(
            _("Give a list of the shop's languages: %(known)s."),
            params={"known": ", ".join(known)},
        )


def validate_time_zone(value: str) -> None:
    """Raises ValidationError unless the value names a zone of the tz database."""
    if value not in available_timezones():
        raise ValidationError(
            _("%(value)s is not a time zone. Write it like Europe/Berlin."), params={"value": value}
        )


def validate_specification(value: object) -> None:
    """Raises ValidationError unless the value is a list of [label, value] pairs of text."""
    pairs = value if isinstance(value, list) else [None]
    for pair in pairs:
        if not (
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(t, str) for t in pair)
        ):
            raise ValidationError(_('Write the specification as pairs: [["Format", "VST3, AU"]].'))
