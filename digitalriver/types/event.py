"""Events and the endpoints that receive them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from digitalriver.types.base import Resource

__all__ = ["Event", "EventData", "EventPage", "Webhook"]


class EventData(Resource, frozen=True, kw_only=True):
    """``object`` is the resource as it was; read it with ``parse(Order, event.data.object)``."""

    object: dict[str, Any] = {}
    previous_attributes: dict[str, Any] = {}


class Event(Resource, frozen=True, kw_only=True):
    """Something that happened. The version's key is spelt in two ways; neither is promised.

    Source: order-management/events-and-webhooks-1/events-1/event-types.md
    """

    id: str
    type: str
    created_time: datetime | None = None
    live_mode: bool | None = None
    data: EventData = EventData()
    digitalriver_version: str = ""


class EventPage(Resource, frozen=True, kw_only=True):
    """One page of events, newest first. ``has_more``: go on with ``starting_after`` the last id."""

    data: tuple[Event, ...] = ()
    has_more: bool = False


class Webhook(Resource, frozen=True, kw_only=True):
    """An endpoint of ours. Its signing secret is never returned, its passwords are not read.

    Source: order-management/events-and-webhooks-1/webhooks/creating-a-webhook.md
    """

    id: str
    address: str = ""
    types: tuple[str, ...] = ()
    enabled: bool = True
    api_version: str = ""
    transport_type: str = ""
    live_mode: bool | None = None
    created_time: datetime | None = None
