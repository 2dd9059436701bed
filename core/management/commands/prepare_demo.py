"""Everything between an empty folder and an open demo shop; quick when nothing is left to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from core import demo, outbox

ADMIN = {"email": "admin@northlight.example", "password": "northlight-demo"}


class Command(BaseCommand):
    help = "Migrates, collects static files and fills the demo store. Never for production."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("This shop is in production; the demo's data does not belong here.")
        settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
        call_command("messages", "--compile", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        self._make_admin()
        names = demo.seed()
        worked = outbox.run_due(limit=2000)
        self.stdout.write(f"Ready: {', '.join(names)}; {worked} pieces of work done.")

    def _make_admin(self) -> None:
        people = get_user_model().objects
        if not people.filter(email=ADMIN["email"]).exists():
            people.create_superuser(**ADMIN)
