"""The process: what survives it, and what it says when it cannot start."""

import http.client
import json
import socket
import subprocess
import sys
import threading

import pytest

from tests.sandbox.merchant import Merchant
from tests.support.sandbox_process import ROOT, SandboxFailed, SandboxProcess


@pytest.fixture
def own(tmp_path):
    process = SandboxProcess(tmp_path).start()
    yield Merchant(process)
    process.kill()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_everything_that_was_answered_survives(own: Merchant, end: str):
    own.sku()
    hook = {"address": "http://127.0.0.1:9/", "types": ["*"], "secret": "s3cret"}
    own.process.control("PUT", "/control/webhooks", hook)
    own.process.control("PUT", "/control/delivery", {"mode": "hold"})
    own.process.control("PUT", "/control/clock", {"advance_s": 86_400})
    order = own.order()
    own.fulfill(order, 1)
    before = own.reread(order)

    getattr(own.process, end)()
    own.process.start()

    assert own.reread(order) == before
    assert own.process.control("GET", "/control/clock")["offset_s"] == 86_400
    assert own.process.control("GET", "/control/delivery")["mode"] == "hold"
    assert own.process.control("PUT", "/control/webhooks", {"address": hook["address"]})[
        "secret"
    ] == ("s3cret")
    own.fulfill(order, 1)
    assert own.reread(order)["capturedAmount"] == 26.89


def test_a_kill_in_the_middle_loses_no_answered_order(own: Merchant):
    own.sku()
    answered: list[str] = []

    def shop() -> None:
        try:
            while True:
                answered.append(own.order()["id"])
        except (OSError, http.client.HTTPException):
            return

    shoppers = [threading.Thread(target=shop) for _ in range(3)]
    for shopper in shoppers:
        shopper.start()
    while len(answered) < 10:
        shoppers[0].join(0.01)
    own.process.kill()
    for shopper in shoppers:
        shopper.join(10)

    own.process.start()

    assert [order_id for order_id in answered if own.get(f"/orders/{order_id}")] == answered


def test_parallel_calls_place_one_order_a_checkout(own: Merchant):
    own.sku()
    body = {"checkoutId": own.paid_checkout()["id"]}
    statuses: list[int] = []

    def place() -> None:
        statuses.append(own.process.api("POST", "/orders", body, key=own.key)[0])

    callers = [threading.Thread(target=place) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(10)

    assert sorted(statuses) == [201] + [404] * 7
    assert len(own.get("/orders")["data"]) == 1


def test_a_busy_port_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SandboxFailed, match=f"cannot listen on 127.0.0.1:{port}"):
            SandboxProcess(tmp_path, port=port).start(timeout=10)


def test_help_names_the_options():
    shown = subprocess.run(
        [sys.executable, "-m", "sandbox", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert all(option in shown for option in ("--port", "--host", "--db", "--public-url"))


def test_the_sandbox_shares_no_code_with_the_shop():
    code = (
        "import sys, sandbox.app\n"
        "rooms = {'core', 'orders', 'checkout', 'storefront', 'accounts', 'webhooks',"
        " 'digitalriver', 'config', 'django'}\n"
        "print(sorted(rooms & {name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert loaded.strip() == "[]"


def test_every_selling_entity_has_its_legal_texts():
    """Two files by two hands: who sells, and what DigitalRiver.js says about it."""
    data = ROOT / "sandbox" / "data"
    sellers = json.loads((data / "selling_entities.json").read_text())
    texts = json.loads((data / "compliance.json").read_text())["entities"]

    assert sellers["names"] == {key: entity["name"] for key, entity in texts.items()}
    assert {rule["entity"] for rule in sellers["rules"]} <= set(sellers["names"])


def test_fixtures_of_our_own_say_so():
    for path in (ROOT / "sandbox" / "data").glob("*.json"):
        if path.name != "compliance.json":
            assert "ours" in json.loads(path.read_text())["_about"]
