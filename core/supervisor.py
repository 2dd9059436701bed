"""``make demo``: the shop, its worker and a local Digital River, started and stopped together.

This module imports neither Django nor the sandbox: it only starts processes, prefixes what they
say and ends them all when one ends or Ctrl-C comes. Ports and state folder are options, so that a
second demo (or the tests) can run beside a first one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_TO_START = 60.0
PATIENCE_TO_STOP = 10.0
COLOURS = {"shop": "36", "worker": "35", "sandbox": "33", "setup": "32"}

BANNER = """
  Northlight Audio is open        {shop}/
  Admin                           {shop}/admin/   admin@northlight.example / northlight-demo
  Sent mail                       {shop}/mailbox/
  Local Digital River             {sandbox}/dashboard

  Test cards, any future date and CVC:
    4444 2222 3333 1111   paid            4000 0000 0000 3600   declined when ordering
    5466 1600 0000 0008   paid            4000 0000 0000 3295   refused by the card form

  Try: buy something as a guest, open the order in the admin, ship half of it, read the mail.
  Ctrl-C stops everything.  `make demo-reset` starts over.
"""


@dataclass(frozen=True)
class Options:
    port: int
    sandbox_port: int
    state: Path
    host: str
    sandbox_host: str
    threads: int

    @property
    def shop_url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def sandbox_url(self) -> str:
        return f"http://{self.host}:{self.sandbox_port}"


def parse(arguments: list[str] | None = None) -> Options:
    parser = argparse.ArgumentParser(prog="demo", description="Run the demo shop.")
    parser.add_argument("--port", type=int, default=8000, help="of the shop")
    parser.add_argument("--sandbox-port", type=int, default=8001, help="of the local Digital River")
    parser.add_argument("--state", type=Path, default=ROOT / "var", help="folder for all state")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument(
        "--sandbox-host", default="127.0.0.1", help="host name in the browser for DigitalRiver.js"
    )
    parser.add_argument("--threads", type=int, default=12, help="of the web server")
    return Options(**vars(parser.parse_args(arguments)))


def environment(options: Options) -> dict[str, str]:
    """What every process of this demo shares; what the operator has set wins."""
    browser_sandbox = f"http://{options.sandbox_host}:{options.sandbox_port}"
    defaults = {
        "MILLRACE_STATE": str(options.state.resolve()),
        "SITE_URL": options.shop_url,
        "DIGITALRIVER_API_URL": options.sandbox_url,
        "DIGITALRIVER_JS_URL": f"{browser_sandbox}/v1/DigitalRiver.js",
        "DIGITALRIVER_CSS_URL": f"{browser_sandbox}/v1/css/DigitalRiver.css",
        "LOG_LEVEL": "ERROR",  # a card that is declined on purpose is no news
        "PYTHONUNBUFFERED": "1",
    }
    return {**defaults, **os.environ}


def processes(options: Options) -> dict[str, list[str]]:
    """The command of each process. gunicorn, never runserver: the sandbox calls back meanwhile."""
    python = sys.executable
    return {
        "shop": [
            *(python, "-m", "gunicorn", "config.wsgi:application"),
            *("--bind", f"{options.host}:{options.port}", "--workers", "1"),
            *("--worker-class", "gthread", "--threads", str(options.threads)),
            *("--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"),
        ],
        "worker": [
            # A demo may be run by root, in a container: Celery need not warn about it.
            *(python, "-W", "ignore::UserWarning:celery.platforms"),
            *("-m", "celery", "--quiet", "-A", "config", "worker", "-B", "--pool", "threads"),
            *("--concurrency", "2", "--loglevel", "warning"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
    }


def sandbox_command(options: Options) -> list[str]:
    return [
        *(sys.executable, "-m", "sandbox", "--host", options.host),
        *("--port", str(options.sandbox_port), "--db", str(options.state / "sandbox.sqlite3")),
    ]


class Supervisor:
    """Runs named processes and ends them together."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.stopping = threading.Event()

    def start(self, name: str, command: list[str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # the terminal's Ctrl-C reaches us alone
        )
        threading.Thread(target=self._relay, args=(name, process), daemon=True).start()
        self.running[name] = process
        return process

    def _relay(self, name: str, process: subprocess.Popen[str]) -> None:
        colour = COLOURS.get(name, "0") if sys.stdout.isatty() else ""
        label = f"\033[{colour}m{name:>8}\033[0m |" if colour else f"{name:>8} |"
        assert process.stdout is not None
        for line in process.stdout:
            print(label, line.rstrip(), flush=True)

    def run(self, name: str, command: list[str]) -> None:
        """Runs one command to its end; exits with a clear line when it fails."""
        process = self.start(name, command)
        code = process.wait()
        del self.running[name]
        if code:
            self.fail(f"'{' '.join(command[1:])}' failed with status {code}; its words are above.")

    def wait_for(self, name: str, url: str) -> None:
        deadline = time.monotonic() + PATIENCE_TO_START
        while time.monotonic() < deadline:
            if self.running[name].poll() is not None:
                self.fail(f"{name} ended while starting; its words are above.")
            try:
                with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.fail(f"{name} does not answer at {url} after {PATIENCE_TO_START:.0f} seconds.")

    def watch(self) -> int:
        """Waits until told to stop, or until a process ends by itself; the exit status."""
        while not self.stopping.wait(0.5):
            for name, process in self.running.items():
                if (code := process.poll()) is not None:
                    print(f"{name} ended with status {code}; stopping everything.", flush=True)
                    self.stop()
                    return 1
        self.stop()
        return 0

    def stop(self) -> None:
        for process in self.running.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_TO_STOP
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(process, signal.SIGKILL)
                process.wait()
        self.running.clear()

    def fail(self, message: str) -> None:
        self.stop()
        sys.exit(f"demo: {message}")


def _signal_group(process: subprocess.Popen[str], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def check_port(host: str, port: int, option: str) -> None:
    """Exits with a clear line when something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sys.exit(
                f"demo: port {port} is in use by another program. Stop that one, or choose another "
                f"port: make demo ARGS='{option} {port + 100}'"
            )


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    check_port(options.host, options.port, "--port")
    check_port(options.host, options.sandbox_port, "--sandbox-port")
    options.state.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(options.state / "broker" / "claimed", ignore_errors=True)
    supervisor = Supervisor(environment(options))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.stopping.set())
    supervisor.start("sandbox", sandbox_command(options))
    supervisor.wait_for("sandbox", f"{options.sandbox_url}/v1/DigitalRiver.js")
    supervisor.run("setup", [sys.executable, "manage.py", "prepare_demo"])
    for name, command in processes(options).items():
        if supervisor.stopping.is_set():
            break
        supervisor.start(name, command)
    if not supervisor.stopping.is_set():
        supervisor.wait_for("shop", f"{options.shop_url}/readyz")
        print(BANNER.format(shop=options.shop_url, sandbox=options.sandbox_url), flush=True)
    return supervisor.watch()


if __name__ == "__main__":
    sys.exit(main())
