"""A browser in front of the demo's own processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.support import browser as chromium
from tests.support import contract
from tests.support.demo_process import DemoProcess, given_database


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoProcess]:
    """One demo for the browser tests of this worker; each test brings its own shopper."""
    chromium.path_or_skip()
    with given_database() as environment:
        process = DemoProcess(tmp_path_factory.mktemp("demo"), environment=environment).start()
        try:
            yield process
            # Every exchange of the browser tests keeps the vendor's contract, where it is at hand.
            broken = contract.violations(process.sandbox) if contract.SPEC.exists() else []
        finally:
            process.stop()
    assert broken == []


@pytest.fixture
def context(browser: Browser, demo: DemoProcess) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=demo.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay free of errors (violations of our CSP are errors there)."""
    page = context.new_page()
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "favicon" not in message.text:
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.console_errors = errors  # type: ignore[attr-defined]
    yield page
    allowed = getattr(page, "expected_errors", ())
    assert [e for e in errors if not any(part in e for part in allowed)] == []
