"""What the merchant does in the admin, one method a step."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

EMAIL, PASSWORD = "admin@northlight.example", "northlight-demo"


@dataclass
class Merchant:
    """The demo's admin in front of a page."""

    page: Page

    def signs_in(self) -> None:
        self.page.goto("/admin/login/")
        self.page.locator("input[name=username]").fill(EMAIL)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("[type=submit]").click()
        self.page.wait_for_url("**/admin/")

    def opens(self, number: str) -> None:
        """Finds an order by its number and opens it."""
        self.page.goto(f"/admin/orders/order/?q={number}")
        self.page.get_by_role("link", name=number).click()
        self.page.get_by_role("heading", name=number).first.wait_for()

    @property
    def main(self) -> Locator:
        return self.page.locator("#content")

    def ships(self, quantities: dict[str, int], **tracking: str) -> None:
        """Ships quantities by SKU code; everything else in the form is set to nought."""
        self.page.get_by_role("link", name="Ship", exact=True).click()
        for row in self.page.locator("table.panel-table tbody tr").all():
            code = row.locator("th").inner_text().strip()
            row.locator("input[type=number]").fill(str(quantities.get(code, 0)))
        for name, value in tracking.items():
            self.page.locator(f"[name={name}]").fill(value)
        self.page.locator(".submit-row [type=submit]").click()
        self.page.wait_for_url("**/change/")
