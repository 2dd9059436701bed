"""A client with a clock that only sleeping moves, and a server that does what it is told."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from typing import Any

import digitalriver

BASE = "http://127.0.0.1:9"


class FakeTime:
    """``sleep`` advances ``clock``; ``slept`` remembers the pauses."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def clock(self) -> float:
        return self.now


class NoJitter:
    def uniform(self, low: float, high: float) -> float:
        return 1.0


def make_client(
    base_url: str = BASE, *, time: FakeTime | None = None, **kwargs: Any
) -> digitalriver.Client:
    time = time or FakeTime()
    kwargs.setdefault("rng", NoJitter())
    return digitalriver.Client(
        kwargs.pop("secret_key", "sk_test_sandbox"),
        base_url=base_url,
        sleep=time.sleep,
        clock=time.clock,
        **kwargs,
    )


CHECKOUT = {
    "id": "c-1",
    "currency": "USD",
    "totalAmount": 26.89,
    "subtotal": 25.00,
    "totalTax": 1.89,
    "items": [
        {"id": "i-1", "skuId": "s-1", "quantity": 2, "amount": 20.0, "tax": {"rate": 0.07525}}
    ],
    "payment": {"session": {"id": "ps-1", "state": "requires_source", "clientSecret": "cs"}},
    "sellingEntity": {},
}
ORDER = {**CHECKOUT, "id": "123456", "state": "accepted", "checkoutId": "c-1"}


def error_body(kind: str, code: str = "", parameter: str = "", message: str = "") -> dict[str, Any]:
    return {
        "type": kind,
        "errors": [{"code": code, "parameter": parameter, "message": message}],
    }


def http(status: str = "200 OK", body: bytes | dict[str, Any] = b"", *headers: str) -> bytes:
    """A complete HTTP answer. Headers given win over the usual two."""
    content = json.dumps(body).encode() if isinstance(body, dict) else body
    lines = list(headers)
    names = {line.partition(":")[0].lower() for line in lines}
    if "content-length" not in names and "transfer-encoding" not in names:
        lines.append(f"Content-Length: {len(content)}")
    if "content-type" not in names:
        lines.append("Content-Type: application/json")
    return f"HTTP/1.1 {status}\r\n".encode() + "\r\n".join(lines).encode() + b"\r\n\r\n" + content


Handler = Callable[[socket.socket, int], None]


class RawServer:
    """Accepts connections and hands each, with its number from 1, to ``handler`` in a thread.

    ``requests`` counts the request heads that arrived, over all connections.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.connections = 0
        self._open: list[socket.socket] = []
        self.requests: list[bytes] = []
        self.closing = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(
                target=self._serve, args=(connection, self.connections), daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        # An OSError: the client hung up, which many of these tests want.
        with connection, contextlib.suppress(OSError):
            self._handler(connection, number)

    def read_request(self, connection: socket.socket) -> bytes:
        """Head and body of one request, or b"" at the end of the connection."""
        data = b""
        while b"\r\n\r\n" not in data:
            chunk = connection.recv(65536)
            if not chunk:
                return b""
            data += chunk
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(body) < length:
            body += connection.recv(65536)
        self.requests.append(head)
        return head + b"\r\n\r\n" + body

    def close(self) -> None:
        self.closing.set()
        # shutdown wakes the accepting thread; close alone would leave it waiting on Linux.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            # A handler may wait for a next request on a connection that the pool keeps alive.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=2)
