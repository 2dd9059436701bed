"""Sleeves, bags, hooks and stands."""

from __future__ import annotations

from collections.abc import Callable

from storefront.pictures.canvas import Canvas

DARK, MID = "#2a3136", "#48545a"
WOOD, WOOD_EDGE, LEATHER = "#d8b98a", "#b99766", "#9a5f3c"


def stitched(c: Canvas, x: float, y: float, width: float, height: float, radius: float) -> None:
    c.rect(
        x + 8,
        y + 8,
        width - 16,
        height - 16,
        "none",
        radius,
        stroke="#ffffff",
        stroke_width=2,
        stroke_dasharray="6 7",
        opacity="0.35",
    )


def sleeve(c: Canvas) -> None:
    c.shadow(240, 340, 390)
    c.rect(48, 164, 384, 160, MID, 18)
    stitched(c, 48, 164, 384, 160, 14)
    c.path("M300 164H414Q432 164 432 182V306Q432 324 414 324H300Q340 244 300 164Z", fill=DARK)
    c.circle(318, 244, 7, c.palette.accent)
    c.rect(70, 264, 90, 40, c.palette.accent, 6, opacity="0.85")


def hard_case(c: Canvas) -> None:
    c.shadow(240, 374, 290)
    c.rect(210, 100, 60, 40, "none", 14, stroke=DARK, stroke_width=12)
    c.rect(106, 128, 268, 234, DARK, 80)
    c.rect(122, 144, 236, 202, MID, 68)
    c.path("M108 246H372", stroke=c.palette.accent, width=6)
    c.rect(344, 236, 34, 20, "#b9c2c3", 6)
    c.path("M196 300V268a44 44 0 0 1 88 0v32", stroke=DARK, width=9)


def roll(c: Canvas) -> None:
    c.shadow(240, 338, 360)
    c.rect(80, 184, 320, 140, c.palette.accent, 22)
    c.add("ellipse", cx=398, cy=254, rx=34, ry=70, fill=DARK)
    for radius in (24, 16, 8):
        c.add(
            "ellipse",
            cx=398,
            cy=254,
            rx=radius,
            ry=radius * 2.05,
            fill="none",
            stroke="#d9d2c0",
            stroke_width=3,
        )
    for x in (146, 290):
        c.rect(x, 178, 22, 152, LEATHER, 5)
        c.rect(x - 5, 232, 32, 28, "none", 4, stroke="#d8c08a", stroke_width=5)


def riser(c: Canvas) -> None:
    c.shadow(240, 352, 400)
    c.rect(126, 116, 228, 124, DARK, 10)
    c.rect(136, 126, 208, 104, "#3c4a52", 4)
    for index in range(16):
        height = 10 + (index * 37 % 50)
        c.rect(150 + index * 11.5, 178 - height / 2, 6, height, c.palette.accent, 3)
    c.rect(226, 240, 28, 26, DARK)
    c.rect(44, 264, 392, 22, WOOD, 5)
    c.rect(44, 280, 392, 6, WOOD_EDGE, 3)
    for x in (62, 398):
        c.rect(x, 286, 20, 56, WOOD_EDGE, 4)
    c.rect(120, 320, 240, 20, MID, 6)


def hook(c: Canvas) -> None:
    c.rect(60, 92, 360, 38, WOOD)
    c.rect(60, 122, 360, 8, WOOD_EDGE)
    c.path("M240 130V190Q240 206 224 206H196", stroke=DARK, width=14)
    c.rect(170, 196, 70, 12, "#c98f5a", 6)
    c.path("M150 316V266A62 62 0 0 1 274 266V316", stroke=MID, width=14)
    for x in (132, 256):
        c.rect(x, 300, 36, 84, DARK, 16)
        c.circle(x + 18, 342, 8, c.palette.accent)


def stand(c: Canvas) -> None:
    c.shadow(240, 372, 320)
    c.path("M120 364L200 150M360 364L280 150", stroke="#9aa4a6", width=14)
    c.path("M160 258H320", stroke="#7d888b", width=12)
    c.path("M96 364H180M300 364H384", stroke=DARK, width=12)
    c.path("M128 216L352 216L386 112H94Z", fill=DARK)
    c.path("M112 124H368L342 204H138Z", fill="#3c4a52")
    c.path("M112 224H368", stroke="#b9c2c3", width=12)
    c.path("M150 176Q190 130 226 168T300 160T340 150", stroke=c.palette.accent, width=5)


def backpack(c: Canvas) -> None:
    c.shadow(240, 402, 250)
    c.path("M206 96Q240 66 274 96", stroke=LEATHER, width=12)
    c.rect(130, 96, 220, 296, MID, 40)
    c.rect(122, 96, 236, 66, DARK, 22)
    c.rect(154, 238, 172, 126, DARK, 20)
    stitched(c, 154, 238, 172, 126, 16)
    for x in (172, 290):
        c.rect(x, 140, 18, 110, LEATHER, 4)
        c.rect(x - 4, 206, 26, 22, "none", 3, stroke="#d8c08a", stroke_width=4)
    c.rect(204, 186, 72, 24, c.palette.accent, 6)


DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "sleeve": sleeve,
    "hard-case": hard_case,
    "roll": roll,
    "riser": riser,
    "hook": hook,
    "stand": stand,
    "backpack": backpack,
}
