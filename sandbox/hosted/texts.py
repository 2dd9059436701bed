"""Texts of hosted pages, by language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"


def language_of(tag: str) -> str:
    """The best language we have for a tag such as `de-AT` or `pt_BR`, else English."""
    base = tag.replace("_", "-").split("-")[0].lower()
    return base if base in _all() else "en"


def texts_in(language: str) -> dict[str, Any]:
    """All texts of hosted pages in `language` (a value of `language_of`)."""
    return _all()[language]


@cache
def _all() -> dict[str, dict[str, Any]]:
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.json"))
    }
