"""The shipped disclosures are what the sandbox's DigitalRiver.js says in a real browser."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from orders import disclosure_files
from storefront.demo_data import store as demo_data
from storefront.models import Market
from tests.support import browser
from tests.support.vendor_orders import make_store


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_the_demo_ships_equals_a_run_against_the_sandbox(sandbox, tmp_path):
    browser.path_or_skip()
    store = make_store()
    for data in demo_data.MARKETS:
        Market.objects.create(store=store, name=data.name.en, **data.fields)
    call_command("collect_disclosures", target=tmp_path / "collected.json")
    collected = disclosure_files.read(tmp_path / "collected.json")
    shipped = disclosure_files.read(disclosure_files.SHIPPED)
    assert collected == shipped, "run collect_disclosures --to orders/data/disclosures.json"
