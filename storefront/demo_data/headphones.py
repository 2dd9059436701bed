"""Headphones."""

from storefront.demo_data.shapes import Papers, ProductData, SkuData, Spec, Words, colours

PAPERS = Papers("PB0010000", origin="CN", hs_code="8518.30.2000")
WIRED = Spec("Connectors", "3.5 mm with 6.3 mm adapter", "3,5 mm mit Adapter auf 6,3 mm")

PRODUCTS = [
    ProductData(
        "aria-closed",
        Words("Aria Closed", "Aria Geschlossen"),
        Words(
            "Closed studio headphones that keep the click to themselves.",
            "Geschlossene Studiokopfhörer, aus denen kein Klick entweicht.",
        ),
        Words(
            "Made for singing next to an open microphone. Soft cushions, a calm low end, and "
            "every part that wears out can be ordered and changed at home.",
            "Gebaut für das Singen neben dem offenen Mikrofon. Weiche Polster, ruhiger Bass, und "
            "jedes Verschleißteil lässt sich bestellen und zu Hause tauschen.",
        ),
        "headphones-closed",
        colours("ARIAC", "149", 285, graphite=60, ivory=22, pine=14),
        PAPERS,
        [WIRED, Spec("Impedance", "38 Ω"), Spec("Frequency range", "5 Hz – 28 kHz")],
        featured=True,
    ),
    ProductData(
        "aria-open",
        Words("Aria Open", "Aria Offen"),
        Words(
            "Open headphones for long evenings of mixing.",
            "Offene Kopfhörer für lange Abende am Mix.",
        ),
        Words(
            "The open sister of the Aria: wide, honest and so light that one forgets it. Ear pads "
            "of velvet, a cable on either side.",
            "Die offene Schwester der Aria: weit, ehrlich und so leicht, dass man sie vergisst. "
            "Ohrpolster aus Velours, Kabel wahlweise links oder rechts.",
        ),
        "headphones-open",
        colours("ARIAO", "199", 250, graphite=35, ivory=11),
        PAPERS,
        [WIRED, Spec("Impedance", "120 Ω"), Spec("Frequency range", "5 Hz – 40 kHz")],
    ),
    ProductData(
        "field-two",
        Words("Field Two", "Field Two"),
        Words(
            "Folding headphones for trains, stages and car boots.",
            "Faltbare Kopfhörer für Zug, Bühne und Kofferraum.",
        ),
        Words(
            "They fold flat, survive being sat on, and sound better than they have to. The cable "
            "has a catch, so it comes out only when you mean it.",
            "Flach faltbar, sitzfest im wörtlichen Sinn und besser im Klang, als sie müssten. Das "
            "Kabel rastet ein und kommt nur heraus, wenn es soll.",
        ),
        "headphones-fold",
        [SkuData("FIELD2", "79", stock=95, weight=190)],
        PAPERS,
        [WIRED, Spec("Impedance", "32 Ω"), Spec("Frequency range", "12 Hz – 22 kHz")],
    ),
    ProductData(
        "stage-ones",
        Words("Stage Ones", "Stage Ones"),
        Words(
            "In-ear monitors with a single, very good driver.",
            "In-Ear-Monitore mit einem einzigen, sehr guten Treiber.",
        ),
        Words(
            "Seven sizes of tips, a cable that bends around the ear and stays there, and 26 dB "
            "less of the drummer.",
            "Sieben Größen Ohrpassstücke, ein Kabel, das sich um das Ohr legt und dort bleibt, "
            "und 26 dB weniger Schlagzeug.",
        ),
        "in-ear",
        colours("STAGE1", "99", 45, graphite=48, clear=30),
        PAPERS,
        [
            Spec("Drivers", "1 dynamic", "1 dynamisch"),
            Spec("Impedance", "18 Ω"),
            Spec("Frequency range", "16 Hz – 20 kHz"),
        ],
    ),
    ProductData(
        "stage-threes",
        Words("Stage Threes", "Stage Threes"),
        Words(
            "Three drivers an ear, for those who need every word.",
            "Drei Treiber je Ohr, für alle, die jedes Wort brauchen.",
        ),
        Words(
            "Separate drivers for low, middle and high notes, each in its own small chamber. "
            "Comes with a hard case and a second cable.",
            "Eigene Treiber für Tiefen, Mitten und Höhen, jeder in seiner kleinen Kammer. Mit "
            "Hartschale und zweitem Kabel.",
        ),
        "in-ear-pro",
        [SkuData("STAGE3", "299", stock=16, weight=52)],
        PAPERS,
        [
            Spec("Drivers", "3, balanced armature", "3, Balanced Armature"),
            Spec("Impedance", "22 Ω"),
            Spec("Frequency range", "14 Hz – 21 kHz"),
        ],
    ),
    ProductData(
        "quiet-air",
        Words("Quiet Air", "Quiet Air"),
        Words(
            "Wireless, with a hush button for the world.",
            "Kabellos, mit einer Ruhetaste für die Welt.",
        ),
        Words(
            "Noise cancelling that does not press on the ears, forty hours between charges, and a "
            "wired mode without delay for when you sit down to work.",
            "Geräuschunterdrückung, die nicht auf die Ohren drückt, vierzig Stunden je Ladung und "
            "ein Kabelbetrieb ohne Verzögerung, wenn es an die Arbeit geht.",
        ),
        "headphones-wireless",
        colours("QAIR", "249", 260, graphite=28, ivory=20, rust=7),
        PAPERS,
        [
            Spec("Battery", "40 hours", "40 Stunden"),
            Spec("Connections", "Bluetooth, USB-C, 3.5 mm", "Bluetooth, USB-C, 3,5 mm"),
            Spec("Frequency range", "8 Hz – 24 kHz"),
        ],
    ),
    ProductData(
        "velvet-pads",
        Words("Velvet Ear Pads", "Ohrpolster aus Velours"),
        Words(
            "A fresh pair for Aria headphones, changed in a minute.",
            "Ein frisches Paar für Aria-Kopfhörer, in einer Minute getauscht.",
        ),
        Words(
            "Memory foam in velvet. They click into the ring that is already on your Aria, closed "
            "or open. One pair to a pack.",
            "Memoryschaum in Velours. Sie rasten in den Ring der Aria ein, geschlossen wie offen. "
            "Ein Paar je Packung.",
        ),
        "ear-pads",
        [SkuData("VPADS", "24", stock=140, weight=60)],
        Papers("P0000000", origin="CN", hs_code="8518.90.8100"),
        [
            Spec("Fits", "Aria Closed, Aria Open", "Aria Geschlossen, Aria Offen"),
            Spec("Material", "velvet, memory foam", "Velours, Memoryschaum"),
        ],
    ),
]
