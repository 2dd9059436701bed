"""A merchant for tests: sends what a shop would send, and says what came back."""

from __future__ import annotations

from typing import Any

from tests.support.sandbox_process import PUBLIC_KEY, SECRET_KEY, SandboxProcess

Document = dict[str, Any]

VISA = "4444222233331111"
PHYSICAL = {"taxCode": "PB0010000", "eccn": "EAR99", "countryOfOrigin": "US"}
DIGITAL = {"taxCode": "DC020500", "eccn": "EAR99", "countryOfOrigin": "US"}
MINNETONKA = {
    "line1": "10380 Bren Road W",
    "city": "Minnetonka",
    "postalCode": "55343",
    "state": "MN",
    "country": "US",
}
ALICE = {"name": "Alice Doe", "address": MINNETONKA}


class Refused(AssertionError):
    """The sandbox answered with another status than the test expected."""


class Merchant:
    """One account's calls. Every call must end with the status that the test expects."""

    def __init__(
        self, process: SandboxProcess, key: str = SECRET_KEY, public_key: str = PUBLIC_KEY
    ) -> None:
        self.process = process
        self.key = key
        self.public_key = public_key

    def call(self, method: str, path: str, body: Any = None, *, expect: int = 200) -> Any:
        status, answer = self.process.api(method, path, body, key=self.key)
        if status != expect:
            raise Refused(f"{method} {path} answered {status}, not {expect}: {answer}")
        return answer

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.call("GET", path, **kwargs)

    def error(self, method: str, path: str, body: Any = None) -> tuple[int, str, str]:
        """(status, code, parameter) of a refusal; "" for what it does not name."""
        status, answer = self.process.api(method, path, body, key=self.key)
        assert status >= 400, answer
        first = answer["errors"][0]
        return status, first.get("code", ""), first.get("parameter", "")

    def sku(self, sku_id: str = "case", **members: Any) -> Document:
        body = {"name": sku_id.title(), **PHYSICAL, **members}
        status, answer = self.process.api("PUT", f"/skus/{sku_id}", body, key=self.key)
        assert status in (200, 201), answer
        return answer

    def checkout_body(self, **members: Any) -> Document:
        """Two cases of 10.00, shipped to Minnetonka for 5.00: 26.89 in all."""
        body = {
            "currency": "USD",
            "email": "alice@example.org",
            "shipFrom": {"address": {"country": "US"}},
            "shipTo": ALICE,
            "billTo": ALICE,
            "shippingChoice": {"amount": 5, "description": "standard", "serviceLevel": "SG"},
            "items": [{"skuId": "case", "quantity": 2, "price": 10}],
            **members,
        }
        return {name: value for name, value in body.items() if value is not None}

    def checkout(self, **members: Any) -> Document:
        return self.call("POST", "/checkouts", self.checkout_body(**members), expect=201)

    def source(self, number: str = VISA, *, expect: int = 201, **members: Any) -> Document:
        """A card's source, as DigitalRiver.js makes it."""
        card = {
            "number": number,
            "expirationMonth": 12,
            "expirationYear": 2039,
            "cvv": "1234" if number.startswith("34") else "123",
        }
        body = {"type": "creditCard", "creditCard": card, **members}
        status, answer = self.process.api("POST", "/v1/internal/sources", body, key=self.public_key)
        if status != expect:
            raise Refused(f"The source was answered {status}, not {expect}: {answer}")
        return answer

    def paid_checkout(self, number: str = VISA, **members: Any) -> Document:
        """A checkout that is ready to be ordered."""
        checkout = self.checkout(**members)
        source = self.source(number, sessionId=checkout["payment"]["session"]["id"])
        return self.call("POST", f"/checkouts/{checkout['id']}", {"sourceId": source["id"]})

    def order(self, number: str = VISA, **members: Any) -> Document:
        checkout = self.paid_checkout(number, **members)
        return self.call("POST", "/orders", {"checkoutId": checkout["id"]}, expect=201)

    def fulfill(self, order: Document, *quantities: int, cancel: bool = False) -> Document:
        """Ships (or cancels) so many of each line, in the order of the lines."""
        member = "cancelQuantity" if cancel else "quantity"
        items = [
            {"itemId": item["id"], member: quantity}
            for item, quantity in zip(order["items"], quantities, strict=False)
            if quantity
        ]
        return self.call(
            "POST", "/fulfillments", {"orderId": order["id"], "items": items}, expect=201
        )

    def reread(self, order: Document) -> Document:
        return self.get(f"/orders/{order['id']}")

    def event_types(self, prefix: str = "order") -> list[str]:
        """The types of what happened, oldest first."""
        data = self.get("/events?limit=100")["data"]
        return [event["type"] for event in reversed(data) if event["type"].startswith(prefix)]
