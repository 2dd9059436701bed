"""Fixtures that several rooms share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from core import outbox
from core.models import SentMail
from storefront import cached
from tests.support import browser as chromium
from tests.support.relay import Relay
from tests.support.sandbox_process import SandboxProcess

# A slow machine is no failure of a rule.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks browser tests; one worker runs all tests of one demo, which is started once."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if "demo" in fixtures:
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(autouse=True)
def _fresh_process() -> Iterator[None]:
    """What one test leaves in this process is not for the next: caches, and the language."""
    yield
    cache.clear()
    cached.forget()
    translation.deactivate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a worker, for all browser tests: Playwright runs only once in a process."""
    path = chromium.path_or_skip()
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture(scope="session")
def sandbox_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    process = SandboxProcess(tmp_path_factory.mktemp("sandbox")).start()
    yield process
    process.stop()


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess, settings) -> SandboxProcess:
    """A local Digital River, empty, and the shop's settings pointing at it."""
    sandbox_process.reset(webhooks=False)
    settings.DIGITALRIVER_API_URL = sandbox_process.url
    settings.DIGITALRIVER_JS_URL = f"{sandbox_process.url}/v1/DigitalRiver.js"
    settings.DIGITALRIVER_CSS_URL = f"{sandbox_process.url}/v1/css/DigitalRiver.css"
    return sandbox_process


@pytest.fixture
def run_outbox() -> Callable[[], int]:
    """Works off everything that is due, in this thread; returns how many rows ran."""
    return outbox.run_due


@pytest.fixture
def relay(sandbox: SandboxProcess, run_outbox: Callable[[], int]) -> Iterator[Relay]:
    """Webhooks of the sandbox reach the shop when the test calls ``relay.deliver()``."""
    relay = Relay(sandbox, run_outbox)
    yield relay
    relay.close()


@pytest.fixture
def mailbox(db, settings) -> Callable[[], list[SentMail]]:
    """The letters sent so far, oldest first."""
    settings.EMAIL_BACKEND = "core.mail.TableBackend"  # pytest-django put another one here
    return lambda: list(SentMail.objects.order_by("pk"))


@pytest.fixture
def payloads() -> Path:
    """The folder of vendor-shaped JSON of our own making."""
    return Path(__file__).parent / "payloads"
