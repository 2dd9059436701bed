"""Puts DigitalRiver.js together from its pieces."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES = HERE / "src"
TEXTS = HERE / "texts"
COMPLIANCE = HERE.parent / "data" / "compliance.json"

# One shared scope, in this order. A new element or payment method is one more name before
# "library": it registers itself in ELEMENTS or METHODS.
PIECES = (
    "environment",
    "errors",
    "texts",
    "dom",
    "api",
    "frames",
    "compliance",
    "elements",
    "element_compliance",
    "methods",
    "method_credit_card",
    "dropin_options",
    "dropin_consents",
    "dropin_session",
    "dropin",
    "library",
)


def script() -> bytes:
    """The served script; rebuilt only when one of its files changed on disk."""
    return _build(tuple((path, path.stat().st_mtime_ns) for path in _files()))


def _files() -> list[Path]:
    pieces = [SOURCES / f"{name}.js" for name in PIECES]
    return [COMPLIANCE, *sorted(TEXTS.glob("*.json")), *pieces]


@lru_cache(maxsize=1)
def _build(stamps: tuple[tuple[Path, int], ...]) -> bytes:
    """`stamps` is the cache key only: files with their times of change."""
    # getDetails answers synchronously, so its data travels inside the script.
    parts = [
        "// DigitalRiver.js of the Millrace sandbox: a local stand-in, for development only.",
        "(function () {",
        '"use strict";',
        f"const COMPLIANCE = {_literal(json.loads(COMPLIANCE.read_text(encoding='utf-8')))};",
        f"const TEXTS = {_literal(_texts())};",
        *((SOURCES / f"{name}.js").read_text(encoding="utf-8") for name in PIECES),
        "})();",
    ]
    return "\n".join(parts).encode()


def _texts() -> dict[str, Any]:
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in TEXTS.glob("*.json")
    }


def _literal(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
