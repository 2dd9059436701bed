"""Catalogue entries at Digital River."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from digitalriver.types.base import Resource

__all__ = ["Sku"]


class Sku(Resource, frozen=True, kw_only=True):
    """``physical`` is derived by Digital River from the tax code.

    Source: product-management/creating-and-updating-skus.md
    """

    id: str
    name: str = ""
    physical: bool | None = None
    tax_code: str = ""
    eccn: str = ""
    country_of_origin: str = ""
    sku_group_id: str = ""
    live_mode: bool = False
    created_time: datetime | None = None
    updated_time: datetime | None = None
    metadata: dict[str, Any] = {}
