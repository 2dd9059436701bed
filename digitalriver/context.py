"""What surrounds a call: who it is made for, who watches it, and when calls must wait."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

__all__ = ["CallContext", "CallRecord", "Gate", "MemoryGate", "masked_key"]


@dataclass(frozen=True, slots=True)
class CallContext:
    """Sent along as headers for troubleshooting. Source: developer-resources/api-structure.md

    ``upstream_id`` names the request (made up per call when None), ``session_id`` one shopper's
    session, ``forwarded_for`` the addresses, customer last.
    """

    upstream_id: str | None = None
    session_id: str | None = None
    forwarded_for: str | Sequence[str] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class CallRecord:
    """One attempt of one call, given to ``on_call`` after it ended.

    ``path`` includes the query. ``error_kind`` is the error's class name, empty on success.
    Bodies are unmasked and complete: whoever stores them masks them. ``request_body`` is the
    payload as given, ``response_body`` the decoded JSON or None, ``response_bytes`` what arrived.
    """

    at: datetime
    method: str
    path: str
    attempt: int
    status: int | None
    error_kind: str
    ms: int
    request_id: str
    upstream_id: str
    request_body: Any
    response_body: Any
    response_bytes: bytes
    content_type: str
    context: CallContext = field(default_factory=CallContext)

    @property
    def failed(self) -> bool:
        return bool(self.error_kind)

    def __repr__(self) -> str:
        outcome = self.error_kind or "ok"
        return f"<CallRecord {self.method} {self.path} {self.status} {outcome} {self.ms} ms>"


class Gate(Protocol):
    """Shared knowledge that Digital River must be left alone for a while."""

    def closed_until(self) -> float | None:
        """Epoch seconds until which no call may be made, or None. May raise: nothing is sent."""

    def close(self, until: float, reason: str) -> None:
        """Keep everybody out until then. An earlier end never shortens a later one."""


class MemoryGate:
    """A gate for one process; scripts and tests. The shop injects one that all processes see."""

    def __init__(self) -> None:
        self._until: float | None = None
        self._lock = threading.Lock()
        self.reason = ""

    def closed_until(self) -> float | None:
        return self._until

    def close(self, until: float, reason: str) -> None:
        with self._lock:
            if self._until is None or until > self._until:
                self._until, self.reason = until, reason


def masked_key(key: str) -> str:
    """Enough of a key to recognise it, too little to use it: ``sk_test_…box``."""
    if len(key) < 12:
        return "…"
    head = next((p for p in ("sk_test_", "pk_test_", "sk_", "pk_") if key.startswith(p)), "")
    return f"{head}…{key[-3:]}"
