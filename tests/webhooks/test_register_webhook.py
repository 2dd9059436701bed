"""`register_webhook` against the calls it makes."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

import digitalriver
from webhooks.management.commands import register_webhook
from webhooks.names import SUBSCRIBED

URL = "https://shop.example/webhooks/digitalriver/"


class FakeWebhooks:
    def __init__(self) -> None:
        self.known: list[digitalriver.Webhook] = []
        self.calls: list[str] = []
        self.webhooks = self

    def __call__(self, credentials: str) -> FakeWebhooks:
        return self

    def list(self):
        return list(self.known)

    def create(self, payload):
        self.calls.append("create")
        return self._keep(f"wh_{len(self.known)}", payload)

    def update(self, webhook_id, payload):
        self.calls.append("update")
        self.known = [one for one in self.known if one.id != webhook_id]
        return self._keep(webhook_id, payload)

    def _keep(self, webhook_id, payload):
        webhook = digitalriver.parse(digitalriver.Webhook, {"id": webhook_id, **payload})
        self.known.append(webhook)
        return webhook


@pytest.fixture
def remote(monkeypatch) -> FakeWebhooks:
    fake = FakeWebhooks()
    monkeypatch.setattr(register_webhook.vendor, "client", fake)
    return fake


def test_it_registers_once_and_finds_its_own_work_the_second_time(remote, capsys):
    call_command("register_webhook", url=URL)
    call_command("register_webhook", url=URL)
    assert remote.calls == ["create"]
    assert set(remote.known[0].types) == set(SUBSCRIBED)
    assert "already sends everything" in capsys.readouterr().out


def test_it_corrects_an_endpoint_that_lacks_types_or_was_switched_off(remote):
    remote._keep("wh_1", {"address": URL, "types": ["order.accepted"], "enabled": True})
    call_command("register_webhook", url=URL)
    remote.known = [
        digitalriver.parse(
            digitalriver.Webhook,
            {"id": "wh_1", "address": URL, "types": list(SUBSCRIBED), "enabled": False},
        )
    ]
    call_command("register_webhook", url=URL)
    assert remote.calls == ["update", "update"]
    assert remote.known[0].enabled


def test_it_lists_strays_and_leaves_them_alone(remote, capsys):
    remote._keep("wh_old", {"address": "https://old.example/", "types": [], "enabled": True})
    call_command("register_webhook", url=URL)
    assert "Stray: wh_old enabled, sends to https://old.example/." in capsys.readouterr().out
    assert len(remote.known) == 2


def test_it_passes_on_the_credentials_that_the_door_asks_for(settings):
    settings.DIGITALRIVER_WEBHOOK_BASIC = "river:a:b"
    assert register_webhook.payload(URL)["authentication"] == {
        "username": "river",
        "password": "a:b",
    }
    settings.DIGITALRIVER_WEBHOOK_OAUTH = "client:secret"
    wanted = register_webhook.payload(URL)
    assert wanted["transportType"] == "OAUTH"
    assert wanted["oauth"]["tokenEndPoint"] == URL + "token"


@pytest.mark.parametrize("url", ["", "shop.example", "ftp://shop.example/", "https:///x"])
def test_an_address_that_nobody_can_post_to_is_refused(remote, url):
    with pytest.raises(CommandError):
        call_command("register_webhook", url=url)
    assert not remote.calls


def test_a_refusal_is_said_and_not_thrown(monkeypatch):
    def refuse(credentials):
        raise digitalriver.Unauthorized("401", status=401)

    monkeypatch.setattr(register_webhook.vendor, "client", refuse)
    with pytest.raises(CommandError):
        call_command("register_webhook", url=URL)
