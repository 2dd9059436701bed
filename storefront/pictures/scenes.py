"""Wide pictures: one for each category, and the opening of the home page."""

from __future__ import annotations

import math

from storefront.pictures import cables, carrying, controllers, headphones, packs, software
from storefront.pictures.canvas import Canvas, Palette

CATEGORIES = {
    "category-effects": software.eq,
    "category-instruments": software.synth,
    "category-sounds": packs.aurora,
    "category-controllers": controllers.pads,
    "category-headphones": headphones.closed,
    "category-cables": cables.DRAWINGS["cable-jack"],
    "category-cases": carrying.backpack,
}
DUSK = Palette("#21343b", "#12201f", "#e4ebe9", "#b9c7c4", "#ffffff", "#5ccfc0")


def draw(name: str) -> str:
    """The SVG of a scene. Raises KeyError for an unknown name."""
    if name == "hero":
        return hero()
    canvas = Canvas(name, view=(-75, 30, 630, 420))
    CATEGORIES[name](canvas)
    return canvas.svg()


def hero() -> str:
    """Waves of northern light over water, with a keyboard on the shore."""
    c = Canvas("hero", width=640, height=480)
    c.palette = DUSK
    for _index in range(34):
        c.circle(
            c.random.uniform(0, 640),
            c.random.uniform(0, 200),
            c.random.uniform(0.8, 1.8),
            "#fff",
            opacity="0.7",
        )
    for index, color in enumerate(("#5ccfc0", "#7fd197", "#6c8fe0", "#5ccfc0")):
        points = [
            (x, 130 + index * 34 + 36 * math.sin(x / 90 + index * 1.4) + 14 * math.sin(x / 31))
            for x in range(-24, 685, 36)
        ]
        c.line(points, color, 30 - index * 5, opacity=f"{0.5 - index * 0.09:.2f}")
    c.path("M0 330L90 286L170 316L260 270L350 312L450 262L540 306L640 276V480H0Z", fill="#0c1716")
    for index in range(21):
        c.rect(74 + index * 23.6, 366, 21, 84, "#eef2f1", 4)
    for index in range(20):
        if index % 7 not in (2, 6):
            c.rect(74 + (index + 0.68) * 23.6, 366, 14, 50, "#0c1716", 3)
    c.rect(60, 352, 520, 16, "#24373b", 6)
    c.circle(84, 360, 3, "#5ccfc0")
    return c.svg()
