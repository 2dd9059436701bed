"""Keyboards, pads, desks and pedals, seen from above."""

from __future__ import annotations

import math
from collections.abc import Callable

from storefront.pictures.canvas import Canvas

BODY, EDGE, KNOB = "#2a3136", "#1b2125", "#434d53"


def keyboard(c: Canvas, white: int, *, knobs: int) -> None:
    width = 384
    x, y, height = 48, 168, 152
    c.shadow(240, 334, 380)
    c.rect(x, y, width, height, BODY, 14)
    for index in range(knobs):
        c.knob(
            x + 96 + index * 34,
            y + 26,
            11,
            c.random.uniform(0.1, 0.9),
            face=KNOB,
            mark=c.palette.accent,
        )
    if knobs:
        c.rect(x + 16, y + 14, 56, 24, "#0f1417", 4)
        c.rect(x + 22, y + 22, 30, 4, c.palette.accent, 2)
    strips = (x + 16, x + 36)
    for strip in strips:
        c.rect(strip, y + 54, 14, 84, EDGE, 7)
        c.rect(strip, y + 84, 14, 16, c.palette.accent, 7)
    left, step = x + 60, (width - 72) / white
    for index in range(white):
        c.rect(left + index * step, y + 50, step - 1.6, 92, "#f3f5f2", 3)
    for index in range(white - 1):
        if index % 7 not in (2, 6):
            c.rect(left + (index + 0.68) * step, y + 50, step * 0.62, 56, EDGE, 2)


def pads(c: Canvas) -> None:
    c.shadow(240, 392, 280)
    c.rect(104, 104, 272, 272, BODY, 20)
    lit = set(c.random.sample(range(16), 6))
    for index in range(16):
        x, y = 124 + index % 4 * 60, 124 + index // 4 * 60
        on = index in lit
        c.rect(
            x, y, 52, 52, c.palette.accent if on else "#4a555b", 9, opacity="0.9" if on else None
        )


def faders(c: Canvas) -> None:
    c.shadow(240, 376, 380)
    c.rect(44, 112, 392, 252, BODY, 16)
    for index in range(9):
        x = 74 + index * 34
        c.rect(x - 2, 190, 4, 150, EDGE, 2)
        c.knob(x, 146, 11, c.random.uniform(0.1, 0.9), face=KNOB, mark=c.palette.accent)
        top = c.random.uniform(200, 300)
        c.rect(x - 11, top, 22, 30, "#e7ebe8", 4)
        c.rect(x - 11, top + 13, 22, 4, c.palette.accent)
    c.circle(398, 306, 28, KNOB)
    c.circle(398, 306, 12, EDGE)


def knobs(c: Canvas) -> None:
    c.shadow(240, 370, 330)
    c.rect(76, 124, 328, 232, BODY, 18)
    for index in range(12):
        x, y, turn = 124 + index % 4 * 78, 168 + index // 4 * 72, c.random.uniform(0.1, 0.95)
        end = math.radians(135 + 270 * turn)
        large = 1 if turn > 0.667 else 0
        c.path(
            f"M{x - 18:.1f} {y + 18:.1f}A25.5 25.5 0 {large} 1 "
            f"{x + 25.5 * math.cos(end):.1f} {y + 25.5 * math.sin(end):.1f}",
            stroke=c.palette.accent,
            width=4,
        )
        c.knob(x, y, 17, turn, face=KNOB, mark="#f3f5f2")


def wind(c: Canvas) -> None:
    c.shadow(240, 352, 360)
    c.parts.append('<g transform="rotate(-18 240 240)">')
    c.rect(70, 216, 330, 48, "#f1eee6", 24)
    c.rect(52, 226, 40, 28, BODY, 10)
    c.path("M400 216q40 -8 44 24q-4 32 -44 24Z", fill="#dcd7ca")
    for index in range(7):
        c.circle(140 + index * 34 + (index > 2) * 14, 240, 11, BODY)
    c.circle(122, 226, 4, c.palette.accent)
    c.parts.append("</g>")


def pedal(c: Canvas) -> None:
    c.shadow(240, 374, 240)
    c.path("M160 364L180 150Q182 122 240 122T300 150L320 364Z", fill=EDGE)
    c.path("M178 340L194 158Q196 140 240 140T286 158L302 340Z", fill="#9aa4a6")
    for index in range(6):
        c.line(
            [(198 - index * 2, 176 + index * 26), (282 + index * 2, 176 + index * 26)], "#5d686b", 6
        )
    c.path("M240 122C240 60 330 90 370 50", stroke=BODY, width=8)
    c.rect(216, 350, 48, 8, c.palette.accent, 4)


DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "keyboard-25": lambda c: keyboard(c, 15, knobs=0),
    "keyboard-49": lambda c: keyboard(c, 29, knobs=8),
    "pads": pads,
    "faders": faders,
    "knobs": knobs,
    "wind": wind,
    "pedal": pedal,
}
