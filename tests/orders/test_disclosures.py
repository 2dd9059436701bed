"""What a selling entity says: collected, cleaned, found again for a page or a letter."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from orders import demo, disclosure_browser, disclosure_files, disclosures
from orders.management.commands import collect_disclosures
from orders.models import Disclosure
from storefront import cached
from storefront.models import Market
from tests.support.vendor_orders import make_store

pytestmark = pytest.mark.django_db

SCRIPT = "https://js.example"
IRISH = "DR_IRELAND-ENTITY"


@pytest.fixture(autouse=True)
def _script(settings):
    settings.DIGITALRIVER_JS_URL = f"{SCRIPT}/v1/DigitalRiver.js"


def text(key="termsOfSale", entity=IRISH, country="DE", language="de", **values) -> dict[str, str]:
    place = {"entity": entity, "country": country, "language": language, "key": key}
    return {**place, "text": f"{key} {language}", "url": f"{SCRIPT}/{entity}/{key}", **values}


@pytest.fixture
def market() -> Market:
    market = Market.objects.create(
        store=make_store(),
        code="de",
        name="Germany",
        country="DE",
        countries=["DE", "AT"],
        currency="EUR",
        languages=["en", "de"],
        is_default=True,
    )
    cached.forget()
    return market


# --- Finding ---


def test_the_texts_of_an_order_are_those_of_its_entity_country_and_language():
    disclosures.store(
        [
            text(),
            text(language="en"),
            text(country="FR"),
            text(entity="C5_INC-ENTITY"),
            text("resellerDisclosure"),
            text("confirmDisclosure", url=""),
        ]
    )
    found = disclosures.for_order(IRISH, "DE", "de")
    assert (found.entity_id, found.country, found.language) == (IRISH, "DE", "de")
    assert [link.url for link in found.links] == [f"{SCRIPT}/{IRISH}/termsOfSale"]
    assert found.reseller is not None
    assert found.confirm is not None
    assert found.confirm.text == "confirmDisclosure de"
    assert found.entity_name == "Digital River Ireland Ltd."


def test_a_language_that_was_not_collected_falls_back_to_english():
    disclosures.store([text(language="en")])
    assert disclosures.for_order(IRISH, "DE", "fr").language == "en"
    assert disclosures.for_order(IRISH, "DE", "fr-ca").language == "en"
    assert disclosures.for_order(IRISH, "DE", "").language == "en"


def test_a_regional_language_is_found_under_its_main_one():
    disclosures.store([text(language="de"), text(language="en")])
    assert disclosures.for_order(IRISH, "DE", "de-AT").language == "de"
    assert disclosures.for_order(IRISH, "DE", "de_AT").language == "de"


@pytest.mark.parametrize("entity", ["", "UNHEARD_OF-ENTITY"])
def test_until_the_entity_is_known_the_stores_default_speaks(entity, market):
    disclosures.store([text(entity="C5_INC-ENTITY")])
    assert disclosures.for_order(entity, "DE", "de").entity_id == "C5_INC-ENTITY"


def test_a_country_that_was_not_collected_gets_the_entitys_texts_of_another():
    disclosures.store([text(country="FR"), text(country="DE")])
    found = disclosures.for_order(IRISH, "PL", "de")
    assert (found.entity_id, found.country) == (IRISH, "DE")


def test_with_nothing_collected_the_set_is_empty_and_harmless():
    found = disclosures.for_order(IRISH, "DE", "de")
    assert not found
    assert (found.links, found.reseller, found.confirm) == ([], None, None)
    assert found.entity_name == "Digital River Ireland Ltd."
    assert (found.as_json(), found.links_as_json()) == ({}, [])


def test_a_set_costs_one_query(market, django_assert_num_queries):
    disclosures.store([text()])
    cached.markets()
    with django_assert_num_queries(1):
        disclosures.for_order(IRISH, "DE", "de")


def test_a_text_without_a_link_makes_no_empty_link():
    disclosures.store([text("cookiePolicy", url=""), text("legalNotice")])
    assert [link.key for link in disclosures.for_order(IRISH, "DE", "de").links] == ["legalNotice"]


def test_the_consent_record_gets_every_text_by_its_key():
    disclosures.store([text(), text("confirmDisclosure", url="")])
    found = disclosures.for_order(IRISH, "DE", "de")
    assert set(found.as_json()) == {"termsOfSale", "confirmDisclosure"}
    assert found.links_as_json() == [
        {"key": "termsOfSale", "text": "termsOfSale de", "url": f"{SCRIPT}/{IRISH}/termsOfSale"}
    ]


# --- Storing ---


def test_storing_again_replaces_and_forgets_what_is_gone():
    disclosures.store([text(), text("cookiePolicy"), text(country="FR")])
    disclosures.store([text(text="new")])
    rows = {(row.country, row.key): row.text for row in Disclosure.objects.all()}
    assert rows == {("DE", "termsOfSale"): "new", ("FR", "termsOfSale"): "termsOfSale de"}


@pytest.mark.parametrize(
    "url",
    [
        "http://js.example/x",
        "https://evil.example/",
        "https://js.example.evil.example/",
        "https://js.example@evil.example/",
        "https://evil.example/https://js.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://[",
        "https://js.example/" + "x" * 500,
    ],
)
def test_a_link_to_a_host_that_is_not_allowed_is_dropped(url):
    disclosures.store([text(url=url, text=f'<a href="{url[:80]}">Terms</a>')])
    row = Disclosure.objects.get()
    assert row.url == ""
    if len(url) < 100:
        assert "href" not in row.text
    assert "Terms" in row.text


@pytest.mark.parametrize(
    "url", [f"{SCRIPT}/legal/x", "https://store.digitalriver.com/store/defaults/en_IE/Page"]
)
def test_links_to_the_scripts_host_and_the_vendors_documents_stay(url):
    disclosures.store([text(url=url, text=f'<a href="{url}" onclick="x()">Terms</a>')])
    row = Disclosure.objects.get()
    assert row.url == url
    assert f'href="{url}"' in row.text
    assert 'rel="noopener noreferrer"' in row.text
    assert "onclick" not in row.text


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_gets_past_the_cleaning_with_anything_that_runs(found):
    cleaned = disclosures.clean(f'<p>{found}</p><script>1</script><img src=x onerror="1">')
    assert disclosures.clean(cleaned) == cleaned
    for forbidden in ("<script", "<img", "\x00"):
        assert forbidden not in cleaned.lower()


def test_the_plain_text_has_no_markup():
    shown = disclosures.DisclosureText("k", 'Agree to <a href="/x">terms &amp; more</a><br>now')
    assert "Agree to terms & more" in shown.plain
    assert "<" not in shown.plain


# --- Files and the command ---


def test_a_file_gives_back_what_was_written_at_any_port(tmp_path, settings):
    path = tmp_path / "texts.json"
    records = [text(), text("cookiePolicy", url="https://store.digitalriver.com/x")]
    disclosure_files.write(path, records)
    assert SCRIPT not in path.read_text()
    settings.DIGITALRIVER_JS_URL = "http://127.0.0.1:9999/v1/DigitalRiver.js"
    found = {record["key"]: record["url"] for record in disclosure_files.read(path)}
    assert found == {
        "termsOfSale": f"http://127.0.0.1:9999/{IRISH}/termsOfSale",
        "cookiePolicy": "https://store.digitalriver.com/x",
    }


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"texts": [], "combinations": {"a b": {}}}',
     '{"texts": [], "combinations": {"A DE de": {"k": 7}}}', "[" * 100_000, "\udcff"],
)  # fmt: skip
def test_a_file_that_holds_something_else_is_named(tmp_path, content):
    path = tmp_path / "texts.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CommandError, match=r"texts\.json"):
        call_command("collect_disclosures", source=path)
    assert not Disclosure.objects.exists()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("collect_disclosures", source=tmp_path / "nowhere.json")


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    disclosure_files.write(tmp_path / "texts.json", [text()])
    target = tmp_path / "no" / "such" / "folder.json"
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("collect_disclosures", source=tmp_path / "texts.json", target=target)


def test_the_command_asks_for_every_entity_country_and_language(market, monkeypatch, capsys):
    asked = []

    def ask(combinations):
        asked.extend(combinations)
        return [
            {"entity": entity, "country": country, "language": language, "error": "unsupported"}
            if entity != IRISH
            else {
                "entity": entity,
                "country": country,
                "language": language,
                "details": {
                    "businessEntity": {"name": "Digital River Ireland Ltd.", "id": IRISH},
                    "termsOfSale": {"localizedText": "Terms<script>1</script>", "url": SCRIPT},
                    "unknown": "a string",
                },
            }
            for entity, country, language in combinations
        ]

    monkeypatch.setattr(disclosure_browser, "ask", ask)
    call_command("collect_disclosures")
    assert {(IRISH, "AT", "de"), ("C5_INC-ENTITY", "DE", "en")} <= set(asked)
    assert len(asked) == len(set(asked))
    assert Disclosure.objects.filter(key="termsOfSale", text="Terms", url=SCRIPT).count() == 4
    assert disclosures.for_order(IRISH, "AT", "en").entity_name == "Digital River Ireland Ltd."
    assert "unsupported" in capsys.readouterr().out


@pytest.mark.parametrize("error", [disclosure_browser.NoBrowser, disclosure_browser.ScriptFailed])
def test_what_is_missing_is_said_and_nothing_is_changed(market, monkeypatch, error):
    disclosures.store([text()])

    def ask(combinations):
        raise error("get it like this")

    monkeypatch.setattr(disclosure_browser, "ask", ask)
    with pytest.raises(CommandError, match="get it like this"):
        call_command("collect_disclosures")
    assert Disclosure.objects.count() == 1


def test_without_playwright_the_command_says_how_to_get_it(market, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "playwright.sync_api", None)
    with pytest.raises(CommandError, match="requirements/test"):
        call_command("collect_disclosures")


def test_without_a_browser_the_command_says_how_to_get_one(market, monkeypatch):
    monkeypatch.setattr(disclosure_browser.shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match="chromium"):
        call_command("collect_disclosures")


def test_without_a_market_there_is_nothing_to_ask_for():
    with pytest.raises(CommandError, match="market"):
        call_command("collect_disclosures")


def test_the_demo_loads_the_shipped_texts_once():
    demo.seed()
    count = Disclosure.objects.count()
    assert count > 100
    Disclosure.objects.filter(key="cookiePolicy").delete()
    demo.seed()
    assert Disclosure.objects.count() < count
    found = disclosures.for_order("C5_INC-ENTITY", "US", "en")
    assert found.confirm is not None
    assert found.reseller is not None
    assert f'href="{SCRIPT}/legal/' in found.confirm.html


def test_every_shipped_text_is_clean_already():
    for text in json.loads(disclosure_files.SHIPPED.read_text())["texts"]:
        absolute = text["text"].replace(disclosure_files.HERE, SCRIPT)
        assert disclosures.clean(absolute) == absolute


def test_combinations_cover_the_markets(market):
    assert (IRISH, "DE", "de") in collect_disclosures.combinations()
