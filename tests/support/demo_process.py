"""The demo's own processes, on free ports and in a folder of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.support.sandbox_process import ROOT, SandboxProcess, free_port

PATIENCE = 120.0


@contextmanager
def given_database() -> Iterator[dict[str, str]]:
    """The environment of a demo on the database and broker of this run.

    Nothing at all by default: SQLite and the broker of files. Where DATABASE_URL names a server,
    the demo gets a database of its own on it.
    """
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {}
        return
    name = f"millrace_demo_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    own = urlsplit(server)._replace(path=f"/{name}").geturl()
    broker = os.environ.get("CELERY_BROKER_URL", "")
    yield {"DATABASE_URL": own, **({"CELERY_BROKER_URL": broker} if "://" in broker else {})}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@dataclass
class DemoProcess:
    """``python -m core.supervisor`` as a newcomer starts it; ``sandbox`` speaks to its sandbox."""

    folder: Path
    sandbox_host: str = "127.0.0.1"
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    sandbox_port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox(self) -> SandboxProcess:
        """Control of the demo's sandbox (started and stopped by the demo, not by this object)."""
        return SandboxProcess(self.folder, port=self.sandbox_port)

    def start(self) -> DemoProcess:
        """Returns when the shop is open. Raises AssertionError with the log otherwise."""
        options = ["--port", str(self.port), "--sandbox-port", str(self.sandbox_port)]
        options += ["--state", str(self.folder), "--sandbox-host", self.sandbox_host]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "core.supervisor", *options],
            cwd=ROOT,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.log: list[str] = []
        self._open = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        if not self._open.wait(PATIENCE) or self.process.poll() is not None:
            self.stop()
            raise AssertionError("The demo did not start:\n" + "".join(self.log[-80:]))
        return self

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(
                ("DIGITALRIVER_", "MILLRACE_", "ENVIRONMENT", "CELERY_", "DATABASE_")
            )
            and name not in ("DJANGO_SETTINGS_MODULE", "LOG_LEVEL")
        }
        return {**kept, **self.environment}

    def _read(self) -> None:
        assert self.process.stdout is not None
        with suppress(ValueError):  # closed by stop while it was read
            for line in self.process.stdout:
                self.log.append(line)
                if "Ctrl-C stops everything" in line:
                    self._open.set()
        self._open.set()

    def stop(self) -> None:
        """Ctrl-C; everything must be gone within seconds."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def letters(self) -> list[dict[str, Any]]:
        """What lies in the demo's mailbox, newest first."""
        with urllib.request.urlopen(f"{self.url}/mailbox/?format=json", timeout=10) as answer:
            letters: list[dict[str, Any]] = json.load(answer)["data"]
            return letters

    def wait_for(self, what: str, get: Any, patience: float = 20.0) -> Any:
        """Asks ``get`` until it answers something true; raises AssertionError naming ``what``."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if found := get():
                return found
            time.sleep(0.1)
        raise AssertionError(f"waited in vain for {what}\n" + "".join(self.log[-40:]))
