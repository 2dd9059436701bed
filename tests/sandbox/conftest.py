"""A merchant with a running sandbox, empty before every test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.sandbox.merchant import Merchant
from tests.support.sandbox_process import SandboxProcess


@pytest.fixture
def dr(sandbox_process: SandboxProcess) -> Merchant:
    """The first account of an empty sandbox, with one physical SKU."""
    sandbox_process.reset(webhooks=False)
    merchant = Merchant(sandbox_process)
    merchant.sku()
    return merchant


class Endpoint:
    """A webhook endpoint that keeps what it gets and answers what the test says."""

    def __init__(self) -> None:
        self.status = 202
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.before_answer = lambda: None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.received.append((dict(self.headers), body))
                endpoint.before_answer()
                self.send_response(endpoint.status)
                if endpoint.status in (301, 302, 307):
                    self.send_header("Location", endpoint.url + "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Not into the test's output."""

        return Handler

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.close()
