"""A small drawing surface: shapes in, one compact SVG out."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from typing import Any, NamedTuple
from zlib import crc32

SIZE = 480
Point = tuple[float, float]


class Palette(NamedTuple):
    """Background from top to bottom, the body of things, its shade, a highlight, an accent."""

    top: str
    bottom: str
    body: str
    shade: str
    light: str
    accent: str


PALETTES = (
    Palette("#e8ecea", "#d3dcd9", "#26343a", "#1a262b", "#f5f8f7", "#2f9c8f"),
    Palette("#efe7da", "#e0d3bf", "#3a332c", "#28221d", "#fbf7f0", "#c9743a"),
    Palette("#e3e8f0", "#cdd6e4", "#2b3550", "#1e263b", "#f4f7fc", "#5b7fd4"),
    Palette("#ece4ea", "#dccfd9", "#3c2f42", "#2a2030", "#f9f4f8", "#a763b5"),
    Palette("#e6ebdf", "#d2dcc6", "#303a2b", "#21291d", "#f7faf3", "#7d9f3f"),
    Palette("#f1e3df", "#e4cec8", "#43302e", "#2f2120", "#fcf5f3", "#c9554b"),
)

# For things that are light themselves.
DARK_PALETTES = (
    Palette("#25363d", "#1a282e", "#e4ebe9", "#b9c7c4", "#ffffff", "#5ccfc0"),
    Palette("#2f2b3d", "#221f2e", "#e9e5f2", "#c3bcd4", "#ffffff", "#e0a458"),
)


def number(value: float) -> str:
    """A coordinate without needless digits."""
    return f"{value:.1f}".removesuffix(".0")


class Canvas:
    """Collects shapes; ``random`` is seeded by the picture's name, so every run draws the same."""

    def __init__(
        self,
        seed: str,
        *,
        width: int = SIZE,
        height: int = SIZE,
        view: tuple[int, int, int, int] | None = None,
        dark: bool = False,
    ) -> None:
        self.random = random.Random(crc32(seed.encode()))  # noqa: S311 - drawing, not secrets
        palettes = DARK_PALETTES if dark else PALETTES
        self.palette = palettes[crc32(seed.encode()) % len(palettes)]
        self.width, self.height = width, height
        self.view = view or (0, 0, width, height)
        self.parts: list[str] = []

    def add(self, tag: str, **attributes: object) -> None:
        """One element; underscores in names become hyphens, None is left out."""
        written = "".join(
            f' {name.replace("_", "-")}="{number(value) if isinstance(value, float) else value}"'
            for name, value in attributes.items()
            if value is not None
        )
        self.parts.append(f"<{tag}{written}/>")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        radius: float = 0,
        **more: Any,
    ) -> None:
        self.add(
            "rect",
            x=float(x),
            y=float(y),
            width=float(width),
            height=float(height),
            fill=fill,
            rx=float(radius) if radius else None,
            **more,
        )

    def circle(self, x: float, y: float, radius: float, fill: str, **more: Any) -> None:
        self.add("circle", cx=float(x), cy=float(y), r=float(radius), fill=fill, **more)

    def ring(
        self, x: float, y: float, radius: float, stroke: str, width: float, **more: Any
    ) -> None:
        self.circle(x, y, radius, "none", stroke=stroke, stroke_width=float(width), **more)

    def path(
        self,
        d: str,
        *,
        fill: str = "none",
        stroke: str | None = None,
        width: float = 0,
        **more: Any,
    ) -> None:
        line: dict[str, object] = (
            {"stroke": stroke, "stroke_width": float(width), "stroke_linecap": "round"}
            if stroke
            else {}
        )
        self.add("path", d=d, fill=fill, **line, **more)

    def line(self, points: Iterable[Point], stroke: str, width: float, **more: Any) -> None:
        """Straight pieces from point to point."""
        d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self.path(d, stroke=stroke, width=width, stroke_linejoin="round", **more)

    def knob(self, x: float, y: float, radius: float, turn: float, *, face: str, mark: str) -> None:
        """A rotary control; ``turn`` from 0 to 1."""
        angle = math.radians(135 + 270 * turn)
        self.circle(x, y, radius, face)
        tip = (x + math.cos(angle) * radius * 0.85, y + math.sin(angle) * radius * 0.85)
        start = (x + math.cos(angle) * radius * 0.35, y + math.sin(angle) * radius * 0.35)
        self.line([start, tip], mark, max(2.0, radius / 6))

    def shadow(self, x: float, y: float, width: float, height: float = 18) -> None:
        """The soft ground below a thing; x and y are its middle."""
        self.add(
            "ellipse",
            cx=float(x),
            cy=float(y),
            rx=width / 2,
            ry=height / 2,
            fill="#000",
            opacity="0.12",
        )

    def svg(self) -> str:
        """The finished file."""
        top, bottom = self.palette.top, self.palette.bottom
        view = " ".join(str(part) for part in self.view)
        gradient = (
            '<linearGradient id="b" x2="0" y2="1">'
            f'<stop stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/></linearGradient>'
        )
        x, y, width, height = self.view
        ground = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="url(#b)"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" '
            f'width="{self.view[2]}" height="{self.view[3]}">'
            f"{gradient}{ground}{''.join(self.parts)}</svg>\n"
        )
