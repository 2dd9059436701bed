"""Carries the sandbox's webhooks to Django's test client, when the test says so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.support.sandbox_process import SandboxProcess

PATIENCE = 10.0


@dataclass(frozen=True)
class Delivery:
    """One POST that the sandbox made, byte for byte."""

    headers: dict[str, str]
    body: bytes


class Relay:
    """An endpoint that keeps what the sandbox sends until ``deliver`` hands it to the shop."""

    def __init__(self, sandbox: SandboxProcess, run_outbox: Callable[[], int]) -> None:
        self.sandbox = sandbox
        self.run_outbox = run_outbox
        self.received: list[Delivery] = []
        self.delivered = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._before = set(self._all_events())  # sent to nobody: there was no endpoint yet
        sandbox.control(
            "PUT",
            "/control/webhooks",
            {
                "address": f"http://127.0.0.1:{self._server.server_port}/",
                "types": ["*"],
                "secret": settings.DIGITALRIVER_WEBHOOK_SECRETS[0],
                "enabled": True,
            },
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                received.append(Delivery(dict(self.headers), body))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """The test's output is not the place."""

        return Handler

    def wait_for(self, count: int) -> list[Delivery]:
        """The deliveries not yet handed on, once there are ``count`` of them; fails otherwise."""
        deadline = time.monotonic() + PATIENCE
        while len(self.received) - self.delivered < count:
            if time.monotonic() > deadline:
                waiting = len(self.received) - self.delivered
                raise AssertionError(f"{waiting} deliveries came, {count} were expected")
            time.sleep(0.02)
        return self.received[self.delivered :]

    def deliver(self, count: int | None = None) -> list[int]:
        """Posts what the sandbox has sent so far to the shop and works it off.

        Without a count, waits for as many deliveries as the sandbox has events. Returns statuses.
        """
        if count is None:
            count = len(self.events()) - self.delivered
        statuses = [post_event(delivery) for delivery in self.wait_for(count)]
        self.delivered += len(statuses)
        self.run_outbox()
        return statuses

    def events(self) -> list[str]:
        """Ids of the events that happened since this endpoint exists."""
        return [each for each in self._all_events() if each not in self._before]

    def _all_events(self) -> list[str]:
        status, events = self.sandbox.api("GET", "/events?limit=100")
        assert status == 200, events
        return [each["id"] for each in events["data"]]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def post_event(delivery: Delivery, client: Client | None = None) -> int:
    """Posts one delivery to the shop's endpoint exactly as it came; the status it was given."""
    headers = {
        name: value
        for name, value in delivery.headers.items()
        if name.lower() not in ("host", "connection", "content-length", "accept-encoding")
    }
    response = (client or Client()).post(
        reverse("webhooks:digitalriver"),
        data=delivery.body,
        content_type=headers.pop("Content-Type", "application/json"),
        headers=headers,
    )
    return response.status_code
