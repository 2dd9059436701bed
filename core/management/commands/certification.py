"""Writes docs/certification.md: each accepted requirement, in our words, with its tests.

The words stand in docs/certification.toml; the proof is every test marked
``@pytest.mark.accepts("G04")``. ``--check`` changes nothing and fails when the page is not current.
"""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

HEAD = """# Certification

Digital River's checklists ask a store for the things below. Each row says in our own words how
Millrace meets it, and names the tests that would fail if it did not. This page is generated
(`python manage.py certification`) from the marks in `tests/` and the words in `certification.toml`.
"""


class Command(BaseCommand):
    help = "Writes docs/certification.md from the tests' marks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail when stale")

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "certification.md"
        text = render(words(), proofs(settings.BASE_DIR / "tests"))
        if not options["check"]:
            page.write_text(text)
        elif not page.exists() or page.read_text() != text:
            raise CommandError("docs/certification.md is stale: python manage.py certification")


def words() -> dict[str, dict[str, str]]:
    """Group title to {row: sentence}, in the order of certification.toml."""
    with (settings.BASE_DIR / "docs" / "certification.toml").open("rb") as file:
        return tomllib.load(file)


def proofs(folder: Path) -> dict[str, list[str]]:
    """Row to the tests that carry its mark, as ``path::name``."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                for row in _rows(node):
                    found[row].append(f"{path.relative_to(folder.parent).as_posix()}::{node.name}")
    return found


def _rows(function: ast.FunctionDef) -> Iterator[str]:
    for decorator in function.decorator_list:
        if (
            isinstance(decorator, ast.Call)
            and isinstance(decorator.func, ast.Attribute)
            and decorator.func.attr == "accepts"
        ):
            for argument in decorator.args:
                yield ast.literal_eval(argument)


def render(words: dict[str, dict[str, str]], proofs: dict[str, list[str]]) -> str:
    """The page. Raises CommandError for a row with words but no proof, or proof but no words."""
    said = {row for rows in words.values() for row in rows}
    if silent := sorted(set(proofs) - said):
        raise CommandError(f"certification.toml has no words for {', '.join(silent)}")
    if unproven := sorted(said - set(proofs)):
        raise CommandError(f"no test is marked with {', '.join(unproven)}")
    parts = [HEAD]
    for group, rows in words.items():
        parts.append(f"\n## {group}\n")
        for row, sentence in sorted(rows.items()):
            parts.append(f"\n**{row}** {sentence}\n")
            parts += [f"- `{test}`" for test in proofs[row]]
    return "\n".join(parts) + "\n"
