"""Keyboards, pads and desks that control software."""

from storefront.demo_data.shapes import (
    USB_POWER,
    Papers,
    ProductData,
    SkuData,
    Spec,
    Words,
    colours,
)

KEYS = Papers("PC080500", origin="TW", hs_code="9207.10.0000")
DESK = Papers("PC080500", origin="DE", hs_code="8543.70.9900")

PRODUCTS = [
    ProductData(
        "skerry-25",
        Words("Skerry 25", "Skerry 25"),
        Words(
            "A keyboard with 25 real keys that fits beside the laptop.",
            "Ein Keyboard mit 25 echten Tasten, das neben den Laptop passt.",
        ),
        Words(
            "Full-width keys with a short throw, two touch strips instead of wheels, and an "
            "aluminium shell that does not slide. Works without a driver on computers, tablets "
            "and phones.",
            "Breite Tasten mit kurzem Weg, zwei Touch-Streifen statt Rädern und ein Gehäuse aus "
            "Aluminium, das nicht rutscht. Läuft ohne Treiber an Rechner, Tablet und Telefon.",
        ),
        "keyboard-25",
        colours("SKR25", "119", 980, graphite=42, ivory=18),
        KEYS,
        [
            Spec("Keys", "25, velocity and pressure", "25, anschlagdynamisch mit Druck"),
            USB_POWER,
            Spec("Size", "36 × 17 × 3 cm"),
        ],
        featured=True,
    ),
    ProductData(
        "skerry-49",
        Words("Skerry 49", "Skerry 49"),
        Words(
            "Four octaves, eight knobs, and room for both hands.",
            "Vier Oktaven, acht Regler und Platz für beide Hände.",
        ),
        Words(
            "The keys of the small Skerry with two more octaves, eight endless knobs and a "
            "display that shows the name of what you turn.",
            "Die Tasten des kleinen Skerry mit zwei Oktaven mehr, acht Endlosreglern und einem "
            "Display, das zeigt, woran man gerade dreht.",
        ),
        "keyboard-49",
        colours("SKR49", "199", 2350, graphite=25, ivory=9),
        KEYS,
        [
            Spec("Keys", "49, velocity and pressure", "49, anschlagdynamisch mit Druck"),
            USB_POWER,
            Spec("Size", "78 × 22 × 6 cm"),
        ],
    ),
    ProductData(
        "grid-sixteen",
        Words("Grid Sixteen", "Grid Sixteen"),
        Words(
            "Sixteen pads that feel the lightest finger.",
            "Sechzehn Pads, die den leisesten Finger spüren.",
        ),
        Words(
            "Every pad reads force, tilt and slide. Lights below show levels, steps or chords, "
            "and a rubber foot keeps it quiet on the table.",
            "Jedes Pad liest Kraft, Neigung und Weg. Die Beleuchtung zeigt Pegel, Schritte oder "
            "Akkorde, Gummifüße halten es auf dem Tisch leise.",
        ),
        "pads",
        [SkuData("GRID16", "149", stock=31, weight=760)],
        DESK,
        [
            Spec("Pads", "16, three-dimensional", "16, dreidimensional"),
            USB_POWER,
            Spec("Size", "22 × 22 × 3 cm"),
        ],
        featured=True,
    ),
    ProductData(
        "nine-faders",
        Words("Nine Faders", "Nine Faders"),
        Words(
            "Motor faders for mixing with your hands.",
            "Motorfader, um mit den Händen zu mischen.",
        ),
        Words(
            "Nine faders of 100 mm that move where the mix is, and a scrub wheel of solid metal. "
            "Speaks the languages of all the usual studio programs.",
            "Neun Fader mit 100 mm Weg, die dorthin fahren, wo der Mix gerade ist, und ein "
            "Suchrad aus massivem Metall. Spricht die Sprachen aller üblichen Studioprogramme.",
        ),
        "faders",
        [SkuData("NINEF", "449", stock=2, weight=3900)],
        DESK,
        [
            Spec("Channels", "9"),
            Spec("Power", "24 V, supplied", "24 V, Netzteil liegt bei"),
            Spec("Size", "46 × 32 × 8 cm"),
        ],
    ),
    ProductData(
        "turn-twelve",
        Words("Turn Twelve", "Turn Twelve"),
        Words(
            "Twelve endless knobs with light around them.",
            "Zwölf Endlosregler mit Licht ringsum.",
        ),
        Words(
            "Small enough for a stage bag, heavy enough to stay put. The rings of light show "
            "where each control stands, also in the dark.",
            "Klein genug für die Bühnentasche, schwer genug, um liegen zu bleiben. Die Lichtringe "
            "zeigen jede Einstellung, auch im Dunkeln.",
        ),
        "knobs",
        [SkuData("TURN12", "129", stock=27, weight=640)],
        DESK,
        [Spec("Channels", "12"), USB_POWER, Spec("Size", "19 × 15 × 4 cm")],
    ),
    ProductData(
        "breath-pipe",
        Words("Breath Pipe", "Breath Pipe"),
        Words(
            "Play software with your breath, softly or loud.",
            "Software mit dem Atem spielen, leise oder laut.",
        ),
        Words(
            "A wind controller for people who never learned the saxophone: recorder fingering, a "
            "rubber mouthpiece that can be washed, and a built-in tuner. Wireless for six hours.",
            "Ein Blascontroller für alle, die nie Saxophon gelernt haben: Blockflötengriffe, "
            "abwaschbares Mundstück und eingebautes Stimmgerät. Sechs Stunden kabellos.",
        ),
        "wind",
        [SkuData("BREATH", "229", stock=12, weight=310, was="279")],
        KEYS,
        [
            Spec("Battery", "6 hours", "6 Stunden"),
            Spec("Connections", "USB-C, Bluetooth"),
            Spec("Length", "42 cm"),
        ],
    ),
    ProductData(
        "heel-pedal",
        Words("Heel Pedal", "Heel Pedal"),
        Words(
            "One pedal for sustain, swell or next page.",
            "Ein Pedal für Haltepedal, Schweller oder Umblättern.",
        ),
        Words(
            "Cast steel on rubber, with a switch below that turns it from a sustain pedal into a "
            "swell pedal. The cable can be replaced without tools.",
            "Gussstahl auf Gummi; ein Schalter an der Unterseite macht aus dem Haltepedal einen "
            "Schweller. Das Kabel lässt sich ohne Werkzeug tauschen.",
        ),
        "pedal",
        [SkuData("HEELP", "39", stock=80, weight=890)],
        Papers("PC080500", origin="CN", hs_code="9209.99.4000"),
        [Spec("Connectors", "6.3 mm jack", "Klinke 6,3 mm"), Spec("Size", "24 × 9 × 7 cm")],
    ),
]
