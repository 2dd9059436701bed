"""Starts what is measured: gunicorn over PostgreSQL, a worker each for shop and baseline."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.support.sandbox_process import ROOT, SandboxProcess, free_port

DATABASE = "millrace_bench"
SERVER = os.environ.get("BENCH_DATABASE_SERVER", "postgres://root@127.0.0.1:5432")


@contextmanager
def prepared() -> Iterator[dict[str, str]]:
    """The environment of a demo store in a PostgreSQL database of its own, emptied afterwards."""
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    with tempfile.TemporaryDirectory() as folder:
        sandbox = SandboxProcess(Path(folder)).start()
        environment = {
            **os.environ,
            "MILLRACE_STATE": folder,
            "DATABASE_URL": f"{SERVER}/{DATABASE}",
            "CELERY_BROKER_URL": "memory://",
            "DIGITALRIVER_API_URL": sandbox.url,
            "DIGITALRIVER_JS_URL": f"{sandbox.url}/v1/DigitalRiver.js",
            "DIGITALRIVER_CSS_URL": f"{sandbox.url}/v1/css/DigitalRiver.css",
            "LOG_LEVEL": "CRITICAL",
        }
        try:
            subprocess.run(
                [sys.executable, "manage.py", "prepare_demo"],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            yield environment
        finally:
            sandbox.stop()
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


@contextmanager
def gunicorn(application: str, environment: dict[str, str]) -> Iterator[str]:
    """One worker with four threads; yields its address."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
            *("--workers", "1", "--worker-class", "gthread", "--threads", "4"),
            *("--log-level", "error", "--no-control-socket"),
        ],
        cwd=ROOT,
        env=environment,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(15)


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")
