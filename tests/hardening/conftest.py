"""A shop in which everything exists once: what the sweeps walk through."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client

from core.models import ApiCall, SentMail, VendorGate
from orders import fulfilling
from orders.models import Disclosure, Order
from storefront import cached
from tests.checkout.cast import ALICE, Shopper, make_shop, tell_sandbox
from tests.support.relay import Relay
from tests.support.sandbox_process import SandboxProcess

#: What may be written for a request that is refused: that it was refused, and who asked how often.
COUNTERS = {"webhooks.Rejection", "core.RateWindow", "sessions.Session"}
DJANGOS_OWN = {"auth.Permission", "contenttypes.ContentType"}


@dataclass
class World:
    """An order with a shipment and its letters, and a shopper who is about to buy again."""

    alice: Shopper
    order: Order
    merchant: Client
    step: str = "address"
    category: str = "cables"
    product: str = "cable"

    @property
    def token(self) -> str:
        return self.order.token

    @property
    def letter(self) -> int:
        return SentMail.objects.first().pk


def open_shop(sandbox: SandboxProcess) -> Shopper:
    cached.forget()
    make_shop()
    tell_sandbox(sandbox)
    return Shopper(sandbox)


def staff(email: str = "merchant@example.org") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.create_superuser(email, "a long password"))
    return client


@pytest.fixture
def world(relay: Relay, mailbox: Any, run_outbox: Any) -> Iterator[World]:
    """All of it, made the way it comes about: bought, told by events, shipped, written about."""
    alice = open_shop(relay.sandbox)
    alice.client.raise_request_exception = False
    alice.add("CABLE", 2)
    assert alice.buy().status_code == 302
    order = alice.order
    run_outbox()
    relay.deliver()
    line = order.lines.get()
    tracking = fulfilling.Tracking("UPS", "1Z999", "https://ups.example/1Z999")
    fulfilling.ship(order.pk, {line.pk: 1}, tracking, key="first-shipment", staff=None)
    run_outbox()
    relay.deliver()
    Disclosure.objects.create(
        entity=order.entity_id, country="US", language="en", key="termsOfSale",
        text="Terms", url="https://store.digitalriver.com/t",
    )  # fmt: skip
    VendorGate.objects.create(credentials="default")
    ApiCall.objects.create(method="GET", path="/orders/x", status=404, error_kind="NotFound")
    Client().post("/webhooks/digitalriver/", b"{}", content_type="application/json")
    alice.add("CABLE", 1)
    alice.add("SYNTH", 1)
    alice.go_to_review(ALICE)
    yield World(alice, order, staff())
    cached.forget()


@pytest.fixture
def visitor() -> Client:
    """Somebody with an empty browser."""
    return Client(raise_request_exception=False)


def everything_kept() -> dict[str, str]:
    """A fingerprint of each table, counters aside: equal before and after means nothing written."""
    found = {}
    for model in apps.get_models():
        if model._meta.label not in COUNTERS | DJANGOS_OWN:
            rows = repr(sorted(map(repr, model._base_manager.values_list())))
            found[model._meta.label] = hashlib.sha256(rows.encode()).hexdigest()
    return found


def changed(before: dict[str, str]) -> list[str]:
    """The tables that are not what they were."""
    now = everything_kept()
    return [label for label in now if now[label] != before[label]]
