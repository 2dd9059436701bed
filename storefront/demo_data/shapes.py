"""How the demo's products are written down, and the price points they use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Words(NamedTuple):
    """A text in English and German."""

    en: str
    de: str


class Spec(NamedTuple):
    """A line of the specification; the label's German comes from LABELS, the value's may differ."""

    label: str
    en: str
    de: str = ""


@dataclass(frozen=True)
class SkuData:
    """One SKU. ``price`` and ``was`` name price points; ``option`` is (option, value) or None."""

    code: str
    price: str
    option: tuple[str, str] | None = None
    stock: int | None = None
    was: str = ""
    weight: int | None = None  # grams


@dataclass(frozen=True)
class Papers:
    """What customs and tax offices want to know."""

    tax_code: str
    eccn: str = "EAR99"
    origin: str = "US"
    hs_code: str = ""


SOFTWARE = Papers("DC020500")
SOUNDS = Papers("DO010000")


@dataclass(frozen=True)
class ProductData:
    """One product; ``picture`` names a drawing of storefront/pictures."""

    slug: str
    name: Words
    summary: Words
    text: Words
    picture: str
    skus: list[SkuData]
    papers: Papers
    spec: list[Spec] = field(default_factory=list)
    brand: str = "Northlight"
    featured: bool = False


def licences(
    code: str, personal: str, studio: str, was: tuple[str, str] = ("", "")
) -> list[SkuData]:
    """A personal and a studio licence."""
    return [
        SkuData(f"{code}-P", personal, ("licence", "personal"), was=was[0]),
        SkuData(f"{code}-S", studio, ("licence", "studio"), was=was[1]),
    ]


def colours(code: str, price: str, weight: int, **stock: int) -> list[SkuData]:
    """The same thing in several colours, each with its own stock."""
    return [
        SkuData(f"{code}-{colour[:3].upper()}", price, ("colour", colour), left, weight=weight)
        for colour, left in stock.items()
    ]


# US dollars name the point; pounds, euros and yen are priced by hand, not converted.
POINTS: dict[str, tuple[str, str, str]] = {
    "8": ("6.90", "7.90", "1180"),
    "12": ("9.90", "11.90", "1980"),
    "15": ("12.90", "14.90", "2280"),
    "19": ("15.90", "18.90", "2980"),
    "24": ("19.90", "23.90", "3680"),
    "29": ("24.90", "28.90", "4480"),
    "35": ("28.90", "34.90", "5280"),
    "39": ("32.90", "38.90", "5980"),
    "49": ("41.90", "48.90", "7480"),
    "59": ("49.90", "58.90", "8980"),
    "69": ("57.90", "68.90", "10480"),
    "79": ("66.00", "79.00", "11980"),
    "89": ("74.00", "89.00", "13480"),
    "99": ("84.00", "99.00", "14980"),
    "119": ("99.00", "119.00", "17980"),
    "129": ("109.00", "129.00", "19800"),
    "149": ("125.00", "149.00", "22800"),
    "169": ("142.00", "169.00", "25800"),
    "179": ("149.00", "179.00", "26800"),
    "199": ("169.00", "199.00", "29800"),
    "229": ("195.00", "229.00", "34800"),
    "249": ("209.00", "249.00", "37800"),
    "279": ("235.00", "279.00", "41800"),
    "299": ("249.00", "299.00", "44800"),
    "349": ("295.00", "349.00", "52800"),
    "399": ("335.00", "399.00", "59800"),
    "449": ("379.00", "449.00", "67800"),
    "499": ("419.00", "499.00", "74800"),
}

LABELS = {
    "Battery": "Akku",
    "Channels": "Kanäle",
    "Closure": "Verschluss",
    "Connections": "Anschlüsse",
    "Connectors": "Stecker",
    "Contents": "Inhalt",
    "Disk space": "Speicherplatz",
    "Drivers": "Treiber",
    "Files": "Dateien",
    "Fits": "Passt für",
    "Formats": "Formate",
    "Frequency range": "Übertragungsbereich",
    "Impedance": "Impedanz",
    "Jacket": "Mantel",
    "Keys": "Tasten",
    "Latency": "Latenz",
    "Length": "Länge",
    "Load": "Tragkraft",
    "Material": "Material",
    "Outer size": "Außenmaße",
    "Pads": "Pads",
    "Power": "Stromversorgung",
    "Presets": "Presets",
    "Size": "Maße",
    "System": "System",
    "Tempo": "Tempo",
    "Use": "Verwendung",
    "Weight": "Gewicht",
}

PLUGIN_SPEC = [
    Spec("Formats", "VST3, AU, AAX"),
    Spec("System", "macOS 12 or newer, Windows 10 or newer", "ab macOS 12, ab Windows 10"),
]
SAMPLES = Spec("Formats", "WAV, 24 bit, 48 kHz", "WAV, 24 Bit, 48 kHz")
USB_POWER = Spec("Power", "USB-C", "USB-C")
