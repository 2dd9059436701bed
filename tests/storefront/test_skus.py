from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from core.models import OutboxEntry
from storefront import services, skus
from storefront.models import Product, Sku
from tests.factories import CategoryFactory, ProductFactory, ProductImageFactory, SkuFactory
from tests.support.sandbox_process import SandboxProcess

pytestmark = pytest.mark.django_db


def fresh(sku: Sku) -> Sku:
    return skus.with_payload_data(Sku.objects.all()).get(pk=sku.pk)


def sent(sandbox: SandboxProcess) -> list[str]:
    """Ids of the SKUs that were put, in order."""
    log = [entry for entry in sandbox.requests() if entry["path"].startswith("/skus/")]
    assert all(entry["method"] == "PUT" for entry in log)
    return [entry["path"].removeprefix("/skus/") for entry in log]


def test_the_payload_holds_what_was_filled_in_and_nothing_empty() -> None:
    shelf = CategoryFactory(name_en="Gear", name_de="Zeug")
    inner = CategoryFactory(name_en="Controllers", name_de="Regler", parent=shelf)
    product = ProductFactory(
        name_en="Grid", name_de="Raster", slug="grid", category=inner, summary_en="Sixteen pads."
    )
    ProductImageFactory(product=product)
    sku = SkuFactory(
        product=product,
        code="GRID-1",
        label_en="Graphite",
        tax_code="PC080500",
        hs_code="8543.70.9900",
        part_number="NL-GRID",
        weight=Decimal("350.5"),
        weight_unit="g",
        managed_fulfillment="DRGlobalFulfillment",
    )
    assert skus.payload(fresh(sku)) == {
        "name": "Grid, Graphite",
        "taxCode": "PC080500",
        "eccn": "EAR99",
        "countryOfOrigin": "US",
        "hsCode": "8543.70.9900",
        "partNumber": "NL-GRID",
        "managedFulfillment": "DRGlobalFulfillment",
        "description": "Sixteen pads.",
        "url": "http://127.0.0.1:8000/p/grid/",
        "image": "http://127.0.0.1:8000/static/img/products/lantern-eq.svg",
        "itemBreadcrumb": "Gear > Controllers",
        "weight": Decimal("350.500"),
        "weightUnit": "g",
    }
    bare = SkuFactory(product=ProductFactory(summary_en=""))
    assert set(skus.payload(fresh(bare))) == {
        "name", "taxCode", "eccn", "countryOfOrigin", "url", "itemBreadcrumb",
    }  # fmt: skip


def test_the_fingerprint_changes_with_the_content_only() -> None:
    sku = SkuFactory(weight=Decimal(350))
    before = skus.content_hash(fresh(sku))
    Sku.objects.filter(pk=sku.pk).update(stock=3, sync_error="x", weight=Decimal("350.000"))
    assert skus.content_hash(fresh(sku)) == before
    Product.objects.filter(pk=sku.product_id).update(name_en="Another name")
    assert skus.content_hash(fresh(sku)) != before


@pytest.mark.accepts("B02", "B06")
def test_sending_creates_the_sku_and_keeps_its_physical(sandbox: SandboxProcess) -> None:
    shipped = SkuFactory(code="MUG-01.b", physical_goods=True)
    download = SkuFactory(code="TIDE_P")
    for sku in (shipped, download):
        assert skus.sync(sku.pk).state is skus.State.CURRENT
    assert [entry["status"] for entry in sandbox.requests()] == [201, 201]
    assert sent(sandbox) == ["MUG-01.b", "TIDE_P"]
    assert fresh(shipped).physical is True
    assert fresh(download).physical is False
    assert fresh(shipped).synced_at is not None
    status, stored = sandbox.api("GET", "/skus/MUG-01.b")
    assert (status, stored["hsCode"], stored["weightUnit"]) == (200, "8518.30.2000", "g")


@pytest.mark.accepts("B04")
def test_only_what_changed_is_sent(sandbox: SandboxProcess, run_outbox) -> None:
    one, two = SkuFactory(code="ONE"), SkuFactory(code="TWO")
    for sku in (one, two):
        assert services.product_saved(sku.product) == 1
    run_outbox()
    assert sorted(sent(sandbox)) == ["ONE", "TWO"]
    for sku in (one, two):
        assert services.product_saved(sku.product) == 0
    run_outbox()
    assert len(sent(sandbox)) == 2
    one.product.name_en = "One, renamed"
    one.product.save()
    for sku in (one, two):
        services.product_saved(sku.product)
    run_outbox()
    assert sent(sandbox)[2:] == ["ONE"]


@pytest.mark.accepts("B04")
def test_the_command_without_edits_makes_no_call(sandbox: SandboxProcess) -> None:
    SkuFactory(code="ONE")
    call_command("sync_skus", stdout=StringIO())
    out = StringIO()
    call_command("sync_skus", stdout=out)
    assert sent(sandbox) == ["ONE"]
    assert "0 sent, 1 unchanged" in out.getvalue()


@pytest.mark.accepts("B03")
def test_sync_all_reports_on_each_sku(sandbox: SandboxProcess) -> None:
    for code in ("GOOD-1", "GOOD-2", "GOOD-3"):
        SkuFactory(code=code)
    bad = SkuFactory(code="BAD-1", tax_code="NO-SUCH-CODE")
    out = StringIO()
    call_command("sync_skus", "--all", stdout=out)
    report = out.getvalue()
    assert len(sent(sandbox)) == 4
    assert report.count(": OK") == 3
    message = fresh(bad).sync_error
    assert message
    assert f"BAD-1: failed. {message}" in report
    assert "3 sent, 0 unchanged, 0 incomplete, 1 failed" in report
    assert skus.state(fresh(bad)) is skus.State.REFUSED


def test_a_mended_sku_is_sent_again_and_its_refusal_forgotten(sandbox: SandboxProcess) -> None:
    sku = SkuFactory(code="BAD-1", tax_code="NO-SUCH-CODE")
    assert skus.sync(sku.pk).state is skus.State.REFUSED
    Sku.objects.filter(pk=sku.pk).update(tax_code="DC020500")
    assert skus.sync(sku.pk).state is skus.State.CURRENT
    assert fresh(sku).sync_error == ""


@pytest.mark.accepts("B05")
@pytest.mark.parametrize("field", ["eccn", "tax_code", "country_of_origin"])
def test_an_incomplete_sku_is_not_sent_and_says_why(sandbox, run_outbox, field: str) -> None:
    sku = SkuFactory(code="GAP", **{field: ""})
    assert services.product_saved(sku.product) == 0
    assert skus.queue_changed([fresh(sku)], everything=True) == 0
    assert not OutboxEntry.objects.exists()
    out = StringIO()
    call_command("sync_skus", "--all", stdout=out)
    assert "GAP: incomplete." in out.getvalue()
    assert "is missing" in out.getvalue()
    assert sent(sandbox) == []
    assert skus.state(fresh(sku)) is skus.State.INCOMPLETE


def test_while_digital_river_is_away_the_row_waits(settings, run_outbox) -> None:
    sku = SkuFactory()
    services.product_saved(sku.product)
    run_outbox()  # nobody listens at the address of the settings
    entry = OutboxEntry.objects.get()
    assert entry.done_at is None
    assert entry.attempts == 0
    assert skus.state(fresh(sku)) is skus.State.WAITING


def test_many_saves_wait_in_one_row() -> None:
    sku = SkuFactory()
    for _save in range(3):
        services.product_saved(sku.product)
    assert OutboxEntry.objects.count() == 1


def test_a_sku_deleted_meanwhile_is_no_failure(run_outbox) -> None:
    sku = SkuFactory()
    services.product_saved(sku.product)
    sku.delete()
    run_outbox()
    assert OutboxEntry.objects.get().done_at is not None


def test_a_rate_limit_puts_the_row_back(sandbox: SandboxProcess, run_outbox) -> None:
    fault = {"method": "PUT", "path": "/skus/*", "times": 20, "action": "status", "status": 429}
    sandbox.control("PUT", "/control/faults", [{**fault, "retry_after": 30}])
    sku = SkuFactory()
    services.product_saved(sku.product)
    run_outbox()
    entry = OutboxEntry.objects.get()
    assert (entry.done_at, entry.attempts) == (None, 0)


def test_a_renamed_category_is_told(sandbox: SandboxProcess, run_outbox) -> None:
    sku = SkuFactory(code="ONE")
    skus.sync(sku.pk)
    category = sku.product.category
    category.name_en = "Renamed"
    category.save()
    assert services.category_saved(category) == 1
    run_outbox()
    assert sandbox.api("GET", "/skus/ONE")[1]["itemBreadcrumb"] == "Renamed"
