"""Sound packs: a square sleeve with a picture of its mood."""

from __future__ import annotations

import math
from collections.abc import Callable

from storefront.pictures.canvas import Canvas

X = Y = 96
S = 288
NIGHT = "#1d2a30"


def sleeve(c: Canvas, fill: str) -> None:
    c.shadow(240, 398, 280)
    c.rect(X + 8, Y - 8, S, S, "#0000001f", 10)
    c.rect(X, Y, S, S, fill, 10)


def rain(c: Canvas) -> None:
    sleeve(c, NIGHT)
    for _index in range(34):
        x, y = c.random.uniform(X + 14, X + S - 30), c.random.uniform(Y + 14, Y + S - 50)
        c.line([(x, y), (x - 7, y + 26)], "#7fa7b5", 2, opacity="0.5")
    c.rect(X + 70, Y + 176, 148, 66, c.palette.accent, 12)
    for index in range(3):
        c.rect(X + 84 + index * 42, Y + 190, 34, 26, "#fff2cf", 4)
    c.line([(X + 20, Y + 252), (X + S - 20, Y + 252)], "#7fa7b5", 3)
    c.line([(X + 144, Y + 176), (X + 144, Y + 140)], "#7fa7b5", 3)


def vinyl(c: Canvas) -> None:
    sleeve(c, c.palette.accent)
    c.circle(240, 240, 118, "#171b1d")
    for radius in range(52, 114, 12):
        c.ring(240, 240, radius, "#353c40", 1.5)
    c.circle(240, 240, 40, "#f3e6c8")
    c.circle(240, 240, 6, "#171b1d")
    c.path("M240 240L338 176A118 118 0 0 1 352 204Z", fill="#ffffff", opacity="0.12")


def steel(c: Canvas) -> None:
    sleeve(c, "#8d979b")
    for index in range(6):
        x = X + 24 + index * 42
        c.rect(
            x,
            Y + 40 + (index % 3) * 26,
            26,
            208 - (index % 3) * 26,
            "#3e474b" if index % 2 else "#5c676c",
            3,
        )
    c.line([(X, Y + 66), (X + S, Y + 66)], c.palette.accent, 10)
    for index in range(5):
        c.circle(X + 36 + index * 54, Y + 66, 4, NIGHT)


def aurora(c: Canvas) -> None:
    sleeve(c, "#17233b")
    for index, color in enumerate(("#5ccfc0", "#7fd197", "#6c8fe0", "#a77bd6")):
        y = Y + 70 + index * 32
        c.path(
            f"M{X} {y + 30}C{X + 80} {y - 50} {X + 150} {y + 90} {X + S} {y - 10}"
            f"V{y + 34}C{X + 150} {y + 130} {X + 80} {y} {X} {y + 70}Z",
            fill=color,
            opacity="0.55",
        )
    for _index in range(16):
        c.circle(
            c.random.uniform(X + 10, X + S - 10), c.random.uniform(Y + 10, Y + 90), 1.6, "#ffffff"
        )
    c.path(
        f"M{X} {Y + S - 40}L{X + 90} {Y + S - 86}L{X + 150} {Y + S - 50}"
        f"L{X + 220} {Y + S - 100}L{X + S} {Y + S - 46}V{Y + S}H{X}Z",
        fill="#0e1626",
    )


def kitchen(c: Canvas) -> None:
    sleeve(c, "#f3e6c8")
    for x, y, r in ((80, 92, 46), (190, 84, 34), (120, 196, 38), (216, 190, 50)):
        c.circle(X + x, Y + y, r, "#58646a")
        c.circle(X + x, Y + y, r - 8, "#7e8b91")
        c.line(
            [(X + x + r * 0.7, Y + y + r * 0.7), (X + x + r * 1.3, Y + y + r * 1.3)], "#58646a", 10
        )
    c.line([(X + 28, Y + 244), (X + 72, Y + 140)], c.palette.accent, 8)
    c.circle(X + 28, Y + 246, 15, c.palette.accent)


def voices(c: Canvas) -> None:
    sleeve(c, "#f0d9cf")
    for index, color in enumerate(("#c9554b", "#3c5f7d", "#7d9f3f")):
        x = X + 64 + index * 80
        c.circle(x, Y + 108, 30, color)
        c.path(f"M{x - 44} {Y + 226}a44 60 0 0 1 88 0Z", fill=color)
    for index in range(22):
        height = 8 + 30 * abs(math.sin(index * 0.8)) * c.random.uniform(0.5, 1)
        c.rect(X + 24 + index * 11, Y + 252 - height / 2, 5, height, "#43302e", 2.5)


def modular(c: Canvas) -> None:
    sleeve(c, "#d9d4c6")
    jacks = [(X + 40 + col * 52, Y + 44 + row * 66) for row in range(4) for col in range(5)]
    for x, y in jacks:
        c.circle(x, y, 11, "#8c877a")
        c.circle(x, y, 5, NIGHT)
    for color in ("#c9554b", "#2f9c8f", "#d9a441", "#5b7fd4", "#a763b5"):
        (ax, ay), (bx, by) = c.random.sample(jacks, 2)
        c.path(f"M{ax} {ay}C{ax} {ay + 80} {bx} {by + 80} {bx} {by}", stroke=color, width=6)


def brass(c: Canvas) -> None:
    sleeve(c, "#7c3f33")
    for row in range(9):
        for col in range(6):
            c.rect(X + 6 + col * 48 - (row % 2) * 22, Y + 8 + row * 31, 44, 27, "#8d4c3e", 2)
    c.rect(X - 40, Y, 40, S, c.palette.bottom)
    c.path(
        f"M{X + 44} {Y + 150}H{X + 170}L{X + 246} {Y + 92}V{Y + 224}L{X + 170} {Y + 166}H{X + 44}Z",
        fill="#e2b04a",
    )
    c.path(f"M{X + 70} {Y + 158}V{Y + 214}H{X + 140}V{Y + 158}", stroke="#e2b04a", width=12)
    for index in range(3):
        c.rect(X + 84 + index * 24, Y + 118, 12, 40, "#f3d58c", 4)


DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "pack-rain": rain,
    "pack-vinyl": vinyl,
    "pack-steel": steel,
    "pack-aurora": aurora,
    "pack-kitchen": kitchen,
    "pack-voices": voices,
    "pack-modular": modular,
    "pack-brass": brass,
}
