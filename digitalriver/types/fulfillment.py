"""What was shipped or cancelled of an order."""

from __future__ import annotations

from datetime import datetime

from digitalriver.types.base import Resource

__all__ = ["Fulfillment", "FulfillmentItem"]


class FulfillmentItem(Resource, frozen=True, kw_only=True):
    """``quantity`` is captured, ``cancel_quantity`` given back; both count pieces of the line."""

    item_id: str = ""
    sku_id: str = ""
    quantity: int = 0
    cancel_quantity: int = 0


class Fulfillment(Resource, frozen=True, kw_only=True):
    """Source: order-management/informing-digital-river-of-a-fulfillment.md"""

    id: str
    order_id: str = ""
    items: tuple[FulfillmentItem, ...] = ()
    tracking_company: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    live_mode: bool = False
    created_time: datetime | None = None
    updated_time: datetime | None = None
