"""The merchant's desk: finding orders, reading them, and shipping them."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from core.models import ApiCall
from digitalriver import errors
from orders.models import Attention, Cause, Fulfillment, Order
from orders.services import apply_remote_order, mark_not_placed
from orders.states import NotPlaced, State
from tests.orders.factories import (
    CAUSE,
    SkuFactory,
    line,
    placed_order,
    placing_order,
    remote_json,
    remote_order,
)
from tests.orders.fakes import FakeClient, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(client):
    """Staff with every right."""
    user = User.objects.create_superuser("bob@example.org", "p4ssword-p4ssword")
    client.force_login(user)
    return user


@pytest.fixture
def carol(client):
    """Staff who may look and nothing else."""
    user = User.objects.create_user("carol@example.org", "p4ssword-p4ssword", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(user)
    return user


@pytest.fixture
def digital_river(monkeypatch):
    """Stands in for every client that the desk asks for."""

    def use(order: Order) -> FakeClient:
        fake = FakeClient(order)
        monkeypatch.setattr("core.vendor.client", lambda *args, **kwargs: fake)
        return fake

    return use


def url(name: str, *args: object) -> str:
    return reverse(f"admin:orders_order_{name}", args=args)


def listed(client, **query: str) -> list[str]:
    response = client.get(url("changelist"), query)
    assert response.status_code == 200
    return [order.number for order in response.context["cl"].result_list]


def form_of(client, order: Order) -> dict[str, str]:
    """The ship form as a browser would send it, untouched."""
    form = client.get(url("ship", order.pk)).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def test_the_list_filters_by_state_and_attention(client, bob):
    accepted, review = placed_order(), placed_order(state="in_review")
    apply_remote_order(remote_order(review, "dreaming"), cause=CAUSE)
    assert listed(client, state__exact="accepted") == [accepted.number]
    assert listed(client, needs_attention__exact="1") == [review.number]
    assert len(listed(client)) == 2


def test_the_list_is_searched_by_everything_a_clerk_knows(client, bob):
    placed_order()
    order = placed_order(line(SkuFactory(code="MIC-7")), email="grace@example.org")
    for term in (
        order.number,
        order.number.lower().replace("-", " "),
        order.remote_id,
        "grace@example.org",
        "MIC-7",
    ):
        assert listed(client, q=term) == [order.number], term
    assert listed(client, q="nothing like this") == []
    assert client.get(url("changelist"), {"q": "a\x00b"}).status_code == 200


def test_the_list_asks_the_same_queries_for_any_number_of_orders(
    client, bob, django_assert_max_num_queries
):
    for _ in range(6):
        placed_order()
    with django_assert_max_num_queries(9):
        client.get(url("changelist"))


def test_the_page_shows_what_is_known(client, bob):
    order = placed_order()
    body = remote_json(order, capturedAmount=13.45)
    body["payment"]["charges"][0]["captures"] = [{"id": "c", "amount": 13.45, "state": "complete"}]
    apply_remote_order(remote_order(order, **body), cause=Cause.event("evt-77"))
    ApiCall.objects.create(
        method="POST", path="/orders", status=201, order_number=order.number, request_body={"a": 1}
    )
    text = client.get(url("change", order.pk)).content.decode()
    for wanted in (
        order.number,
        order.remote_id,
        "DR_INC-ENTITY",
        "Visa ending in 1111",
        "I agree to the Terms of Sale.",
        "Digital River accepted the order",
        "$13.45 was captured.",
        "event evt-77",
        "POST /orders",
        order.lines.get().remote_id,
        reverse("admin:webhooks_inboundevent_changelist"),
    ):
        assert str(wanted) in text, wanted
    assert re.search(r'data-money="authorized">\$26.89<', text)
    assert re.search(r'data-money="captured">\$13.45<', text)


def test_the_state_cannot_be_edited(client, bob):
    order = placed_order()
    text = client.get(url("change", order.pk)).content.decode()
    assert 'name="state"' not in text
    assert client.post(url("change", order.pk), {"state": "complete"}).status_code == 403
    assert client.post(url("delete", order.pk), {"post": "yes"}).status_code == 403
    assert Order.objects.get(pk=order.pk).state == State.ACCEPTED


@pytest.mark.accepts("G05")
def test_a_fraud_refusal_is_shown_as_blocked(client, bob):
    order = placing_order()
    mark_not_placed(order.pk, NotPlaced.FRAUD, cause=CAUSE, code="fraud_block", message="No.")
    text = client.get(url("change", order.pk)).content.decode()
    assert 'data-fraud-state="blocked"' in text
    assert "Refused as fraud" in text
    assert "The fraud check blocked the order." in text


@pytest.mark.accepts("I02")
def test_shipping_part_of_an_order_from_its_form(client, bob, digital_river):
    order = placed_order()
    fake = digital_river(order)
    data = form_of(client, order)
    one = f"quantity_{order.lines.get().pk}"
    data |= {one: "1", "company": "UPS", "number": "1Z", "url": "https://ups.example/1Z"}
    response = client.post(url("ship", order.pk), data, follow=True)
    assert "Digital River knows about the shipment." in response.content.decode()
    assert fake.shipped == [
        {
            "orderId": order.remote_id,
            "items": [{"itemId": order.lines.get().remote_id, "quantity": 1}],
            "trackingCompany": "UPS",
            "trackingNumber": "1Z",
            "trackingUrl": "https://ups.example/1Z",
        }
    ]
    shipment = Fulfillment.objects.get()
    assert (shipment.staff, shipment.state) == (bob, "sent")
    assert order.history.get(kind="shipment").cause_ref == "bob@example.org"


def test_the_same_form_sent_twice_is_one_shipment(client, bob, digital_river):
    order = placed_order()
    fake = digital_river(order)
    data = form_of(client, order)
    for _ in range(3):
        assert client.post(url("ship", order.pk), data).status_code == 302
    assert len(fake.shipped) == 1


@pytest.mark.accepts("I08")
@pytest.mark.parametrize("quantity", ["3", "-1", "0", "", "1.5", "9" * 400, "x", "\x00"])
def test_a_quantity_that_is_not_open_is_an_error_of_the_form(client, bob, digital_river, quantity):
    order = placed_order()
    fake = digital_river(order)
    data = form_of(client, order) | {f"quantity_{order.lines.get().pk}": quantity}
    response = client.post(url("ship", order.pk), data)
    assert response.status_code == 400
    assert fake.shipped == []
    assert not Fulfillment.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"key": ""},
        {"key": "short"},
        {"key": "<script>alert(1)</script>"},
        {"key": "k" * 500},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://example.org"},
        {"url": "https://" + "a" * 600},
        {"company": "c" * 101},
        {"number": "1\x002"},
    ],
)
def test_a_tampered_form_ships_nothing(client, bob, digital_river, changes):
    order = placed_order()
    fake = digital_river(order)
    response = client.post(url("ship", order.pk), form_of(client, order) | changes)
    assert response.status_code == 400
    assert fake.shipped == []


@pytest.mark.accepts("I01")
@pytest.mark.parametrize("state", ["pending_payment", "in_review", "blocked", "cancelled"])
def test_in_other_states_shipping_is_not_offered_and_refused(client, bob, digital_river, state):
    order = placed_order(state=state)
    fake = digital_river(order)
    text = client.get(url("change", order.pk)).content.decode()
    assert url("ship", order.pk) not in text
    assert "disabled" in text
    assert (
        f"quantity_{order.lines.get().pk}" not in client.get(url("ship", order.pk)).content.decode()
    )
    forged = {"key": "forged-forged-forged", f"quantity_{order.lines.get().pk}": "1"}
    assert client.post(url("ship", order.pk), forged).status_code == 409
    assert fake.shipped == []


@pytest.mark.accepts("I08")
def test_what_digital_river_refuses_is_said_and_can_be_sent_again(client, bob, digital_river):
    order = placed_order()
    fake = digital_river(order)
    fake.shipments = [refusal(errors.Conflict, "order_fulfilled")]
    data = form_of(client, order)
    response = client.post(url("ship", order.pk), data)
    assert response.status_code == 409
    assert "already fulfilled" in response.content.decode()
    again = str(response.context["form"]["key"].value())
    assert again != data["key"]
    client.post(url("ship", order.pk), data | {"key": again})
    assert len(fake.shipped) == 2


def test_an_unknown_outcome_is_said_as_such(client, bob, digital_river):
    order = placed_order()
    fake = digital_river(order)
    fake.shipments = [errors.Timeout("10 s", method="POST")]
    response = client.post(url("ship", order.pk), form_of(client, order), follow=True)
    assert "did not answer in time" in response.content.decode()
    assert "being sent" in response.content.decode()


@pytest.mark.accepts("I02")
def test_tracking_is_added_later(client, bob, digital_river):
    order = placed_order()
    fake = digital_river(order)
    client.post(url("ship", order.pk), form_of(client, order))
    shipment = Fulfillment.objects.get()
    page = url("tracking", order.pk, shipment.pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 400
    assert client.post(page, {"url": "javascript:alert(1)"}).status_code == 400
    assert client.post(page, {"url": "https://ups.example/1Z"}).status_code == 302
    assert fake.updates == [("ful_1", {"trackingUrl": "https://ups.example/1Z"})]
    other = placed_order()
    assert client.get(url("tracking", other.pk, shipment.pk)).status_code == 404


def test_attention_is_explained_and_can_be_settled(client, bob):
    order = placing_order()
    apply_remote_order(remote_order(order, totalAmount=27.00), cause=CAUSE)
    text = client.get(url("change", order.pk)).content.decode()
    assert str(Attention.AMOUNT_DIFFERS.label) in text
    assert "$27.00" in text
    client.post(url("settle", order.pk))
    assert not Order.objects.get(pk=order.pk).needs_attention
    assert url("ship", order.pk) in client.get(url("change", order.pk)).content.decode()


def test_asking_again_applies_what_digital_river_says(client, bob, digital_river):
    order = placed_order(state="pending_payment")
    digital_river(order)
    client.post(url("reread", order.pk))
    assert Order.objects.get(pk=order.pk).state == State.ACCEPTED


def test_asking_again_while_nobody_answers_is_said(client, bob):
    order = placed_order()
    response = client.post(url("reread", order.pk), follow=True)
    assert "could not be asked" in response.content.decode()


def test_staff_who_may_only_look_cannot_act(client, carol):
    order = placed_order()
    text = client.get(url("change", order.pk)).content.decode()
    assert url("ship", order.pk) not in text
    for name in ("ship", "reread", "settle"):
        assert client.post(url(name, order.pk)).status_code == 403
    assert client.get(url("ship", order.pk)).status_code == 403


@pytest.mark.parametrize("name", ["ship", "reread", "settle", "change"])
def test_strangers_are_sent_to_the_sign_in(client, name):
    order = placed_order()
    response = client.get(url(name, order.pk))
    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.parametrize("name", ["ship", "change"])
def test_an_unknown_order_is_not_found(client, bob, name):
    assert client.get(url(name, 10**15), follow=name == "change").status_code in (200, 404)


def test_every_kind_of_history_has_a_sentence(client, bob, digital_river):
    order = placed_order()
    digital_river(order)
    client.post(url("ship", order.pk), form_of(client, order))
    client.post(url("tracking", order.pk, Fulfillment.objects.get().pk), {"number": "1Z"})
    apply_remote_order(remote_order(order, totalAmount=27.00), cause=Cause.job("reconcile"))
    client.post(url("settle", order.pk))
    text = client.get(url("change", order.pk)).content.decode()
    for wanted in (
        "Shipped: 2 × Studio cable.",
        "Tracking: 1Z",
        "total $26.89 → $27.00",
        "Looked at and settled.",
        "job reconcile",
    ):
        assert wanted in text, wanted
