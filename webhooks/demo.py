"""The demo's endpoint at the local Digital River."""

from __future__ import annotations

import requests
from django.conf import settings
from django.urls import reverse

from core import demo
from webhooks.names import SUBSCRIBED


@demo.seeder(order=90, name="webhook")
def register_at_sandbox() -> None:
    """Makes sure of exactly our endpoint, with the secret of the settings.

    The real service shows a secret in its dashboard only; the sandbox takes it through its control
    interface, which exists nowhere else.
    """
    answer = requests.put(
        f"{settings.DIGITALRIVER_API_URL}/control/webhooks",
        json={
            "address": settings.SITE_URL + reverse("webhooks:digitalriver"),
            "types": list(SUBSCRIBED),
            "secret": settings.DIGITALRIVER_WEBHOOK_SECRETS[0],
            "enabled": True,
        },
        timeout=10,
    )
    answer.raise_for_status()
