from __future__ import annotations

import builtins
from typing import Any

from digitalriver.resources.base import ResourceCalls, item_path
from digitalriver.types.base import Resource
from digitalriver.types.fulfillment import Fulfillment

__all__ = ["Fulfillments"]


class _FulfillmentList(Resource, frozen=True, kw_only=True):
    data: tuple[Fulfillment, ...]


class Fulfillments(ResourceCalls):
    """Source: order-management/informing-digital-river-of-a-fulfillment.md"""

    def create(self, payload: dict[str, Any]) -> Fulfillment:
        """Report shipped and cancelled quantities; the first are captured, the second voided."""
        return self._call("POST", "/fulfillments", Fulfillment, payload)

    def update(self, fulfillment_id: str, payload: dict[str, Any]) -> Fulfillment:
        """Add or correct tracking data."""
        return self._call("POST", item_path("/fulfillments", fulfillment_id), Fulfillment, payload)

    def retrieve(self, fulfillment_id: str) -> Fulfillment:
        return self._call("GET", item_path("/fulfillments", fulfillment_id), Fulfillment)

    def list(self, *, order_id: str) -> builtins.list[Fulfillment]:
        """All fulfillments of an order, newest first: what a POST of unknown outcome did."""
        query = [("limit", "100"), ("orderId", order_id)]
        return list(self._call("GET", "/fulfillments", _FulfillmentList, query=query).data)
