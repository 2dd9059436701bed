"""Software instruments."""

from storefront.demo_data.shapes import PLUGIN_SPEC, SOFTWARE, ProductData, Spec, Words, licences

PRODUCTS = [
    ProductData(
        "granite-grand",
        Words("Granite Grand", "Granite Grand"),
        Words(
            "A concert grand piano, recorded in an old quarry hall.",
            "Ein Konzertflügel, aufgenommen in einer alten Steinbruchhalle.",
        ),
        Words(
            "Nine microphones, twenty-one layers and a hall with a ceiling of stone. Mix the "
            "distance from the bench to the last row, and choose how much of the mechanics you "
            "want to hear.",
            "Neun Mikrofone, einundzwanzig Anschlagstufen und eine Halle mit steinerner Decke. "
            "Der Abstand reicht von der Klavierbank bis zur letzten Reihe, die Mechanik ist auf "
            "Wunsch zu hören.",
        ),
        "piano",
        licences("GRAN", "149", "299"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Disk space", "18 GB")],
        featured=True,
    ),
    ProductData(
        "meridian-synth",
        Words("Meridian Synth", "Meridian Synth"),
        Words(
            "Two oscillators, one map, and no menus at all.",
            "Zwei Oszillatoren, eine Karte und kein einziges Menü.",
        ),
        Words(
            "Every sound of Meridian is a place on a map. Walk between a glass pad and a rubber "
            "bass and stop where you like it; what you hear on the way can be saved as one "
            "movement.",
            "Jeder Klang in Meridian ist ein Ort auf einer Karte. Zwischen gläserner Fläche und "
            "Gummibass lässt sich überall anhalten; der Weg dorthin wird auf Wunsch als Bewegung "
            "gespeichert.",
        ),
        "synth",
        licences("MERI", "129", "249"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Presets", "400")],
        featured=True,
    ),
    ProductData(
        "harbour-strings",
        Words("Harbour Strings", "Harbour Strings"),
        Words(
            "A small string section that plays close together.",
            "Eine kleine Streichergruppe, die eng beieinander sitzt.",
        ),
        Words(
            "Twelve players in a wooden room. Harbour follows your playing: hold for long notes, "
            "tap for short ones, lean on the wheel and they swell. No key switches to remember.",
            "Zwölf Menschen in einem Raum aus Holz. Harbour folgt dem Spiel: halten für lange "
            "Töne, tippen für kurze, mit dem Rad schwellen sie an. Ganz ohne Umschalttasten.",
        ),
        "strings",
        licences("HARB", "179", "349"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Disk space", "24 GB")],
    ),
    ProductData(
        "workshop-drums",
        Words("Workshop Drums", "Workshop Drums"),
        Words(
            "Three kits, recorded dry, ready for your own room.",
            "Drei Sets, trocken aufgenommen, bereit für den eigenen Raum.",
        ),
        Words(
            "A jazz kit, a rock kit and a box of scrap metal. Every drum has its own channel, its "
            "own tuning and its own dents; the groove drawer holds 300 played patterns.",
            "Ein Jazz-Set, ein Rock-Set und eine Kiste Altmetall. Jede Trommel hat ihren Kanal, "
            "ihre Stimmung und ihre Beulen; in der Groove-Schublade liegen 300 gespielte Figuren.",
        ),
        "drums",
        licences("WORK", "99", "199"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Disk space", "9 GB")],
    ),
    ProductData(
        "pipe-and-draw",
        Words("Pipe & Draw Organ", "Pipe & Draw Orgel"),
        Words(
            "Drawbars on the left, church pipes on the right.",
            "Zugriegel links, Kirchenpfeifen rechts.",
        ),
        Words(
            "One instrument for the club and the chapel. The rotating speaker can be slowed by "
            "hand, and the pipes know how long their way to your ear is.",
            "Ein Instrument für Club und Kapelle. Der rotierende Lautsprecher lässt sich von Hand "
            "bremsen, und die Pfeifen wissen, wie lang ihr Weg zum Ohr ist.",
        ),
        "organ",
        licences("PIPE", "89", "179"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Presets", "110")],
    ),
    ProductData(
        "undertow-bass",
        Words("Undertow Bass", "Undertow Bass"),
        Words(
            "Electric and synthetic basses on one neck.",
            "Elektrische und synthetische Bässe an einem Hals.",
        ),
        Words(
            "Play fingers, pick or thumb, and fade a deep sine underneath for small speakers. "
            "Undertow tunes that sine to the note by itself.",
            "Finger, Plektrum oder Daumen, dazu ein tiefer Sinus für kleine Lautsprecher. "
            "Undertow stimmt ihn von selbst auf den gespielten Ton.",
        ),
        "bass",
        licences("UNDR", "69", "149"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Disk space", "3 GB")],
    ),
    ProductData(
        "vowel-choir",
        Words("Vowel Choir", "Vowel Choir"),
        Words(
            "Sixteen singers who hold any vowel you draw.",
            "Sechzehn Stimmen, die jeden gezeichneten Vokal halten.",
        ),
        Words(
            "Draw a line through the vowels and the choir sings it, from a closed hum to an open "
            "call. Men and women can be faded, and they breathe where you breathe.",
            "Eine Linie durch die Vokale ziehen, und der Chor singt sie, vom geschlossenen Summen "
            "bis zum offenen Ruf. Frauen- und Männerstimmen lassen sich mischen, geatmet wird mit "
            "Ihnen.",
        ),
        "choir",
        licences("VOWL", "119", "229"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Disk space", "6 GB")],
    ),
    ProductData(
        "tin-mallets",
        Words("Tin Mallets", "Tin Mallets"),
        Words(
            "Vibraphone, kalimba and four tuned cake tins.",
            "Vibraphon, Kalimba und vier gestimmte Kuchenformen.",
        ),
        Words(
            "Bright, small and friendly sounds for the top of an arrangement. The motor of the "
            "vibraphone can be tied to the tempo of the song.",
            "Helle, kleine und freundliche Klänge für die Spitze eines Arrangements. Der Motor "
            "des Vibraphons läuft auf Wunsch im Tempo des Songs.",
        ),
        "mallets",
        licences("TINM", "49", "99"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Disk space", "2 GB")],
    ),
]
