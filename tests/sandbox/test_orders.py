"""Orders: every outcome of POST /orders, look-ups, and fraud reviews."""

import pytest

from tests.sandbox.merchant import ALICE, MINNETONKA, Merchant


def test_an_accepted_order_has_everything_a_shop_keeps(dr: Merchant):
    checkout = dr.paid_checkout(upstreamId="NL-1", metadata={"gift": True})
    order = dr.call("POST", "/orders", {"checkoutId": checkout["id"]}, expect=201)

    assert (order["state"], order["fraudState"]) == ("accepted", "passed")
    assert order["checkoutId"] == checkout["id"]
    assert order["upstreamId"] == "NL-1"
    assert order["metadata"] == {"gift": True}
    assert order["id"].isdigit()
    assert order["items"][0]["id"] != checkout["items"][0]["id"]
    assert order["items"][0]["state"] == "created"
    assert order["totalAmount"] == 26.89
    assert order["payment"]["session"]["state"] == "complete"
    (charge,) = order["payment"]["charges"]
    assert (charge["state"], charge["amount"], charge["captured"]) == ("capturable", 26.89, False)
    assert (order["capturedAmount"], order["availableToRefundAmount"]) == (0.0, 0.0)
    assert list(order["stateTransitions"]) == ["accepted"]
    assert dr.reread(order) == order
    source_id = checkout["payment"]["sources"][0]["id"]
    assert dr.get(f"/sources/{source_id}")["state"] == "consumed"
    assert dr.get(f"/charges/{charge['id']}")["orderId"] == order["id"]


def test_everything_but_the_checkout_id_is_ignored(dr: Merchant):
    body = {"checkoutId": dr.paid_checkout()["id"], "upstreamId": "X", "email": "b@example.org"}

    order = dr.call("POST", "/orders", body, expect=201)

    assert "upstreamId" not in order
    assert order["email"] == "alice@example.org"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"email": None}, (400, "order_create_failed", "email")),
        ({"shipTo": None}, (400, "missing_parameter", "shipTo.address.country")),
        ({"shipTo": {"address": MINNETONKA}}, (400, "missing_parameter", "shipping.name")),
        ({"shipFrom": None}, (400, "missing_parameter", "shipFrom.address")),
        ({"shippingChoice": None}, (400, "invalid_shipping_choice", "shippingChoice")),
        ({"billTo": {"name": "A"}}, (400, "missing_parameter", "billTo.address.country")),
        (
            {"billTo": {"name": "A", "address": {"country": "US"}}},
            (409, "create-order-failed", ""),
        ),
        ({"billTo": {"address": ALICE["address"]}}, (409, "create-order-failed", "")),
    ],
)
def test_an_incomplete_checkout_is_refused_as_documented(dr: Merchant, members, expected):
    checkout = dr.paid_checkout(**members)

    assert dr.error("POST", "/orders", {"checkoutId": checkout["id"]}) == expected
    assert dr.get("/orders")["data"] == []


def test_what_was_missing_can_be_added_to_the_same_checkout(dr: Merchant):
    checkout = dr.paid_checkout(email=None)
    dr.error("POST", "/orders", {"checkoutId": checkout["id"]})

    dr.call("POST", f"/checkouts/{checkout['id']}", {"email": "alice@example.org"})

    dr.call("POST", "/orders", {"checkoutId": checkout["id"]}, expect=201)


def test_an_unpaid_checkout_is_no_order(dr: Merchant):
    refused = dr.error("POST", "/orders", {"checkoutId": dr.checkout()["id"]})
    assert refused == (400, "order_submit_failed", "")
    assert dr.error("POST", "/orders", {}) == (400, "missing_parameter", "checkoutId")
    assert dr.error("POST", "/orders", {"checkoutId": "x"}) == (404, "not_found", "checkoutId")
    assert dr.error("POST", "/orders", {"checkoutId": 7}) == (
        400,
        "invalid_parameter",
        "checkoutId",
    )


@pytest.mark.parametrize(
    ("number", "email", "code"),
    [
        ("4000000000003600", "alice@example.org", "failed-request"),
        ("4444222233331111", "block@fraud.com", "fraud_block"),
    ],
)
def test_a_refused_payment_is_a_409_and_ends_the_checkout(dr: Merchant, number, email, code):
    checkout = dr.paid_checkout(number, email=email)

    status, answer = dr.process.api("POST", "/orders", {"checkoutId": checkout["id"]}, key=dr.key)

    assert (status, answer["type"], answer["errors"][0]["code"]) == (409, "conflict", code)
    assert dr.get("/orders")["data"] == []
    assert dr.event_types() == []
    source_id = checkout["payment"]["sources"][0]["id"]
    assert dr.get(f"/sources/{source_id}")["state"] == "failed"
    # Another card does not bring this checkout back: a new one is needed.
    dr.call("POST", f"/checkouts/{checkout['id']}", {"sourceId": dr.source()["id"]})
    refused = dr.error("POST", "/orders", {"checkoutId": checkout["id"]})
    assert refused == (400, "order_submit_failed", "")


def test_a_used_up_checkout_answers_404_with_the_orders_id(dr: Merchant):
    order = dr.order()
    body = {"checkoutId": order["checkoutId"]}

    status, answer = dr.process.api("POST", "/orders", body, key=dr.key)

    assert (status, answer["errors"][0]["parameter"]) == (404, "orderId")
    assert order["id"] in answer["errors"][0]["message"]
    assert len(dr.get("/orders")["data"]) == 1


def test_a_used_up_checkout_may_make_a_second_order_if_told_so(dr: Merchant):
    order = dr.order()
    dr.process.control("PUT", "/control/settings", {"consumed_checkout": "second_order"})

    second = dr.call("POST", "/orders", {"checkoutId": order["checkoutId"]}, expect=201)

    assert second["id"] != order["id"]
    assert len(dr.get(f"/orders?checkoutId={order['checkoutId']}")["data"]) == 2


def test_a_used_up_checkout_cannot_be_changed(dr: Merchant):
    order = dr.order()

    refused = dr.error("POST", f"/checkouts/{order['checkoutId']}", {"email": "b@example.org"})
    assert refused[0] == 409


def test_orders_are_found_by_what_a_shop_knows(dr: Merchant):
    first = dr.order(upstreamId="NL-1")
    second = dr.order(upstreamId="NL-2", email="bob@example.org")

    def found(query: str) -> list[str]:
        return [order["id"] for order in dr.get(f"/orders?{query}")["data"]]

    assert found("upstreamIds=NL-1") == [first["id"]]
    assert found("upstreamIds=NL-1&upstreamIds=NL-2") == [second["id"], first["id"]]
    assert found(f"checkoutId={second['checkoutId']}") == [second["id"]]
    assert found("email=bob@example.org") == [second["id"]]
    assert found("skuId=case&state=accepted&currency=USD") == [second["id"], first["id"]]
    assert found("state=complete") == []
    assert found(f"ids={first['id']}") == [first["id"]]
    assert found("totalAmount[gte]=26.89&totalAmount[lt]=27") == [second["id"], first["id"]]
    assert found("totalAmount[gt]=26.89") == []
    assert found("createdTime[gte]=2020-01-01T00:00:00Z") == [second["id"], first["id"]]
    assert found("accepted[lt]=2020-01-01T00:00:00Z") == []
    assert found("upstreamIds='%20OR%201=1%20--") == []


def test_lists_are_paged_from_the_newest_on(dr: Merchant):
    ids = [dr.order()["id"] for _ in range(5)][::-1]

    def page(query: str):
        answer = dr.get(f"/orders?limit=2{query}")
        return [order["id"] for order in answer["data"]], answer["hasMore"]

    assert page("") == (ids[:2], True)
    assert page(f"&startingAfter={ids[1]}") == (ids[2:4], True)
    assert page(f"&startingAfter={ids[3]}") == (ids[4:], False)
    assert page(f"&endingBefore={ids[2]}") == (ids[:2], False)
    assert page(f"&endingBefore={ids[3]}") == (ids[1:3], True)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("colour=red", "colour"),
        ("startingAfter=nobody", "startingAfter"),
        ("createdTime[gte]=yesterday", "createdTime"),
        ("createdTime[like]=2020-01-01T00:00:00Z", "createdTime"),
        ("totalAmount[gt]=much", "totalAmount"),
        ("state[gt]=a", "state"),
    ],
)
def test_a_bad_query_is_refused(dr: Merchant, query: str, parameter: str):
    status, _, named = dr.error("GET", f"/orders?{query}")

    assert (status, named) == (400, parameter)


def test_few_things_of_an_order_can_be_changed(dr: Merchant):
    order = dr.order()
    path = f"/orders/{order['id']}"

    updated = dr.call("POST", path, {"upstreamId": "NL-9", "metadata": {"a": 1}})

    assert (updated["upstreamId"], updated["metadata"]) == ("NL-9", {"a": 1})
    assert dr.get("/orders?upstreamIds=NL-9")["data"][0]["id"] == order["id"]
    assert dr.error("POST", path, {"email": "b@example.org"})[1] == "unknown_parameter"
    assert dr.call("POST", f"{path}/refresh")["state"] == "accepted"
    assert dr.error("POST", "/orders/7/refresh") == (404, "not_found", "id")


def test_an_expanded_order_tells_what_is_physical(dr: Merchant):
    order = dr.order()

    expanded = dr.get(f"/orders/{order['id']}?expand=true")

    assert expanded["items"][0]["productDetails"]["physical"] is True
    assert expanded["items"][0]["productDetails"]["name"] == "Case"


@pytest.mark.parametrize(
    ("email", "seconds", "state"),
    [("holdpass@fraud.com", 30, "accepted"), ("holdblock@fraud.com", 30, "blocked")],
)
def test_a_held_order_ends_its_review_by_itself(dr: Merchant, email, seconds, state):
    order = dr.order(email=email)
    assert (order["state"], order["fraudState"]) == ("in_review", "review_opened")
    assert "order.review_opened" in dr.event_types()

    dr.process.control("PUT", "/control/clock", {"advance_s": seconds})

    after = dr.reread(order)
    assert after["state"] == state
    assert f"order.{state}" in dr.event_types()


@pytest.mark.parametrize(
    ("outcome", "state", "fraud", "charge"),
    [
        ("accept", "accepted", "passed", "capturable"),
        ("block", "blocked", "blocked", "cancelled"),
    ],
)
def test_a_review_can_be_ended_from_outside(dr: Merchant, outcome, state, fraud, charge):
    order = dr.order(email="holdpass@fraud.com")
    path = f"/control/orders/{order['id']}/review"

    dr.process.control("POST", path, {"outcome": outcome})

    after = dr.reread(order)
    assert (after["state"], after["fraudState"]) == (state, fraud)
    assert after["payment"]["charges"][0]["state"] == charge
    assert set(after["fraudStateTransitions"]) == {"review_opened", fraud}
    assert dr.process.call("POST", path, {"outcome": outcome})[0] == 409
    # What was due by itself later changes nothing any more.
    dr.process.control("PUT", "/control/clock", {"advance_s": 60})
    assert dr.reread(order)["state"] == state


def test_two_accounts_never_see_each_other(dr: Merchant):
    order = dr.order()
    other = Merchant(dr.process, "sk_test_second", "pk_test_second")

    assert other.get("/orders")["data"] == []
    assert other.error("GET", f"/orders/{order['id']}") == (404, "not_found", "id")
    assert other.error("POST", "/checkouts", other.checkout_body())[1] == "not_found"
    other.sku()
    assert other.order()["state"] == "accepted"
    assert len(dr.get("/orders")["data"]) == 1
