"""Sound packs."""

from storefront.demo_data.shapes import SAMPLES, SOUNDS, Papers, ProductData, SkuData, Spec, Words

PRODUCTS = [
    ProductData(
        "night-tram",
        Words("Night Tram", "Night Tram"),
        Words(
            "Field recordings from the last line home.",
            "Feldaufnahmen von der letzten Linie nach Hause.",
        ),
        Words(
            "Doors, rails, rain on the roof and the hum between stations, recorded over one "
            "winter and cut into loops that sit under a beat without getting in the way.",
            "Türen, Schienen, Regen auf dem Dach und das Summen zwischen den Haltestellen, einen "
            "Winter lang aufgenommen und zu Loops geschnitten, die unter jedem Beat Platz finden.",
        ),
        "pack-rain",
        [SkuData("NTRM", "19")],
        SOUNDS,
        [SAMPLES, Spec("Contents", "210 loops and sounds", "210 Loops und Klänge")],
        featured=True,
    ),
    ProductData(
        "dust-and-vinyl",
        Words("Dust & Vinyl", "Dust & Vinyl"),
        Words(
            "Chords, breaks and crackle with the corners worn off.",
            "Akkorde, Breaks und Knistern mit abgewetzten Ecken.",
        ),
        Words(
            "Played on old instruments, pressed to a real lathe and sampled back. Everything is "
            "free of claims, so you may release what you make with it.",
            "Auf alten Instrumenten gespielt, auf eine echte Folie geschnitten und zurück "
            "gesampelt. Alles ist frei von Ansprüchen: Was daraus entsteht, darf veröffentlicht "
            "werden.",
        ),
        "pack-vinyl",
        [SkuData("DUST", "24")],
        SOUNDS,
        [SAMPLES, Spec("Tempo", "72–96 bpm")],
    ),
    ProductData(
        "steel-and-concrete",
        Words("Steel & Concrete", "Stahl & Beton"),
        Words(
            "Industrial drums from a closed shipyard.",
            "Industrielle Drums aus einer stillgelegten Werft.",
        ),
        Words(
            "We hit plates, chains and a crane with everything that was at hand. 160 single hits, "
            "60 loops, and the echo of the dry dock as an impulse response.",
            "Platten, Ketten und ein Kran, geschlagen mit allem, was greifbar war. 160 "
            "Einzelschläge, 60 Loops und das Echo des Trockendocks als Impulsantwort.",
        ),
        "pack-steel",
        [SkuData("STEEL", "29")],
        SOUNDS,
        [SAMPLES, Spec("Tempo", "120–140 bpm")],
    ),
    ProductData(
        "northern-pads",
        Words("Northern Pads", "Northern Pads"),
        Words(
            "Eighty slow presets for the Meridian Synth.",
            "Achtzig ruhige Presets für den Meridian Synth.",
        ),
        Words(
            "Wide, cold and patient sounds, each with four movements on the wheel. Needs Meridian "
            "Synth 1.2 or newer.",
            "Weite, kühle und geduldige Klänge, jeder mit vier Bewegungen auf dem Rad. Benötigt "
            "Meridian Synth ab Version 1.2.",
        ),
        "pack-aurora",
        [SkuData("NPAD", "15")],
        SOUNDS,
        [Spec("Formats", "Meridian bank", "Meridian-Bank"), Spec("Presets", "80")],
    ),
    ProductData(
        "kitchen-percussion",
        Words("Kitchen Percussion", "Küchen-Percussion"),
        Words(
            "Pots, spoons, peas and one very good oven door.",
            "Töpfe, Löffel, Erbsen und eine sehr gute Ofentür.",
        ),
        Words(
            "A whole kit that you can eat from. Recorded close and dry, tuned where it makes "
            "sense, and named so that you find the pan you mean.",
            "Ein ganzes Set, von dem man essen kann. Nah und trocken aufgenommen, gestimmt, wo es "
            "Sinn ergibt, und so benannt, dass man die richtige Pfanne findet.",
        ),
        "pack-kitchen",
        [SkuData("KITCH", "12")],
        SOUNDS,
        [SAMPLES, Spec("Contents", "140 sounds", "140 Klänge")],
    ),
    ProductData(
        "voices-of-strangers",
        Words("Voices of Strangers", "Stimmen von Fremden"),
        Words(
            "Short phrases, breaths and laughs in eleven languages.",
            "Kurze Sätze, Atem und Lachen in elf Sprachen.",
        ),
        Words(
            "Thirty people lent us their voices, and each one signed for it. Cut by phrase, with "
            "the pitch noted in the file name.",
            "Dreißig Menschen haben uns ihre Stimme geliehen und dafür unterschrieben. Nach "
            "Sätzen geschnitten, die Tonhöhe steht im Dateinamen.",
        ),
        "pack-voices",
        [SkuData("VOICE", "24")],
        # The demo's incomplete product: without an ECCN it is not sent and cannot be bought.
        Papers("DO010000", eccn=""),
        [SAMPLES, Spec("Contents", "380 phrases", "380 Phrasen")],
    ),
    ProductData(
        "modular-mornings",
        Words("Modular Mornings", "Modular Mornings"),
        Words(
            "Sequences from a wall of cables, recorded before coffee.",
            "Sequenzen aus einer Wand voller Kabel, aufgenommen vor dem Kaffee.",
        ),
        Words(
            "Ninety sequences, each as a full mix and in four parts. Tempo and key are in the "
            "name, the accidents are left in.",
            "Neunzig Sequenzen, jede als Mischung und in vier Teilen. Tempo und Tonart stehen im "
            "Namen, die Unfälle sind noch drin.",
        ),
        "pack-modular",
        [SkuData("MODM", "29")],
        SOUNDS,
        [SAMPLES, Spec("Tempo", "90–124 bpm")],
    ),
    ProductData(
        "brass-in-the-yard",
        Words("Brass in the Yard", "Blech im Hof"),
        Words(
            "A nine-piece band between four brick walls.",
            "Eine neunköpfige Band zwischen vier Backsteinwänden.",
        ),
        Words(
            "Stabs, falls, swells and whole choruses, with the yard's slap of an echo on its own "
            "channel so that you can take it or leave it.",
            "Akzente, Falls, Crescendi und ganze Refrains. Das kurze Echo des Hofs liegt auf "
            "einer eigenen Spur und darf auch wegbleiben.",
        ),
        "pack-brass",
        [SkuData("BRASS", "35")],
        SOUNDS,
        [SAMPLES, Spec("Contents", "260 phrases", "260 Phrasen")],
    ),
]
