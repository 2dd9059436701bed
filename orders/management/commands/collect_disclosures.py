"""Collects the selling entities' disclosures from DigitalRiver.js, or loads collected ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orders import disclosure_browser, disclosure_files, disclosures
from orders.models import Disclosure
from storefront.entities import entity_choices
from storefront.models import Market


class Command(BaseCommand):
    help = (
        "Opens the configured DigitalRiver.js in a browser and stores what each selling entity "
        "must say in every country and language of the markets."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="source", type=Path, help="load this file, no browser")
        parser.add_argument("--to", dest="target", type=Path, help="also write a file")

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["source"]
        found = self._read(source) if source else self._ask()
        count = disclosures.store(found)
        self.stdout.write(f"{count} disclosures stored.")
        if options["target"]:
            self._write(options["target"])
            self.stdout.write(f"Written to {options['target']}.")

    def _read(self, path: Path) -> list[dict[str, str]]:
        try:
            return disclosure_files.read(path)
        except disclosure_files.Unreadable as error:
            raise CommandError(str(error)) from error

    def _write(self, path: Path) -> None:
        try:
            disclosure_files.write(path, stored())
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}") from error

    def _ask(self) -> list[dict[str, str]]:
        wanted = combinations()
        if not wanted:
            raise CommandError("There is no market yet: load the demo or create one first.")
        try:
            answers = disclosure_browser.ask(wanted)
        except (disclosure_browser.NoBrowser, disclosure_browser.ScriptFailed) as error:
            raise CommandError(str(error)) from error
        unsupported = [answer for answer in answers if "error" in answer]
        if len(unsupported) == len(answers):
            why = unsupported[0]["error"] if unsupported else "no answer"
            raise CommandError(f"DigitalRiver.js said nothing: {why}")
        if unsupported:
            self.stdout.write(f"{len(unsupported)} of {len(answers)} combinations unsupported.")
        return disclosure_browser.records(answers)


def combinations() -> list[tuple[str, str, str]]:
    """Every selling entity with every country and language of the markets."""
    places = {
        (country, language)
        for market in Market.objects.all()
        for country in market.countries
        for language in market.languages
    }
    return [(entity, *place) for entity, _name in entity_choices() for place in sorted(places)]


def stored() -> list[dict[str, str]]:
    """What the table holds, as records of a file."""
    rows = Disclosure.objects.values("entity", "country", "language", "key", "text", "url")
    return [{name: str(value) for name, value in row.items()} for row in rows]
