"""Staff look at events and run them again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from orders import services
from tests.support.vendor_orders import FakeVendor, make_order
from tests.webhooks.conftest import event, post
from webhooks import handlers
from webhooks.models import EventState, InboundEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def vendor(monkeypatch) -> FakeVendor:
    fake = FakeVendor()
    monkeypatch.setattr(services.vendor, "client", fake)
    return fake


@pytest.fixture
def bob() -> Client:
    """Bob is staff and may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("bob@northlight.example", "a-password-1"))
    return client


def failed_event(monkeypatch, run_outbox) -> InboundEvent:
    def broken(event, burst):
        raise ValueError("the warehouse is closed")

    with monkeypatch.context() as patch:
        patch.setitem(handlers.HANDLERS, "order.accepted", broken)
        subject = event(order="ord_N1")["data"]["object"]
        person = {"shipTo": {"name": "Alice Archer", "address": {"line1": "10 Front Street"}}}
        post(event(data={"object": {**subject, **person, "email": "alice@example.com"}}))
        run_outbox()
    return InboundEvent.objects.get()


def test_the_list_shows_type_id_time_and_result(bob, monkeypatch, run_outbox):
    failed_event(monkeypatch, run_outbox)
    page = bob.get(reverse("admin:webhooks_inboundevent_changelist")).content.decode()
    for text in ("order.accepted", "evt_1", "Failed, will be tried again", "warehouse is closed"):
        assert text in page
    filtered = bob.get(reverse("admin:webhooks_inboundevent_changelist") + "?state__exact=dead")
    assert "evt_1" not in filtered.content.decode()


def test_the_page_of_an_event_shows_its_body_without_the_person(bob, monkeypatch, run_outbox):
    row = failed_event(monkeypatch, run_outbox)
    page = bob.get(reverse("admin:webhooks_inboundevent_change", args=[row.pk])).content.decode()
    assert "ord_N1" in page
    assert "in broken" in page  # the traceback
    for text in ("Alice", "Front Street", "alice@example.com"):
        assert text not in page


def test_process_again_on_the_page_works(bob, monkeypatch, run_outbox, vendor):
    row = failed_event(monkeypatch, run_outbox)
    order = make_order()
    vendor.knows(order)
    page = bob.get(reverse("admin:webhooks_inboundevent_change", args=[row.pk])).content.decode()
    url = reverse("admin:webhooks_inboundevent_process", args=[row.pk])
    assert f'action="{url}"' in page
    response = bob.post(url, follow=True)
    assert "1 event will be processed again." in response.content.decode()
    run_outbox()
    row.refresh_from_db()
    assert (row.state, row.error, row.traceback) == (EventState.PROCESSED, "", "")
    order.refresh_from_db()
    assert order.state == "accepted"


def test_process_again_on_the_list_works_for_several(bob, run_outbox, vendor):
    vendor.knows(make_order())
    for number in ("1", "2"):
        post(event("order.foo", id=number, order="ord_N1"))
    run_outbox()
    InboundEvent.objects.update(type="order.accepted")
    response = bob.post(
        reverse("admin:webhooks_inboundevent_changelist"),
        {
            "action": "process_again",
            "_selected_action": list(InboundEvent.objects.values_list("pk", flat=True)),
        },
        follow=True,
    )
    assert "2 events will be processed again." in response.content.decode()
    run_outbox()
    assert set(InboundEvent.objects.values_list("state", flat=True)) == {EventState.PROCESSED}
    assert vendor.reads == ["ord_N1"]


def test_an_event_of_the_other_mode_cannot_be_released(bob, run_outbox):
    post(event(liveMode=True))
    row = InboundEvent.objects.get()
    url = reverse("admin:webhooks_inboundevent_process", args=[row.pk])
    assert "stay in quarantine" in bob.post(url, follow=True).content.decode()
    row.refresh_from_db()
    assert row.state == EventState.QUARANTINED


def test_who_may_only_look_cannot_run_events_again():
    user = User.objects.create_user("eve@northlight.example", "a-password-1", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_inboundevent"))
    client = Client()
    client.force_login(user)
    post(event("order.foo"))
    row = InboundEvent.objects.get()
    page = client.get(reverse("admin:webhooks_inboundevent_change", args=[row.pk]))
    assert page.status_code == 200
    assert "Process again" not in page.content.decode()
    url = reverse("admin:webhooks_inboundevent_process", args=[row.pk])
    assert client.post(url).status_code == 403
    assert Client().post(url).status_code == 302


@pytest.mark.parametrize("method", ["get", "put"])
def test_running_again_takes_a_post(bob, method):
    post(event("order.foo"))
    url = reverse("admin:webhooks_inboundevent_process", args=[InboundEvent.objects.get().pk])
    assert getattr(bob, method)(url).status_code == 405


def test_events_cannot_be_edited_or_deleted(bob):
    post(event("order.foo"))
    row = InboundEvent.objects.get()
    assert bob.get(reverse("admin:webhooks_inboundevent_add")).status_code == 403
    url = reverse("admin:webhooks_inboundevent_change", args=[row.pk])
    assert bob.post(url, {"state": "processed"}).status_code == 403
    assert bob.post(reverse("admin:webhooks_inboundevent_delete", args=[row.pk])).status_code == 403


def test_a_body_full_of_markup_stays_text(bob):
    post(event("<script>alert(1)</script>", id="<b>id"))
    row = InboundEvent.objects.get()
    page = bob.get(reverse("admin:webhooks_inboundevent_change", args=[row.pk])).content.decode()
    assert "<script>alert" not in page
