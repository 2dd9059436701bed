"""One HTTP exchange, and exactly how far it got.

Whether a failed POST may be repeated depends on one fact: did any byte of it leave this machine?
requests' exceptions do not say (a reset on a reused connection, a reset during the TLS handshake
and a refused connection are all ConnectionError), so the connection classes here note the moment
before the first byte is handed to the socket. Before it, nothing can have happened; after it, the
outcome is unknown, whatever the exception is called.
"""

from __future__ import annotations

import http.client
import os
import threading
import time
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from digitalriver.errors import (
    ConnectionCut,
    DigitalRiverError,
    MalformedAnswer,
    NotSent,
    Timeout,
)

__all__ = ["MAX_ANSWER_BYTES", "Answer", "exchange", "shared_session"]

#: The largest answers are lists of a hundred orders, well below a megabyte.
MAX_ANSWER_BYTES = 8 * 1024 * 1024

POOL_SIZE = 32

_NETWORK_FAILURES = (OSError, urllib3.exceptions.HTTPError, http.client.HTTPException)
_NOTHING_SENT = (
    requests.exceptions.ConnectTimeout,
    requests.exceptions.SSLError,
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidSchema,
)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A complete answer; ``body`` is already decompressed."""

    status: int
    headers: requests.structures.CaseInsensitiveDict[str]
    body: bytes


class _Progress(threading.local):
    """How far this thread's exchange got: None (unknown: no real connection involved),
    ``connecting`` or ``sending``."""

    phase: str | None = None


_progress = _Progress()


class _NotesFirstByte:
    """Mixed into urllib3's connections. ``send`` is the one door to the socket."""

    def send(self, data: Any) -> None:
        if self.sock is None:  # type: ignore[attr-defined]
            self.connect()  # type: ignore[attr-defined]
        _progress.phase = "sending"
        super().send(data)  # type: ignore[misc]


class _PlainConnection(_NotesFirstByte, HTTPConnection):
    pass


class _TlsConnection(_NotesFirstByte, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _Adapter(HTTPAdapter):
    """No retries of its own: urllib3 would repeat without knowing what we may repeat."""

    def __init__(self) -> None:
        super().__init__(pool_connections=4, pool_maxsize=POOL_SIZE, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        _progress.phase = "connecting"
        return super().get_connection_with_tls_context(*args, **kwargs)


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: redirects are neither followed nor their bodies drained; we only talk to one
        host."""
        return None


_session: _Session | None = None
_session_lock = threading.Lock()


def shared_session() -> requests.Session:
    """The process's one pool of connections. It keeps no state besides them: no cookies, no
    proxies or netrc passwords from the environment (netrc would replace our Authorization)."""
    global _session  # noqa: PLW0603
    with _session_lock:
        if _session is None:
            session = _Session()
            session.trust_env = False
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            session.mount("https://", _Adapter())
            session.mount("http://", _Adapter())
            _session = session
        return _session


def _forget_session() -> None:
    """A forked child must not share its parent's sockets."""
    global _session, _session_lock
    _session, _session_lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget_session)


def exchange(request: requests.PreparedRequest, *, timeout: tuple[float, float]) -> Answer:
    """Send and read completely. Raises NotSent, Timeout, ConnectionCut or MalformedAnswer.

    ``timeout`` is (connect, read) in seconds; the whole body must arrive within another read
    timeout after the headers, so an answer that trickles cannot hold a worker.
    """
    _progress.phase = None
    try:
        response = shared_session().send(
            request, timeout=timeout, stream=True, allow_redirects=False
        )
    except _NETWORK_FAILURES as error:
        raise _classified(error) from error
    with response:
        body = _read(response, deadline=time.monotonic() + timeout[1])
    return Answer(response.status_code, response.headers, body)


def _read(response: requests.Response, *, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        while chunk := response.raw.read1(65536, decode_content=True):
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                raise MalformedAnswer("answer is too large", status=response.status_code)
            if time.monotonic() > deadline:
                raise Timeout("answer took too long", status=response.status_code)
    except urllib3.exceptions.DecodeError as error:
        problem = "answer cannot be decompressed"
        raise MalformedAnswer(problem, status=response.status_code) from error
    except _NETWORK_FAILURES as error:
        raise _after_sending(error, status=response.status_code) from error
    return b"".join(chunks)


def _classified(error: Exception) -> DigitalRiverError:
    """The error of an exchange that never got as far as response headers."""
    if _progress.phase == "connecting" or (_progress.phase is None and _is_before_sending(error)):
        return NotSent(f"not sent: {_root(error)}")
    return _after_sending(error, status=None)


def _is_before_sending(error: Exception) -> bool:
    """For exchanges without a real connection (a mocked adapter): what the type alone proves."""
    if isinstance(error, _NOTHING_SENT):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _after_sending(error: Exception, status: int | None) -> DigitalRiverError:
    timeouts = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
    if isinstance(error, timeouts):
        return Timeout(f"no answer in time: {_root(error)}", status=status)
    return ConnectionCut(f"connection ended: {_root(error)}", status=status)


def _root(error: BaseException) -> str:
    """The innermost cause's class: messages hold object addresses and URLs."""
    seen = 0
    while seen < 10:
        inner = error.__cause__ or error.__context__ or getattr(error, "reason", None)
        if not isinstance(inner, BaseException):
            break
        error, seen = inner, seen + 1
    return type(error).__name__
