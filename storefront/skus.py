"""SKUs at Digital River: what is sent, when it is sent again, and what came of it.

A SKU is sent when the fingerprint of its payload differs from the one last accepted. Saving a
product writes outbox rows (``queue_changed``); a worker or ``manage.py sync_skus`` does the calls.
Source: product-management/creating-and-updating-skus.md.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from core import outbox, vendor
from digitalriver.errors import Forbidden, Refused, Unauthorized
from storefront import cached
from storefront.catalog import product_url
from storefront.models import Product, Sku

logger = logging.getLogger(__name__)

KIND = "storefront.sync_sku"
LONGEST_DESCRIPTION = 1000


class State(StrEnum):
    """Where a SKU stands with Digital River."""

    CURRENT = "current"
    WAITING = "waiting"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {
            State.CURRENT: gettext("OK"),
            State.WAITING: gettext("Waiting to be sent"),
            State.INCOMPLETE: gettext("Incomplete"),
            State.REFUSED: gettext("Refused"),
        }[self]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one SKU: its state, whether a call was made, and the reason if not OK."""

    code: str
    state: State
    called: bool = False
    message: str = ""


def with_payload_data(rows: QuerySet[Sku]) -> QuerySet[Sku]:
    """The query with all that ``payload`` reads, in a fixed number of statements."""
    return rows.select_related("product__store").prefetch_related("product__images")


def payload(sku: Sku) -> dict[str, Any]:
    """The body of PUT /skus/{id}: English texts, Decimal weight; empty fields are left out."""
    product = sku.product
    image = next(iter(product.images.all()), None)
    fields: dict[str, Any] = {
        "name": _name(sku),
        "taxCode": sku.tax_code,
        "eccn": sku.eccn,
        "countryOfOrigin": sku.country_of_origin,
        "skuGroupId": sku.sku_group,
        "hsCode": sku.hs_code,
        "partNumber": sku.part_number,
        "managedFulfillment": sku.managed_fulfillment,
        "description": (_english(product, "summary") or "")[:LONGEST_DESCRIPTION],
        "url": f"{settings.SITE_URL}{product_url(product.slug)}",
        # The plain address, not the hashed one: a new build of the static files is no new product.
        "image": f"{settings.SITE_URL}{settings.STATIC_URL}{image.path}" if image else "",
        "itemBreadcrumb": _breadcrumb(product),
    }
    if sku.weight is not None:
        fields["weight"] = sku.weight
        fields["weightUnit"] = sku.weight_unit
    return {key: value for key, value in fields.items() if value not in ("", None)}


def _english(row: Any, name: str) -> Any:
    return getattr(row, f"{name}_{settings.MODELTRANSLATION_DEFAULT_LANGUAGE}")


def _name(sku: Sku) -> str:
    name, label = _english(sku.product, "name") or "", _english(sku, "label") or ""
    return f"{name}, {label}" if name and label else name


def _breadcrumb(product: Product) -> str:
    """``A > B > C`` from the category path."""
    for category in cached.categories():
        if category.pk == product.category_id:
            return " > ".join(
                _english(step, "name") or "" for step in cached.category_path(category)
            )
    return ""


def content_hash(sku: Sku) -> str:
    """Fingerprint of the payload; the same content always gives the same one."""
    content = {
        key: str(value.normalize()) if key == "weight" else value
        for key, value in payload(sku).items()
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def state(sku: Sku) -> State:
    """Where the SKU stands now; reads what ``with_payload_data`` loads."""
    if sku.gaps():
        return State.INCOMPLETE
    if sku.sync_error:
        return State.REFUSED
    return State.CURRENT if sku.synced_hash == content_hash(sku) else State.WAITING


def queue_changed(skus: Iterable[Sku], *, everything: bool = False) -> int:
    """Writes an outbox row for each complete SKU whose content changed (or for all); how many.

    Belongs into the transaction that saves the change.
    """
    queued = 0
    for sku in skus:
        if sku.gaps() or not (everything or sku.synced_hash != content_hash(sku)):
            continue
        outbox.add(KIND, key=f"sku-{sku.pk}", sku_id=sku.pk, everything=everything)
        queued += 1
    return queued


def queue_product(product: Product) -> int:
    """``queue_changed`` for a product that was saved."""
    return queue_changed(with_payload_data(Sku.objects.filter(product=product)))


def sync(sku_id: int, *, everything: bool = False) -> Outcome:
    """Sends one SKU if it is complete and changed (or ``everything``), and records the outcome.

    A refusal is an outcome, kept on the row for the merchant. Raises every other DigitalRiverError
    (PUT may be repeated, so even an unknown outcome is only a reason to try again), and
    Sku.DoesNotExist for a SKU that is gone.
    """
    sku = with_payload_data(Sku.objects.all()).get(pk=sku_id)
    if gaps := sku.gaps():
        return Outcome(sku.code, State.INCOMPLETE, message=" ".join(gaps))
    fingerprint = content_hash(sku)
    if not everything and sku.synced_hash == fingerprint and not sku.sync_error:
        return Outcome(sku.code, State.CURRENT)
    row = Sku.objects.filter(pk=sku.pk)
    try:
        answer = vendor.client(sku.product.store.credentials).skus.put(sku.code, payload(sku))
    except (Unauthorized, Forbidden):
        raise  # the key is at fault, not this SKU
    except Refused as error:
        logger.warning("SKU %s was refused: %s", sku.code, error.code)
        row.update(sync_error=error.message or gettext("Refused without a reason."))
        return Outcome(sku.code, State.REFUSED, called=True, message=error.message)
    row.update(
        physical=answer.physical,
        synced_hash=fingerprint,
        synced_at=timezone.now(),
        sync_error="",
    )
    return Outcome(sku.code, State.CURRENT, called=True)
