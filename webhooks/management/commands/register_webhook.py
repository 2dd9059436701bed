"""Tells Digital River where to send events: makes sure that our endpoint exists as it should."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

import digitalriver
from core import vendor
from webhooks.names import SUBSCRIBED


class Command(BaseCommand):
    help = "Registers the shop's webhook with Digital River, or corrects it. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--url",
            default=settings.SITE_URL + reverse("webhooks:digitalriver"),
            help="where events shall be sent (default: %(default)s)",
        )
        parser.add_argument("--credentials", default="default", help="name of the key pair")

    def handle(self, *args: Any, **options: Any) -> None:
        url = checked(options["url"])
        try:
            self._register(vendor.client(options["credentials"]), url)
        except digitalriver.DigitalRiverError as error:
            raise CommandError(f"Digital River refused or did not answer: {error}") from error

    def _register(self, client: digitalriver.Client, url: str) -> None:
        known = client.webhooks.list()
        ours = [webhook for webhook in known if webhook.address == url]
        wanted = payload(url)
        if not ours:
            created = client.webhooks.create(wanted)
            self.stdout.write(f"Registered {url} as {created.id}.")
        elif is_current(ours[0]):
            self.stdout.write(f"{ours[0].id} already sends everything to {url}.")
        else:
            client.webhooks.update(ours[0].id, wanted)
            self.stdout.write(f"Corrected {ours[0].id}.")
        for stray in [*ours[1:], *(webhook for webhook in known if webhook.address != url)]:
            state = "enabled" if stray.enabled else "disabled"
            self.stdout.write(f"Stray: {stray.id} {state}, sends to {stray.address}.")
        self.stdout.write("Its signing secret is shown in Digital River's dashboard only.")


def checked(url: str) -> str:
    """The URL. Raises CommandError when Digital River could not post there."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise CommandError(f"{url} is no web address.")
    return url


def payload(url: str) -> dict[str, Any]:
    """The webhook as it should be, with the credentials that our door asks for."""
    wanted: dict[str, Any] = {
        "types": sorted(SUBSCRIBED),
        "address": url,
        "apiVersion": settings.DIGITALRIVER_API_VERSION,
        "enabled": True,
    }
    if settings.DIGITALRIVER_WEBHOOK_OAUTH:
        client_id, _colon, secret = settings.DIGITALRIVER_WEBHOOK_OAUTH.partition(":")
        wanted["transportType"] = "OAUTH"
        wanted["oauth"] = {
            "tokenEndPoint": f"{url}token",
            "clientID": client_id,
            "clientSecret": secret,
            "grantType": "client_credentials",
        }
    elif settings.DIGITALRIVER_WEBHOOK_BASIC:
        username, _colon, password = settings.DIGITALRIVER_WEBHOOK_BASIC.partition(":")
        wanted["authentication"] = {"username": username, "password": password}
    return wanted


def is_current(webhook: digitalriver.Webhook) -> bool:
    """Whether nothing needs to be corrected. Credentials are not told, so with any configured the
    webhook is always written again."""
    if settings.DIGITALRIVER_WEBHOOK_OAUTH or settings.DIGITALRIVER_WEBHOOK_BASIC:
        return False
    return webhook.enabled and set(SUBSCRIBED) <= set(webhook.types)
