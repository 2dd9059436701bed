"""Every address of the shop, with every method and with values that no honest browser sends."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.checkout.cast import ALICE, seal_in
from tests.hardening import odd
from tests.hardening.conftest import World, changed, everything_kept
from tests.hardening.places import PLACES, address, known_admin_names, patterns

pytestmark = pytest.mark.django_db

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"]


def is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def is_readable(response: HttpResponse) -> bool:
    """A refusal that says something to whoever reads it, without codes or tracebacks."""
    text = response.content.decode()
    return bool(text.strip()) and "Traceback" not in text and "Exception" not in text


def test_every_address_is_in_the_table() -> None:
    names = {name for name, _pattern in patterns()}
    shop = {name for name in names if not name.startswith("admin:")}
    assert shop == set(PLACES)
    admin = {name for name in names if name.startswith("admin:") and "/" not in name}
    assert admin <= known_admin_names()
    unnamed = {name for name in names if name.startswith("admin:") and "/" in name}
    assert all("<path:object_id>/" in name or name.endswith("(?P<url>.*)$") for name in unnamed)


def test_only_the_vendors_doors_take_a_request_without_a_csrf_token() -> None:
    exempt = {name for name, each in patterns() if getattr(each.callback, "csrf_exempt", False)}
    assert exempt == {name for name, place in PLACES.items() if not place.forgery}
    assert exempt == {"webhooks:digitalriver", "webhooks:token"}


def test_a_form_from_another_site_changes_nothing(world: World) -> None:
    forger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forger.cookies = world.alice.client.cookies
    forger.cookies.pop("millrace_csrf", None)
    before = everything_kept()
    for name, place in PLACES.items():
        if not place.forgery:
            continue
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = forger.generic(method, address(name, world), b"a=1")
            assert answer.status_code == 403, (name, method)
            assert "reload" in answer.content.decode(), name
    assert changed(before) == []


def test_the_desk_takes_no_form_from_another_site(world: World) -> None:
    forger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forger.cookies = world.merchant.cookies
    before = everything_kept()
    for name, url in admin_addresses(world):
        assert forger.post(url, {"post": "yes"}).status_code == 403, name
    assert changed(before) == []


def test_every_method_at_every_address(world: World, visitor: Client) -> None:
    before = everything_kept()
    for name, place in PLACES.items():
        for method in METHODS:
            response = visitor.generic(method, address(name, world))
            where = (name, method, response.status_code)
            if method not in place.methods:
                assert response.status_code == 405, where
            else:
                assert response.status_code < 500, where
                assert method != "HEAD" or not response.content, where
    assert changed(before) == []


def test_looking_at_a_page_writes_nothing(world: World) -> None:
    before = everything_kept()
    for name, place in PLACES.items():
        if "GET" in place.methods:
            assert world.alice.client.get(address(name, world)).status_code in (200, 302), name
    assert changed(before) == []


def test_odd_addresses_lead_nowhere(world: World, visitor: Client) -> None:
    before = everything_kept()
    for (name, place), (what, part) in product(PLACES.items(), odd.PATHS.items()):
        if not place.args:
            continue
        honest = f"/{getattr(world, place.args[0])}"
        url = f"/{part}".join(address(name, world).rsplit(honest, 1))
        for client in (visitor, world.alice.client):
            for method in sorted(place.methods):
                response = client.generic(method, url)
                where = (name, what, method, response.status_code)
                # An empty cart leads to the cart's page whatever step was asked for.
                assert response.status_code == 404 or (
                    name == "checkout:step" and response.status_code == 302
                ), where
                assert method == "HEAD" or response.status_code == 302 or is_readable(response)
    assert changed(before) == []


def test_odd_queries_are_answered(world: World, visitor: Client) -> None:
    before = everything_kept()
    reading = {name: place for name, place in PLACES.items() if "GET" in place.methods}
    for (name, place), (what, value) in product(reading.items(), odd.VALUES.items()):
        for field in place.fields[:8] or ("next",):
            response = visitor.get(address(name, world), {field: value})
            where = (name, field, what, response.status_code)
            assert response.status_code in (200, 302, 400, 404), where
            assert b"<script>alert(1)" not in response.content, where
            if response.status_code == 302:
                assert response["Location"].startswith("/"), where
                assert not response["Location"].startswith("//"), where
    assert changed(before) == []


def forms(world: World) -> list[tuple[str, dict[str, Any]]]:
    """Each form of the shop as an honest browser would send it."""
    line = world.alice.cart.lines.first()
    assert line is not None
    return [
        ("/cart/add/", {"sku": "CABLE", "quantity": "1", "next": "/"}),
        ("/cart/update/", {"line": str(line.pk), "quantity": "1", "action": ""}),
        ("/market/", {"market": "us.US", "language": "en", "next": "/"}),
        (f"/checkout/resume/{world.token}/", {"next": "/"}),
        ("/checkout/address/", dict(ALICE)),
        ("/checkout/delivery/", {"method": "standard"}),
        ("/checkout/payment/", {"sourceId": "x"}),
        ("/checkout/review/", {"review": seal_in(world.alice.review()), "agreed": "yes"}),
        ("/admin/login/", {"username": "a@example.org", "password": "x", "next": "/admin/"}),
    ]


def test_odd_fields_are_answered_and_what_is_refused_leaves_no_trace(
    world: World, visitor: Client
) -> None:
    honest, before = forms(world), everything_kept()
    for what in ("NUL", "long", "huge", "emoji", "address"):
        for url, fields in honest:
            for field, client in product(fields, (visitor, world.alice.client)):
                response = client.post(url, {**fields, field: odd.VALUES[what]})
                where = (url, field, what, response.status_code)
                assert response.status_code < 500, where
                if response.status_code >= 400:
                    assert is_readable(response), where
                    assert changed(before) == [], where
                    continue
                before = everything_kept()
                if response.status_code == 302:
                    assert "evil.example" not in response["Location"].partition("?")[0], where
                    assert "\n" not in response["Location"], where


def test_odd_bodies_are_refused_and_leave_no_trace(world: World, visitor: Client) -> None:
    before = everything_kept()
    for (name, place), (what, sent) in product(PLACES.items(), odd.BODIES.items()):
        if "POST" not in place.methods:
            continue
        for client in (visitor, world.alice.client):
            response = client.generic("POST", address(name, world), *sent)
            where = (name, what, response.status_code)
            assert response.status_code < 500, where
            assert response.status_code != 200, where
    for what, sent in odd.BODIES.items():
        for url in ("/admin/login/", *(f"/checkout/{s}/" for s in ("payment", "review"))):
            response = world.alice.client.generic("POST", url, *sent)
            assert response.status_code < 500, (url, what, response.status_code)
    assert changed(before) == []


# --- The desk ---


def admin_addresses(world: World) -> list[tuple[str, str]]:
    """Every address of the desk with a row that exists where there is one."""
    found = [
        (name, reverse(f"admin:{name}"))
        for name in ("index", "password_change", "jsi18n", "storefront_sku_sync_all")
    ]
    shipment = world.order.fulfillments.get()
    found += [
        ("app_list", reverse("admin:app_list", args=["orders"])),
        ("ship", reverse("admin:orders_order_ship", args=[world.order.pk])),
        ("tracking", reverse("admin:orders_order_tracking", args=[world.order.pk, shipment.pk])),
        ("reread", reverse("admin:orders_order_reread", args=[world.order.pk])),
        ("settle", reverse("admin:orders_order_settle", args=[world.order.pk])),
    ]
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [(f"{stem}_{page}", reverse(f"{stem}_{page}")) for page in ("changelist", "add")]
        if (row := model._base_manager.first()) is not None:
            found += [
                (f"{stem}_{page}", reverse(f"{stem}_{page}", args=[row.pk]))
                for page in ("change", "history", "delete")
            ]
    return found


def test_the_desk_is_closed_to_everybody_else(world: World, visitor: Client) -> None:
    before = everything_kept()
    for name, url in admin_addresses(world):
        for client in (visitor, world.alice.client):
            for method in METHODS:
                response = client.generic(method, url, b"post=yes", "text/plain")
                assert response.status_code in (302, 403, 405), (name, method, response.status_code)
                if response.status_code == 302:
                    assert response["Location"].startswith("/admin/login/"), (name, method)
    assert changed(before) == []


def test_every_page_of_the_desk_opens(world: World) -> None:
    for name, url in admin_addresses(world):
        status = world.merchant.get(url).status_code
        assert status in (200, 302, 403, 405), (name, status)
        if name.endswith(("changelist", "change", "index", "ship")):
            assert status == 200, name


def desk_addresses_with(part: str, world: World) -> list[str]:
    urls = [f"/admin/{part}/", f"/admin/r/{part}/{part}/", f"/admin/accounts/user/{part}/password/"]
    urls += [f"/admin/orders/order/{part}/{page}/" for page in ("ship", "reread", "settle")]
    urls += [f"/admin/orders/order/{world.order.pk}/shipments/{part}/"]
    urls += [f"/admin/webhooks/inboundevent/{part}/process/"]
    for model in admin.site._registry:
        stem = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{part}"
        urls += [f"{stem}/{page}/" for page in ("change", "history", "delete")]
    return urls


def test_odd_addresses_of_the_desk_lead_back(world: World) -> None:
    before = everything_kept()
    for part in odd.PATHS.values():
        for url in desk_addresses_with(part, world):
            for method in ("GET", "POST"):
                response = world.merchant.generic(method, url)
                where = (url[:80], method, response.status_code)
                assert response.status_code in (301, 302, 403, 404, 405), where
    assert changed(before) == []


def test_odd_filters_of_the_desk_are_answered(world: World) -> None:
    before = everything_kept()
    for model, page in admin.site._registry.items():
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        fields = ["q", "p", "o", "id__exact", "nonsense"]
        for each in page.list_filter:
            if isinstance(each, str):
                fields += [each, f"{each}__exact"]
            elif isinstance(each, tuple):
                fields += [f"{each[0]}__gte", f"{each[0]}__isempty", f"{each[0]}__exact"]
            else:
                fields.append(each.parameter_name)
        if page.date_hierarchy:
            fields += [f"{page.date_hierarchy}__{part}" for part in ("year", "month", "day")]
        for name, what in product(fields, ("NUL", "huge")):
            response = world.merchant.get(url, {name: odd.VALUES[what]})
            where = (url, name, what, response.status_code)
            assert response.status_code in (200, 302, 400), where
    assert changed(before) == []
