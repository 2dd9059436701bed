"""The client against the local Digital River over HTTP: two independent readings of one manual."""

import socket
from decimal import Decimal
from typing import Any

import pytest

import digitalriver
from digitalriver import CallContext, Client, Retries, errors
from tests.support.sandbox_process import PUBLIC_KEY, SandboxProcess

PHYSICAL, DIGITAL = "tee-1", "font-1"
ADDRESS = {
    "line1": "10380 Bren Road West",
    "city": "Minnetonka",
    "state": "MN",
    "postalCode": "55343",
    "country": "US",
}
CARD = "4444222233331111"
DECLINED_CARD = "4000000000003600"


@pytest.fixture
def api(sandbox: SandboxProcess) -> Client:
    client = Client("sk_test_sandbox", base_url=sandbox.url)
    client.skus.put(PHYSICAL, sku_payload("4323.310_A"))
    client.skus.put(DIGITAL, sku_payload("DC020500"))
    return client


def sku_payload(tax_code: str) -> dict[str, Any]:
    return {"name": "Thing", "taxCode": tax_code, "eccn": "EAR99", "countryOfOrigin": "US"}


def checkout_payload(**changes: Any) -> dict[str, Any]:
    return {
        "currency": "USD",
        "email": "alice@example.org",
        "upstreamId": "MR-1001",
        "locale": "en_US",
        "taxInclusive": False,
        "shipFrom": {"address": {"country": "US", "postalCode": "55343", "state": "MN"}},
        "shipTo": {"name": "Alice", "address": ADDRESS},
        "billTo": {"name": "Alice", "address": ADDRESS},
        "shippingChoice": {
            "amount": Decimal("5.00"),
            "description": "Standard",
            "serviceLevel": "SG",
        },
        "items": [
            {"skuId": PHYSICAL, "quantity": 2, "price": Decimal("10.00")},
            {"skuId": DIGITAL, "quantity": 1, "price": Decimal("19.99")},
        ],
        **changes,
    }


def new_source(sandbox: SandboxProcess, checkout: digitalriver.Checkout, number: str = CARD) -> str:
    """What the browser does with DigitalRiver.js and the public key."""
    assert checkout.payment.session is not None
    body = {
        "type": "creditCard",
        "sessionId": checkout.payment.session.id,
        "owner": {"firstName": "Alice", "lastName": "A", "email": "a@x.org", "address": ADDRESS},
        "creditCard": {
            "number": number,
            "expirationMonth": "7",
            "expirationYear": "2040",
            "cvv": "123",
        },
    }
    status, source = sandbox.api("POST", "/v1/internal/sources", body, key=PUBLIC_KEY)
    assert status == 201, source
    return str(source["id"])


def paid_checkout(
    api: Client, sandbox: SandboxProcess, number: str = CARD, **changes: Any
) -> digitalriver.Checkout:
    checkout = api.checkouts.create(checkout_payload(**changes))
    return api.checkouts.update(checkout.id, {"sourceId": new_source(sandbox, checkout, number)})


def fault(sandbox: SandboxProcess, path: str, action: str, **more: Any) -> None:
    rule = {"method": "POST", "path": path, "times": 1, "action": action, **more}
    sandbox.control("PUT", "/control/faults", [rule])


def vendor_calls(sandbox: SandboxProcess, method: str, path: str) -> list[dict[str, Any]]:
    return [c for c in sandbox.requests() if (c["method"], c["path"]) == (method, path)]


def test_a_sku_tells_whether_it_is_physical(api):
    assert api.skus.retrieve(PHYSICAL).physical is True
    assert api.skus.retrieve(DIGITAL).physical is False
    assert api.skus.put(DIGITAL, sku_payload("P0000000")).physical is True
    with pytest.raises(errors.NotFound):
        api.skus.retrieve("never-made")


def test_a_checkout_comes_back_priced(api):
    checkout = api.checkouts.create(checkout_payload())
    assert checkout.currency == "USD"
    assert checkout.subtotal == Decimal("44.99")
    assert checkout.total_amount == checkout.subtotal + checkout.total_tax
    assert checkout.total_shipping == Decimal("5.00")
    assert [item.amount for item in checkout.items] == [Decimal("20.00"), Decimal("19.99")]
    assert checkout.selling_entity.id.endswith("-ENTITY")
    assert checkout.upstream_id == "MR-1001"
    assert checkout.payment.session is not None
    assert checkout.payment.session.state == "requires_source"
    assert api.checkouts.retrieve(checkout.id) == checkout


def test_a_delivery_is_changed_and_a_source_attached_by_update(api, sandbox):
    checkout = api.checkouts.create(checkout_payload())
    choice = {"amount": Decimal("12.50"), "description": "Express", "serviceLevel": "NDA"}
    faster = api.checkouts.update(checkout.id, {"shippingChoice": choice})
    assert faster.total_shipping == Decimal("12.50")
    source_id = new_source(sandbox, checkout)
    ready = api.checkouts.update(checkout.id, {"sourceId": source_id})
    assert ready.payment.session is not None
    assert ready.payment.session.state == "requires_confirmation"
    assert ready.payment.session.amount_remaining_to_be_contributed == 0
    (source,) = ready.payment.sources
    assert source.credit_card is not None
    assert (source.id, source.credit_card.last_four_digits) == (source_id, "1111")


def test_an_order_is_placed_read_and_found(api, sandbox):
    checkout = paid_checkout(api, sandbox)
    order = api.orders.create(checkout.id)
    assert order.state == "accepted"
    assert order.total_amount == checkout.total_amount
    assert (order.checkout_id, order.upstream_id) == (checkout.id, "MR-1001")
    assert order.state_transitions["accepted"].tzinfo is not None
    assert [charge.state for charge in order.payment.charges] == ["capturable"]
    assert api.orders.retrieve(order.id).id == order.id
    for found in (
        api.orders.list(checkout_id=checkout.id),
        api.orders.list(upstream_ids=["MR-1001", "MR-none"]),
    ):
        assert [each.id for each in found] == [order.id]
    assert api.orders.list(checkout_id="nowhere") == []


def test_a_consumed_checkout_is_not_found(api, sandbox):
    checkout = paid_checkout(api, sandbox)
    api.orders.create(checkout.id)
    with pytest.raises(errors.NotFound) as caught:
        api.orders.create(checkout.id)
    assert (caught.value.code, caught.value.parameter) == ("not_found", "orderId")


def test_a_declined_card_is_a_conflict_with_a_code(api, sandbox):
    checkout = paid_checkout(api, sandbox, DECLINED_CARD)
    with pytest.raises(errors.Conflict) as caught:
        api.orders.create(checkout.id)
    assert (caught.value.status, caught.value.code) == (409, "failed-request")
    assert caught.value.retryable is False
    assert caught.value.request_id
    assert len(vendor_calls(sandbox, "POST", "/orders")) == 1


def test_fraud_is_a_conflict_too(api, sandbox):
    checkout = paid_checkout(api, sandbox, email="block@fraud.com")
    with pytest.raises(errors.Conflict) as caught:
        api.orders.create(checkout.id)
    assert caught.value.has_code("fraud", "fraud_block")


def test_goods_are_shipped_in_parts_and_captured(api, sandbox):
    order = api.orders.create(paid_checkout(api, sandbox).id)
    physical = next(item for item in order.items if item.sku_id == PHYSICAL)
    digital = next(item for item in order.items if item.sku_id == DIGITAL)
    first = api.fulfillments.create(
        {
            "orderId": order.id,
            "items": [{"itemId": physical.id, "quantity": 1}],
            "trackingCompany": "UPS",
            "trackingNumber": "1Z",
        }
    )
    assert [(item.item_id, item.quantity) for item in first.items] == [(physical.id, 1)]
    tracked = api.fulfillments.update(first.id, {"trackingUrl": "https://ups.example/1Z"})
    assert tracked.tracking_url == "https://ups.example/1Z"
    assert api.fulfillments.retrieve(first.id).tracking_number == "1Z"
    rest = [{"itemId": physical.id, "quantity": 1}, {"itemId": digital.id, "quantity": 1}]
    second = api.fulfillments.create({"orderId": order.id, "items": rest})
    listed = api.fulfillments.list(order_id=order.id)
    assert {each.id for each in listed} == {first.id, second.id}
    charge = api.charges.retrieve(order.payment.charges[0].id)
    assert sum(capture.amount for capture in charge.captures) == order.total_amount
    assert {capture.state for capture in charge.captures} == {"complete"}
    assert api.orders.retrieve(order.id).state in ("fulfilled", "complete")
    with pytest.raises(errors.Conflict):
        api.fulfillments.create({"orderId": order.id, "items": rest})


def test_events_are_listed_with_their_objects(api, sandbox):
    order = api.orders.create(paid_checkout(api, sandbox).id)
    page = api.events.list(types=["order.accepted"], limit=10)
    assert [event.type for event in page.data] == ["order.accepted"]
    told = digitalriver.parse(digitalriver.Order, page.data[0].data.object)
    assert (told.id, told.total_amount) == (order.id, order.total_amount)
    created = page.data[0].created_time
    assert created is not None
    assert api.events.list(types=["order.accepted"], created_from=created).data
    older = api.events.list(types=["order.accepted"], starting_after=page.data[0].id)
    assert older.data == ()


def test_webhooks_are_made_listed_and_changed(api):
    made = api.webhooks.create(
        {"types": ["order.accepted"], "address": "http://127.0.0.1:9/hook", "enabled": False}
    )
    assert made.id in [webhook.id for webhook in api.webhooks.list()]
    changed = api.webhooks.update(made.id, {"types": ["order.accepted", "order.blocked"]})
    assert set(changed.types) == {"order.accepted", "order.blocked"}


def test_a_mistake_names_its_parameter(api):
    with pytest.raises(errors.BadRequest) as caught:
        api.checkouts.create(checkout_payload(colour="red"))
    assert (caught.value.code, caught.value.parameter) == ("unknown_parameter", "colour")


def test_a_wrong_key_is_unauthorized_and_asked_once(sandbox):
    wrong = Client("sk_test_nobody", base_url=sandbox.url)
    with pytest.raises(errors.Unauthorized):
        wrong.orders.retrieve("1")
    with pytest.raises(errors.GateClosed):
        wrong.orders.retrieve("1")
    assert len(vendor_calls(sandbox, "GET", "/orders/1")) == 1


def test_the_headers_for_troubleshooting_arrive(api, sandbox):
    context = CallContext(None, "session-1", ("192.0.2.43", "198.51.100.17"))
    api.bound(context).skus.retrieve(PHYSICAL)
    api.skus.retrieve(DIGITAL)
    shopper, job = (
        {k.lower(): v for k, v in c["headers"].items()} for c in sandbox.requests()[-2:]
    )
    assert shopper["upstream-session-id"] == "session-1"
    assert shopper["upstream-id"] != job["upstream-id"]
    assert "upstream-session-id" not in job
    assert shopper["digitalriver-version"] == "2021-12-13"


# When the network lies: the order exists although the answer says nothing


@pytest.mark.parametrize(
    ("action", "more", "expected"),
    [
        ("drop_after", {}, errors.ConnectionCut),
        ("malformed", {}, errors.MalformedAnswer),
        ("delay_after", {"delay_ms": 1500}, errors.Timeout),
    ],
)
def test_an_order_of_unknown_outcome_is_posted_once_and_found(api, sandbox, action, more, expected):
    checkout = paid_checkout(api, sandbox)
    fault(sandbox, "/orders", action, **more)
    hasty = Client("sk_test_sandbox", base_url=sandbox.url, timeout=(1.0, 0.7))
    with pytest.raises(errors.OutcomeUnknown) as caught:
        hasty.orders.create(checkout.id)
    assert isinstance(caught.value, expected)
    sandbox.control("PUT", "/control/faults", [])
    (found,) = api.orders.list(checkout_id=checkout.id)
    assert found.upstream_id == "MR-1001"


def test_a_cut_before_the_work_looks_the_same_but_nothing_is_found(api, sandbox):
    checkout = paid_checkout(api, sandbox)
    fault(sandbox, "/orders", "drop_before")
    with pytest.raises(errors.ConnectionCut):
        api.orders.create(checkout.id)
    assert api.orders.list(checkout_id=checkout.id) == []
    assert api.orders.create(checkout.id).state == "accepted"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failing_server_is_asked_again_for_reads_only(api, sandbox, status):
    sandbox.control(
        "PUT",
        "/control/faults",
        [{"method": "*", "path": "/skus/*", "times": 1, "action": "status", "status": status}],
    )
    assert api.skus.retrieve(PHYSICAL).id == PHYSICAL
    fault(sandbox, "/checkouts", "status", status=status)
    with pytest.raises(errors.ServerError):
        api.checkouts.create(checkout_payload())


def test_a_429_is_waited_out(api, sandbox):
    before = len(vendor_calls(sandbox, "POST", "/checkouts"))
    fault(sandbox, "/checkouts", "status", status=429, retry_after=1)
    assert api.checkouts.create(checkout_payload()).id
    assert len(vendor_calls(sandbox, "POST", "/checkouts")) - before <= 2


def test_a_stopped_vendor_is_certainly_not_reached():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    client = Client("sk_test_sandbox", base_url=url, retries=Retries(attempts=1))
    with pytest.raises(errors.NotSent):
        client.orders.create("c-1")


def test_states_and_members_of_tomorrow_are_read(api, sandbox):
    order = api.orders.create(paid_checkout(api, sandbox).id)
    change = {
        "state": "teleported",
        "hologram": {"a": [1]},
        "fraudState": "undecided",
        "totalAmount": 53.769999999999996,
    }
    sandbox.control(
        "PUT",
        "/control/overrides",
        [{"method": "GET", "path": "/orders/*", "times": 1, "merge": change}],
    )
    told = api.orders.retrieve(order.id)
    assert (told.state, told.fraud_state) == ("teleported", "undecided")
    assert told.total_amount == Decimal("53.769999999999996")
