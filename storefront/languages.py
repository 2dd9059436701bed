"""Which translated column to read: pages read plain columns, which is faster than models."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def column_language() -> str:
    """The active language if the catalog has columns for it, else the default language."""
    language = get_language() or ""
    known = [code for code, _name in settings.LANGUAGES]
    return language if language in known else str(settings.MODELTRANSLATION_DEFAULT_LANGUAGE)
