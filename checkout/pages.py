"""What every checkout page shows around its step: progress, summary, the seller's disclosures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import digitalriver
from checkout import totals
from checkout.basket import Basket
from checkout.flow import Flow
from checkout.models import Checkout
from core import vendor
from orders import disclosures


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page, which no cache keeps, and which may load Digital River's script."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    origins = vendor_origins()
    response._csp_update = dict.fromkeys(  # type: ignore[attr-defined]
        ("script-src", "style-src", "connect-src", "img-src"), origins
    )
    response._csp_replace = {"frame-src": origins}  # type: ignore[attr-defined]
    return response


def vendor_origins() -> list[str]:
    """Where Digital River's script and what it loads come from: two settings' hosts, and a list."""
    urls = (settings.DIGITALRIVER_JS_URL, settings.DIGITALRIVER_CSS_URL)
    parts = [urlsplit(url) for url in urls]
    hosts = [f"{part.scheme}://{part.netloc}" for part in parts]
    return list(dict.fromkeys([*hosts, *settings.DIGITALRIVER_BROWSER_ORIGINS]))


def frame(flow: Flow) -> dict[str, Any]:
    """The context that templates/checkout/base.html asks for, for a cart that is being bought."""
    checkout = flow.checkout
    entity = checkout.answer.selling_entity.id if checkout else flow.market.entity
    return {
        "summary": summary(flow.basket, checkout),
        **compliance(flow.market.store.credentials, entity, flow.country),
    }


def compliance(credentials: str, entity: str, country: str) -> dict[str, Any]:
    """The disclosures for an entity and country; the store's default entity until there is one."""
    language = get_language() or "en"
    texts = disclosures.for_order(entity, country, language)
    return {
        "compliance": {
            "entity": entity or texts.entity_id,
            "language": language,
            "country": country,
        },
        "disclosures": texts,
        "digitalriver": vendor.public_settings(credentials),
    }


def summary(basket: Basket, checkout: Checkout | None) -> dict[str, Any]:
    """The side summary: the shop's prices before Digital River has answered, then its figures."""
    if checkout is None:
        lines = [_line(line.name, line.options, line.image, line.quantity, line.total)
                 for line in basket.buyable]  # fmt: skip
        note = (
            _("Delivery is added at the next step.")
            if basket.market.tax_inclusive
            else _("Tax and delivery are added at the next step.")
        )
        if not basket.is_physical:
            note = "" if basket.market.tax_inclusive else _("Tax is added at the next step.")
        return {
            "lines": lines,
            "totals": [],
            "total_label": _("Subtotal"),
            "total": basket.subtotal.format(),
            "note": note,
        }
    answer = checkout.answer
    shown = totals.of(answer, tax_inclusive=checkout.tax_inclusive, physical=basket.is_physical)
    amounts = amounts_by_line(answer, basket, tax_inclusive=checkout.tax_inclusive)
    return {
        "lines": [
            _line(line.name, line.options, line.image, line.quantity, amount)
            for line, amount in zip(basket.buyable, amounts, strict=True)
        ],
        "totals": total_rows(shown),
        "total_label": _("Total"),
        "total": shown.total.format(),
        "note": "",
    }


def total_rows(shown: totals.Totals) -> list[dict[str, Any]]:
    """The rows of the totals as text, with the included tax last."""
    rows: list[dict[str, Any]] = [
        {"label": row.label, "value": row.amount.format(), "key": row.key} for row in shown.rows
    ]
    if shown.included_tax is not None:
        label = _("Includes VAT")
        rows.append(
            {"label": label, "value": shown.included_tax.format(), "note": True, "key": "vat"}
        )
    return rows


def amounts_by_line(
    answer: digitalriver.Checkout, basket: Basket, *, tax_inclusive: bool
) -> list[Any]:
    """Digital River's amount for each buyable line, in the basket's order."""
    by_sku = {item.sku_id: item for item in answer.items}
    return [
        totals.line_amount(by_sku[line.sku_code], answer.currency, tax_inclusive=tax_inclusive)
        if line.sku_code in by_sku
        else line.total
        for line in basket.buyable
    ]


def _line(name: str, options: str, image: str, quantity: int, amount: Any) -> dict[str, Any]:
    return {
        "name": name,
        "meta": options,
        "image": image,
        "quantity": quantity,
        "price": amount.format() if amount is not None else "",
    }
