"""What went over the wire, held to Digital River's own OpenAPI document.

The document and its checker lie beside the repository (../shared/contract), written by nobody of
this project. A machine without them skips these checks; everything else works without them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox_process import ROOT, SandboxProcess

FOLDER = ROOT.parent / "shared" / "contract"
SPEC = FOLDER / "digitalriver-openapi.json"
CHECKER = FOLDER / "check_exchanges.py"
PRIVATE = "/v1/"  # the calls of DigitalRiver.js to its own origin, which nobody documents


@dataclass(frozen=True)
class Report:
    """The checker's words: the violations, and its last line with the numbers."""

    violations: list[str]
    summary: str


def path_or_skip() -> Path:
    """The folder of the contract; skips the test where it is absent."""
    if not SPEC.exists():
        pytest.skip("../shared/contract is absent: nothing to hold the exchanges to")
    return FOLDER


def exchanges(sandbox: SandboxProcess, after: int = 0) -> list[dict[str, Any]]:
    """The sandbox's API log after entry ``after``, as the checker reads it."""
    return [
        {
            "direction": "client->dr",
            "method": entry["method"],
            "url": f"{sandbox.url}{entry['path']}" + (f"?{q}" if (q := entry["query"]) else ""),
            "request_headers": entry["headers"],
            "request_body": entry["request_body"],
            "status": entry["status"],
            "response_headers": {"Content-Type": "application/json"},
            "response_body": entry["response_body"],
        }
        for entry in sandbox.requests(after)
    ]


def deliveries(sandbox: SandboxProcess, after: int = 0) -> list[dict[str, Any]]:
    """Every webhook that the sandbox sent after attempt ``after``, as the checker reads it."""
    return [
        {
            "direction": "dr->client",
            "method": "POST",
            "url": attempt["url"],
            "request_headers": attempt["headers"],
            "request_body": json.loads(attempt["body"]),
            "status": attempt["status"],
            "response_headers": {},
            "response_body": None,
        }
        for attempt in sandbox.deliveries(after)
    ]


def check(recording: list[dict[str, Any]], *options: str) -> Report:
    """Runs the checker with strict requests. Raises AssertionError when it cannot read them."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(exchange) for exchange in recording))
        file.flush()
        done = subprocess.run(
            [
                *(sys.executable, str(CHECKER), "--spec", str(SPEC), "--quiet"),
                *("--strict-requests", "--require-auth", "--ignore", PRIVATE, *options, file.name),
            ],
            capture_output=True,
            text=True,
        )
    assert done.returncode in (0, 1), done.stderr
    *found, summary = done.stdout.splitlines()
    return Report([line for line in found if not line.startswith("not covered")], summary)


def violations(sandbox: SandboxProcess, after: int = 0) -> list[str]:
    """What the shop sent and the sandbox answered and delivered that the contract does not allow.

    For the end of a browser run: ``assert contract.violations(demo.sandbox) == []``. Skips the
    test where the contract is absent.
    """
    path_or_skip()
    return check(exchanges(sandbox, after) + deliveries(sandbox)).violations
