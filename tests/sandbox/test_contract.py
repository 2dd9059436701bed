"""Exchanges with the sandbox, held to Digital River's own OpenAPI document."""

import pytest

from tests.sandbox.conftest import Endpoint
from tests.sandbox.merchant import DIGITAL, Merchant
from tests.support import contract

pytestmark = pytest.mark.skipif(not contract.SPEC.exists(), reason="../shared/contract is absent")


def test_every_resource_keeps_to_the_contract(dr: Merchant, endpoint: Endpoint):
    everything(dr, endpoint)
    recording = contract.exchanges(dr.process) + contract.deliveries(dr.process)

    assert contract.check(recording, "--skip-rejected-requests").violations == []
    assert len(recording) > 100


def everything(dr: Merchant, endpoint: Endpoint) -> None:
    """Calls every operation of this sandbox, the refused ways too, with a webhook listening."""
    hook = {"types": ["*"], "address": endpoint.url, "authentication": {"username": "u"}}
    webhook = dr.call("POST", "/webhooks", hook, expect=201)
    dr.call("PATCH", f"/webhooks/{webhook['id']}", {"types": ["order.*", "fulfillment.created"]})
    dr.get("/webhooks?type=order.accepted")
    dr.sku("plugin", **DIGITAL, description="A plug-in", weight=1, metadata={"a": True})
    dr.call("POST", "/skus/plugin", {"name": "Plug-in"})
    dr.get("/skus?limit=5")
    half = dr.order(
        upstreamId="NL-1",
        locale="en_US",
        browserIp="203.0.113.9",
        chargeType="customer_initiated",
        customerType="individual",
        metadata={"n": 1},
        items=[
            {"skuId": "case", "quantity": 2, "price": 10, "discount": {"percentOff": 10}},
            {"skuId": "plugin", "quantity": 3, "aggregatePrice": 25},
        ],
    )
    dr.fulfill(half, 1, 1)
    fulfillment = dr.fulfill(half, 1, 1, cancel=True)
    dr.call("POST", f"/fulfillments/{fulfillment['id']}", {"trackingNumber": "1Z"})
    dr.get(f"/fulfillments/{fulfillment['id']}")
    dr.get(f"/fulfillments?orderId={half['id']}")
    dr.fulfill(half, 0, 1)
    dr.call("POST", f"/orders/{half['id']}", {"upstreamId": "NL-2"})
    dr.call("POST", f"/orders/{half['id']}/refresh")
    dr.get("/orders?upstreamIds=NL-2&createdTime[gte]=2020-01-01T00:00:00Z&state=complete")
    dr.get(f"/charges/{dr.reread(half)['payment']['charges'][0]['id']}")
    cancelled = dr.order()
    dr.fulfill(cancelled, 2, cancel=True)
    failed = dr.order("4000000000004103")
    dr.fulfill(failed, 2)
    held = dr.order(email="holdblock@fraud.com")
    dr.process.control("PUT", "/control/clock", {"advance_s": 60})
    dr.reread(held)
    refused(dr, half)
    checkout = dr.checkout(shipTo=None, billTo=None, shippingChoice=None)
    source = dr.source()
    dr.call("POST", f"/checkouts/{checkout['id']}/sources/{source['id']}")
    dr.get(f"/sources/{source['id']}")
    dr.get("/checkouts?currency=USD&limit=2")
    dr.call("DELETE", f"/checkouts/{checkout['id']}/sources/{source['id']}", expect=204)
    dr.call("DELETE", f"/checkouts/{checkout['id']}", expect=204)
    dr.call("DELETE", "/skus/plugin", expect=204)
    events = dr.get("/events?type=order.*&limit=100")["data"]
    dr.get(f"/events/{events[0]['id']}")
    dr.process.control("POST", "/control/delivery/flush")
    dr.get(f"/webhooks/{webhook['id']}")
    dr.call("DELETE", f"/webhooks/{webhook['id']}", expect=204)


def refused(dr: Merchant, done: dict) -> None:
    """One refusal of every status."""
    declined = dr.paid_checkout("4000000000003600")
    dr.error("POST", "/orders", {"checkoutId": declined["id"]})
    dr.error("POST", "/orders", {"checkoutId": done["checkoutId"]})
    dr.error("POST", "/checkouts", dr.checkout_body(currency="YEM"))
    dr.error("POST", "/checkouts", dr.checkout_body(currency="PAB"))
    dr.error("GET", "/orders/7")
    item = {"itemId": done["items"][0]["id"], "quantity": 1}
    dr.error("POST", "/fulfillments", {"orderId": done["id"], "items": [item]})
    dr.process.api("GET", "/orders", key="sk_wrong")
