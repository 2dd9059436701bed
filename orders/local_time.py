"""A moment as the shopper's market writes it; the database keeps UTC."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from django.utils.translation import get_language

from orders.models import Order


@cache
def zone(name: str) -> tzinfo:
    """The time zone of that name; UTC where the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@cache
def locale(language: str, country: str) -> str:
    """The reader's language as the order's country writes it, for Babel: ``de_CH``, else ``de``."""
    base = language.replace("-", "_").partition("_")[0]
    for name in (f"{base}_{country}", base):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en"


def on_day(at: datetime | None, order: Order) -> str:
    """The day in the market's time zone: an order of 23:30Z is one of the next day in Tokyo."""
    if at is None:
        return ""
    local = at.astimezone(zone(order.time_zone))
    return format_date(local, "long", locale=locale(get_language() or "en", order.country))


def at_time(at: datetime | None, order: Order) -> str:
    """Day, hour and minute in the market's time zone."""
    if at is None:
        return ""
    name = locale(get_language() or "en", order.country)
    clock = format_time(at, "short", tzinfo=zone(order.time_zone), locale=name)
    return f"{on_day(at, order)}, {clock}"
