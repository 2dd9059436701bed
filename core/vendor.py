"""The one seam from settings to a Digital River client.

Credentials are values here: a Store row names a pair of keys, settings hold it. Nothing else in
the project reads a secret key.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

import digitalriver
from core import api_log
from core.gate import DatabaseGate


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """A pair of keys and the name it goes by."""

    name: str
    secret_key: str
    public_key: str

    def __repr__(self) -> str:
        return f"<Credentials {self.name} {digitalriver.masked_key(self.secret_key)}>"


def keys_of(name: str = "default") -> Credentials:
    """The keys of that name. Raises ImproperlyConfigured for a name settings do not know."""
    pair = settings.DIGITALRIVER_CREDENTIALS.get(name)
    if not pair or not pair.get("secret_key"):
        raise ImproperlyConfigured(f"DIGITALRIVER_CREDENTIALS has no keys named {name!r}")
    return Credentials(name, pair["secret_key"], pair.get("public_key", ""))


def client(
    credentials: str = "default",
    *,
    order_number: str | None = None,
    session_id: str | None = None,
    client_ip: str | None = None,
) -> digitalriver.Client:
    """A client for these credentials. Cheap; make one per piece of work.

    ``order_number`` puts every call into the order's API log, ``session_id`` and ``client_ip`` are
    sent along for Digital River's troubleshooting (a session id never leaves us unhashed).
    """
    keys = keys_of(credentials)
    return digitalriver.Client(
        keys.secret_key,
        base_url=settings.DIGITALRIVER_API_URL,
        api_version=settings.DIGITALRIVER_API_VERSION,
        timeout=(settings.DIGITALRIVER_CONNECT_TIMEOUT, settings.DIGITALRIVER_READ_TIMEOUT),
        gate=DatabaseGate(keys.name),
        on_call=api_log.recorder(keys.name, order_number or ""),
        context=digitalriver.CallContext(
            session_id=hashed_session(session_id), forwarded_for=client_ip
        ),
    )


def hashed_session(session_id: str | None) -> str | None:
    """A stable name for a browser session that is useless as a cookie."""
    if not session_id:
        return None
    salted = f"{settings.SECRET_KEY}:upstream-session:{session_id}"
    return hashlib.sha256(salted.encode()).hexdigest()[:32]


def public_settings(credentials: str = "default") -> dict[str, Any]:
    """What a page needs to load DigitalRiver.js: js_url, css_url and the public key."""
    return {
        "js_url": settings.DIGITALRIVER_JS_URL,
        "css_url": settings.DIGITALRIVER_CSS_URL,
        "public_key": keys_of(credentials).public_key,
    }
