"""Search with typo tolerance, behind one interface for PostgreSQL and SQLite.

The database proposes candidates by trigrams (PostgreSQL: word similarity on a gin index; SQLite:
FTS5 with the query as an OR of its trigrams). The final order and the cut-off are computed here for
both, so that both find the same. The index is kept by ``index_product``, called where a product is
saved, and by the command ``reindex_search``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils.translation import override

from storefront.models import Market, Product, SearchText

LONGEST = 100
MOST_WORDS = 6
CANDIDATES = 80
SHORT = 3  # a lone shorter word is only looked for in titles, as a beginning
GOOD_ENOUGH = 0.45  # likeness of a word of the query to one of the text, 1.0 being identical
OF_THE_BEST = 0.6  # results far below the best one are noise
_WORD = re.compile(r"\w+")


def fold(value: str) -> str:
    """Text as it is compared: lower case, without accents or punctuation, single spaces."""
    plain = unicodedata.normalize("NFKD", value[:20_000]).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_WORD.findall(plain))


def query_words(value: str) -> list[str]:
    """The query's words, folded and bounded."""
    return fold(value[:LONGEST]).split()[:MOST_WORDS]


@lru_cache(maxsize=20_000)
def trigrams(word: str) -> frozenset[str]:
    """Pieces of three letters, the word padded as PostgreSQL does it."""
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def likeness(wanted: str, word: str) -> float:
    """How much a word of the text is like a word of the query, 0 to 1; a beginning counts fully."""
    if word.startswith(wanted):
        return 1.0 if word == wanted else 0.95
    if len(wanted) >= 4 and wanted in word:
        return 0.85
    ours, theirs = trigrams(wanted), trigrams(word)
    shared = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    # Two swapped letters break most trigrams of a short word; one look at the letters mends that.
    if 0.15 < shared < 0.7 and len(wanted) >= 4 and abs(len(wanted) - len(word)) <= 1:
        return max(shared, 0.7 if is_one_slip(wanted, word) else 0.0)
    return shared


def is_one_slip(wanted: str, word: str) -> bool:
    """Whether one letter was added, left out, mistaken, or swapped with its neighbour."""
    start = 0
    while start < min(len(wanted), len(word)) and wanted[start] == word[start]:
        start += 1
    ours, theirs = wanted[start:], word[start:]
    swapped = ours[1:2] + ours[:1] + ours[2:]
    return theirs in (swapped, ours[1:]) or ours[1:] == theirs[1:] or ours == theirs[1:]


def score(words: list[str], title: str, text: str) -> float:
    """Average likeness of the query's words to the text's best ones; the title counts more."""
    in_title, in_text = set(title.split()), set(text.split())
    total = 0.0
    for wanted in words:
        best = best_title = max((likeness(wanted, word) for word in in_title), default=0.0)
        if len(wanted) >= SHORT or len(words) > 1:
            best = max(best, max((likeness(wanted, word) for word in in_text), default=0.0))
        if best < GOOD_ENOUGH:
            return 0.0  # every word of the query must be met somewhere
        total += best + 0.3 * best_title
    return total / len(words)


def search(text: str, market: Market, language: str) -> list[int]:
    """Ids of the store's active products that match, best first; [] for nothing to look for."""
    words = query_words(text)
    if not words:
        return []
    scored = []
    for product_id, title, body in _candidates(words, market.store_id, language):
        if points := score(words, title, body):
            scored.append((-points, product_id))
    scored.sort()
    return [product_id for points, product_id in scored if points <= scored[0][0] * OF_THE_BEST]


def _candidates(words: list[str], store_id: int, language: str) -> list[tuple[int, str, str]]:
    if connection.vendor == "postgresql":
        return _postgresql(words, store_id, language)
    return _sqlite(words, store_id, language)


_SELECT = """
    SELECT text.product_id, text.title, text.text FROM storefront_searchtext text
    JOIN storefront_product product ON product.id = text.product_id
"""
_WHERE = "WHERE text.language = %s AND product.store_id = %s AND product.is_active"


def _postgresql(words: list[str], store_id: int, language: str) -> list[tuple[int, str, str]]:
    """Rows with a word like any of the query's; short words are looked up as beginnings."""
    likes = " OR ".join(
        "text.text LIKE %s" if len(word) < SHORT else "text.text %%> %s" for word in words
    )
    terms = [f"% {word}%" if len(word) < SHORT else word for word in words]
    order = "ORDER BY word_similarity(%s, text.text) DESC, text.product_id LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', '0.25', false)")
        cursor.execute(
            f"{_SELECT} {_WHERE} AND ({likes}) {order}",
            [language, store_id, *terms, " ".join(words), CANDIDATES],
        )
        return list(cursor.fetchall())


def _sqlite(words: list[str], store_id: int, language: str) -> list[tuple[int, str, str]]:
    """The same from FTS5, whose trigrams know no shorter words than three letters."""
    if all(len(word) >= SHORT for word in words):
        padded = [f" {word} " for word in words]
        pieces = sorted({word[i : i + 3] for word in padded for i in range(len(word) - 2)})
        match = " OR ".join(f'"{piece}"' for piece in pieces)
        join = "JOIN storefront_searchtext_fts fts ON fts.rowid = text.id"
        sql = f"{_SELECT} {join} {_WHERE} AND fts.text MATCH %s ORDER BY fts.rank, text.id LIMIT %s"
        params: list[str | int] = [language, store_id, match, CANDIDATES]
    else:
        likes = " OR ".join("text.text LIKE %s" for _word in words)
        sql = f"{_SELECT} {_WHERE} AND ({likes}) ORDER BY text.product_id LIMIT %s"
        terms = [f"% {word[:2]}%" for word in words]
        params = [language, store_id, *terms, CANDIDATES]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def index_product(product: Product) -> None:
    """Writes the product's search rows anew; call after it, its SKUs or options changed."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            title, text = _texts(product, code)
        SearchText.objects.update_or_create(
            product=product, language=code, defaults={"title": title[:300], "text": text}
        )


def _texts(product: Product, language: str) -> tuple[str, str]:
    """Title and text in a language; names in the other languages are found as well."""
    names = {getattr(product, f"name_{code}") or "" for code, _name in settings.LANGUAGES}
    category = product.category
    shelves = {getattr(category, f"name_{code}") or "" for code, _name in settings.LANGUAGES}
    parts: list[str] = [
        product.brand,
        product.summary or "",
        product.description or "",
        *sorted(names),
        *sorted(shelves),
        *(word for pair in product.specification or [] for word in pair),
        *(f"{sku.code} {sku.label or ''}" for sku in product.skus.all()),
    ]
    title = fold(f"{product.name} {category.name}")
    # With a space at both ends the first and the last word have their beginning and end as well.
    return title, f" {fold(' '.join([title, *parts]))} "


def reindex(products: Iterable[Product] | None = None) -> int:
    """Indexes all products again; how many."""
    if products is None:
        related = Product.objects.select_related("category").prefetch_related("skus")
        products = related.order_by("pk").iterator(chunk_size=500)
    count = 0
    for count, product in enumerate(products, start=1):  # noqa: B007 - the count is the result
        index_product(product)
    return count
