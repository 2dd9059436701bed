"""The demo's store, markets, delivery methods, options and categories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from storefront.demo_data.shapes import Words

STORE = {
    "name": "Northlight Audio",
    "code": "northlight",
    "default_entity": "C5_INC-ENTITY",
    "contact_email": "hello@northlight.example",
    "contact_phone": "+1 952 555 0142",
}


@dataclass(frozen=True)
class MethodData:
    """A delivery method; ``price`` in major units of the market's currency."""

    code: str
    name: Words
    description: Words
    price: str
    service_level: str
    days: tuple[int, int]


@dataclass(frozen=True)
class MarketData:
    name: Words
    fields: dict[str, Any]
    ship_from: dict[str, str]
    delivery: list[MethodData] = field(default_factory=list)


@dataclass(frozen=True)
class CategoryData:
    position: int
    name: Words
    description: Words


def standard(price: str, days: tuple[int, int]) -> MethodData:
    return MethodData(
        "standard",
        Words("Standard delivery", "Standardversand"),
        Words("To the door, with tracking", "Bis an die Tür, mit Sendungsverfolgung"),
        price,
        "SG",
        days,
    )


def express(price: str, days: tuple[int, int]) -> MethodData:
    return MethodData(
        "express",
        Words("Express delivery", "Expressversand"),
        Words(
            "Ordered before noon, sent the same day",
            "Bis mittags bestellt, am selben Tag verschickt",
        ),
        price,
        "EX",
        days,
    )


MARKETS = [
    MarketData(
        Words("United States", "Vereinigte Staaten"),
        {
            "code": "us",
            "country": "US",
            "countries": ["US", "CA"],
            "currency": "USD",
            "languages": ["en", "de"],
            "time_zone": "America/Chicago",
            "tax_inclusive": False,
            "entity": "C5_INC-ENTITY",
            "is_default": True,
        },
        {
            "name": "Minnetonka warehouse",
            "country": "US",
            "state": "MN",
            "postal_code": "55343",
            "city": "Minnetonka",
            "line1": "10380 Bren Road W",
        },
        [standard("5.00", (3, 5)), express("15.00", (1, 2))],
    ),
    MarketData(
        Words("United Kingdom", "Vereinigtes Königreich"),
        {
            "code": "gb",
            "country": "GB",
            "countries": ["GB"],
            "currency": "GBP",
            "languages": ["en", "de"],
            "time_zone": "Europe/London",
            "tax_inclusive": True,
            "entity": "DR_UK-ENTITY",
        },
        {
            "name": "Reading warehouse",
            "country": "GB",
            "postal_code": "RG2 0TD",
            "city": "Reading",
            "line1": "4 Imperial Way",
        },
        [standard("4.80", (2, 4)), express("9.60", (1, 1))],
    ),
    MarketData(
        Words("Germany and Europe", "Deutschland und Europa"),
        {
            "code": "de",
            "country": "DE",
            "countries": ["DE", "AT", "FR", "ES", "IT", "NL", "IE", "BE"],
            "currency": "EUR",
            "languages": ["en", "de"],
            "time_zone": "Europe/Berlin",
            "tax_inclusive": True,
            "entity": "DR_IRELAND-ENTITY",
        },
        {
            "name": "Venlo warehouse",
            "country": "NL",
            "postal_code": "5928 PR",
            "city": "Venlo",
            "line1": "Heierhoevenweg 16",
        },
        [standard("4.90", (2, 4)), express("12.90", (1, 2))],
    ),
    MarketData(
        Words("Japan", "Japan"),
        {
            "code": "jp",
            "country": "JP",
            "countries": ["JP"],
            "currency": "JPY",
            "languages": ["en", "de"],
            "time_zone": "Asia/Tokyo",
            "tax_inclusive": True,
            "entity": "DR_JAPAN-ENTITY",
        },
        {
            "name": "Tokyo warehouse",
            "country": "JP",
            "state": "13",
            "postal_code": "135-0064",
            "city": "Koto-ku",
            "line1": "2-4-32 Aomi",
        },
        [standard("550", (2, 3)), express("990", (1, 1))],
    ),
]

OPTIONS = {
    "licence": (
        Words("Licence", "Lizenz"),
        {
            "personal": Words("Personal", "Privat"),
            "studio": Words("Studio", "Studio"),
        },
    ),
    "colour": (
        Words("Colour", "Farbe"),
        {
            "graphite": Words("Graphite", "Graphit"),
            "ivory": Words("Ivory", "Elfenbein"),
            "pine": Words("Pine", "Tanne"),
            "rust": Words("Rust", "Rost"),
            "clear": Words("Clear", "Transparent"),
        },
    ),
    "length": (
        Words("Length", "Länge"),
        {
            "1m": Words("1 m", "1 m"),
            "3m": Words("3 m", "3 m"),
            "6m": Words("6 m", "6 m"),
        },
    ),
}

CATEGORIES = {
    "effects": CategoryData(
        0,
        Words("Effect plug-ins", "Effekt-Plug-ins"),
        Words(
            "Rooms, echoes, warmth and order for every channel.",
            "Räume, Echos, Wärme und Ordnung für jede Spur.",
        ),
    ),
    "instruments": CategoryData(
        1,
        Words("Software instruments", "Software-Instrumente"),
        Words(
            "Pianos, synths and small orchestras to download.",
            "Klaviere, Synthesizer und kleine Orchester zum Herunterladen.",
        ),
    ),
    "sounds": CategoryData(
        2,
        Words("Sound packs", "Soundpakete"),
        Words(
            "Loops, hits and field recordings, cleared for release.",
            "Loops, Schläge und Feldaufnahmen, frei für eigene Songs.",
        ),
    ),
    "controllers": CategoryData(
        3,
        Words("Controllers", "Controller"),
        Words(
            "Keys, pads and faders for playing software by hand.",
            "Tasten, Pads und Fader, um Software von Hand zu spielen.",
        ),
    ),
    "headphones": CategoryData(
        4,
        Words("Headphones", "Kopfhörer"),
        Words(
            "For recording, for mixing and for the way home.",
            "Für Aufnahme, Mix und den Heimweg.",
        ),
    ),
    "cables": CategoryData(
        5,
        Words("Cables", "Kabel"),
        Words(
            "Woven, quiet and repairable.",
            "Gewebt, leise und reparierbar.",
        ),
    ),
    "cases": CategoryData(
        6,
        Words("Cases and stands", "Taschen und Ständer"),
        Words(
            "What carries it all, and what it stands on.",
            "Was alles trägt, und worauf es steht.",
        ),
    ),
}
