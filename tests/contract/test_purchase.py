"""A whole purchase, from the SKUs to the captured payment, held to the contract."""

from __future__ import annotations

import pytest

from orders import fulfilling
from storefront import cached
from storefront.models import Sku
from storefront.skus import sync
from tests.checkout.cast import ALICE, DECLINED, GREENE, Shopper, make_shop
from tests.support import contract
from tests.support.relay import Relay
from tests.support.sandbox_process import SandboxProcess

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_contract_is_here() -> None:
    contract.path_or_skip()


@pytest.fixture
def shop(db, sandbox: SandboxProcess) -> SandboxProcess:
    """The small shop, its SKUs told to Digital River by the shop itself."""
    cached.forget()
    make_shop()
    for sku in Sku.objects.all():
        sync(sku.pk)
    yield sandbox
    cached.forget()


def test_a_purchase_and_its_shipment_keep_to_the_contract(
    shop: SandboxProcess, relay: Relay, run_outbox
) -> None:
    alice = Shopper(shop)
    alice.add("CABLE", 3)
    alice.add("SYNTH", 1)
    alice.go_to_review({**ALICE, "phone": "952-253-1234"}, card=DECLINED)
    alice.place()
    alice.deliver("express")
    alice.pay()
    assert alice.place()["Location"].startswith("/checkout/thanks/")
    run_outbox()
    relay.deliver()
    order = alice.order
    for line, quantity, cancelled in ((0, 1, 0), (0, 2, 0), (1, 1, 0)):
        lines = list(order.lines.all())
        shipment = fulfilling.ship(
            order.pk,
            {lines[line].pk: quantity},
            fulfilling.Tracking("UPS", "1Z999", "https://ups.example/1Z999"),
            key=f"{line}-{quantity}-{cancelled}",
            staff=None,
        )
        assert shipment
        run_outbox()
    relay.deliver()
    order.refresh_from_db()
    assert order.state == "complete"

    report = contract.check(contract.exchanges(shop) + contract.deliveries(shop))

    assert report.violations == []
    assert contract.violations(shop) == []
    for called in ("/skus/", "/checkouts", "/orders", "/fulfillments"):
        assert any(called in one["url"] for one in contract.exchanges(shop)), called
    assert len(contract.deliveries(shop)) >= 4


def test_purchases_in_every_market_keep_to_the_contract(shop: SandboxProcess) -> None:
    markets = {
        "us": {**ALICE, "ship-country": "CA", "ship-state": "ON", "ship-postal_code": "K1A 0B1"},
        "gb": {**ALICE, "ship-country": "GB", "ship-state": "", "ship-postal_code": "EC1M 4AN"},
        "de": GREENE,
        "jp": {
            **ALICE,
            "ship-country": "JP",
            "ship-state": "東京都",
            "ship-city": "千代田区",
            "ship-postal_code": "100-0001",
        },
    }
    for code, address in markets.items():
        shopper = Shopper(shop)
        shopper.client.post("/market/", {"market": code})
        shopper.add("CABLE", 2)
        assert shopper.buy(address)["Location"].startswith("/checkout/thanks/"), code
    assert contract.violations(shop) == []


def test_the_checker_is_awake(shop: SandboxProcess) -> None:
    """A member that nobody documents is found, so that 'no violation' means something."""
    shopper = Shopper(shop)
    shopper.add("CABLE", 2)
    shopper.address()
    recording = contract.exchanges(shop)
    opened = next(one for one in recording if one["url"].endswith("/checkouts"))
    opened["request_body"]["surprise"] = 1
    opened["response_body"].pop("id")
    found = contract.check(recording).violations
    assert any("surprise" in line for line in found)
    assert any("id" in line for line in found)
