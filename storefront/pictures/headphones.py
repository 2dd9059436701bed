"""Headphones, in-ears and their pads."""

from __future__ import annotations

from collections.abc import Callable

from storefront.pictures.canvas import Canvas

DARK, MID, SOFT = "#2a3136", "#414b51", "#59656b"


def band(c: Canvas, color: str, width: float = 20) -> None:
    c.path("M128 268V236A112 112 0 0 1 352 236V268", stroke=color, width=width)
    c.path("M166 150A112 112 0 0 1 314 150", stroke=SOFT, width=width + 8)


def cup(c: Canvas, x: float, *, side: int, face: str) -> None:
    """One ear: the pad inside, the shell outside; side -1 is left."""
    c.rect(x - 24 - side * 20, 236, 48, 126, SOFT, 22)
    c.rect(x - 26, 228, 52, 142, face, 24)


def closed(c: Canvas) -> None:
    c.shadow(240, 396, 300)
    band(c, DARK)
    for x, side in ((118, -1), (362, 1)):
        cup(c, x, side=side, face=DARK)
        c.circle(x, 299, 16, c.palette.accent)
    c.path("M112 370C112 430 190 400 214 430", stroke=DARK, width=5)


def opened(c: Canvas) -> None:
    c.shadow(240, 396, 300)
    band(c, MID, 14)
    for x, side in ((118, -1), (362, 1)):
        cup(c, x, side=side, face=MID)
        for row in range(7):
            c.line([(x - 16, 250 + row * 16), (x + 16, 250 + row * 16)], c.palette.accent, 4)
    for x in (112, 368):
        c.path(f"M{x} 370Q{x} 420 240 430", stroke=DARK, width=4)


def folding(c: Canvas) -> None:
    c.shadow(240, 372, 300)
    c.path("M150 220A92 92 0 0 1 330 220", stroke=DARK, width=18)
    for x, turn in ((156, 24), (324, -24)):
        c.parts.append(f'<g transform="rotate({turn} {x} 280)">')
        c.rect(x - 52, 218, 104, 128, DARK, 44)
        c.rect(x - 34, 238, 68, 88, SOFT, 32)
        c.rect(x - 14, 200, 28, 30, c.palette.accent, 6)
        c.parts.append("</g>")


def wireless(c: Canvas) -> None:
    c.shadow(240, 396, 300)
    band(c, "#e9e4d8", 24)
    for x, side in ((118, -1), (362, 1)):
        cup(c, x, side=side, face="#e9e4d8")
        c.circle(x, 330, 6, c.palette.accent)
    for index in range(3):
        r = 20 + index * 16
        c.path(
            f"M{240 - r} 292A{r} {r} 0 0 1 {240 + r} 292",
            stroke=c.palette.accent,
            width=5,
            opacity=f"{1 - index * 0.28:.2f}",
        )
    c.circle(240, 296, 6, c.palette.accent)


def in_ear(c: Canvas, *, drivers: int) -> None:
    c.shadow(240, 400, 260)
    for x, side in ((160, -1), (320, 1)):
        c.path(
            f"M{x} 250C{x + side * 80} 130 {x + side * 30} 90 {x - side * 10} 90"
            "S240 160 240 230V420",
            stroke=DARK,
            width=5,
        )
        c.path(
            f"M{x - 52} 252a52 50 0 0 1 104 0q0 62 -52 62t-52 -62Z",
            fill="#c5ced0" if drivers == 1 else DARK,
        )
        c.circle(x - side * 46, 276, 21, SOFT)
        for index in range(drivers):
            c.circle(x + (index - (drivers - 1) / 2) * 24, 252, 11, c.palette.accent)
    c.rect(230, 228, 20, 34, DARK, 8)


def ear_pads(c: Canvas) -> None:
    c.shadow(240, 372, 340)
    for x, y in ((176, 230), (304, 256)):
        c.circle(x, y, 96, MID)
        c.circle(x, y, 92, SOFT)
        c.ring(x, y, 70, MID, 3, stroke_dasharray="3 7")
        c.circle(x, y, 46, c.palette.bottom)
        c.ring(x, y, 46, c.palette.accent, 5)


DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "headphones-closed": closed,
    "headphones-open": opened,
    "headphones-fold": folding,
    "headphones-wireless": wireless,
    "in-ear": lambda c: in_ear(c, drivers=1),
    "in-ear-pro": lambda c: in_ear(c, drivers=3),
    "ear-pads": ear_pads,
}
