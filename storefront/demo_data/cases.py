"""Cases, bags and stands."""

from storefront.demo_data.shapes import Papers, ProductData, SkuData, Spec, Words, colours

BAG = Papers("P0000000", origin="PT", hs_code="4202.92.9100")
STAND = Papers("P0000000", origin="DE", hs_code="8302.50.0000")
FELT = Spec("Material", "recycled felt, canvas", "recycelter Filz, Segeltuch")

PRODUCTS = [
    ProductData(
        "keyboard-sleeve-25",
        Words("Keyboard Sleeve 25", "Keyboard-Hülle 25"),
        Words(
            "A felt sleeve for small keyboards and their cable.",
            "Eine Filzhülle für kleine Keyboards samt Kabel.",
        ),
        Words(
            "Cut for the Skerry 25, generous enough for most of its kind. The pocket holds a "
            "cable and a pedal switch, and the flap closes without a sound.",
            "Zugeschnitten auf das Skerry 25, großzügig genug für viele andere. In die Tasche "
            "passen Kabel und Fußschalter, die Klappe schließt lautlos.",
        ),
        "sleeve",
        colours("SLV25", "49", 320, graphite=40, pine=26),
        BAG,
        [FELT, Spec("Fits", "Skerry 25"), Spec("Closure", "magnets", "Magnete")],
    ),
    ProductData(
        "headphone-case",
        Words("Hard Headphone Case", "Hartschale für Kopfhörer"),
        Words(
            "A shell that takes the knocks of a tour bus.",
            "Eine Schale, die den Tourbus übersteht.",
        ),
        Words(
            "For Aria, Quiet Air and most large headphones. The lining is soft, the zip has no "
            "teeth that scratch, and there is a place for the cable.",
            "Für Aria, Quiet Air und die meisten großen Kopfhörer. Weich gefüttert, mit einem "
            "Reißverschluss, der nicht kratzt, und einem Platz für das Kabel.",
        ),
        "hard-case",
        [SkuData("HPCASE", "35", stock=73, weight=240)],
        BAG,
        [Spec("Outer size", "21 × 18 × 9 cm"), Spec("Closure", "zip", "Reißverschluss")],
    ),
    ProductData(
        "cable-roll",
        Words("Cable Roll", "Kabelrolle"),
        Words(
            "Canvas with straps: ten cables, no knots.",
            "Segeltuch mit Riemen: zehn Kabel, kein Knoten.",
        ),
        Words(
            "Lay the cables in, roll it up, close the belt. Waxed canvas keeps the rain out on "
            "the way from the car to the stage door.",
            "Kabel hineinlegen, aufrollen, Gurt schließen. Gewachstes Segeltuch hält den Regen "
            "auf dem Weg zum Bühneneingang ab.",
        ),
        "roll",
        colours("CROLL", "39", 410, pine=33, rust=19),
        BAG,
        [Spec("Material", "waxed canvas", "gewachstes Segeltuch"), Spec("Fits", "10 × 3 m")],
    ),
    ProductData(
        "desk-riser",
        Words("Desk Riser", "Tischerhöhung"),
        Words(
            "Birch under the screen, room for a keyboard below.",
            "Birke unter dem Bildschirm, darunter Platz fürs Keyboard.",
        ),
        Words(
            "Glued from nine layers of birch, oiled, and just high enough for a Skerry 49 to "
            "slide under. A groove at the back leads the cables away.",
            "Aus neun Lagen Birke verleimt, geölt und gerade hoch genug, dass ein Skerry 49 "
            "darunter passt. Eine Nut an der Rückseite führt die Kabel ab.",
        ),
        "riser",
        [SkuData("RISER", "129", stock=14, weight=4200)],
        Papers("P0000000", origin="PL", hs_code="9403.60.1000"),
        [
            Spec("Size", "90 × 26 × 11 cm"),
            Spec("Load", "30 kg"),
            Spec("Material", "birch", "Birke"),
        ],
    ),
    ProductData(
        "headphone-hook",
        Words("Headphone Hook", "Kopfhörerhaken"),
        Words(
            "One screw, one hook, one thing less on the desk.",
            "Eine Schraube, ein Haken, ein Ding weniger auf dem Tisch.",
        ),
        Words(
            "Bent steel with a strip of cork where the headband rests. Screws or sticks under any "
            "table top.",
            "Gebogener Stahl mit einem Korkstreifen, auf dem der Bügel ruht. Zum Schrauben oder "
            "Kleben unter jede Tischplatte.",
        ),
        "hook",
        [SkuData("HOOK", "19", stock=110, weight=150)],
        STAND,
        [Spec("Material", "steel, cork", "Stahl, Kork"), Spec("Load", "2 kg")],
    ),
    ProductData(
        "folding-stand",
        Words("Folding Laptop Stand", "Faltbarer Laptopständer"),
        Words(
            "Holds a laptop at eye height, folds to a ruler.",
            "Hält den Laptop auf Augenhöhe und faltet sich zum Lineal.",
        ),
        Words(
            "Six aluminium parts, no loose screws. Stands on stage without a wobble and weighs "
            "less than a pair of headphones.",
            "Sechs Teile aus Aluminium, keine losen Schrauben. Steht auf der Bühne, ohne zu "
            "wackeln, und wiegt weniger als ein Kopfhörer.",
        ),
        "stand",
        colours("FSTND", "59", 230, graphite=52, ivory=0),
        STAND,
        [Spec("Load", "8 kg"), Spec("Size", "25 × 5 × 3 cm, folded", "25 × 5 × 3 cm, gefaltet")],
    ),
    ProductData(
        "tour-backpack",
        Words("Tour Backpack", "Tourrucksack"),
        Words(
            "Laptop, keyboard, headphones, and a shirt.",
            "Laptop, Keyboard, Kopfhörer und ein Hemd.",
        ),
        Words(
            "A flat back compartment for the Skerry 25, a padded one for the laptop, and a roll "
            "top for what is left. Small enough for the overhead bin.",
            "Ein flaches Rückenfach für das Skerry 25, ein gepolstertes für den Laptop und ein "
            "Rollverschluss für den Rest. Klein genug für das Gepäckfach.",
        ),
        "backpack",
        colours("TOURB", "169", 1450, graphite=21, pine=13),
        BAG,
        [
            Spec("Outer size", "52 × 32 × 17 cm"),
            Spec("Material", "canvas, leather", "Segeltuch, Leder"),
        ],
    ),
]
