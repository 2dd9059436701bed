"""A signed event, and the means to post it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from digitalriver import signature
from webhooks import rejections

SECRET = "whsec_of_these_tests"

Post = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def _secrets(settings) -> None:
    settings.DIGITALRIVER_WEBHOOK_SECRETS = [SECRET]


@pytest.fixture(autouse=True)
def _fresh_count() -> None:
    """The count of rejections spares the database: tests of one process shall not share it."""
    rejections._unwritten.clear()
    rejections._writes.clear()


def event(event_type: str = "order.accepted", **changes: Any) -> dict[str, Any]:
    """An event as Digital River sends it; ``order`` is its order's id."""
    order_id = changes.pop("order", "ord_1")
    return {
        "id": changes.pop("id", "evt_1"),
        "type": event_type,
        "data": {"object": {"id": order_id, "upstreamId": "N1", "checkoutId": "chk_1"}},
        "liveMode": False,
        "createdTime": "2026-11-23T12:00:00Z",
        "digitalriverVersion": "2021-12-13",
        **changes,
    }


def post(
    body: bytes | dict[str, Any],
    *,
    secret: str = SECRET,
    signed: str | None = None,
    content_type: str = "application/json",
    client: Client | None = None,
    **headers: str,
) -> HttpResponse:
    """Posts a body with a genuine signature, or with ``signed`` as the header's value."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    if signed is None:
        signed = signature.sign(raw, secret, timezone.now())
    return (client or Client()).post(
        reverse("webhooks:digitalriver"),
        data=raw,
        content_type=content_type,
        headers={"DigitalRiver-Signature": signed, **headers},
    )
