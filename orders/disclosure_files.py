"""Collected disclosures as a file: shipped with the demo, or carried from another machine.

Texts repeat over countries and languages, so the file holds each once and combinations point at
them. Links to the script's own host are kept relative to it, so that the file fits a sandbox on
any port.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from orders.disclosures import script_origin

SHIPPED = Path(__file__).parent / "data" / "disclosures.json"
HERE = "{script}"


class Unreadable(ValueError):
    """The file does not hold collected disclosures; the text says what is wrong."""


def write(path: Path, records: Iterable[Mapping[str, str]]) -> None:
    """Writes records {entity, country, language, key, text, url} in a stable order."""
    texts: dict[tuple[str, str], int] = {}
    combinations: dict[str, dict[str, int]] = {}
    order = ("entity", "country", "language", "key")
    for record in sorted(records, key=lambda each: [each[name] for name in order]):
        name = " ".join(record[each] for each in order[:3])
        text = (_relative(record["text"]), _relative(record["url"]))
        combinations.setdefault(name, {})[record["key"]] = texts.setdefault(text, len(texts))
    document = {
        "texts": [{"text": text, "url": url} for text, url in texts],
        "combinations": combinations,
    }
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> list[dict[str, str]]:
    """The records of a file, their links at the configured script's host. Raises Unreadable."""
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8"))
        records = [
            {
                **dict(zip(("entity", "country", "language"), name.split(" "), strict=True)),
                "key": key,
                "text": _absolute(document["texts"][index]["text"]),
                "url": _absolute(document["texts"][index]["url"]),
            }
            for name, keys in document["combinations"].items()
            for key, index in keys.items()
        ]
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"{path} does not hold collected disclosures") from error
    if not records:
        raise Unreadable(f"{path} does not hold any disclosures")
    return records


def _relative(text: str) -> str:
    return text.replace(script_origin(), HERE)


def _absolute(text: str) -> str:
    return text.replace(HERE, script_origin())
