"""What the selling entity must say: for pages without JavaScript, for letters, for the record.

No REST call returns these texts; DigitalRiver.js does, in a browser. `collect_disclosures` asks it
and fills the table; pages and letters read the table. The texts are cleaned before they are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from orders.models import Disclosure
from storefront import cached
from storefront.entities import entity_name

# Documents that a footer links to, in the order in which they stand there.
LINKS = (
    "privacyPolicy",
    "termsOfSale",
    "cookiePolicy",
    "legalNotice",
    "cancellationRights",
    "warrantyInformation",
    "californiaPrivacyRights",
    "japaneseCommerceLaw",
)
FALLBACK_LANGUAGE = "en"
# Where Digital River hosts its documents, besides the script's own host.
# Source: DigitalRiver.js getDetails sample, digitalriver-object.md
DOCUMENT_HOSTS = frozenset({"store.digitalriver.com", "www.digitalriver.com"})


@dataclass(frozen=True, slots=True)
class DisclosureText:
    """One text, cleaned HTML that may hold links, and the document it stands for (or "")."""

    key: str
    text: str
    url: str = ""

    @property
    def html(self) -> SafeString:
        """Safe to put into a page: `clean` went over it before it was stored."""
        return mark_safe(self.text)  # noqa: S308

    @property
    def plain(self) -> str:
        """Without markup, for the text part of a letter."""
        return unescape(nh3.clean(self.text, tags=set()))

    def as_json(self) -> dict[str, str]:
        return {"key": self.key, "text": self.text, "url": self.url}


@dataclass(frozen=True, slots=True)
class DisclosureSet:
    """What one entity says to shoppers of one country. Falsy when nothing was collected."""

    entity_id: str
    country: str
    language: str
    texts: Mapping[str, DisclosureText] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.texts)

    def get(self, key: str) -> DisclosureText | None:
        return self.texts.get(key)

    @property
    def entity_name(self) -> str:
        known = self.get("businessEntity")
        return known.plain if known else entity_name(self.entity_id)

    @property
    def reseller(self) -> DisclosureText | None:
        """That Digital River is the reseller, with a link to more."""
        return self.get("resellerDisclosure")

    @property
    def confirm(self) -> DisclosureText | None:
        """What the shopper agrees to by ticking the box."""
        return self.get("confirmDisclosure")

    @property
    def links(self) -> list[DisclosureText]:
        """Documents for the footer; a key without a link is left out, never an empty link."""
        found = [self.texts[key] for key in LINKS if key in self.texts]
        return [text for text in found if text.url]

    def links_as_json(self) -> list[dict[str, str]]:
        """For the consent record."""
        return [text.as_json() for text in self.links]

    def as_json(self) -> dict[str, dict[str, str]]:
        """Every text by its key, for the consent record."""
        return {key: text.as_json() for key, text in self.texts.items()}


def for_order(entity: str, country: str, language: str) -> DisclosureSet:
    """What `entity` says in `country`, in `language` or else in English.

    For an entity that is unknown or not chosen yet ("") the store's default entity speaks; a
    country that was never collected gets the entity's texts of another one. One query as a rule.
    """
    language = language.lower().replace("_", "-").partition("-")[0] or FALLBACK_LANGUAGE
    for candidate in dict.fromkeys([entity, _default_entity()]):
        if not candidate:
            continue
        rows = Disclosure.objects.filter(
            entity=candidate, language__in={language, FALLBACK_LANGUAGE}
        )
        found = _best(rows.filter(country=country), language) or _best(
            rows.filter(country=_some_country(candidate)), language
        )
        if found:
            texts = {row.key: DisclosureText(row.key, row.text, row.url) for row in found}
            return DisclosureSet(candidate, found[0].country, found[0].language, texts)
    return DisclosureSet(entity or _default_entity(), country, language)


def _best(rows: Iterable[Disclosure], language: str) -> list[Disclosure]:
    everything = list(rows)
    wanted = [row for row in everything if row.language == language]
    return wanted or everything


def _some_country(entity: str) -> str:
    rows = Disclosure.objects.filter(entity=entity).order_by("country")
    return rows.values_list("country", flat=True).first() or ""


def _default_entity() -> str:
    markets = cached.markets()
    return markets[0].store.default_entity if markets else ""


def script_origin() -> str:
    """Scheme and host of the configured DigitalRiver.js."""
    parts = urlsplit(settings.DIGITALRIVER_JS_URL)
    return f"{parts.scheme}://{parts.netloc}"


def is_allowed(url: str) -> bool:
    """Whether a text may link there: the script's own origin, or https at a document host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" == script_origin():
        return True
    return parts.scheme == "https" and parts.netloc in DOCUMENT_HOSTS


def clean(text: str) -> str:
    """Text with emphasis, line breaks and links to allowed hosts; nothing else survives."""
    return nh3.clean(
        text.replace("\x00", ""),
        tags={"a", "b", "br", "em", "strong", "p", "ul", "ol", "li"},
        attributes={"a": {"href"}},
        attribute_filter=lambda _tag, name, value: (
            None if name == "href" and not is_allowed(value) else value
        ),
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer",
        url_schemes={"https", "http"},
    )


def store(records: Iterable[Mapping[str, Any]]) -> int:
    """Replaces what is known of every (entity, country, language) among the records; how many
    texts there are now. Raises KeyError for a record without entity, country, language or key."""
    now = timezone.now()
    rows = {}
    for record in records:
        url = str(record.get("url") or "")
        row = Disclosure(
            entity=record["entity"],
            country=record["country"],
            language=record["language"],
            key=record["key"],
            text=clean(str(record.get("text") or "")),
            url=url if len(url) <= 500 and is_allowed(url) else "",
            collected_at=now,
        )
        rows[row.entity, row.country, row.language, row.key] = row
    with transaction.atomic():
        for entity, country, language in {key[:3] for key in rows}:
            Disclosure.objects.filter(entity=entity, country=country, language=language).delete()
        Disclosure.objects.bulk_create(rows.values())
    return len(rows)
