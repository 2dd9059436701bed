"""Writes docs/states.md from the state machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from orders.drawing import states_page


class Command(BaseCommand):
    help = "Writes docs/states.md, whose picture and table come from the state machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", default=str(Path(settings.BASE_DIR) / "docs" / "states.md"))

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["output"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(states_page(), encoding="utf-8")
        self.stdout.write(f"{path} written.")
