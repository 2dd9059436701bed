"""Fulfillments, captures and cancels, and what they make of an order."""

import pytest

from tests.sandbox.merchant import Merchant


def captures(dr: Merchant, order) -> list[tuple[float, str]]:
    (charge,) = dr.reread(order)["payment"]["charges"]
    return [(each["amount"], each["state"]) for each in charge.get("captures", [])]


def test_half_of_an_order_captures_its_share_and_the_rest_the_rest(dr: Merchant):
    order = dr.order()

    first = dr.fulfill(order, 1)
    half = dr.reread(order)
    assert captures(dr, order) == [(13.45, "complete")]
    assert (half["state"], half["payment"]["charges"][0]["state"]) == ("accepted", "capturable")
    assert half["items"][0]["state"] == "created"
    assert half["capturedAmount"] == half["availableToRefundAmount"] == 13.45

    dr.fulfill(order, 1)
    whole = dr.reread(order)
    assert captures(dr, order) == [(13.45, "complete"), (13.44, "complete")]
    assert (whole["state"], whole["payment"]["charges"][0]["state"]) == ("complete", "complete")
    assert whole["items"][0]["state"] == "fulfilled"
    assert whole["capturedAmount"] == 26.89
    assert {"accepted", "fulfilled", "complete"} == set(whole["stateTransitions"])
    assert whole["payment"]["charges"][0]["captures"][0]["fulfillmentId"] == first["id"]


def test_the_events_of_a_shipment_come_in_their_order(dr: Merchant):
    order = dr.order()
    dr.fulfill(order, 2)

    assert dr.event_types("")[-6:] == [
        "fulfillment.created",
        "order.charge.capture.pending",
        "order.charge.capture.complete",
        "order.fulfilled",
        "order.charge.complete",
        "order.complete",
    ]
    by_type = {event["type"]: event["data"]["object"] for event in dr.get("/events")["data"]}
    assert by_type["order.fulfilled"]["state"] == "fulfilled"
    assert by_type["order.complete"]["state"] == "complete"
    assert by_type["order.complete"]["capturedAmount"] == 26.89
    assert by_type["order.charge.capture.complete"]["orderId"] == order["id"]
    created = by_type["fulfillment.created"]
    assert created["orderDetails"]["id"] == order["id"]
    assert "payment" not in created["orderDetails"]


@pytest.mark.parametrize("order_off", [None, {"amountOff": 7}, {"percentOff": 13}])
@pytest.mark.parametrize("inclusive", [False, True])
def test_parts_always_add_up_to_the_total(dr: Merchant, order_off, inclusive):
    order = dr.order(
        taxInclusive=inclusive,
        discount=order_off,
        shippingChoice={"amount": 7.77},
        items=[
            {"skuId": "case", "price": 3.33, "quantity": 7},
            {"skuId": "case", "price": 19.99, "quantity": 3},
            {"skuId": "case", "price": 0.01, "quantity": 2},
        ],
    )
    for quantities in ((1, 0, 0), (2, 1, 1), (0, 1, 0)):
        dr.fulfill(order, *quantities)
    dr.fulfill(order, 2, 0, 1, cancel=True)
    dr.fulfill(order, 2, 1, 0)

    after = dr.reread(order)
    (charge,) = after["payment"]["charges"]
    captured = round(sum(each["amount"] for each in charge["captures"]), 2)
    cancelled = round(sum(each["amount"] for each in charge["cancels"]), 2)
    assert after["state"] == "complete"
    assert round(captured + cancelled, 2) == after["totalAmount"]
    assert (after["capturedAmount"], after["cancelledAmount"]) == (captured, cancelled)


def test_everything_cancelled_cancels_the_order(dr: Merchant):
    order = dr.order()
    dr.fulfill(order, 2, cancel=True)

    after = dr.reread(order)
    assert (after["state"], after["items"][0]["state"]) == ("cancelled", "cancelled")
    assert after["payment"]["charges"][0]["state"] == "cancelled"
    assert after["cancelledAmount"] == 26.89
    assert "order.cancelled" in dr.event_types()
    assert "order.charge.cancel.complete" in dr.event_types()


def test_one_shipped_and_one_cancelled_completes_the_order(dr: Merchant):
    order = dr.order()
    item_id = order["items"][0]["id"]
    items = [{"itemId": item_id, "quantity": 1, "cancelQuantity": 1}]

    made = dr.call("POST", "/fulfillments", {"orderId": order["id"], "items": items}, expect=201)

    assert made["items"] == [
        {"itemId": item_id, "skuId": "case", "quantity": 1, "cancelQuantity": 1}
    ]
    after = dr.reread(order)
    assert after["state"] == "complete"
    assert (after["capturedAmount"], after["cancelledAmount"]) == (13.45, 13.44)


def test_a_failed_capture_leaves_the_order_fulfilled(dr: Merchant):
    order = dr.order("4000000000004103")
    dr.fulfill(order, 2)

    after = dr.reread(order)
    (capture,) = after["payment"]["charges"][0]["captures"]
    assert (capture["state"], capture["failureCode"]) == ("failed", "failed-request")
    assert after["state"] == "fulfilled"
    assert after["capturedAmount"] == 0.0
    assert "order.charge.capture.failed" in dr.event_types()
    assert "order.complete" not in dr.event_types()


@pytest.mark.parametrize(
    ("outcome", "capture", "state"),
    [("complete", "complete", "complete"), ("fail", "failed", "fulfilled")],
)
def test_a_pending_capture_is_settled_from_outside(dr: Merchant, outcome, capture, state):
    order = dr.order("4000000000000028")
    dr.fulfill(order, 2)
    assert captures(dr, order) == [(26.89, "pending")]
    assert dr.reread(order)["state"] == "fulfilled"
    path = f"/control/orders/{order['id']}/captures"

    dr.process.control("PUT", "/control/clock", {"advance_s": 100_000})
    assert captures(dr, order) == [(26.89, "pending")]
    dr.process.control("POST", path, {"outcome": outcome})

    assert captures(dr, order) == [(26.89, capture)]
    assert dr.reread(order)["state"] == state
    assert dr.process.call("POST", path, {"outcome": outcome})[0] == 409


def test_a_capture_fails_after_a_delay(dr: Merchant):
    order = dr.order("4485951788521565")
    dr.fulfill(order, 2)
    assert captures(dr, order) == [(26.89, "pending")]

    dr.process.control("PUT", "/control/clock", {"advance_s": 61})

    assert captures(dr, order) == [(26.89, "failed")]


def test_a_cancel_can_fail(dr: Merchant):
    order = dr.order("4000000000004442")
    dr.fulfill(order, 2, cancel=True)

    (charge,) = dr.reread(order)["payment"]["charges"]
    assert [each["state"] for each in charge["cancels"]] == ["failed"]
    assert "order.charge.cancel.failed" in dr.event_types()


def test_more_than_what_is_open_is_refused(dr: Merchant):
    order = dr.order()
    item_id = order["items"][0]["id"]

    def refused(*items, **members):
        return dr.error(
            "POST", "/fulfillments", {"orderId": order["id"], "items": items, **members}
        )

    assert refused({"itemId": item_id, "quantity": 3})[1] == "quantity_too_large"
    twice = [{"itemId": item_id, "quantity": 1}, {"itemId": item_id, "quantity": 2}]
    assert refused(*twice) == (409, "quantity_too_large", "items[1].quantity")
    assert refused({"itemId": item_id, "quantity": 0})[0] == 400
    assert refused({"itemId": item_id, "quantity": -1})[0] == 400
    assert refused({"itemId": item_id}) == (400, "missing_parameter", "items[0].quantity")
    assert refused({"itemId": "7", "quantity": 1}) == (400, "not_found", "items[0].itemId")
    assert refused() == (400, "missing_parameter", "items")
    assert captures(dr, order) == []
    assert dr.get("/fulfillments")["data"] == []


def test_only_an_accepted_order_can_be_fulfilled(dr: Merchant):
    done, held = dr.order(), dr.order(email="holdpass@fraud.com")
    dr.fulfill(done, 2)

    def refused(order):
        items = [{"itemId": order["items"][0]["id"], "quantity": 1}]
        return dr.error("POST", "/fulfillments", {"orderId": order["id"], "items": items})

    assert refused(done) == (409, "order_fulfilled", "orderId")
    assert refused(held) == (409, "order_not_submitted", "orderId")
    assert refused({"id": "7", "items": held["items"]}) == (400, "not_found", "orderId")


def test_tracking_may_follow_later(dr: Merchant):
    order = dr.order()
    made = dr.fulfill(order, 1)
    tracking = {
        "trackingCompany": "UPS",
        "trackingNumber": "1Z",
        "trackingUrl": "https://example.org/1Z",
    }

    updated = dr.call("POST", f"/fulfillments/{made['id']}", tracking)

    assert updated.items() >= tracking.items()
    read = dr.get(f"/fulfillments/{made['id']}")
    assert read["trackingNumber"] == "1Z"
    assert read["orderDetails"]["id"] == order["id"]
    assert dr.get(f"/fulfillments?orderId={order['id']}")["data"][0]["id"] == made["id"]
    assert dr.error("POST", "/fulfillments/ful_7", tracking) == (404, "not_found", "id")
    assert captures(dr, order) == [(13.45, "complete")]
