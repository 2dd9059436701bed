"""Who may post here: signing secrets, and optionally HTTP basic or an OAuth bearer token."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.dateparse import parse_datetime

TOKEN_LIFE = timedelta(hours=1)
_SALT = "webhooks.token"


def active_secrets(now: datetime) -> list[str]:
    """The signing secrets that are valid at ``now``, in the order of the setting."""
    pairs = [read_secret(entry) for entry in settings.DIGITALRIVER_WEBHOOK_SECRETS]
    return [secret for secret, expires in pairs if expires is None or now < expires]


def read_secret(entry: str) -> tuple[str, datetime | None]:
    """Splits ``secret@2026-12-01T00:00:00Z``; what follows is a time or belongs to the secret."""
    secret, separator, tail = entry.rpartition("@")
    try:
        expires = parse_datetime(tail) if separator else None
    except ValueError:
        expires = None
    if expires is None:
        return entry, None
    return secret, expires if expires.tzinfo else expires.replace(tzinfo=UTC)


def may_call(authorization: str) -> bool:
    """Whether this Authorization header satisfies what the settings ask for.

    Nothing configured asks for nothing: the signature is checked either way. With both configured
    one of the two is enough, since a webhook has one transport type.
    """
    if not settings.DIGITALRIVER_WEBHOOK_BASIC and not settings.DIGITALRIVER_WEBHOOK_OAUTH:
        return True
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "basic" and settings.DIGITALRIVER_WEBHOOK_BASIC:
        return same(decode_basic(value), settings.DIGITALRIVER_WEBHOOK_BASIC)
    if scheme.lower() == "bearer" and settings.DIGITALRIVER_WEBHOOK_OAUTH:
        return token_is_valid(value.strip())
    return False


def challenges() -> Sequence[str]:
    """The schemes to name in WWW-Authenticate."""
    wanted = []
    if settings.DIGITALRIVER_WEBHOOK_BASIC:
        wanted.append('Basic realm="webhooks"')
    if settings.DIGITALRIVER_WEBHOOK_OAUTH:
        wanted.append('Bearer realm="webhooks"')
    return wanted


def decode_basic(value: str) -> str:
    """``user:password`` out of a Basic credential; "" when it is none."""
    try:
        return base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def client_is_known(client_id: str, client_secret: str) -> bool:
    """Whether this pair may have a token."""
    wanted = settings.DIGITALRIVER_WEBHOOK_OAUTH
    return bool(wanted) and same(f"{client_id}:{client_secret}", wanted)


def issue_token() -> str:
    """A bearer token for TOKEN_LIFE. It needs no table: it is signed, and dies with the client's
    secret, which is part of what is signed."""
    return signing.dumps(_client_mark(), salt=_SALT)


def token_is_valid(token: str) -> bool:
    """Whether we issued this token for the present client, less than TOKEN_LIFE ago."""
    try:
        mark = signing.loads(token, salt=_SALT, max_age=TOKEN_LIFE)
    except (signing.BadSignature, ValueError):
        return False
    return isinstance(mark, str) and same(mark, _client_mark())


def _client_mark() -> str:
    return salted_hmac(_SALT, settings.DIGITALRIVER_WEBHOOK_OAUTH).hexdigest()[:16]


def same(left: str, right: str) -> bool:
    """Equality in constant time, also for text that is no ASCII or holds lone surrogates."""
    return constant_time_compare(
        left.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass")
    )
