"""Selling entities that the documentation names, and how each is called.

Source: integration-options/checkouts/creating-checkouts/selling-entities.md.
"""

from __future__ import annotations

_NAMES = {
    "DR_INC-ENTITY": "Digital River, Inc.",
    "C5_INC-ENTITY": "DR globalTech Inc.",
    "DR_IRELAND-ENTITY": "Digital River Ireland Ltd.",
    "DR_UK-ENTITY": "Digital River UK",
    "DR_JAPAN-ENTITY": "DR Japan",
    "DR_TAIWAN-ENTITY": "Digital River Taiwan",
    "DR_KOREA-ENTITY": "DR Korea",
    "DR_BRAZIL-ENTITY": "Digital River Brazil",
}


def entity_choices() -> list[tuple[str, str]]:
    """Choices for a form; a function, so that a new name is no migration."""
    return list(_NAMES.items())


def entity_name(entity_id: str) -> str:
    """The entity's name for people; an unknown id stands for itself."""
    return _NAMES.get(entity_id, entity_id)
