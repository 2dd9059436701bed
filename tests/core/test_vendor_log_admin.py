"""The API log as staff read it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from core import admin_api_log  # noqa: F401 - registers the pages
from core.models import ApiCall, VendorGate

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant(client):
    user = get_user_model().objects.create_superuser("bob@example.org", "a long password")
    client.force_login(user)
    return client


@pytest.fixture
def calls():
    rows = [
        ("GET", "/skus/ok", 200, ""),
        ("POST", "/orders/bad", 400, "BadRequest"),
        ("POST", "/orders/conflict", 409, "Conflict"),
        ("GET", "/orders/missing", 404, "NotFound"),
        ("POST", "/orders/broken", 500, "ServerError"),
        ("POST", "/orders/silent", None, "Timeout"),
    ]
    for method, path, status, kind in rows:
        ApiCall.objects.create(
            method=method,
            path=path,
            status=status,
            error_kind=kind,
            request_body={"checkoutId": "c-1"},
            response_body={"type": "<script>alert(1)</script>"},
        )


def shown(client, query: str) -> set[str]:
    page = client.get(reverse("admin:core_apicall_changelist") + query)
    assert page.status_code == 200
    return {call.path for call in page.context["cl"].result_list}


@pytest.mark.accepts("M02")
def test_the_log_is_filtered_by_status_class_method_and_date(merchant, calls):
    assert len(shown(merchant, "")) == 6
    assert shown(merchant, "?status_class=4xx&method=POST") == {"/orders/bad", "/orders/conflict"}
    assert shown(merchant, "?status_class=5xx") == {"/orders/broken"}
    assert shown(merchant, "?status_class=2xx") == {"/skus/ok"}
    assert shown(merchant, "?status_class=none") == {"/orders/silent"}
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    assert shown(merchant, f"?at__gte={tomorrow}T00:00:00Z") == set()


def test_a_call_is_opened_with_its_bodies_escaped_and_nothing_to_change(merchant, calls):
    call = ApiCall.objects.get(path="/orders/conflict")
    page = merchant.get(reverse("admin:core_apicall_change", args=[call.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "checkoutId" in text
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
    assert 'name="_save"' not in text


@pytest.mark.parametrize("page", ["add", "delete"])
def test_the_log_cannot_be_written_or_erased_by_hand(merchant, calls, page):
    call = ApiCall.objects.first()
    arguments = [call.pk] if page == "delete" else []
    url = reverse(f"admin:core_apicall_{page}", args=arguments)
    assert merchant.post(url, {"post": "yes"}).status_code == 403
    assert ApiCall.objects.count() == 6


def test_the_list_does_not_load_bodies(merchant, calls, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as captured:
        shown(merchant, "")
    assert not [q for q in captured.captured_queries if '"response_body"' in q["sql"]]


def test_staff_open_a_closed_gate(merchant):
    gate = VendorGate.objects.create(
        credentials="default",
        closed_until=timezone.now() + timedelta(hours=1),
        reason="key_refused",
    )
    url = reverse("admin:core_vendorgate_changelist")
    assert "key_refused" in merchant.get(url).content.decode()
    merchant.post(url, {"action": "open_now", "_selected_action": [gate.pk]})
    gate.refresh_from_db()
    assert gate.closed_until is None
