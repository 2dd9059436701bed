"""Start, stop and question a local Digital River from a test.

The sandbox runs as a process of its own, as it does for a shopper, so everything here is HTTP.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "sk_test_sandbox"
PUBLIC_KEY = "pk_test_sandbox"


class SandboxFailed(Exception):
    """The sandbox did not start, or refused a control call. The text holds what it said."""


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on at the moment of asking."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class SandboxProcess:
    """One `python -m sandbox`: a free port, a database file below `folder`.

    `start` returns when the sandbox answers; `stop` lets it finish, `kill` is kill -9. After
    either, `start` brings the same port and file back, so that tests can see what survived.
    """

    def __init__(
        self,
        folder: Path,
        *,
        host: str = "127.0.0.1",
        port: int | None = None,
        name: str = "sandbox",
    ) -> None:
        self.host = host
        self.port = port or free_port(host)
        self.db = Path(folder) / f"{name}.sqlite3"
        self.log_path = Path(folder) / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, *arguments: str, timeout: float = 20.0) -> SandboxProcess:
        """Starts the process and waits until it answers. Raises SandboxFailed with its log."""
        self.db.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "sandbox", "--host", self.host, "--port", str(self.port)]
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--db", str(self.db), *arguments],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        self._wait_until_it_answers(timeout)
        return self

    def _wait_until_it_answers(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if not self.running:
                break
            try:
                if self.call("GET", "/control/clock", timeout=2)[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        self.kill()
        raise SandboxFailed(f"The sandbox did not start:\n{self.log_path.read_text()[-4000:]}")

    def stop(self, timeout: float = 10.0) -> None:
        """Ends the process politely (SIGTERM); kills it when it does not listen."""
        if self._process is None:
            return
        if self.running:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait(timeout)
        self._process = None

    def kill(self) -> None:
        """kill -9: nothing is finished, nothing is flushed."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def control(self, method: str, path: str, json: Any = None) -> Any:
        """Calls the control interface; returns the parsed answer. Raises SandboxFailed."""
        status, body = self.call(method, path, json)
        if status >= 400:
            raise SandboxFailed(f"{method} {path} answered {status}: {body}")
        return body

    def api(
        self, method: str, path: str, json: Any = None, *, key: str = SECRET_KEY, **headers: str
    ) -> tuple[int, Any]:
        """Calls the REST API with a key; returns (status, parsed body), whatever the status."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call(method, path, json, {"Authorization": f"Bearer {key}", **named})

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        *,
        timeout: float = 30,
    ) -> tuple[int, Any]:
        """One HTTP request with a JSON body or none; returns (status, parsed body or text)."""
        request = urllib.request.Request(self.url + path, method=method, headers=headers or {})
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        # No proxy of the environment stands between a test and 127.0.0.1.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=timeout) as answer:
                return answer.status, _parsed(answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, _parsed(refused.read())

    def requests(self, after: int = 0) -> list[dict[str, Any]]:
        """The API log after entry `after`, oldest first."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.control("GET", f"/control/requests?after={after}&limit=1000")
            found += page["data"]
            if not page["hasMore"]:
                return found
            after = page["data"][-1]["n"]

    def deliveries(self, after: int = 0) -> list[dict[str, Any]]:
        """Every attempt to deliver an event after attempt `after`, oldest first."""
        data: list[dict[str, Any]] = self.control("GET", f"/control/deliveries?after={after}")[
            "data"
        ]
        return data

    def reset(self, *, webhooks: bool = True) -> None:
        """Empties the sandbox; registered webhooks stay unless `webhooks` is false."""
        self.control("POST", "/control/reset", {"webhooks": webhooks})


def _parsed(raw: bytes) -> Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode(errors="replace")
