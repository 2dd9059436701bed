"""Asks the configured DigitalRiver.js, in a browser, what each selling entity must say."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import Any

from django.conf import settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TIMEOUT_MS = 20_000

# Both places are in use: the vendor's page calls it on the instance, older code on the class.
ASK = """
({publicKey, combinations}) => {
  const instance = new DigitalRiver(publicKey);
  const compliance = instance.Compliance || DigitalRiver.Compliance;
  return combinations.map(([entity, country, language]) => {
    try {
      const details = compliance.getDetails({language, country, businessEntityCode: entity});
      return {entity, country, language, details: details.disclosure || details};
    } catch (error) {
      return {entity, country, language, error: String(error.message || error)};
    }
  });
}
"""


class NoBrowser(RuntimeError):
    """Playwright or a browser is missing; the text says how to get it."""


class ScriptFailed(RuntimeError):
    """DigitalRiver.js could not be loaded or called."""


def ask(combinations: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """For each (entity, country, language) what getDetails answers, as ``details`` or ``error``.

    Raises NoBrowser and ScriptFailed.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise NoBrowser(
            "Playwright is missing: pip install -r requirements/test.txt, or load what was "
            "collected elsewhere with --from FILE."
        ) from None
    executable = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if executable is None:
        raise NoBrowser("No Chromium or Chrome found on this machine: apt-get install chromium.")
    keys = settings.DIGITALRIVER_CREDENTIALS["default"]
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=executable, args=["--no-sandbox"], timeout=TIMEOUT_MS
            )
            try:
                page = browser.new_page()
                page.set_default_timeout(TIMEOUT_MS)
                page.add_script_tag(url=settings.DIGITALRIVER_JS_URL)
                answers: list[dict[str, Any]] = page.evaluate(
                    ASK, {"publicKey": keys["public_key"], "combinations": list(combinations)}
                )
                return answers
            finally:
                browser.close()
    except Error as error:
        raise ScriptFailed(f"{settings.DIGITALRIVER_JS_URL}: {error.message}") from error


def records(answers: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """The texts in those answers that are no errors, one record each, not cleaned yet."""
    found = []
    for answer in answers:
        place = {name: answer[name] for name in ("entity", "country", "language")}
        for key, value in answer.get("details", {}).items():
            if not isinstance(value, dict):
                continue
            text = value.get("localizedText") or value.get("name") or ""
            found.append(
                {**place, "key": key, "text": str(text), "url": str(value.get("url") or "")}
            )
    return found
