"""Which translated column to read: pages read plain columns, which is faster than models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language


def column_language() -> str:
    """The active language if the catalog has columns for it, else the default language."""
    language = get_language() or ""
    known = [code for code, _name in settings.LANGUAGES]
    return language if language in known else str(settings.MODELTRANSLATION_DEFAULT_LANGUAGE)


def columns(*names: str) -> list[str]:
    """Columns to select for ``text``: the active language's and the default's."""
    languages = {column_language(), str(settings.MODELTRANSLATION_DEFAULT_LANGUAGE)}
    return [f"{name}_{language}" for name in names for language in sorted(languages)]


def text(row: Mapping[str, Any], name: str) -> Any:
    """The translated value of a ``.values()`` row, the default language's where it is empty."""
    return (
        row[f"{name}_{column_language()}"]
        or row[f"{name}_{settings.MODELTRANSLATION_DEFAULT_LANGUAGE}"]
        or ""
    )
