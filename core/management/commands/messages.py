"""Translations without gettext's programs: extract, report what is missing, compile.

``messages`` updates locale/*/LC_MESSAGES/django.po from the sources; ``--check`` changes nothing
and fails when a message is new, gone or untranslated; ``--compile`` writes the .mo files.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation.template import templatize

ROOMS = ("config", "core", "accounts", "storefront", "orders", "checkout", "webhooks")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Command(BaseCommand):
    help = "Extracts, checks or compiles the translations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail on gaps")
        parser.add_argument("--compile", action="store_true", help="write the .mo files")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            for path in _catalogs():
                compile_catalog(path)
            return
        template = extracted()
        gaps = []
        for path in _catalogs():
            catalog = load(path)
            gaps += missing(catalog, template, path.parts[-3])
            if not options["check"]:
                catalog.update(template, no_fuzzy_matching=True)
                catalog.obsolete.clear()
                with path.open("wb") as file:
                    write_po(file, catalog, width=100, sort_output=True, omit_header=False)
        for gap in gaps:
            self.stdout.write(gap)
        if options["check"] and gaps:
            raise CommandError(f"{len(gaps)} messages need a translator.")


def _catalogs() -> list[Path]:
    return sorted(
        settings.BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po"
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
    )


def load(path: Path) -> Catalog:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return Catalog(locale=path.parts[-3], project="Millrace", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compile_catalog(path: Path) -> None:
    target = path.with_suffix(".mo")
    if path.exists() and (not target.exists() or target.stat().st_mtime < path.stat().st_mtime):
        unfinished = target.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, load(path))
        unfinished.replace(target)  # whoever reads meanwhile finds the old one whole


def extracted() -> Catalog:
    """Every message of our Python files and templates, with the files it stands in."""
    catalog = Catalog(fuzzy=False)
    root = settings.BASE_DIR
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                _add(catalog, path.read_bytes(), path.relative_to(root))
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt"):
            python = templatize(path.read_text(), origin=str(path))
            flat = "\n".join(line.strip() for line in python.splitlines())  # no Python indents
            _add(catalog, flat.encode(), path.relative_to(root))
    return catalog


def _add(catalog: Catalog, source: bytes, path: Path) -> None:
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract(
        "python", BytesIO(source), KEYWORDS, ("Translators:",), options
    ):
        catalog.add(message, locations=[(path.as_posix(), 0)], context=context)


def missing(catalog: Catalog, template: Catalog, language: str) -> list[str]:
    """One line a message that the language lacks, or that no source has any more."""
    lines = []
    for wanted in template:
        if wanted.id and not _is_translated(catalog.get(_first(wanted), wanted.context)):
            lines.append(f"{language}: untranslated: {_first(wanted)!r} ({wanted.locations[0][0]})")
    for known in catalog:
        if known.id and template.get(_first(known), known.context) is None:
            lines.append(f"{language}: no longer used: {_first(known)!r}")
    return lines


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts = message.string or ""
    return all([texts] if isinstance(texts, str) else texts)
