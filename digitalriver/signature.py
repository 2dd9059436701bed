"""The signature of webhook deliveries. Pure functions: no clock, no configuration.

Documented is only that a header ``DigitalRiver-Signature`` carries a timestamp and one or more
signatures and that the timestamp is signed. The layout comes from Digital River's own cartridge
for Salesforce: ``<timestamp>, <base64>`` with HMAC-SHA256 over ``<timestamp>.<raw body>``. The unit
of the timestamp and the layout with two secrets are not known, so several are accepted.

Source: order-management/events-and-webhooks-1/webhooks/digital-river-signature.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

__all__ = ["SignatureError", "sign", "verify"]

#: During a rotation two are expected; a longer list only costs time.
MAX_SIGNATURES = 8

#: Ten or eleven digits are seconds until the year 5138, more are milliseconds.
_MILLISECONDS_FROM = 100_000_000_000


class SignatureError(ValueError):
    """The delivery is not proven to come from Digital River, now. The text names the reason."""


def sign(body: bytes, secret: str, at: datetime) -> str:
    """The header's value as the sandbox sends it, with the time in epoch milliseconds."""
    stamp = str(int(at.timestamp() * 1000))
    return f"{stamp}, {_signature(body, secret, stamp).decode()}"


def verify(
    body: bytes, header: str, secrets: Sequence[str], *, tolerance: timedelta, now: datetime
) -> None:
    """Accept the raw body or raise SignatureError.

    Any of the active ``secrets`` may have signed it. A time further than ``tolerance`` from
    ``now``, before or after, is refused; exactly at the tolerance is accepted.
    """
    stamp, given = _split(header)
    active = [secret for secret in secrets if secret]
    if not active:
        raise SignatureError("no webhook secret is configured")
    expected = [_signature(body, secret, stamp) for secret in active]
    # Every pair is compared, so that time tells nothing about which one came close.
    matches = [hmac.compare_digest(one, other) for one in expected for other in given]
    if not any(matches):
        raise SignatureError("no signature matches")
    if abs(now - _moment(stamp)) > tolerance:
        raise SignatureError("the timestamp is outside the tolerance")


def _signature(body: bytes, secret: str, stamp: str) -> bytes:
    signed = stamp.encode() + b"." + body
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest())


def _split(header: str) -> tuple[str, list[bytes]]:
    if not header.isascii():
        raise SignatureError("the header is not plain text")
    stamp, comma, rest = header.partition(",")
    given = [part.strip().encode() for part in rest.split(",", MAX_SIGNATURES)][:MAX_SIGNATURES]
    given = [part for part in given if part]
    if not comma or not stamp.strip() or not given:
        raise SignatureError("the header has no timestamp or no signature")
    return stamp.strip(), given


def _moment(stamp: str) -> datetime:
    """Epoch seconds, epoch milliseconds or ISO 8601; without a zone it is UTC."""
    try:
        if stamp.isdigit():
            number = int(stamp[:20])
            milliseconds = number if number >= _MILLISECONDS_FROM else number * 1000
            return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
        moment = datetime.fromisoformat(stamp)
    except (ValueError, OverflowError) as error:
        raise SignatureError("the timestamp cannot be read") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
