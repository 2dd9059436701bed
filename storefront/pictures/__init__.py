"""The demo's pictures, drawn by our own code: small SVGs, the same on every run.

A picture is opaque, so it reads on light and dark pages alike.
"""

from __future__ import annotations

from storefront.pictures import cables, carrying, controllers, headphones, packs, scenes, software
from storefront.pictures.canvas import Canvas

DRAWINGS = {
    **software.DRAWINGS,
    **packs.DRAWINGS,
    **controllers.DRAWINGS,
    **headphones.DRAWINGS,
    **cables.DRAWINGS,
    **carrying.DRAWINGS,
}

LIGHT_THINGS = {
    "wind",
    "headphones-wireless",
    "splitter",
    "pack-vinyl",
    "pack-kitchen",
    "pack-steel",
}

# The part of the front view that the closer look shows: x, y, width and height.
CLOSER = (96, 150, 240, 240)


def draw(kind: str, seed: str, *, closer: bool = False) -> str:
    """The SVG of a product. Raises KeyError for a kind nobody draws."""
    canvas = Canvas(seed, view=CLOSER if closer else None, dark=kind in LIGHT_THINGS)
    DRAWINGS[kind](canvas)
    return canvas.svg()


def draw_scene(name: str) -> str:
    """The SVG of a category (``category-effects``) or of the home page (``hero``)."""
    return scenes.draw(name)


__all__ = ["DRAWINGS", "draw", "draw_scene"]
