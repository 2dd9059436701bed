"""The `DigitalRiver-Signature` header.

Layout: `<epoch ms>, <base64>` (evidence: SFCC cartridge; the documents only say that the timestamp
is signed). While two secrets are valid, one signature a secret follows, the newest first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from typing import Any


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def header(body: bytes, keys: list[str]) -> str:
    """The header's value for this body, signed now with each key. Real time, not the clock's."""
    timestamp = str(int(time.time() * 1000))
    return ", ".join([timestamp, *(_sign(body, timestamp, key) for key in keys)])


def active_secrets(webhook: dict[str, Any], now: float) -> list[str]:
    """The webhook's secrets that are valid at `now`, newest first."""
    return [
        secret["value"]
        for secret in webhook["_secrets"]
        if secret.get("until") is None or secret["until"] > now
    ]


def _sign(body: bytes, timestamp: str, key: str) -> str:
    digest = hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
