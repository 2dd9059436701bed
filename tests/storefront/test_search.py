from __future__ import annotations

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storefront import search
from storefront.models import Market, Product, SearchText
from tests.factories import CategoryFactory, ProductFactory, SkuFactory, StoreFactory

pytestmark = pytest.mark.django_db


def product(name: str, german: str = "", **more) -> Product:
    row = ProductFactory(name_en=name, name_de=german or name, **more)
    SkuFactory(product=row)
    search.index_product(row)
    return row


def found(text: str, market: Market, language: str = "en") -> list[str]:
    names = dict(Product.objects.values_list("pk", "name_en"))
    return [names[pk] for pk in search.search(text, market, language)]


@pytest.fixture
def shelf(us: Market) -> Market:
    product("Aria Headphones", "Aria Kopfhörer", summary_en="Closed, for the studio.")
    product("Granite Grand Piano", "Granit-Flügel", summary_en="A concert piano.")
    product("Woven Microphone Cable", "Gewebtes Mikrofonkabel", summary_en="Balanced and quiet.")
    product("Tidewater Reverb", summary_en="Rooms and halls.", brand="Halden")
    return us


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("headphones", "Aria Headphones"),
        ("headphnes", "Aria Headphones"),
        ("haedphones", "Aria Headphones"),
        ("heaphone", "Aria Headphones"),
        ("pinao", "Granite Grand Piano"),
        ("grand pinao", "Granite Grand Piano"),
        ("cabel", "Woven Microphone Cable"),
        ("micropone cable", "Woven Microphone Cable"),
        ("REVERB", "Tidewater Reverb"),
        ("tidewter", "Tidewater Reverb"),
        ("halden", "Tidewater Reverb"),
        ("re", "Tidewater Reverb"),
    ],
)
def test_search_finds_what_was_meant(text: str, expected: str, shelf: Market) -> None:
    assert found(text, shelf)[:1] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kopfhörer", "Aria Headphones"),
        ("kopfhoerer", "Aria Headphones"),
        ("kopfhorer", "Aria Headphones"),
        ("Kabel", "Woven Microphone Cable"),
        ("Flügel", "Granite Grand Piano"),
        ("headphones", "Aria Headphones"),
    ],
)
def test_search_reads_german_with_and_without_umlauts(text, expected, shelf: Market) -> None:
    assert found(text, shelf, "de")[:1] == [expected]


@pytest.mark.parametrize("text", ["", "   ", "%", "''", '"', "xqzzyw", "\0", "*", "( OR", "-"])
def test_search_finds_nothing_for_nothing(text: str, shelf: Market) -> None:
    assert found(text, shelf) == []


def test_every_word_must_be_met(shelf: Market) -> None:
    assert found("piano cable", shelf) == []


def test_sku_codes_and_categories_are_found(us: Market) -> None:
    shelf = CategoryFactory(name_en="Controllers", name_de="Steuergeräte")
    row = ProductFactory(name_en="Grid Sixteen", category=shelf)
    SkuFactory(product=row, code="GRD16-GRA")
    search.index_product(row)
    assert found("GRD16-GRA", us) == ["Grid Sixteen"]
    assert found("controlers", us) == ["Grid Sixteen"]


def test_a_name_beats_a_mention(us: Market) -> None:
    product("Hook", description_en="Holds your headphones.")
    product("Headphones")
    assert found("headphones", us) == ["Headphones", "Hook"]


def test_inactive_products_and_other_stores_are_not_found(shelf: Market) -> None:
    product("Secret Headphones", is_active=False)
    product("Foreign Headphones", store=StoreFactory(code="other"))
    assert found("headphones", shelf) == ["Aria Headphones"]


def test_the_index_follows_a_change_and_a_deletion(us: Market) -> None:
    row = product("Old Name")
    row.name_en = row.name_de = "Lighthouse"
    row.save()
    search.index_product(row)
    assert found("lighthouse", us) == ["Lighthouse"]
    assert found("old", us) == []
    row.delete()
    assert found("lighthouse", us) == []
    assert not SearchText.objects.exists()


def test_the_command_builds_the_index_from_nothing(us: Market, capsys) -> None:
    ProductFactory(name_en="Lighthouse")
    call_command("reindex_search")
    assert "1 products indexed" in capsys.readouterr().out
    assert found("lighthouse", us) == ["Lighthouse"]


def test_a_search_takes_at_most_three_statements(shelf, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(3):
        search.search("headphnes for the studio", shelf, "en")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=300))
def test_any_text_can_be_searched_for(text: str, shelf: Market) -> None:
    ids = search.search(text, shelf, "en")
    assert len(ids) == len(set(ids)) <= 4


@given(text=st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert search.fold(search.fold(text)) == search.fold(text)


@given(st.text("abcdefgh", min_size=4, max_size=9), st.integers(0, 7))
def test_two_swapped_letters_are_one_slip(word: str, place: int) -> None:
    place %= len(word) - 1
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert search.is_one_slip(swapped, word)
