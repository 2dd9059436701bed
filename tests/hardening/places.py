"""Every address of the shop, and what it owes its callers. A new one without a row fails a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

READ = frozenset(["GET", "HEAD"])
WRITE = frozenset(["POST"])


@dataclass(frozen=True)
class Place:
    """One address: the methods it takes, its fields, and how it is kept from others.

    ``args`` names what the address is made of: members of the world that the tests live in.
    ``fields`` are those of its form, as an honest browser would fill them.
    """

    methods: frozenset[str] = READ
    args: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    private: bool = False
    forgery: bool = True  # a request from another site's page is refused


ADDRESS = tuple(
    f"{kind}-{name}"
    for kind in ("ship", "bill")
    for name in (
        *("country", "name", "organization", "line1", "line2", "city", "state", "postal_code"),
        "phone",
    )
)

PLACES = {
    "livez": Place(private=True),
    "readyz": Place(private=True),
    "mailbox:list": Place(private=True),
    "mailbox:letter": Place(args=("letter",), private=True),
    "mailbox:html": Place(args=("letter",), private=True),
    "webhooks:digitalriver": Place(WRITE, private=True, forgery=False),
    "webhooks:token": Place(WRITE, private=True, forgery=False),
    "orders:order": Place(args=("token",), private=True),
    "orders:status": Place(args=("token",), private=True),
    "checkout:cart": Place(private=True),
    "checkout:cart_add": Place(WRITE, fields=("sku", "quantity", "next")),
    "checkout:cart_update": Place(WRITE, fields=("line", "quantity", "action")),
    "checkout:start": Place(private=True),
    "checkout:attach_source": Place(WRITE, fields=("sourceId",)),
    "checkout:confirming": Place(args=("token",), private=True),
    "checkout:thanks": Place(args=("token",), private=True),
    "checkout:resume": Place(WRITE, args=("token",)),
    "checkout:step": Place(
        READ | WRITE,
        args=("step",),
        fields=(*ADDRESS, "email", "phone", "billing_same", "method", "review", "agreed"),
        private=True,
    ),
    "storefront:home": Place(fields=("utm",)),
    "storefront:category": Place(
        args=("category",), fields=("page", "sort", "stock", "min", "max", "brand", "kind")
    ),
    "storefront:product": Place(args=("product",), fields=("sku",)),
    "storefront:search": Place(fields=("q", "page", "sort", "stock")),
    "storefront:suggest": Place(fields=("q", "format")),
    "storefront:market": Place(WRITE, fields=("market", "language", "next")),
}

#: What Django's admin has beside the pages of models, and what our desk adds to them.
ADMIN = frozenset(
    [
        *("index", "login", "logout", "password_change", "password_change_done", "autocomplete"),
        *("jsi18n", "view_on_site", "app_list", "auth_user_password_change"),
        *("storefront_sku_sync_all", "orders_order_ship", "orders_order_tracking"),
        *("orders_order_reread", "orders_order_settle", "webhooks_inboundevent_process"),
    ]
)
MODEL_PAGES = ("changelist", "add", "history", "delete", "change")


def known_admin_names() -> set[str]:
    """Names of the admin's addresses that these tests know how to visit."""
    models = [f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry]
    pages = {f"admin:{model}_{page}" for model in models for page in MODEL_PAGES}
    return pages | {f"admin:{name}" for name in ADMIN}


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URLconf with its full name; unnamed ones under their route."""

    def walk(resolver: Any, route: str, space: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                inner = (*space, each.namespace) if each.namespace else space
                yield from walk(each, route + str(each.pattern), inner)
            else:
                yield ":".join([*space, each.name or route + str(each.pattern)]), each

    yield from walk(get_resolver(), "", ())


def address(name: str, world: Any) -> str:
    """The place's address in a world whose attributes fill its arguments."""
    return reverse(name, args=[getattr(world, each) for each in PLACES[name].args])
