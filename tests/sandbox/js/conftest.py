"""A shop page, and the sandbox's scripts on another origin, in front of a real browser."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page

from .pages import FakeRest, served, shop_app

CHECKOUT = {"sessionId": "session-1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@dataclass
class Payment:
    """The shop's payment page as a test sees it."""

    page: Page
    rest: FakeRest
    sandbox: str

    def open(self, locale: str = "en-US", **configuration: Any) -> Payment:
        """Mounts Drop-in and waits until it is ready."""
        self.start(locale, **configuration)
        self.wait_for("ready")
        return self

    def start(self, locale: str = "en-US", **configuration: Any) -> Payment:
        arguments = [{**CHECKOUT, **configuration}, locale]
        self.page.evaluate("([c, l]) => open_dropin(c, l)", arguments)
        return self

    @property
    def fields(self) -> FrameLocator:
        return self.page.frame_locator("#drop-in iframe")

    def fill(self, number: str, expiry: str = "12 / 34", code: str = "123") -> Payment:
        self.fields.locator("#number").fill(number)
        self.fields.locator("#expiry").fill(expiry)
        self.fields.locator("#code").fill(code)
        return self

    def submit(self) -> Payment:
        self.page.locator("#drop-in .dr-button").click()
        return self

    def events(self, name: str) -> list[Any]:
        seen = self.page.evaluate("seen.events")
        return [data for event, data in seen if event == name]

    def wait_for(self, name: str, count: int = 1) -> Any:
        """What the `count`-th event of that name carried."""
        self.until(lambda: len(self.events(name)) >= count, f"{count} x {name}")
        return self.events(name)[count - 1]

    def until(self, condition: Callable[[], bool], what: str) -> None:
        # Not wait_for_function: that evaluates a string, which the page's policy forbids.
        deadline = time.monotonic() + 10
        while not condition():
            if time.monotonic() > deadline:
                pytest.fail(f"waited in vain for {what}: {self.page.evaluate('seen')}")
            self.page.wait_for_timeout(25)


@pytest.fixture(scope="module")
def rest() -> FakeRest:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return FakeRest()


@pytest.fixture(scope="module")
def sandbox_url(rest: FakeRest) -> Iterator[str]:
    with served(rest.app()) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def shop_url(sandbox_url: str) -> Iterator[str]:
    with served(shop_app(sandbox_url)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(browser: Browser, shop_url: str) -> Iterator[Page]:
    """The shop's page; a test fails on any error that nobody caught and on any CSP violation."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{shop_url}/")
    yield page
    violations = page.evaluate("window.seen ? seen.violations : []")
    context.close()
    assert (errors, violations) == ([], [])


@pytest.fixture
def payment(page: Page, rest: FakeRest, sandbox_url: str) -> Payment:
    rest.reset()
    return Payment(page, rest, sandbox_url)
