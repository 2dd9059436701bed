"""Both halves of the sandbox together: Drop-in pays a real checkout of the running process."""

import json

import pytest
from playwright.sync_api import Browser

from tests.support.sandbox_process import SandboxProcess

from .conftest import Payment
from .pages import DECLINED, FakeRest, served, shop_app

VISA = "4444222233331111"
SKU = {"name": "Pad", "taxCode": "DC020500", "eccn": "EAR99", "countryOfOrigin": "US"}
HOME = {
    "line1": "10380 Bren Road W",
    "city": "Minnetonka",
    "state": "MN",
    "postalCode": "55343",
    "country": "US",
}


@pytest.fixture
def checkout(sandbox_process: SandboxProcess) -> dict:
    sandbox_process.reset()
    sandbox_process.api("PUT", "/skus/pad", SKU)
    body = {
        "currency": "USD",
        "email": "alice@example.org",
        "billTo": {"name": "Alice Example", "address": HOME},
        "items": [{"skuId": "pad", "quantity": 1, "price": 10}],
    }
    status, created = sandbox_process.api("POST", "/checkouts", body)
    assert status == 201, created
    return created


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_drop_in_pays_a_checkout_of_the_running_sandbox(
    browser: Browser, sandbox_process: SandboxProcess, checkout: dict, host: str
):
    sandbox_url = f"http://{host}:{sandbox_process.port}"
    context = browser.new_context()
    with served(shop_app(sandbox_url)) as port:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        payment = Payment(page, FakeRest(), sandbox_url)
        payment.open(sessionId=checkout["payment"]["session"]["id"])
        payment.fill(DECLINED).submit()
        assert payment.wait_for("error")["paymentMethod"] == "creditCard"
        payment.fill(VISA).submit()
        source = payment.wait_for("success")["source"]
        assert page.evaluate("seen.violations") == []
    assert context.cookies() == []
    context.close()
    assert (source["state"], source["creditCard"]["brand"]) == ("chargeable", "Visa")
    _, updated = sandbox_process.api(
        "POST", f"/checkouts/{checkout['id']}", {"sourceId": source["id"]}
    )
    assert updated["payment"]["session"]["state"] == "requires_confirmation"
    log = json.dumps(sandbox_process.requests())
    assert "/v1/internal/sources" in log
    assert VISA not in log


def test_a_source_can_be_read_with_its_secret_only(
    browser: Browser, sandbox_process: SandboxProcess, checkout: dict
):
    context = browser.new_context()
    with served(shop_app(sandbox_process.url)) as port:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        payment = Payment(page, FakeRest(), sandbox_process.url)
        payment.open(sessionId=checkout["payment"]["session"]["id"]).fill(VISA).submit()
        source = payment.wait_for("success")["source"]
        read = "([id, secret]) => library.retrieveSource(id, secret)"
        found = page.evaluate(read, [source["id"], source["clientSecret"]])
        assert found["source"]["id"] == source["id"]
        refused = page.evaluate(read, [source["id"], "guess"])
        assert refused["error"]["type"] == "not_found"
    context.close()
