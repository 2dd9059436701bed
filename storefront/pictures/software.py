"""Plug-ins and instruments: a window with a display that shows what the thing does."""

from __future__ import annotations

import math
from collections.abc import Callable

from storefront.pictures.canvas import Canvas

X, Y, W, H = 60, 104, 360, 272  # the window
DX, DY, DW, DH = 84, 146, 312, 120  # its display
INK, GLASS, FAINT = "#20272b", "#12181b", "#2c363b"

Drawing = Callable[[Canvas], None]


def window(c: Canvas, *, knobs: int = 5) -> None:
    """The window, its display, and a row of knobs below."""
    c.shadow(240, 388, 340)
    c.rect(X, Y, W, H, INK, 18)
    c.circle(X + 24, Y + 22, 5, c.palette.accent)
    c.rect(X + 40, Y + 18, 84, 8, "#56646a", 4)
    c.rect(DX, DY, DW, DH, GLASS, 10)
    for index in range(knobs):
        x = DX + DW * (index + 0.5) / knobs
        c.knob(x, 316, 21, c.random.uniform(0.15, 0.9), face="#39454a", mark=c.palette.accent)
        c.rect(x - 15, 347, 30, 5, "#56646a", 2.5)


def keys(c: Canvas, octaves: int = 2) -> None:
    """A keyboard along the lower edge of the window."""
    c.shadow(240, 388, 340)
    c.rect(X, Y, W, H, INK, 18)
    c.circle(X + 24, Y + 22, 5, c.palette.accent)
    c.rect(X + 40, Y + 18, 84, 8, "#56646a", 4)
    c.rect(DX, DY, DW, DH, GLASS, 10)
    white = octaves * 7
    step = DW / white
    for index in range(white):
        c.rect(DX + index * step, 284, step - 2, 72, "#eef2f1", 3)
    for index in range(white):
        if index % 7 not in (2, 6):
            c.rect(DX + (index + 0.68) * step, 284, step * 0.62, 44, INK, 2)


def curve(c: Canvas, f: Callable[[float], float], width: float = 4, color: str = "") -> None:
    """A line across the display; f maps 0..1 to -1..1."""
    points = [(DX + 12 + (DW - 24) * i / 60, DY + DH / 2 - f(i / 60) * 46) for i in range(61)]
    c.line(points, color or c.palette.accent, width)


def grid(c: Canvas) -> None:
    for index in range(1, 6):
        c.line([(DX + DW * index / 6, DY + 10), (DX + DW * index / 6, DY + DH - 10)], FAINT, 1.5)


def reverb(c: Canvas) -> None:
    window(c)
    foot = DY + DH - 12
    for index in range(7):
        r = 16 + index * 14
        arc = f"M{240 - r} {foot}A{r} {r} 0 0 1 {240 + r} {foot}"
        c.path(arc, stroke=c.palette.accent, width=4, opacity=fade(index, 8))


def fade(index: int, count: int) -> str:
    """Opacity that falls from 1 as the index grows."""
    return f"{1 - index / count:.2f}"


def eq(c: Canvas) -> None:
    window(c)
    grid(c)
    curve(
        c,
        lambda t: (
            0.55 * math.exp(-((t - 0.25) ** 2) / 0.008)
            - 0.7 * math.exp(-((t - 0.55) ** 2) / 0.004)
            + 0.5 / (1 + math.exp(-(t - 0.8) * 22))
        ),
    )
    for t, y in ((0.25, 0.55), (0.55, -0.66), (0.86, 0.4)):
        c.circle(DX + 12 + (DW - 24) * t, DY + DH / 2 - y * 46, 7, c.palette.light)


def delay(c: Canvas) -> None:
    window(c, knobs=4)
    for index in range(9):
        height = 84 * 0.8**index
        c.rect(
            DX + 18 + index * 32,
            DY + DH - 16 - height,
            14,
            height,
            c.palette.accent,
            7,
            opacity=fade(index, 11),
        )


def compressor(c: Canvas) -> None:
    window(c, knobs=3)
    c.path(f"M{DX + 56} {DY + 104}A100 100 0 0 1 {DX + 256} {DY + 104}", stroke=FAINT, width=10)
    c.path(
        f"M{DX + 56} {DY + 104}A100 100 0 0 1 {DX + 190} {DY + 10}",
        stroke=c.palette.accent,
        width=10,
    )
    c.line([(240, DY + 104), (DX + 214, DY + 34)], "#eef2f1", 4)
    c.circle(240, DY + 104, 9, "#eef2f1")


def drive(c: Canvas) -> None:
    window(c)
    curve(c, lambda t: math.sin(t * 25), 2, FAINT)
    curve(c, lambda t: max(-0.62, min(0.62, 1.5 * math.sin(t * 25))))


def limiter(c: Canvas) -> None:
    window(c, knobs=3)
    c.line([(DX + 10, DY + 28), (DX + DW - 10, DY + 28)], "#eef2f1", 2, stroke_dasharray="6 8")
    for index in range(23):
        height = min(84, 30 + abs(math.sin(index * 0.9)) * 60 + c.random.uniform(0, 24))
        c.rect(DX + 14 + index * 12.5, DY + DH - 10 - height, 8, height, c.palette.accent, 3)


def tape(c: Canvas) -> None:
    window(c, knobs=4)
    for x in (DX + 88, DX + DW - 88):
        c.circle(x, DY + 60, 48, "#3d4a50")
        c.circle(x, DY + 60, 30, c.palette.accent)
        c.circle(x, DY + 60, 12, GLASS)
        for turn in range(3):
            a = math.radians(turn * 120 + 20)
            c.circle(x + math.cos(a) * 21, DY + 60 + math.sin(a) * 21, 5, GLASS)
    c.line([(DX + 88, DY + 108), (DX + DW - 88, DY + 108)], "#7b5a42", 4)


def tune(c: Canvas) -> None:
    window(c, knobs=4)
    for row in range(5):
        c.line([(DX + 10, DY + 20 + row * 20), (DX + DW - 10, DY + 20 + row * 20)], FAINT, 1.5)
    for x, row, width in ((16, 3, 60), (84, 2, 44), (136, 3, 30), (174, 1, 70), (252, 0, 46)):
        c.rect(DX + x, DY + 12 + row * 20, width, 15, c.palette.accent, 7)
    curve(c, lambda t: -0.5 + 0.75 * t + 0.1 * math.sin(t * 40), 2.5, "#eef2f1")


def piano(c: Canvas) -> None:
    keys(c)
    c.path(
        f"M{DX + 40} {DY + 104}V{DY + 26}H{DX + 120}Q{DX + 170} {DY + 26} {DX + 190} {DY + 56}"
        f"T{DX + 272} {DY + 78}V{DY + 104}Z",
        fill=c.palette.accent,
    )
    for index in range(6):
        c.line(
            [(DX + 62 + index * 16, DY + 40 + index * 5), (DX + 62 + index * 16, DY + 100)],
            GLASS,
            2,
        )


def synth(c: Canvas) -> None:
    keys(c)
    for _index in range(30):
        x, y = c.random.uniform(14, DW - 14), c.random.uniform(12, DH - 12)
        c.circle(
            DX + x,
            DY + y,
            c.random.uniform(2, 5),
            c.palette.accent,
            opacity=f"{c.random.uniform(0.25, 0.7):.2f}",
        )
    c.path(
        f"M{DX + 30} {DY + 92}C{DX + 100} {DY - 10} {DX + 180} {DY + 150} {DX + 282} {DY + 30}",
        stroke="#eef2f1",
        width=3,
    )
    c.circle(DX + 282, DY + 30, 8, "#eef2f1")


def strings(c: Canvas) -> None:
    keys(c)
    for index in range(4):
        c.path(
            f"M{DX + 14} {DY + 30 + index * 20}Q{DX + 156} {DY + 16 + index * 26} "
            f"{DX + DW - 14} {DY + 30 + index * 20}",
            stroke=c.palette.accent,
            width=2 + index * 0.8,
        )
    c.line([(DX + 70, DY + 108), (DX + 244, DY + 12)], "#eef2f1", 4)


def drums(c: Canvas) -> None:
    window(c, knobs=5)
    for x, y, r in ((156, 74, 42), (82, 70, 30), (230, 70, 30), (118, 30, 18), (194, 30, 18)):
        c.circle(DX + x, DY + y, r, c.palette.accent)
        c.circle(DX + x, DY + y, r - 5, "#eef2f1")
        c.circle(DX + x, DY + y, r * 0.3, "#d6dedc")


def organ(c: Canvas) -> None:
    keys(c)
    for index in range(9):
        length = c.random.choice((34, 48, 62, 76, 90))
        x = DX + 24 + index * 31
        c.rect(x, DY, 12, length, "#56646a")
        c.rect(x - 4, DY + length, 20, 18, c.palette.accent if index % 3 else "#eef2f1", 4)


def bass(c: Canvas) -> None:
    keys(c)
    c.line([(DX + 20, DY + 60), (DX + DW - 20, DY + 60)], FAINT, 2)
    curve(c, lambda t: math.sin(t * math.pi * 4) * (1 - 0.75 * t), 6)


def choir(c: Canvas) -> None:
    keys(c)
    for index in range(8):
        x = DX + 32 + index * 35.5
        rise = 8 * math.sin(index * 0.9)
        c.circle(x, DY + 44 - rise, 13, c.palette.accent)
        c.path(
            f"M{x - 16:.0f} {DY + 104}V{DY + 84 - rise:.0f}a16 16 0 0 1 32 0V{DY + 104}Z",
            fill=c.palette.accent,
            opacity="0.6",
        )


def mallets(c: Canvas) -> None:
    keys(c)
    for index in range(11):
        c.rect(
            DX + 16 + index * 25.6,
            DY + 14 + index * 3,
            18,
            92 - index * 6,
            c.palette.accent,
            5,
            opacity=f"{0.5 + index / 22:.2f}",
        )
    c.line([(DX + 190, DY + 112), (DX + 246, DY + 40)], "#eef2f1", 4)
    c.circle(DX + 246, DY + 40, 12, "#eef2f1")


DRAWINGS: dict[str, Drawing] = {
    "reverb": reverb,
    "eq": eq,
    "delay": delay,
    "compressor": compressor,
    "drive": drive,
    "limiter": limiter,
    "tape": tape,
    "tune": tune,
    "piano": piano,
    "synth": synth,
    "strings": strings,
    "drums": drums,
    "organ": organ,
    "bass": bass,
    "choir": choir,
    "mallets": mallets,
}
