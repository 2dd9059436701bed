"""Webhooks: where events are sent to. The secret is never in an answer of the API.

Source: order-management/events-and-webhooks-1/webhooks/creating-a-webhook.md
"""

from __future__ import annotations

import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from sandbox import signature
from sandbox.errors import invalid
from sandbox.gateway import Answer, Call, Route
from sandbox.resources.kinds import WEBHOOK
from sandbox.store import Document
from sandbox.validation import Checker, array, boolean, check, choice, obj, require, text
from sandbox.work import Work, wants

_TYPE = re.compile(r"\*|[A-Za-z_]+(\.[A-Za-z_]+)*(\.\*)?")
_VERSION = re.compile(r"default|latest|\d{4}-\d{2}-\d{2}", re.ASCII)


def _address(value: Any, path: str) -> str:
    address: str = text(2000)(value, path)
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or re.search(r"[\s\x00-\x1f]", address):
        raise invalid(path, f"'{address[:200]}' is not an http or https address.")
    return address


def _event_type(value: Any, path: str) -> str:
    name: str = text(100)(value, path)
    if not _TYPE.fullmatch(name):
        raise invalid(path, f"'{name}' is not an event type.")
    return name


def _version(value: Any, path: str) -> str:
    version: str = text(20)(value, path)
    if not _VERSION.fullmatch(version):
        raise invalid(path, f"'{version}' is not an API version.")
    return version


_SHAPE: dict[str, Checker] = {
    "types": array(_event_type),
    "address": _address,
    "apiVersion": _version,
    "enabled": boolean,
    "transportType": choice("HTTP", "OAUTH"),
    "authentication": obj({"username": text(255), "userName": text(255), "password": text(255)}),
    "oauth": obj(
        {
            "tokenEndPoint": _address,
            "userName": text(255),
            "password": text(255),
            "clientID": text(255),
            "clientSecret": text(255),
            "grantType": choice("password"),
        }
    ),
}


def create(call: Call) -> Answer:
    return 201, register(call, call.body)


def register(work: Work, body: Document, secret: str | None = None) -> Document:
    """A new webhook with a secret of its own, or the one given."""
    asked = check(body, _SHAPE)
    require(asked, "types", "address")
    webhook: Document = {
        "id": str(uuid.uuid4()),
        "createdTime": work.time,
        "updatedTime": work.time,
        "apiVersion": "default",
        "enabled": True,
        "transportType": "HTTP",
        "liveMode": False,
        **asked,
        "_secrets": [{"value": secret or signature.new_secret(), "until": None}],
    }
    _require_oauth(webhook)
    work.documents.insert(WEBHOOK, webhook)
    return webhook


def update(call: Call, webhook_id: str) -> Answer:
    return 200, change(call, call.require(WEBHOOK, webhook_id), call.body)


def change(work: Work, webhook: Document, body: Document) -> Document:
    """Lays what is given over the webhook; enabling it forgets earlier failures."""
    asked = check(body, _SHAPE)
    if "types" in asked:
        require(asked, "types")
    webhook.update(asked)
    webhook["updatedTime"] = work.time
    if asked.get("enabled"):
        webhook.pop("_failing_since", None)
    _require_oauth(webhook)
    work.documents.update(WEBHOOK, webhook)
    return webhook


def rotate(work: Work, webhook: Document, overlap: float) -> str:
    """A new secret; the old ones stay valid for `overlap` seconds at most. Returns the new one."""
    ends = work.sandbox.clock.timestamp() + overlap
    old = [
        {"value": each["value"], "until": min(each["until"] or ends, ends)}
        for each in webhook["_secrets"]
    ]
    secret = signature.new_secret()
    webhook["_secrets"] = [{"value": secret, "until": None}, *old]
    work.documents.update(WEBHOOK, webhook)
    return secret


def _require_oauth(webhook: Document) -> None:
    if webhook["transportType"] == "OAUTH":
        given = webhook.get("oauth") or {}
        require(given, "tokenEndPoint", "clientID", "clientSecret", path="oauth")


def retrieve(call: Call, webhook_id: str) -> Answer:
    return 200, call.require(WEBHOOK, webhook_id)


def delete(call: Call, webhook_id: str) -> Answer:
    call.require(WEBHOOK, webhook_id)
    call.documents.delete(WEBHOOK, webhook_id)
    return 204, None


def search(call: Call) -> Answer:
    """All of them; `type` or `types` keep those that would be told of such an event."""
    asked = call.query.getlist("type") + call.query.getlist("types")
    found = [
        webhook
        for webhook in reversed(call.documents.all(WEBHOOK))
        if not asked or any(wants(webhook, event_type) for event_type in asked)
    ]
    # A bare array: the only list of the API that has no pages.
    return 200, found


ROUTES = [
    Route("POST", "/webhooks", create),
    Route("GET", "/webhooks", search),
    Route("PATCH", "/webhooks/<webhook_id>", update),
    Route("GET", "/webhooks/<webhook_id>", retrieve),
    Route("DELETE", "/webhooks/<webhook_id>", delete),
]
