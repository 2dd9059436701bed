"""Effect plug-ins."""

from storefront.demo_data.shapes import PLUGIN_SPEC, SOFTWARE, ProductData, Spec, Words, licences

PRODUCTS = [
    ProductData(
        "tidewater-reverb",
        Words("Tidewater Reverb", "Tidewater Reverb"),
        Words(
            "Rooms, halls and slow waves from one clear panel.",
            "Räume, Hallen und langsame Wellen auf einer klaren Oberfläche.",
        ),
        Words(
            "Tidewater starts where you are: name the size of the room and how far away you "
            "stand, and it does the rest. Turn the tide control and the tail begins to move, from "
            "a steady hall to long swells that follow the tempo.\n\nLight on the processor, so it "
            "may sit on every channel.",
            "Tidewater beginnt dort, wo Sie stehen: Raumgröße und Abstand wählen, den Rest "
            "erledigt das Plug-in. Mit dem Tide-Regler gerät der Nachhall in Bewegung, vom "
            "ruhigen Saal bis zu langen Wellen im Songtempo.\n\nSo sparsam, dass er auf jeder "
            "Spur laufen darf.",
        ),
        "reverb",
        licences("TIDE", "79", "169"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Presets", "120")],
        featured=True,
    ),
    ProductData(
        "lantern-eq",
        Words("Lantern EQ", "Lantern EQ"),
        Words(
            "An equalizer that lights up what gets in the way.",
            "Ein Equalizer, der sichtbar macht, was im Weg steht.",
        ),
        Words(
            "Put Lantern on two tracks and it shows where they fight for the same notes. Eight "
            "bands, each static or moving with the music, and a curve you can draw with one "
            "finger.",
            "Auf zwei Spuren eingesetzt, zeigt Lantern, wo beide um dieselben Töne streiten. Acht "
            "Bänder, wahlweise fest oder dynamisch, und eine Kurve, die sich mit einem Finger "
            "zeichnen lässt.",
        ),
        "eq",
        licences("LANT", "99", "199"),
        SOFTWARE,
        [
            *PLUGIN_SPEC,
            Spec("Latency", "0 samples in natural mode", "0 Samples im natürlichen Modus"),
        ],
        featured=True,
    ),
    ProductData(
        "backstep-delay",
        Words("Backstep Delay", "Backstep Delay"),
        Words(
            "Echoes that walk forwards, backwards and sideways.",
            "Echos, die vorwärts, rückwärts und seitwärts laufen.",
        ),
        Words(
            "Draw the echoes as steps and move each one in time, tone and space. Backstep "
            "remembers the last bar, so a reversed echo comes in on time instead of a bar late.",
            "Echos werden als Schritte gezeichnet und einzeln in Zeit, Klang und Raum verschoben. "
            "Backstep merkt sich den letzten Takt, so kommt auch ein Rückwärts-Echo pünktlich.",
        ),
        "delay",
        licences("BACK", "59", "129"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Presets", "90")],
    ),
    ProductData(
        "keel-compressor",
        Words("Keel Compressor", "Keel Kompressor"),
        Words(
            "Steady levels with three characters, from glass to rope.",
            "Ruhige Pegel mit drei Charakteren, von Glas bis Tau.",
        ),
        Words(
            "Keel has one large control and tells you what it does in plain words. Behind the "
            "panel are three circuits: clean, warm and stubborn. Loudness is matched, so you "
            "judge the sound and not the volume.",
            "Keel hat einen großen Regler und sagt in klaren Worten, was er gerade tut. Dahinter "
            "arbeiten drei Schaltungen: sauber, warm und stur. Die Lautheit bleibt gleich, damit "
            "der Klang entscheidet und nicht die Lautstärke.",
        ),
        "compressor",
        licences("KEEL", "89", "179", was=("119", "229")),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Presets", "64")],
    ),
    ProductData(
        "ember-drive",
        Words("Ember Drive", "Ember Drive"),
        Words(
            "Warmth, grit and sparks for drums, bass and voices.",
            "Wärme, Körnung und Funken für Drums, Bass und Stimme.",
        ),
        Words(
            "Five kinds of distortion share one bed of coals: tape, valve, transistor, speaker "
            "and something we found by accident. Blend two of them and keep the low end clean "
            "with one switch.",
            "Fünf Arten von Verzerrung teilen sich ein Glutbett: Band, Röhre, Transistor, "
            "Lautsprecher und ein Zufallsfund. Zwei davon lassen sich mischen, ein Schalter hält "
            "den Bass sauber.",
        ),
        "drive",
        licences("EMBR", "49", "99"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Presets", "75")],
    ),
    ProductData(
        "halyard-limiter",
        Words("Halyard Limiter", "Halyard Limiter"),
        Words(
            "The last plug-in on the mix: loud, and still breathing.",
            "Das letzte Plug-in im Mix: laut, und es atmet trotzdem.",
        ),
        Words(
            "Set the loudness that your platform asks for, and Halyard gets there without "
            "flattening the chorus. True peaks are caught, and a small graph shows what was held "
            "back.",
            "Gewünschte Lautheit einstellen, und Halyard erreicht sie, ohne den Refrain platt zu "
            "drücken. True Peaks werden abgefangen, ein kleines Diagramm zeigt, was "
            "zurückgehalten wurde.",
        ),
        "limiter",
        licences("HALY", "69", "149"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Latency", "1.5 ms", "1,5 ms")],
    ),
    ProductData(
        "slow-tape",
        Words("Slow Tape", "Slow Tape"),
        Words(
            "A tape machine with worn heads and good manners.",
            "Eine Bandmaschine mit müden Köpfen und guten Manieren.",
        ),
        Words(
            "Slow Tape brings the drift, the soft highs and the little dropouts of a machine that "
            "has seen some summers. Every fault has its own control, and all of them can be zero.",
            "Slow Tape bringt das Eiern, die weichen Höhen und die kleinen Aussetzer einer "
            "Maschine, die schon viele Sommer gesehen hat. Jede Macke hat ihren Regler, und alle "
            "gehen bis null.",
        ),
        "tape",
        licences("SLOW", "59", "119"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Presets", "48")],
    ),
    ProductData(
        "choirmaster-tune",
        Words("Choirmaster Tune", "Choirmaster Tune"),
        Words(
            "Pitch correction that leaves the singer in.",
            "Tonhöhenkorrektur, bei der der Mensch hörbar bleibt.",
        ),
        Words(
            "Choirmaster moves only the middle of a note, so slides, vibrato and breath stay. Add "
            "up to four voices from one take and place them in the room like a small choir.",
            "Choirmaster rückt nur die Mitte eines Tons zurecht; Schleifer, Vibrato und Atem "
            "bleiben. Aus einer Aufnahme werden bis zu vier Stimmen, im Raum verteilt wie ein "
            "kleiner Chor.",
        ),
        "tune",
        licences("CHOI", "129", "279"),
        SOFTWARE,
        [*PLUGIN_SPEC, Spec("Latency", "12 ms", "12 ms")],
    ),
]
