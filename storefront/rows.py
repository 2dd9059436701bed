"""Plain rows from hand-written statements, for the pages that must be fast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connection

from storefront.languages import column_language

Param = str | int


def fetch(sql: str, params: Sequence[Param]) -> list[dict[str, Any]]:
    """The rows as dicts by column name. Values go through ``params``, never into the text."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def translated(*columns: str) -> str:
    """Columns such as ``p.name`` in the active language, or the default one where it is empty."""
    chosen, default = column_language(), str(settings.MODELTRANSLATION_DEFAULT_LANGUAGE)
    parts = []
    for column in columns:
        name = column.partition(".")[2]
        if chosen == default:
            parts.append(f"{column}_{default} AS {name}")
        else:
            parts.append(f"COALESCE(NULLIF({column}_{chosen}, ''), {column}_{default}) AS {name}")
    return ", ".join(parts)


def in_list(column: str, values: Sequence[Param]) -> str:
    """``column IN (%s, …)`` with a place for each value; false for none."""
    return f"{column} IN ({', '.join(['%s'] * len(values))})" if values else "1 = 0"
