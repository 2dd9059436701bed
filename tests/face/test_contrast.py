"""Every pair of roles that meet on a page, computed by WCAG 2.2 in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
ROLE = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);")

GROUNDS = ["canvas", "surface", "surface-sunken", "surface-hover"]
MEANINGS = ["success", "warning", "danger", "info"]

# (what is seen, what it lies on, the least ratio): 4.5 for text, 3 for outlines, icons and focus.
PAIRS = [
    *[(text, ground, 4.5) for text in ("text", "text-muted", "accent") for ground in GROUNDS],
    *[("accent-hover", ground, 4.5) for ground in GROUNDS],
    *[(meaning, ground, 4.5) for meaning in MEANINGS for ground in GROUNDS],
    *[(meaning, f"{meaning}-soft", 4.5) for meaning in MEANINGS],
    *[("text", f"{meaning}-soft", 4.5) for meaning in (*MEANINGS, "accent")],
    *[("text-muted", f"{meaning}-soft", 4.5) for meaning in (*MEANINGS, "accent")],
    ("accent", "accent-soft", 4.5),
    ("accent-hover", "accent-soft", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-hover", 4.5),
    ("on-danger", "danger", 4.5),
    ("canvas", "text", 4.5),
    *[("border-control", ground, 3.0) for ground in GROUNDS],
    *[("focus", ground, 3.0) for ground in GROUNDS],
]


def roles() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in ROLE.findall(TOKENS.read_text())}


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_roles_that_meet_can_be_read(front: str, ground: str, least: float, theme: int) -> None:
    colours = roles()
    ratio = contrast(colours[front][theme], colours[ground][theme])
    assert ratio >= least, f"{front} on {ground}: {ratio:.2f} < {least}"


def test_every_colour_role_says_both_themes() -> None:
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)
    assert not re.findall(r"--[\w-]+:\s*#", css)


def test_components_use_tokens_and_no_colour_of_their_own() -> None:
    for file in TOKENS.parent.rglob("*.css"):
        if file != TOKENS:
            css = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
            assert not re.findall(r":[^;{}]*#[0-9a-fA-F]{3,8}\b", css), file
