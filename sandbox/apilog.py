"""The API log: what was asked and answered, without keys, card numbers and passwords."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import g, request
from werkzeug.exceptions import RequestEntityTooLarge

from sandbox import accounts, clock, jsontext
from sandbox.state import Sandbox
from sandbox.store import Transaction

_HIDDEN = {"cvv", "cvc", "securityCode", "password", "clientSecret"}
_LONGEST = 200_000


@dataclass
class Entry:
    """What is known about a request before it is answered."""

    method: str
    account: str = ""
    started: float = field(default_factory=time.perf_counter)


def begin(method: str) -> Entry:
    return Entry(method)


def write(sandbox: Sandbox, entry: Entry, status: int | None, response: Any) -> None:
    """Logs a request in a transaction of its own: a refused or dropped one."""
    with sandbox.store.transaction() as tx:
        insert(tx, entry, status, response)


def insert(tx: Transaction, entry: Entry, status: int | None, response: Any) -> None:
    """Logs a request in the transaction that did its work."""
    taken = round((time.perf_counter() - entry.started) * 1000, 2)
    tx.execute(
        "INSERT INTO requests (account, time, method, path, query, headers, body, status, response,"
        " milliseconds, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            entry.account,
            clock.iso_fine(datetime.now(UTC)),
            entry.method,
            request.path,
            request.query_string.decode("latin-1"),
            json.dumps(_headers()),
            _body(),
            status,
            None if response is None else jsontext.dumps(masked(response)),
            taken,
            g.get("request_id", ""),
        ],
    )


def masked(value: Any, name: str = "") -> Any:
    """The JSON value with card numbers cut to four digits and secrets blotted out."""
    if isinstance(value, dict):
        return {key: masked(entry, key) for key, entry in value.items()}
    if isinstance(value, list):
        return [masked(entry, name) for entry in value]
    if name in _HIDDEN and value is not None:
        return "…"
    if name == "number" and isinstance(value, (str, int)):
        return f"…{str(value)[-4:]}"
    return value


def _headers() -> dict[str, str]:
    return {
        name: accounts.masked(value) if name == "Authorization" else value
        for name, value in request.headers.items()
        if name != "Cookie"
    }


def _body() -> str | None:
    try:
        raw = request.get_data()
    except RequestEntityTooLarge:
        return json.dumps("(too large)")
    if not raw:
        return None
    try:
        text = jsontext.dumps(masked(jsontext.loads(raw)))[:_LONGEST]
        # A lone surrogate, which JSON can spell, has no place in the file.
        return text.encode(errors="backslashreplace").decode()
    except (ValueError, RecursionError):
        # Not JSON: kept for whoever looks for the mistake, unless it might hold a card.
        text = raw[:2000].decode(errors="replace")
        return json.dumps("…" if request.path.startswith("/v1/") else text)
