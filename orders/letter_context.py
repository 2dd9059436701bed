"""What letters say, as plain values: amounts and dates are formatted here, templates only place
them. Everything comes from the order's own rows; nothing is computed that Digital River computes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _

from core.money import Money
from orders import disclosures, totals
from orders.addresses import address_lines
from orders.models import HistoryEntry, Order, OrderLine


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    options: str
    quantity: int
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sums."""

    label: str
    amount: str
    is_total: bool = False


def confirmation(history: HistoryEntry) -> dict[str, Any]:
    """The order as it was accepted: items with prices, all sums, addresses, payment."""
    order = history.order
    lines = list(order.lines.all())
    sums = totals.of(order, lines)
    return {
        **_common(order),
        "placed": _date(order.placed_at or order.created_at, order),
        "items": [
            _item(line, line.quantity, _money(totals.line_amount(order, line), order))
            for line in lines
        ],
        "rows": _rows(order, sums),
        "note": sums.note,
        "ship_to": _address(order.ship_to, order),
        "bill_to": _address(order.bill_to, order),
        "delivery": (order.delivery or {}).get("description", ""),
        "payment": payment_label(order.source),
    }


def shipment(history: HistoryEntry) -> dict[str, Any]:
    """What left with this shipment, and nothing else of the order."""
    order, fulfillment = history.order, history.fulfillment
    if fulfillment is None:
        raise ValueError(f"history row {history.pk} asks for a shipment letter without a shipment")
    shipped = fulfillment.lines.select_related("line").filter(quantity__gt=0)
    lines = list(shipped.order_by("line__position"))
    return {
        **_common(order),
        "items": [_item(each.line, each.quantity) for each in lines],
        "is_physical": any(each.line.physical for each in lines),
        "is_partial": any(line.open_quantity > 0 for line in order.lines.all()),
        "shipped": _date(fulfillment.at, order),
        "carrier": tame(fulfillment.tracking_company),
        "tracking_number": tame(fulfillment.tracking_number),
        "tracking_url": _web(fulfillment.tracking_url),
        "ship_to": _address(order.ship_to, order),
    }


def _common(order: Order) -> dict[str, Any]:
    texts = disclosures.for_order(order.entity_id, order.country, order.language)
    return {
        "order_url": settings.SITE_URL + order.get_absolute_url(),
        "site_url": settings.SITE_URL,
        "seller": order.entity_name or texts.entity_name,
        "disclosures": texts,
        "language": order.language,
    }


def _item(line: OrderLine, quantity: int, amount: str = "") -> Item:
    return Item(line.name, line.options, quantity, amount)


def _rows(order: Order, sums: totals.Totals) -> list[Row]:
    """All sums but the items', which the letter lists one by one; the tax within comes last."""
    rows = [Row(row.label, _money(row.amount, order)) for row in sums.rows if row.key != "items"]
    rows.append(Row(_("Total"), _money(sums.total, order), is_total=True))
    if sums.included_tax is not None:
        rows.append(Row(_("Includes VAT"), _money(sums.included_tax, order)))
    return rows


def payment_label(source: Mapping[str, Any] | None) -> str:
    """``Visa ending in 1111``; the method's name where there is no card; "" for none."""
    if not source:
        return ""
    brand = str(source.get("brand") or "")
    if not brand:
        # creditCard -> Credit card: a name for methods that nobody named yet.
        brand = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(source.get("type") or "")).capitalize()
    if last4 := source.get("last4"):
        return _("%(brand)s ending in %(last4)s") % {"brand": tame(brand), "last4": tame(last4)}
    return tame(brand)


def _money(amount: Money, order: Order) -> str:
    return amount.format(_locale(order))


def _locale(order: Order) -> str:
    """The order's locale where it is one of the order's language, else the language alone, so that
    a letter writes numbers as the pages did."""
    name = order.locale.replace("-", "_")
    if name.partition("_")[0] != order.language.replace("-", "_").partition("_")[0]:
        name = order.language.replace("-", "_")
    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return "en"


def _date(at: datetime, order: Order) -> str:
    """The day, where the market is."""
    try:
        zone = ZoneInfo(order.time_zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return format_date(at.astimezone(zone), "long", locale=_locale(order))


def _address(address: Mapping[str, Any] | None, order: Order) -> list[str]:
    if not address:
        return []
    return [line for text in address_lines(address, order.language) if (line := tame(text))]


def tame(text: object) -> str:
    """What somebody typed, as one short line that no mail program turns into a link.

    A stranger may order in another person's name: what he types as a name reaches that person.
    """
    line = re.sub(r"[\s\x00-\x1f\x7f]+", " ", str(text)).strip()[:120]
    return re.sub(r"(?i)\b(https?|ftp)://|\bwww\.", lambda match: match[0].strip("/.:") + " ", line)


def _web(url: str) -> str:
    return url if url.lower().startswith(("https://", "http://")) else ""
