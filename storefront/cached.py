"""Markets and categories, kept in the process: every page needs them and they rarely change.

A saved or deleted row empties this process's copy at once (storefront/apps.py); other processes
follow within ``SECONDS``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection, transaction

from storefront.models import Category, Market

SECONDS = 5.0
T = TypeVar("T")


@dataclass
class _Copy:
    markets: list[Market] | None = None
    categories: list[Category] | None = None
    made: dict[str, Any] = field(default_factory=dict)
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)


_copy = _Copy()


def _current() -> _Copy:
    global _copy  # noqa: PLW0603 - replaced as a whole, so threads never see half of one
    if time.monotonic() > _copy.until:
        _copy = _Copy()
    return _copy


def forget(**_signal: object) -> None:
    """Empties this process's copy, now and again after the commit of the current transaction."""
    global _copy  # noqa: PLW0603
    _copy = _Copy()
    if connection.in_atomic_block:
        # Another thread may refill the copy with the old rows before this transaction commits.

        transaction.on_commit(_forget_now)


def _forget_now() -> None:
    global _copy  # noqa: PLW0603
    _copy = _Copy()


def markets() -> list[Market]:
    """All markets with their stores, the default one of the first store first."""
    copy = _current()
    if copy.markets is None:
        rows = Market.objects.select_related("store").order_by("store", "position", "id")
        copy.markets = sorted(rows, key=lambda market: not market.is_default)
    return copy.markets


def categories() -> list[Category]:
    """All categories in the merchant's order."""
    copy = _current()
    if copy.categories is None:
        copy.categories = list(Category.objects.order_by("position", "id"))
    return copy.categories


def made(name: str, make: Callable[[], T]) -> T:
    """Something derived from the rows, made once and kept as long as they are."""
    copy = _current()
    if name not in copy.made:
        copy.made[name] = make()
    kept: T = copy.made[name]
    return kept


def category_by_slug(slug: str) -> Category | None:
    return next((category for category in categories() if category.slug == slug), None)


def category_path(category: Category) -> list[Category]:
    """The category and those it stands in, outermost first."""
    by_id = {one.pk: one for one in categories()}
    path: list[Category] = []
    step: Category | None = category
    while step is not None and step not in path:
        path.insert(0, step)
        step = by_id.get(step.parent_id) if step.parent_id else None
    return path


def category_ids_within(category: Category) -> list[int]:
    """Ids of the category and of everything inside it."""
    return [one.pk for one in categories() if category in category_path(one)]
