"""Cables and adapters."""

from storefront.demo_data.shapes import Papers, ProductData, SkuData, Spec, Words

PAPERS = Papers("P0000000", origin="DE", hs_code="8544.42.9090")
WOVEN = Spec("Jacket", "woven, three colours of thread", "gewebt, drei Garnfarben")


def lengths(code: str, **points: str) -> list[SkuData]:
    """One SKU a length; longer ones cost and weigh more."""
    grams = {"1m": 90, "3m": 180, "6m": 330}
    stock = {"1m": 120, "3m": 200, "6m": 75}
    return [
        SkuData(
            f"{code}-{name[1:].upper()}",
            point,
            ("length", name[1:]),
            stock[name[1:]],
            weight=grams[name[1:]],
        )
        for name, point in points.items()
    ]


PRODUCTS = [
    ProductData(
        "woven-instrument-cable",
        Words("Woven Instrument Cable", "Gewebtes Instrumentenkabel"),
        Words(
            "A quiet cable that lies flat and does not tangle.",
            "Ein leises Kabel, das flach liegt und sich nicht verheddert.",
        ),
        Words(
            "Soldered by hand, with plugs that can be opened with a coin. The woven jacket "
            "remembers no bends, so it comes off the stage as it went on.",
            "Von Hand gelötet, mit Steckern, die sich per Münze öffnen lassen. Der gewebte Mantel "
            "merkt sich keinen Knick.",
        ),
        "cable-jack",
        lengths("WINST", _1m="19", _3m="24", _6m="35"),
        PAPERS,
        [Spec("Connectors", "6.3 mm jack, both ends", "Klinke 6,3 mm, beidseitig"), WOVEN],
    ),
    ProductData(
        "woven-microphone-cable",
        Words("Woven Microphone Cable", "Gewebtes Mikrofonkabel"),
        Words(
            "Balanced, four conductors, and dark enough for the stage.",
            "Symmetrisch, vieradrig und dunkel genug für die Bühne.",
        ),
        Words(
            "Four conductors keep the hum of lights and phones away. Gold contacts, and a strap "
            "of leather to tie it up.",
            "Vier Adern halten das Brummen von Licht und Telefonen fern. Vergoldete Kontakte, "
            "dazu ein Lederband zum Aufwickeln.",
        ),
        "cable-xlr",
        lengths("WMIC", _1m="19", _3m="29", _6m="39"),
        PAPERS,
        [Spec("Connectors", "XLR male to XLR female", "XLR male auf XLR female"), WOVEN],
    ),
    ProductData(
        "midi-thread",
        Words("MIDI Thread", "MIDI Thread"),
        Words(
            "The old five-pin cable, as thin as a shoelace.",
            "Das alte fünfpolige Kabel, dünn wie ein Schnürsenkel.",
        ),
        Words(
            "For everything with a round socket. The plugs are short, so the synth can stand "
            "against the wall.",
            "Für alles mit runder Buchse. Die Stecker sind kurz, der Synthesizer darf also an der "
            "Wand stehen.",
        ),
        "cable-midi",
        lengths("MIDIT", _1m="8", _3m="12"),
        PAPERS,
        [Spec("Connectors", "DIN, five pins", "DIN, fünfpolig"), WOVEN],
    ),
    ProductData(
        "usb-c-short",
        Words("USB-C Studio Cable", "USB-C-Studiokabel"),
        Words(
            "Shielded twice, because audio notices.",
            "Doppelt geschirmt, denn Audio merkt es.",
        ),
        Words(
            "Carries data and 60 W, with a right angle at one end so that nothing sticks out of "
            "the desk. The ring of copper inside keeps the noise of power supplies out of the "
            "line.",
            "Überträgt Daten und 60 W, an einem Ende abgewinkelt, damit nichts vom Tisch absteht. "
            "Der Kupferring im Inneren hält Netzteilgeräusche fern.",
        ),
        "cable-usb",
        lengths("USBC", _1m="15", _3m="19"),
        Papers("PC080500", origin="DE", hs_code="8544.42.2000"),
        [Spec("Connectors", "USB-C, one end angled", "USB-C, einseitig gewinkelt"), WOVEN],
    ),
    ProductData(
        "patch-set-eight",
        Words("Patch Set Eight", "Patch Set Eight"),
        Words(
            "Eight short cables in eight colours for modular racks.",
            "Acht kurze Kabel in acht Farben für Modularsysteme.",
        ),
        Words(
            "Two of each length from a hand to a forearm, soft enough not to pull a module out. "
            "The colours stay apart in dim light.",
            "Je zwei Längen von der Hand bis zum Unterarm, weich genug, um kein Modul "
            "herauszuziehen. Die Farben bleiben auch bei wenig Licht unterscheidbar.",
        ),
        "cable-patch",
        [SkuData("PATCH8", "24", stock=64, weight=120)],
        PAPERS,
        [
            Spec("Connectors", "3.5 mm, mono", "3,5 mm, mono"),
            Spec("Length", "15, 30, 45 and 60 cm", "15, 30, 45 und 60 cm"),
        ],
    ),
    ProductData(
        "headphone-extension",
        Words("Headphone Extension", "Kopfhörerverlängerung"),
        Words(
            "Three more metres between you and the desk.",
            "Drei Meter mehr zwischen Ihnen und dem Tisch.",
        ),
        Words(
            "Locks at both ends, weighs almost nothing, and comes with the adapter to the large "
            "plug that one never finds.",
            "Rastet an beiden Enden, wiegt fast nichts und bringt den Adapter auf den großen "
            "Stecker mit, den man nie findet.",
        ),
        "cable-extension",
        [SkuData("HPEXT", "19", stock=88, weight=110)],
        PAPERS,
        [
            Spec("Connectors", "3.5 mm with 6.3 mm adapter", "3,5 mm mit Adapter auf 6,3 mm"),
            Spec("Length", "3 m"),
        ],
    ),
    ProductData(
        "splitter-stub",
        Words("Splitter Stub", "Splitter Stub"),
        Words(
            "One headphone socket becomes two.",
            "Aus einer Kopfhörerbuchse werden zwei.",
        ),
        Words(
            "A small block of brass for listening together. Passive, so it needs no power and "
            "adds no noise.",
            "Ein kleiner Messingblock, um gemeinsam zu hören. Passiv, also ohne Strom und ohne "
            "Rauschen.",
        ),
        "splitter",
        [SkuData("SPLIT", "12", stock=150, weight=35)],
        PAPERS,
        [
            Spec("Connectors", "3.5 mm to two 3.5 mm", "3,5 mm auf zweimal 3,5 mm"),
            Spec("Material", "brass", "Messing"),
        ],
    ),
]
