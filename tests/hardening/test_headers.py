"""What every answer says to the browser about itself."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.hardening.conftest import World
from tests.hardening.places import PLACES, address
from tests.hardening.test_doors import admin_addresses, is_page

pytestmark = pytest.mark.django_db

MAILBOX_FRAME = "mailbox:html"  # a letter, alone in a frame that runs nothing


def answers(world: World):
    """Every page that can be looked at, by a stranger, by a shopper and by the merchant."""
    for name, place in PLACES.items():
        if "GET" in place.methods:
            for client in (Client(), world.alice.client):
                yield name, client.get(address(name, world))
    for step in ("address", "delivery", "payment", "review"):
        yield f"step {step}", world.alice.client.get(f"/checkout/{step}/")
    yield "not found", Client().get("/nowhere/")
    yield "unreadable", Client().get("/search/?q=" + "x" * 5000)
    yield "forged", Client(enforce_csrf_checks=True).post("/cart/add/")
    for name, url in admin_addresses(world):
        yield name, world.merchant.get(url)
    yield "admin:login", Client().get("/admin/login/")


def directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in map(str.split, policy.split(";"))}


def test_every_answer_guards_itself(world: World) -> None:
    for name, response in answers(world):
        headers = response.headers
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["X-Frame-Options"] == ("SAMEORIGIN" if name == MAILBOX_FRAME else "DENY"), (
            name
        )
        assert headers["Referrer-Policy"] in (
            *("same-origin", "strict-origin-when-cross-origin", "no-referrer"),
        ), name
        assert "Cross-Origin-Opener-Policy" in headers, name
        assert "camera=()" in headers["Permissions-Policy"], name
        assert "Server" not in headers, name
        assert "X-Powered-By" not in headers, name


def test_every_page_has_a_policy_without_anything_unsafe(world: World) -> None:
    seen = 0
    for name, response in answers(world):
        if not is_page(response) or response.status_code == 302:
            continue
        seen += 1
        policy = directives(response.headers["Content-Security-Policy"])
        assert policy["object-src"] == ["'none'"] or policy["default-src"] == ["'none'"], name
        if name == MAILBOX_FRAME:
            assert policy["script-src"] == ["'none'"]
            assert policy["frame-ancestors"] == ["'self'"]
            continue
        assert policy["frame-ancestors"] == ["'none'"], name
        assert policy["base-uri"] == ["'none'"], name
        for what, sources in policy.items():
            assert not [source for source in sources if "unsafe" in source], (name, what)
            assert "*" not in sources, (name, what)
    assert seen > 40


def test_every_inline_script_and_style_carries_the_nonce_of_its_page(world: World) -> None:
    for name, response in answers(world):
        if not is_page(response) or name == MAILBOX_FRAME:
            continue
        text = response.content.decode()
        nonces = re.findall(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
        for tag in re.findall(r"<(?:script|style)\b[^>]*>", text):
            if " src=" in tag or 'type="application/json"' in tag:
                continue
            assert any(f'nonce="{nonce}"' in tag for nonce in nonces), (name, tag)
        assert not re.search(r"<[a-z][^>]*\son[a-z]+=[\"']", text), name
        assert not re.search(r"<[a-z][^>]*\sstyle=[\"']", text), name


def test_two_visits_never_get_the_same_nonce() -> None:
    first, second = (
        re.findall(r"nonce-[^']+", Client().get("/").headers["Content-Security-Policy"])
        for _ in range(2)
    )
    assert first != second or not first


def test_private_pages_are_kept_by_nobody(world: World) -> None:
    for name, place in PLACES.items():
        if not place.private or "GET" not in place.methods:
            continue
        for client in (Client(), world.alice.client):
            response = client.get(address(name, world))
            if response.status_code == 200:
                assert "no-store" in response.headers["Cache-Control"], name
    for step in ("address", "delivery", "payment", "review"):
        response = world.alice.client.get(f"/checkout/{step}/")
        assert response.status_code == 200, step
        assert "no-store" in response.headers["Cache-Control"], step


def test_pages_of_an_order_tell_no_other_site_their_address(world: World) -> None:
    for name in ("orders:order", "orders:status", "checkout:confirming", "checkout:thanks"):
        response = Client().get(address(name, world))
        if response.status_code == 200:
            assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), name
    assert "noindex" in Client().get(address("orders:order", world)).headers["X-Robots-Tag"]


def test_cookies_are_kept_from_scripts_and_from_other_sites(world: World) -> None:
    for name, morsel in world.alice.client.cookies.items():
        assert morsel["samesite"] == "Lax", name
        assert morsel["httponly"] or name == "millrace_csrf", name
