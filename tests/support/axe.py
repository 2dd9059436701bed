"""axe-core on a page: what it finds is an error of the page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """One line a violation: the rule, how bad, and the first element that breaks it."""
    found = _axe.run(page, options=WCAG).response["violations"]
    return [
        f"{page.url} {one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
        for one in found
    ]
