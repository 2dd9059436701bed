"""House rules for every template, held by reading them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.templatetags.icons import STROKES

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Letters have to carry their styles with them; no policy of ours reaches a mail program.
PAGES = [path for path in TEMPLATES if path.relative_to(ROOT).parts[1] != "emails"]

every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


@every_page
def test_nothing_is_inline_that_the_content_security_policy_forbids(path: Path) -> None:
    html = path.read_text()
    assert not re.search(r"<[^>]+\sstyle\s*=", html)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", html)
    assert not re.search(r"<style\b", html)
    assert "javascript:" not in html
    for script in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in script or "nonce=" in script or "application/json" in script, script


@every_page
def test_a_short_comment_ends_on_its_line(path: Path) -> None:
    for line in path.read_text().splitlines():
        assert line.count("{#") == line.count("#}"), line


@every_page
def test_every_icon_was_drawn(path: Path) -> None:
    for name in re.findall(r'{%\s*icon\s+"([^"]+)"', path.read_text()):
        assert name in STROKES


@every_page
def test_pictures_say_how_big_they_are_and_what_they_show(path: Path) -> None:
    for picture in re.findall(r"<img\b(?:[^>%]|%}|%[^>])*>", path.read_text()):
        for attribute in ("alt=", "width=", "height="):
            assert attribute in picture, picture


COMPONENTS = [path for path in PAGES if path.parent.name == "components"]


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_begins_with_what_it_needs(path: Path) -> None:
    assert path.read_text().startswith(("{#", "{% comment %}"))
