"""From the shop's words to Digital River's: pure functions, amounts as Decimal.

What may be updated later and what only a new checkout can say follows the vendor's table.
Source: integration-options/checkouts/creating-checkouts/README.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from core.money import Money
from orders.snapshots import AddressSnapshot

#: The 24 locales that the API takes. Source: creating-checkouts/designating-a-locale.md.
LOCALES = frozenset(
    "fr_BE fr_CH fr_FR fr_CA it_CH it_IT nl_BE nl_NL no_NO pl_PL ja_JP ro_RO ko_KR zh_CN zh_TW "  # noqa: SIM905
    "cs_CZ da_DK fi_FI de_AT de_CH de_DE es_ES sv_SE en_US".split()
)
FALLBACK_LOCALE = "en_US"
_HOME_OF_LANGUAGE = {
    "cs": "CZ", "da": "DK", "de": "DE", "en": "US", "es": "ES", "fi": "FI", "fr": "FR",
    "it": "IT", "ja": "JP", "ko": "KR", "nl": "NL", "no": "NO", "nb": "NO", "pl": "PL",
    "ro": "RO", "sv": "SE", "zh": "CN",
}  # fmt: skip


class Item(Protocol):
    """A line as payloads need it."""

    @property
    def sku_code(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def unit_price(self) -> Money: ...


@dataclass(frozen=True, slots=True)
class ShippingChoice:
    """The delivery method chosen, in the words and at the price that Digital River is told."""

    description: str
    service_level: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a checkout says beside its items. ``ship_to`` None: nothing is shipped."""

    email: str
    locale: str
    bill_to: AddressSnapshot
    ship_to: AddressSnapshot | None = None
    ship_from: Mapping[str, str] | None = None
    shipping: ShippingChoice | None = None
    browser_ip: str = ""


def locale_for(language: str, country: str) -> str:
    """The API's locale for a shopper's language, by country where it exists: de + AT, ``de_AT``."""
    base = language.replace("_", "-").split("-")[0].lower()
    for candidate in (f"{base}_{country}", f"{base}_{_HOME_OF_LANGUAGE.get(base, '')}"):
        if candidate.replace("nb_", "no_") in LOCALES:
            return candidate.replace("nb_", "no_")
    return FALLBACK_LOCALE


def create(
    *, number: str, currency: str, tax_inclusive: bool, items: Iterable[Item], terms: Terms
) -> dict[str, Any]:
    """The body of POST /checkouts."""
    return {
        "upstreamId": number,
        "currency": currency,
        "taxInclusive": tax_inclusive,
        "chargeType": "customer_initiated",
        "customerType": "individual",
        "items": [item(each) for each in items],
        **updatable(terms),
    }


def item(line: Item) -> dict[str, Any]:
    """One line with its unit price, in as many decimals as the currency has."""
    return {"skuId": line.sku_code, "quantity": line.quantity, "price": line.unit_price.amount}


def updatable(terms: Terms) -> dict[str, Any]:
    """What both create and update take; the parts about shipping only when something is shipped."""
    body: dict[str, Any] = {
        "email": terms.email,
        "locale": terms.locale,
        "billTo": party(terms.bill_to, terms.email),
    }
    if terms.browser_ip:
        body["browserIp"] = terms.browser_ip
    if terms.ship_to is not None:
        body["shipTo"] = party(terms.ship_to, terms.email)
        body["shipFrom"] = {"address": dict(terms.ship_from or {})}
        if terms.shipping is not None:
            body["shippingChoice"] = shipping_choice(terms.shipping)
    return body


def shipping_choice(choice: ShippingChoice) -> dict[str, Any]:
    """``amount`` is always there: Digital River refuses a choice without one."""
    return {
        "amount": choice.amount.amount,
        "description": choice.description,
        "serviceLevel": choice.service_level,
    }


def party(who: AddressSnapshot, email: str) -> dict[str, Any]:
    """A shipTo or billTo; empty parts are left out."""
    return _filled(
        {
            "name": who.name,
            "email": email,
            "phone": who.phone,
            "organization": who.organization,
            "address": _filled(
                {
                    "line1": who.line1,
                    "line2": who.line2,
                    "city": who.city,
                    "postalCode": who.postal_code,
                    "state": who.state,
                    "country": who.country,
                }
            ),
        }
    )


def comparable(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as JSON columns keep it, with amounts as text."""
    return {key: _plain(value) for key, value in body.items()}


def changes(known: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What an update has to say: the parts of ``wanted`` that Digital River is not known to hold.

    A new browser address alone is no reason for a call; it goes along when there is another one.
    """
    if known is None:
        return dict(wanted)
    said = comparable(wanted)
    different = {key: wanted[key] for key in wanted if said[key] != known.get(key)}
    return {} if set(different) == {"browserIp"} else different


def _filled(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parts.items() if value}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return comparable(value)
    return value
