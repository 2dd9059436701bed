"""Cables: a coil of woven colour with the right plugs."""

from __future__ import annotations

import math
from collections.abc import Callable

from storefront.pictures.canvas import Canvas

METAL, SLEEVE = "#b9c2c3", "#2a3136"
Plug = Callable[[Canvas], None]


def coil(c: Canvas, color: str, width: float = 9) -> None:
    """Turns of cable around the middle."""
    c.shadow(240, 386, 300)
    for index in range(4):
        c.add(
            "ellipse",
            cx=240,
            cy=236,
            rx=126 - index * 13,
            ry=112 - index * 12,
            fill="none",
            stroke=color,
            stroke_width=width,
        )
        c.add(
            "ellipse",
            cx=240,
            cy=236,
            rx=126 - index * 13,
            ry=112 - index * 12,
            fill="none",
            stroke="#ffffff",
            stroke_width=2,
            stroke_dasharray="4 9",
            opacity="0.45",
        )
    c.rect(222, 112, 36, 62, SLEEVE, 8)


def ends(c: Canvas, color: str, plug: Plug, other: Plug | None = None) -> None:
    """The two loose ends with their plugs, pointing down."""
    for x, turn, draw in ((150, 14, plug), (330, -14, other or plug)):
        c.path(f"M{x} 320Q{x + turn} 344 {x} 360", stroke=color, width=9)
        c.parts.append(f'<g transform="translate({x} 358) rotate({turn})">')
        draw(c)
        c.parts.append("</g>")


def jack(c: Canvas) -> None:
    c.rect(-13, 0, 26, 48, SLEEVE, 6)
    c.rect(-6, 48, 12, 40, METAL, 3)
    c.rect(-6, 74, 12, 4, SLEEVE)


def small_jack(c: Canvas) -> None:
    c.rect(-9, 0, 18, 40, SLEEVE, 5)
    c.rect(-4, 40, 8, 30, METAL, 3)
    c.rect(-4, 58, 8, 3, SLEEVE)


def xlr(c: Canvas) -> None:
    c.rect(-17, 0, 34, 46, SLEEVE, 8)
    c.rect(-22, 40, 44, 40, METAL, 8)
    for x, y in ((-9, 54), (9, 54), (0, 68)):
        c.circle(x, y, 4, SLEEVE)


def din(c: Canvas) -> None:
    c.rect(-15, 0, 30, 36, SLEEVE, 6)
    c.circle(0, 58, 25, METAL)
    c.circle(0, 58, 19, SLEEVE)
    for index in range(5):
        a = math.radians(180 + index * 45)
        c.circle(math.cos(a) * 11, 60 - math.sin(a) * -11, 3, METAL)


def usb(c: Canvas) -> None:
    c.rect(-16, 0, 32, 44, SLEEVE, 8)
    c.rect(-11, 44, 22, 28, METAL, 9)
    c.rect(-6, 52, 12, 4, SLEEVE, 2)


def with_plugs(plug: Plug, other: Plug | None = None) -> Callable[[Canvas], None]:
    def draw(c: Canvas) -> None:
        color = c.palette.accent
        coil(c, color)
        ends(c, color, plug, other)

    return draw


def patch(c: Canvas) -> None:
    c.shadow(240, 398, 340)
    colors = (
        "#c9554b",
        "#d9a441",
        "#7d9f3f",
        "#2f9c8f",
        "#5b7fd4",
        "#a763b5",
        "#e7e2d6",
        "#4a555b",
    )
    for index, color in enumerate(colors):
        x = 84 + index * 44.5
        c.path(f"M{x:.0f} 150C{x - 30:.0f} 210 {x + 30:.0f} 270 {x:.0f} 330", stroke=color, width=8)
        for y in (116, 328):
            c.rect(x - 8, y, 16, 38, SLEEVE, 5)
            c.rect(x - 3, y - 24 if y < 200 else y + 38, 6, 26, METAL, 3)


def splitter(c: Canvas) -> None:
    c.shadow(240, 352, 260)
    c.rect(138, 176, 150, 120, "#c9a253", 18)
    c.rect(138, 176, 150, 22, "#dbb96f", 11)
    c.rect(288, 222, 96, 28, METAL, 8)
    c.rect(330, 222, 5, 28, SLEEVE)
    c.rect(360, 222, 5, 28, SLEEVE)
    for y in (212, 262):
        c.circle(156, y, 15, SLEEVE)
        c.ring(156, y, 15, c.palette.accent, 4)


DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "cable-jack": with_plugs(jack),
    "cable-xlr": with_plugs(xlr),
    "cable-midi": with_plugs(din),
    "cable-usb": with_plugs(usb),
    "cable-extension": with_plugs(small_jack, jack),
    "cable-patch": patch,
    "splitter": splitter,
}
