from __future__ import annotations

from typing import Any

from digitalriver.resources.base import ResourceCalls, item_path
from digitalriver.types.sku import Sku

__all__ = ["Skus"]


class Skus(ResourceCalls):
    """Source: product-management/creating-and-updating-skus.md"""

    def put(self, sku_id: str, payload: dict[str, Any]) -> Sku:
        """Create or replace; the answer tells whether it is ``physical``. Repeated on failure."""
        return self._call("PUT", item_path("/skus", sku_id), Sku, payload)

    def retrieve(self, sku_id: str) -> Sku:
        return self._call("GET", item_path("/skus", sku_id), Sku)
