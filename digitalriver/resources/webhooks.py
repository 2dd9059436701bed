from __future__ import annotations

import builtins
from typing import Any

from digitalriver.resources.base import ResourceCalls, item_path
from digitalriver.types.base import Resource
from digitalriver.types.event import Webhook

__all__ = ["Webhooks"]


class _WebhookList(Resource, frozen=True, kw_only=True):
    data: tuple[Webhook, ...]


class Webhooks(ResourceCalls):
    """Source: order-management/events-and-webhooks-1/webhooks/creating-a-webhook.md"""

    def list(self) -> builtins.list[Webhook]:
        return list(self._call("GET", "/webhooks", _WebhookList).data)

    def create(self, payload: dict[str, Any]) -> Webhook:
        """The signing secret is shown in Digital River's dashboard only."""
        return self._call("POST", "/webhooks", Webhook, payload)

    def update(self, webhook_id: str, payload: dict[str, Any]) -> Webhook:
        return self._call("PATCH", item_path("/webhooks", webhook_id), Webhook, payload)
