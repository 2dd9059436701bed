"""A real browser: the Chromium or Chrome of the machine, driven by Playwright."""

from __future__ import annotations

import os
import shutil

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """The path of a browser on this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def path_or_skip() -> str:
    """The browser's path; skips the test where there is none, and fails in CI."""
    if path := find():
        return path
    reason = "no Chromium or Chrome on this machine: browser tests are left out"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
