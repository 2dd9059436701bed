"""Readable legal pages, so that every link of the disclosures leads somewhere.

The wording is our own sample text. It shows what kind of document stands there with the real
service and is no legal advice.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, abort, render_template

from .headers import secure_page

DATA = Path(__file__).parent.parent / "data"


def document(entity: str, document: str, language: str) -> Response:
    """One document of a selling entity; 404 for an unknown entity, document or language.

    A language without a translation gets the English text, marked as English.
    """
    compliance = _load("compliance.json")
    seller = compliance["entities"].get(entity)
    if seller is None or language not in compliance["languages"]:
        abort(404)
    written_in = language if (DATA / "legal" / f"{language}.json").exists() else "en"
    texts = _load(f"legal/{written_in}.json")
    if document not in texts["documents"]:
        abort(404)
    page = {
        "language": written_in,
        "seller": seller,
        "texts": texts,
        "document": _filled(texts["documents"][document], seller),
    }
    return secure_page(render_template("hosted/legal.html", **page), framed=False)


def _filled(document: dict[str, Any], seller: dict[str, Any]) -> dict[str, Any]:
    name = seller["name"]

    def written(text: str) -> str:
        # Names such as "DR globalTech Inc." bring the full stop of their sentence along.
        fitted = text.replace("{seller}.", "{seller}") if name.endswith(".") else text
        return fitted.replace("{seller}", name)

    sections = [
        {"heading": section["heading"], "text": written(section["text"])}
        for section in document["sections"]
    ]
    return {"title": document["title"], "sections": sections}


@cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return loaded
