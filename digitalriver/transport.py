"""Sending a call: headers, gate, attempts, waiting, the log line and the record of it."""

from __future__ import annotations

import logging
import random
import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import requests

from digitalriver import answers, wire
from digitalriver.body import encode
from digitalriver.context import CallContext, CallRecord, Gate, MemoryGate, masked_key
from digitalriver.errors import (
    DigitalRiverError,
    Forbidden,
    GateClosed,
    OutcomeUnknown,
    RateLimited,
    Unauthorized,
)
from digitalriver.retry import Retries, may_repeat
from digitalriver.types.base import Resource

__all__ = ["KEY_REFUSED_PAUSE", "Transport"]

logger = logging.getLogger("digitalriver")

T = TypeVar("T", bound=Resource)

#: How long all processes leave Digital River alone once it refuses the key, in seconds.
KEY_REFUSED_PAUSE = 60.0

_HEADER_TEXT = re.compile(r"[^\x21-\x7e ]")


@dataclass(slots=True)
class _Call:
    method: str
    path: str
    payload: Any
    prepared: requests.PreparedRequest
    context: CallContext
    upstream_id: str
    started: float = 0.0
    #: An earlier attempt that may have worked: no later failure makes that certain again.
    doubt: OutcomeUnknown | None = None


@dataclass(kw_only=True, repr=False)
class Transport:
    """Configuration of calls with one secret key. Thread-safe; connections are the process's."""

    secret_key: str
    base_url: str
    api_version: str
    application_id: str
    timeout: tuple[float, float] = (3.0, 10.0)
    retries: Retries = field(default_factory=Retries)
    gate: Gate = field(default_factory=MemoryGate)
    on_call: Callable[[CallRecord], None] | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    rng: Any = random

    def __post_init__(self) -> None:
        if not self.secret_key or re.search(r"[^\x21-\x7e]", self.secret_key):
            raise ValueError("the secret key must be plain characters without spaces")
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise ValueError("base_url must look like https://api.digitalriver.com")
        if parts.username or parts.password or parts.fragment:
            raise ValueError("base_url must not hold a user, a password or a fragment")
        self.base_url = self.base_url.rstrip("/")

    def __repr__(self) -> str:
        return f"<Transport {self.base_url} key {masked_key(self.secret_key)}>"

    def call(
        self,
        method: str,
        path: str,
        kind: type[T],
        *,
        query: Sequence[tuple[str, str]] = (),
        payload: Any = None,
        context: CallContext = CallContext(),  # noqa: B008 - frozen
    ) -> T:
        """Make a call and return its resource. Raises a DigitalRiverError."""
        call = self._prepare(method, path, query, payload, context)
        call.started = self.clock()
        attempt = 1
        while True:
            try:
                self._pass_gate()
                return self._attempt(call, kind, attempt)
            except DigitalRiverError as error:
                error.method, error.path = method, call.path
                pause = self._pause_before_repeating(call, error, attempt)
                if pause is None:
                    if call.doubt is not None and not isinstance(error, OutcomeUnknown):
                        raise call.doubt from error
                    raise
            self.sleep(pause)
            attempt += 1

    # One attempt

    def _attempt(self, call: _Call, kind: type[T], attempt: int) -> T:
        at, begun = datetime.now(UTC), time.monotonic()
        answer: wire.Answer | None = None
        data: Any = None
        problem: DigitalRiverError | None = None
        try:
            answer = wire.exchange(call.prepared, timeout=self.timeout)
            data = answers.decoded(answer)
            problem = answers.failure(answer, data, self.clock())
            if problem is not None:
                raise problem
            return answers.resource(answer, data, kind)
        except DigitalRiverError as error:
            problem = error
            error.method, error.path = call.method, call.path
            if answer is not None:
                error.status = answer.status
                error.request_id = answers.request_id(answer) or None
            self._close_gate_after(error)
            raise
        finally:
            record = CallRecord(
                at=at,
                method=call.method,
                path=call.path,
                attempt=attempt,
                status=answer.status if answer else problem.status if problem else None,
                error_kind=type(problem).__name__ if problem else "",
                ms=round((time.monotonic() - begun) * 1000),
                request_id=answers.request_id(answer) if answer else "",
                upstream_id=call.upstream_id,
                request_body=call.payload,
                response_body=data,
                response_bytes=answer.body if answer else b"",
                content_type=answers.content_type(answer) if answer else "",
                context=call.context,
            )
            self._report(record)

    def _report(self, record: CallRecord) -> None:
        logger.log(
            logging.WARNING if record.failed else logging.INFO,
            "%s %s %s %d ms %s",
            record.method,
            record.path,
            f"{record.status or '-'} {record.error_kind}".strip(),
            record.ms,
            record.request_id or "-",
        )
        if self.on_call is None:
            return
        try:
            self.on_call(record)
        except Exception:
            # An observer's failure must never turn a placed order into an error.
            logger.exception("on_call failed for %s %s", record.method, record.path)

    # Waiting

    def _pass_gate(self) -> None:
        """Wait for a gate that opens soon. Raises GateClosed for one that does not."""
        waited = 0.0
        while (until := self.gate.closed_until()) is not None:
            wait = until - self.clock()
            if wait <= 0:
                return
            if waited + wait > self.retries.patience:
                raise GateClosed(f"gate is closed for {wait:.0f} s", retry_after=wait)
            # Everybody waits for the same moment: spread the start.
            pause = wait + self._jitter(0.2)
            self.sleep(pause)
            waited += pause

    def _close_gate_after(self, error: DigitalRiverError) -> None:
        if isinstance(error, RateLimited):
            pause, reason = error.retry_after, "rate_limited"
        elif isinstance(error, Unauthorized | Forbidden):
            pause, reason = KEY_REFUSED_PAUSE, "key_refused"
        else:
            return
        try:
            self.gate.close(self.clock() + pause, reason)
        except Exception:
            logger.exception("the gate could not be closed (%s)", reason)

    def _pause_before_repeating(
        self, call: _Call, error: DigitalRiverError, attempt: int
    ) -> float | None:
        """Seconds to wait before the next attempt, or None when there must be none."""
        if not may_repeat(error) or attempt >= self.retries.attempts:
            return None
        if isinstance(error, OutcomeUnknown):
            call.doubt = error
        asked = float(getattr(error, "retry_after", 0.0))
        pause = self._jitter(max(asked, self.retries.backoff(attempt)))
        too_late = self.clock() + pause - call.started > self.retries.budget
        return None if asked > self.retries.patience or too_late else max(asked, pause)

    def _jitter(self, pause: float) -> float:
        """The pause, 0.75 to 1.25 times as long. Its own method so that tests can pin it."""
        return pause * float(self.rng.uniform(0.75, 1.25))

    # The request

    def _prepare(
        self,
        method: str,
        path: str,
        query: Sequence[tuple[str, str]],
        payload: Any,
        context: CallContext,
    ) -> _Call:
        full_path = f"{path}?{urlencode(query)}" if query else path
        upstream_id = _header(context.upstream_id) or uuid.uuid4().hex
        prepared = requests.Request(
            method,
            self.base_url + full_path,
            headers=self._headers(context, upstream_id),
            data=None if payload is None else encode(payload),
        ).prepare()
        self._insist_on_our_host(prepared.url or "")
        return _Call(method, full_path, payload, prepared, context, upstream_id)

    def _insist_on_our_host(self, url: str) -> None:
        """The key goes to the configured origin and nowhere else, whatever a path contains."""
        ours, its = urlsplit(self.base_url), urlsplit(url)
        if (ours.scheme, ours.hostname, ours.port) != (its.scheme, its.hostname, its.port):
            raise ValueError("a call must stay on the configured host")

    def _headers(self, context: CallContext, upstream_id: str) -> dict[str, str]:
        """Source: developer-resources/api-structure.md; general-resources/versioning.md"""
        headers = {
            "Authorization": f"Bearer {self.secret_key}",
            "Accept": "application/json",
            # Compression saves little here and is one more thing that can arrive broken.
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
            "User-Agent": self.application_id,
            "DigitalRiver-Version": self.api_version,
            "upstream-application-id": self.application_id,
            "upstream-id": upstream_id,
            "upstream-session-id": _header(context.session_id),
            "forwarded": _forwarded(context.forwarded_for),
        }
        return {name: value for name, value in headers.items() if value}


def _header(value: str | None) -> str:
    """Printable ASCII only, so that nothing from a browser can add a header of its own."""
    return _HEADER_TEXT.sub("", value or "").strip()[:200]


def _forwarded(addresses: str | Sequence[str] | None) -> str:
    """``for=192.0.2.43, for="[2001:db8::1]"``: the customer is the rightmost (RFC 7239)."""
    listed = [addresses] if isinstance(addresses, str) else list(addresses or ())
    clean = [re.sub(r"[^0-9A-Fa-f.:]", "", address)[:45] for address in listed]
    return ", ".join(f'for="[{a}]"' if ":" in a else f"for={a}" for a in clean if a)
