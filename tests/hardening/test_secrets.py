"""What must stay here stays here: keys, cards, tokens of sessions."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

import digitalriver
from core.models import ApiCall
from storefront.models import Store
from tests.checkout.cast import ALICE, VISA
from tests.hardening.conftest import World
from tests.hardening.places import PLACES, address
from tests.hardening.test_doors import admin_addresses

pytestmark = pytest.mark.django_db


#: The inbox keeps every call byte for byte, since the signature is over the bytes.
VERBATIM = "webhooks.InboundEvent"


def secrets() -> dict[str, str]:
    """Every value of the settings that nobody outside may read."""
    return {
        "secret key": settings.DIGITALRIVER_CREDENTIALS["default"]["secret_key"],
        "start of a secret key": "sk_test_",
        "webhook secret": settings.DIGITALRIVER_WEBHOOK_SECRETS[0],
        "Django's key": settings.SECRET_KEY,
    }


def client_secrets(world: World) -> list[str]:
    """Of every payment session so far, as Digital River itself tells them."""
    _status, found = world.alice.sandbox.api("GET", "/checkouts?limit=100")
    sessions = [each["payment"]["session"] for each in found["data"]]
    told = [each["clientSecret"] for each in sessions if each.get("clientSecret")]
    assert told
    return told


def leaks(response: Any) -> list[str]:
    said = response.content.decode(errors="replace") + repr(sorted(response.headers.items()))
    return [what for what, secret in secrets().items() if secret in said]


@pytest.mark.accepts("A02")
def test_no_page_script_or_json_of_the_shop_holds_a_secret(world: World) -> None:
    urls = [address(name, world) for name, place in PLACES.items() if "GET" in place.methods]
    urls += [f"/checkout/{step}/" for step in ("address", "delivery", "payment", "review")]
    urls += ["/search/suggest/?q=cable&format=json", "/mailbox/?format=json", "/nowhere/"]
    urls += ["/search/?q=sk_", "/c/all/"]
    public = settings.DIGITALRIVER_CREDENTIALS["default"]["public_key"]
    for url in urls:
        for client in (Client(), world.alice.client):
            assert leaks(client.get(url)) == [], url
    assert public in world.alice.client.get("/checkout/payment/").content.decode()
    attached = world.alice.client.post(
        "/checkout/source/", {"sourceId": "unknown"}, content_type="application/json"
    )
    assert leaks(attached) == []


@pytest.mark.accepts("A02")
def test_the_desk_shows_a_mask_for_the_key(world: World) -> None:
    for name, url in admin_addresses(world):
        found = leaks(world.merchant.get(url))
        masks = ["start of a secret key"] if "storefront_store" in name else []
        assert found in ([], masks), name
    store = Store.objects.get()
    page = world.merchant.get(f"/admin/storefront/store/{store.pk}/change/").content.decode()
    keys = settings.DIGITALRIVER_CREDENTIALS["default"]
    assert digitalriver.masked_key(keys["secret_key"]) in page
    assert keys["public_key"] in page


@pytest.mark.accepts("A02")
def test_no_log_and_no_record_of_a_call_holds_a_secret(world: World, caplog, settings) -> None:
    settings.DIGITALRIVER_LOG_ALL = True
    caplog.set_level(logging.DEBUG)
    world.alice.sandbox.control("PUT", "/control/faults", [
        {"method": "POST", "path": "/orders", "times": 1, "action": "status", "status": 400,
         "errors": [{"code": "invalid_parameter", "message": "no sk_test_sandbox here"}]},
    ])  # fmt: skip
    world.alice.place()
    world.alice.place()
    settings.DIGITALRIVER_CREDENTIALS = {
        "default": {"secret_key": "sk_test_refused_key", "public_key": "pk_test_sandbox"}
    }
    world.alice.add("CABLE", 1)
    world.alice.address()
    logged = "\n".join(
        record.getMessage() + str(record.exc_text or "") for record in caplog.records
    )
    kept = repr(list(ApiCall.objects.values()))
    assert ApiCall.objects.filter(status=400).exists()
    assert ApiCall.objects.filter(status=401).exists()
    for secret in (*secrets().values(), "sk_test_refused_key"):
        assert secret not in logged
        assert secret not in kept


def test_canaries_never_reach_a_log_or_a_record(
    world: World, caplog: pytest.LogCaptureFixture, settings: Any, run_outbox: Any
) -> None:
    """Values that stand for a card, a person and a session, put wherever somebody may type."""
    settings.DIGITALRIVER_LOG_ALL = True
    caplog.set_level(logging.DEBUG)
    card, person, street = "4111111111111111", "canary@secret.example", "Canary Lane 77"
    alice = world.alice
    client = alice.client
    client.get("/search/", {"q": card})
    client.get("/p/cable/", {"sku": card, "email": person})
    client.post("/cart/add/", {"sku": card, "quantity": card, "next": f"/?{person}"})
    client.post("/checkout/source/", {"sourceId": card}, content_type="application/json")
    client.post("/checkout/source/", {"card": {"number": card}}, content_type="application/json")
    client.post("/checkout/review/", {"review": card, "agreed": card})
    client.post("/admin/login/", {"username": person, "password": card})
    client.post("/webhooks/digitalriver/", {"number": card}, content_type="application/json")
    client.post("/webhooks/digitalriver/token", {"client_id": person, "client_secret": card})
    alice.address({**ALICE, "email": person, "ship-line1": street, "ship-name": card})
    alice.deliver()
    alice.pay(VISA)
    alice.place()
    run_outbox()
    logged = "\n".join(
        record.getMessage() + str(record.exc_text or "")
        for record in caplog.records
        if not record.name.startswith(("urllib3", "faker", "factory"))
    )
    calls = repr(list(ApiCall.objects.values()))
    assert ApiCall.objects.filter(path__startswith="/checkouts").exists()
    for canary in (person, street, VISA, *client_secrets(world)):
        assert canary not in logged
        assert canary not in calls
    assert card not in calls
    assert [line for line in logged.splitlines() if card in line] == []


def test_no_table_keeps_a_secret_of_a_session_or_a_key(world: World) -> None:
    kept_out = client_secrets(world)
    for model in apps.get_models():
        if model._meta.label in ("sessions.Session", "accounts.User", VERBATIM):
            continue
        rows = repr(list(model._base_manager.values()))
        assert not [secret for secret in kept_out if secret in rows], model
        assert VISA not in rows, model
        for what, secret in secrets().items():
            assert secret not in rows, (model, what)
