"""Lists: newest first, a page at a time, filtered.

Source: the API description (limit 1 to 100, startingAfter for older rows, endingBefore for newer
ones, which wins when both are sent; ranges as deepObject, such as `createdTime[gte]=`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from sandbox import clock, jsontext
from sandbox.errors import invalid, unknown
from sandbox.store import Document, Kind
from sandbox.work import Work, public

_COMPARISONS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_RANGE = re.compile(r"(?P<name>[\w.]+)\[(?P<comparison>\w+)\]")


@dataclass(frozen=True)
class Filter:
    """How a query parameter narrows a list: `how` is id, key, time, amount or nothing."""

    how: str
    target: str = ""


ID, IGNORED = Filter("id"), Filter("ignored")


def key(target: str) -> Filter:
    """Equal to one of the values given; `target` is a key of the kind."""
    return Filter("key", target)


def time(target: str) -> Filter:
    """A moment in a range; `target` is a JSON path below the document."""
    return Filter("time", target)


def amount(target: str) -> Filter:
    return Filter("amount", target)


def page(
    work: Work, kind: Kind, query: MultiDict[str, str], filters: Mapping[str, Filter]
) -> Document:
    """One page as the vendor writes it: `{"hasMore": bool, "data": [...]}`. Raises ApiError."""
    limit, cursor = _limit(query), _Cursor.of(work, kind, query)
    wheres = ["account = ?", "kind = ?"]
    values: list[Any] = [work.account.id, kind.name]
    for name in query:
        if name not in ("limit", "startingAfter", "endingBefore"):
            where, more = _where(work, kind, name, query.getlist(name), filters)
            wheres.append(where)
            values += more
    if cursor.seq is not None:
        wheres.append("seq > ?" if cursor.newer else "seq < ?")
        values.append(cursor.seq)
    direction = "ASC" if cursor.newer else "DESC"
    # Built from constants of this module; whatever was sent is bound.
    sql = f"SELECT body FROM documents WHERE {' AND '.join(wheres)}"  # noqa: S608
    rows = work.tx.rows(f"{sql} ORDER BY seq {direction} LIMIT ?", [*values, limit + 1])
    found = [public(jsontext.loads(row["body"])) for row in rows[:limit]]
    if cursor.newer:
        found.reverse()
    return {"hasMore": len(rows) > limit, "data": found}


@dataclass(frozen=True)
class _Cursor:
    seq: int | None = None
    newer: bool = False

    @classmethod
    def of(cls, work: Work, kind: Kind, query: MultiDict[str, str]) -> _Cursor:
        for name, newer in (("endingBefore", True), ("startingAfter", False)):
            if (cursor_id := query.get(name)) is not None:
                row = work.tx.execute(
                    "SELECT seq FROM documents WHERE account = ? AND kind = ? AND id = ?",
                    [work.account.id, kind.name, cursor_id],
                ).fetchone()
                if row is None:
                    raise invalid(name, f"{kind.noun} '{cursor_id}' not found.")
                return cls(row["seq"], newer)
        return cls()


def _limit(query: MultiDict[str, str]) -> int:
    text = query.get("limit", "10")
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= 100:
        raise invalid("limit", "'limit' must be between 1 and 100.")
    return int(text)


def _where(
    work: Work, kind: Kind, name: str, given: list[str], filters: Mapping[str, Filter]
) -> tuple[str, list[Any]]:
    ranged = _RANGE.fullmatch(name)
    base = ranged["name"] if ranged else name
    rule = filters.get(base)
    if rule is None:
        raise unknown(base)
    if rule.how in ("time", "amount"):
        comparison = _COMPARISONS.get(ranged["comparison"] if ranged else "eq")
        if comparison is None:
            raise invalid(base)
        return _range(rule, base, comparison, given[0])
    if ranged:
        raise invalid(base)
    marks = ", ".join("?" * len(given))
    if rule.how == "id":
        return f"id IN ({marks})", list(given)
    if rule.how == "key":
        keys = "SELECT seq FROM document_keys WHERE account = ? AND kind = ? AND name = ?"
        where = f"seq IN ({keys} AND value IN ({marks}))"
        return where, [work.account.id, kind.name, rule.target, *given]
    return "1", []


def _range(rule: Filter, name: str, comparison: str, given: str) -> tuple[str, list[Any]]:
    path = "$." + ".".join(f'"{part}"' for part in rule.target.split("."))
    if rule.how == "time":
        moment = clock.parse(given)
        if moment is None:
            raise invalid(name, f"'{given}' is not a date and time.")
        return (
            f"julianday(json_extract(body, ?)) {comparison} julianday(?)",
            [path, clock.iso_fine(moment)],
        )
    try:
        return f"json_extract(body, ?) {comparison} ?", [path, float(given)]
    except ValueError:
        raise invalid(name, f"'{given}' is not a number.") from None
