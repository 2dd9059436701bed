"""What a shopper trusts us with stays where it belongs, also across sites."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.support.demo_process import DemoProcess
from tests.support.shopper import GOOD_CARD, Shopper

CARD_AS_TYPED = (GOOD_CARD, "4444 2222 3333 1111")


def everything_kept(folder: Path) -> str:
    """Every value of every table of the shop and of the sandbox, as one text."""
    texts = []
    for file in folder.glob("*.sqlite3"):
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            tables = [
                row[0]
                for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            for table in tables:
                if "fts" not in table and "search" not in table:
                    texts.append(str(database.execute(f'SELECT * FROM "{table}"').fetchall()))
    return "\n".join(texts)


@pytest.mark.accepts("E09")
def test_a_card_number_reaches_neither_requests_nor_logs_nor_databases(
    demo: DemoProcess, page: Page
) -> None:
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    page.context.on("request", note)
    shopper = Shopper(page, "card@example.org")
    shopper.puts_in_cart("tidewater-reverb", sku="TIDE-P")
    number = shopper.buys("bill")
    to_us = [request for request in sent if request.url.startswith(demo.url)]
    assert len(to_us) > 10
    seen = "\n".join(f"{request.url} {request.post_data or ''}" for request in to_us)
    kept = everything_kept(demo.folder)
    assert number in kept
    for form in CARD_AS_TYPED:
        assert form not in seen
        assert form not in kept
        assert form not in "".join(line for line in demo.log if " | " in line)
    assert "sk_test_sandbox" not in seen


@pytest.fixture(scope="module")
def demo_across_sites(tmp_path_factory, demo_parallel_guard) -> DemoProcess:
    process = DemoProcess(tmp_path_factory.mktemp("across"), sandbox_host="localhost").start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def demo_parallel_guard(demo: DemoProcess) -> DemoProcess:
    """Two demos side by side, as a developer may have them."""
    return demo


def test_the_payment_form_works_from_another_site(
    demo_across_sites: DemoProcess, browser: Browser
) -> None:
    context = browser.new_context(base_url=demo_across_sites.url)
    context.set_default_timeout(15_000)
    page = context.new_page()
    shopper = Shopper(page, "across@example.org")
    shopper.puts_in_cart("grid-sixteen")
    shopper.goes_to_checkout()
    shopper.gives_address()
    shopper.chooses_delivery()
    shopper.card_form.locator("#number").wait_for()
    frame = page.locator("#drop-in iframe").first.get_attribute("src")
    assert re.match(r"http://localhost:\d+/", frame or "")
    shopper.pays()
    shopper.agrees_and_orders()
    shopper.is_thanked()
    assert {cookie["domain"] for cookie in context.cookies()} == {"127.0.0.1"}
    context.close()
