# Texte des Fensters auf Deutsch. Schlüssel nach Ansichten geordnet.

window-name = Cantus

# Anfang
start-name = Erste Minute
start-press = Drücke deinen Schalter
start-again = Ich habe dich gehört. Drücke noch einmal
start-heard = Gehört: { $control }. Drücke noch einmal
start-any = Jeder Taster, jede Taste, jedes Gamepad und jedes MIDI-Keyboard, das angesteckt ist. Die Leertaste geht auch.
start-device = an { $device }
start-sound = Der Ton ist an.
start-sound-from = Der Ton ist an. Ausgang: { $device }.
start-no-sound = Noch ist nichts zu hören. Alles andere geht; schau, ob ein Lautsprecher angesteckt und eingeschaltet ist.
start-skip = Ohne Schalter weiter
start-desk = Pult

start-another = Anderer Schalter

# Ein anderer Schalter
bind-press = Drücke den Schalter, der spielen soll
bind-hint = Bis er gefunden ist, spielt nichts. Eine Taste, ein Knopf, ein Pedal: alles, was man drücken kann.
bind-heard = Ich höre { $control }
bind-plays = Damit wird schon { $roles } gespielt; dann spielt er beides.
bind-only = Nur dieser spielt
bind-too = Auch dieser spielt
bind-cancel = Lass es, wie es war

# Bühne
stage-name = Bühne
stage-picture = Die Musik, wie sie klingt
stage-press = Drücke und spiele
stage-waiting = Noch halten …
stage-down = Es klingt
stage-sounds-on = Es klingt weiter
stage-ignored = Loslassen, dann neu drücken
stage-resting = Pause. Drücke, dann geht es weiter
stage-to-desk = Pult
stage-full-screen = Ganzer Bildschirm
stage-window = Fenster
stage-menu = Dein Menü
stage-menu-opens = Weiter halten für dein Menü
stage-menu-offered = Jetzt drücken für dein Menü
stage-menu-release = Loslassen, dann wählen
stage-menu-press = Drücke und wähle
stage-menu-again = Drücke für noch einmal
stage-calling = Bitte komm
stage-calling-note = Das ruft nur Menschen in diesem Raum. Es ist kein Schwesternruf.

# Das Menü der spielenden Person
menu-louder = Lauter
menu-softer = Leiser
menu-gentler = Sanfter
menu-fiercer = Kräftiger
menu-next_piece = Nächstes Stück
menu-previous_piece = Voriges Stück
menu-another_sound = Anderer Klang
menu-slower = Langsamer
menu-faster = Schneller
menu-keep_that = Das behalten
menu-record = Aufnehmen
menu-finish = Schluss
menu-rest = Pause
menu-silence = Stille
menu-call = Jemanden rufen
menu-stop_calling = Nicht mehr rufen
menu-leave = Zurück

# Was gehört wurde
heard-key = die Taste { $name }
heard-pad = die Taste { $name } am Gamepad
heard-note = die Taste { $name } am MIDI-Keyboard
heard-midi = der Regler { $name } am MIDI-Gerät
heard-touch = eine Berührung
key-space = die Leertaste
key-enter = die Eingabetaste
key-escape = Escape
key-tab = die Tabulatortaste
key-backspace = die Rücktaste
key-left = Pfeil nach links
key-right = Pfeil nach rechts
key-up = Pfeil nach oben
key-down = Pfeil nach unten
key-left-shift = die linke Umschalttaste
key-right-shift = die rechte Umschalttaste
key-left-ctrl = Strg links
key-right-ctrl = Strg rechts
key-page-up = Bild auf
key-page-down = Bild ab
pad-south = die untere Taste am Gamepad
pad-east = die rechte Taste am Gamepad
pad-west = die linke Taste am Gamepad
pad-north = die obere Taste am Gamepad
pad-left-shoulder = die linke Schultertaste
pad-right-shoulder = die rechte Schultertaste
pad-left-trigger = der linke Abzug
pad-right-trigger = der rechte Abzug
pad-start = die Starttaste am Gamepad
pad-select = die Auswahltaste am Gamepad
pad-dpad-up = das Steuerkreuz nach oben
pad-dpad-down = das Steuerkreuz nach unten
pad-dpad-left = das Steuerkreuz nach links
pad-dpad-right = das Steuerkreuz nach rechts
mouse-left = die linke Maustaste
mouse-right = die rechte Maustaste
mouse-middle = die mittlere Maustaste

# Pult
desk-name = Pult
desk-hint = Jede Änderung ist sofort zu hören und lässt sich zurücknehmen.
desk-to-stage = Bühne
desk-to-stage-hint = Zurück zu dem, was die Spielenden sehen
desk-silence = Stille
desk-silence-hint = Alles ausklingen lassen (Esc). Der nächste Druck klingt wieder.
desk-undo = Zurück
desk-undo-hint = Die letzte Änderung zurücknehmen (Strg+Z)
desk-redo = Wieder
desk-redo-hint = Noch einmal so ändern (Strg+Umschalt+Z)
desk-louder = Lauter
desk-softer = Leiser
desk-next = Nächstes Stück
desk-previous = Voriges Stück
desk-finish = Zum Schluss führen
desk-read = Gelesen
desk-note = Gut zu wissen
desk-warning = Schau bitte nach
desk-severe = Hier stimmt etwas nicht
desk-more-alerts = { $count ->
    [one] Und noch eine Meldung.
   *[other] Und { $count } weitere Meldungen.
}
desk-not-opened = Diese Datei ließ sich nicht öffnen
desk-plays-on = Die Musik von vorher spielt weiter.
desk-people = Wer spielt
desk-pieces = Stücke
desk-search = Suchen
desk-favourites = Lieblingsstücke
desk-lately = Zuletzt gespielt
desk-all = Alle Stücke
desk-nothing-found = Nichts gefunden. Versuch ein anderes Wort.
desk-favourite = Lieblingsstück: { $name }
desk-others = Es spielen auch
desk-played-by = gespielt von { $roles }
desk-played-by-any = gespielt von jedem Schalter
desk-played-by-none = Niemand spielt das
desk-mode = Was ein Druck spielt
desk-sound = Klang
desk-level-of = Lautstärke von { $name }
desk-mute = Stumm
desk-solo = Solo
desk-more = Umfang, Töne, wer spielt
desk-lowest = Tiefster Ton
desk-highest = Höchster Ton
desk-lock = Welche Töne
desk-lock-scale = Töne der Tonleiter
desk-lock-chord = Töne des Akkords
desk-lock-beat = Akkord auf den Schlag
desk-lock-off = Alle Töne
desk-time = Tempo und Takt
desk-tempo = Tempo, Schläge in der Minute
desk-tap = Tippen
desk-tap-hint = Tippe mit: Zwei bis acht Mal Tippen ergibt das Tempo
desk-count-in = Einzählen
desk-count-in-hint = Einen Takt vorzählen, dann von vorn
desk-metre = Takt
desk-harmony = Harmonie
desk-root = Grundton
desk-scale = Tonleiter
desk-scale-own = Eine eigene Tonleiter
desk-chords = Woher die Akkorde kommen
desk-chords-still = Ein Akkord bleibt
desk-chords-progression = Akkorde der Reihe nach
desk-chords-leader = Von einem MIDI-Keyboard
desk-chords-written = Die Akkorde, dann Eingabe
desk-chords-example = I V vi IV
desk-chord-now = Akkord jetzt: { $chord }
desk-chord-heard = Gehörter Akkord: { $chord }
desk-band = Band
desk-band-waits = Sie wartet auf den ersten Druck.
desk-band-counts = Sie zählt ein.
desk-band-intro = Vorspiel
desk-band-first = Erste Variation
desk-band-second = Zweite Variation
desk-band-fill = Überleitung
desk-band-ending = Schluss
desk-band-follows = Folgt
desk-band-0 = Karg
desk-band-1 = Sanft
desk-band-2 = Voll
desk-band-3 = Kräftig
desk-session = Sitzung
desk-timer = Seit die Musik begann
desk-presses = { $presses ->
    [one] { $presses } Druck
   *[other] { $presses } Mal gedrückt
}
desk-loudness = Lautstärke
desk-ceiling = Nie lauter als { $level }: die Grenze von „{ $person }“.
desk-outlook = Fenster
desk-language = Sprache
desk-theme = Farben
desk-size = Größe
desk-calm = Weniger Bewegung
theme-dark = Dunkel
theme-light = Hell
theme-high-contrast = Hoher Kontrast
band-drums = Schlagzeug
band-bass = Bass
band-chords = Akkorde
band-pad = Fläche

# Dateien öffnen
open-name = Datei öffnen
open-hint = Zieh ein Stück, eine Person, ein Lied, einen Klang, eine Aufnahme oder eine Tonleiter auf dieses Fenster.
open-open = Öffnen…
open-above = Ordner darüber
open-cancel = Abbrechen
open-nothing = In diesem Ordner sind keine Stücke, Lieder, Klänge oder Tonleitern.
open-drop = Lass los: Es spielt sofort
open-unknown = { $file }: Diese Art Datei lässt sich hier nicht öffnen. Stücke (.preset.toml), Personen (.person.toml), Lieder (.song.toml, .mid), Klänge (.patch.toml, .sf2), Aufnahmen (.wav, .flac, .ogg, .mp3) und Tonleitern (.scale.toml, .scl) schon.

# Keeping what was changed at the desk, recording
keep-not-yet = Geändert, noch nicht behalten
keep-own = Deine eigene Fassung
keep-as-it-is = Unverändert
keep-keep = Behalten
keep-keep-hint = So behalten, wie es jetzt ist, als eigene Kopie. Das Mitgelieferte bleibt, wie es ist.
keep-reopen = Änderungen verwerfen
keep-reopen-hint = Zurück zu dem, was zuletzt behalten wurde
keep-ship = Wie geliefert
keep-ship-hint = Zurück zum Mitgelieferten. Deine eigene Fassung wird beiseitegelegt und geht nicht verloren.
desk-record = Aufnehmen
desk-record-stop = Stopp · { $time }
desk-record-hint = Was zu hören ist, als Klangdatei aufnehmen
desk-keep-that = Das behalten
desk-keep-that-hint = Die letzten fünf Minuten behalten: Klang, Noten und Drücke
desk-last-kept = { $file } in { $folder }
desk-note-names = Notennamen
desk-song-text = Liedtext
desk-song = Lied
desk-song-search = Lieder suchen
desk-sound-search = Klänge suchen
desk-part-chosen = Lieder, Klänge und Aufnahmen, die geöffnet werden, gehen an diese Stimme
desk-players = Gespielt von
desk-players-any = Jeder Schalter
desk-swing = Swing
desk-swing-hint = Wie spät jedes zweite Achtel kommt; 33 % ergibt Triolen
desk-swing-refused = Die Band swingt, wie es ihr Stil vorgibt: { $style }.
desk-metre-refused = Die Band behält ihren Takt: { $style }.
desk-band-start = Start
desk-band-start-hint = Die Band beginnt jetzt
desk-band-stop = Schluss
desk-band-stop-hint = Die Band spielt ab dem nächsten Takt ihren Schluss
desk-band-do-fill = Fill
desk-band-do-fill-hint = Der nächste Takt ist ein Fill
heard-any-pad = jede Gamepad-Taste
heard-any-midi = jede MIDI-Taste
heard-any-mouse = jede Maustaste
note-names = C Cis D Es E F Fis G As A B H
stage-photo = Bild zu diesem Stück
open-font-no-drums = { $file } hat kein Schlagzeug, und diese Stimme spielt Schlagzeug.
open-font-only-drums = { $file } hat nur Schlagzeug, und diese Stimme spielt Töne.
told-band-begins = Die Band beginnt.
told-band-ends = Die Band kommt zum Schluss.
told-band-fills = Der nächste Takt ist ein Fill.
told-picture = Das Bild { $path } kann nicht gezeigt werden: { $reason }.
told-picture-still = Die Musik spielt.
told-picture-advice = Lege ein PNG-, JPEG- oder einfaches SVG-Bild dorthin, oder nimm die Zeile `picture` aus der Datei.
told-picture-intricate = es ist zu verwickelt
told-picture-large = es ist größer als { $mebibytes } MiB
told-picture-foreign = `{ $element }` darin wird hier nicht gezeichnet
told-picture-refers = es verweist auf andere Dateien
told-picture-no-file = es ist keine Datei
told-picture-unread = es kann nicht gelesen werden
told-clip = { $name }: spielt { $file }.
told-no-sequencer = Dieser Computer hat keinen MIDI-Sequenzer (`sudo modprobe snd-seq` ergänzt ihn, wo das System einen hat).
told-kept-as = Behalten als { $path }.
told-kept = Behalten: { $path }.
told-cannot-write = { $path } kann nicht geschrieben werden: { $error }. Alles spielt weiter.
told-shipped-again = Das Mitgelieferte spielt wieder. Deine eigene Fassung liegt als { $path } beiseite.
told-is-shipped = Das ist schon das Mitgelieferte.
told-recording-to = Aufnahme nach { $path }.
told-recording-ends = Die Aufnahme endet.
told-recording-done = Aufgenommen: { $path }.
told-last-minutes = Die letzten fünf Minuten sind behalten.
told-last-minutes-silent = In den letzten fünf Minuten hat nichts geklungen: Nur die Drücke sind behalten.
told-no-music-folder = Es gibt keinen Musikordner, um es dort zu behalten.
told-restored = Änderungen, die letztes Mal nicht behalten wurden, sind wieder da: { $names }.
told-restored-still = Nichts davon ist verloren.
told-restored-advice = Behalte sie am Pult oder nimm sie dort zurück.
told-not-remembered = Was eingestellt wurde, konnte nicht gemerkt werden: { $error }.
told-all-kept = Alles, was gespielt wurde, ist behalten.

# Stichwörter
tag-beginner = zum Anfangen
tag-calm = ruhig
tag-lively = lebhaft
tag-song = Lieder
tag-band = mit Band
tag-group = zu zweit
tag-holding = zum Halten
tag-joystick = Joystick
tag-one-switch = ein Schalter
tag-several-switches = mehrere Schalter
tag-scanning = Scannen
tag-breath = Atem

# Pictures and people
picture-of = Bild von { $name }
people-search = Leute suchen
people-favourite = Oft dabei: { $name }

# Arten zu spielen
mode-wander = Eine Melodie, die wandert
mode-keys = Jedem Schalter sein Ton
mode-scan = Aus dem Suchlauf wählen
mode-zones = Töne auf einer Bewegung
mode-swell = Anschwellen beim Halten
mode-beat = Schlagzeug
mode-song = Ein bekanntes Lied
mode-cue = Ein Klang oder eine Nachricht
mode-phrase = Eine kleine Melodie
mode-chords = Akkorde
mode-arp = Gebrochene Akkorde
mode-rise = Steigen beim Halten
mode-steer = Musik lenken, die von selbst spielt
mode-echo = Im Wechsel
mode-loop = Runden, die wiederkehren

# Sätze des Instruments, einer je Zeile: siehe src/ui/told.rs
told-loudness = Lautstärke { $step } von { $all }.
told-silence = Stille. Der nächste Druck klingt wieder.
told-finish = Die nächsten Drücke führen zum Schluss.
told-tap = Tippen: Zwei bis acht Mal Tippen ergibt das Tempo.
told-count-in = Ein Takt wird eingezählt.
told-undo-loops = Die letzte Schicht jeder Runde ist weg.
told-clear-loops = Die Runden sind leer.
told-plays-on = Die Musik von vorher spielt weiter.
told-too-much = Zu viel auf einmal. Versuch es noch einmal.
told-too-much-edit = Zu viel auf einmal: Nichts wurde geändert. Versuch es noch einmal.
told-plays = { $name } spielt.
told-undone = Zurückgenommen: { $change }
told-redone = Wieder so: { $change }
told-nothing-undone = Es gibt nichts zurückzunehmen.
told-nothing-redone = Es gibt nichts, was wieder so werden kann.
told-level = { $name }: Pegel { $level } dB.
told-pan = { $name }: { $side }.
told-left = links
told-right = rechts
told-middle = in der Mitte
told-muted = stumm
told-unmuted = wieder zu hören
told-alone = allein
told-among = zusammen mit den anderen
told-register = { $name }: von { $low } bis { $high }.
told-locked = { $name }: nur Töne aus { $lock }.
told-nobody-plays = { $name }: Niemand spielt das.
told-tempo = Tempo: { $bpm } Schläge in der Minute.
told-metre = Takt: { $metre }.
told-root = Grundton: { $root }.
told-scale = Tonleiter: { $scale }.
told-chords-stay = Akkorde: Der Grundakkord bleibt.
told-chords-led = Akkorde: von dem, was am MIDI-Keyboard mitgespielt wird.
told-chords = Akkorde: { $chords }.
told-band-style-swing = Die Band swingt, wie es zu ihrem Stil gehört: { $style }.
told-band-metre = Die Band spielt im { $metre }-Takt: { $style }.
told-no-band = Zu dieser Musik gehört keine Band.
told-band-at = Die Band: { $step } von 3.
told-band-follows = Die Band folgt dir.
told-master = Lautstärke: { $level } dB.
told-octave = Ein Umfang geht von tief nach hoch und ist mindestens eine Oktave weit.
told-drums-no-pitch = { $name } spielt Schlagzeug: Das hat keine Tonhöhen.
told-no-part = Diese Musik hat keine Stimme { $part }.
told-recorded = { $name } spielt Aufnahmen: Die klingen, wie sie klingen.
told-no-sound = Es ist nichts zu hören: { $error }.
told-no-output = Es wurde kein Tonausgang gefunden ({ $reason })
told-cannot-open = { $name } lässt sich nicht öffnen
told-default-output = Standardausgang des Systems ({ $host })
told-busy = Ein anderes Programm benutzt den Tonausgang „{ $name }“
told-not-permitted = Der Tonausgang „{ $name }“ ist für dich gesperrt
told-gone = Der Tonausgang „{ $name }“ ist weg
told-stalled = Der Tonausgang „{ $name }“ nimmt keinen Ton mehr an
told-still-silent = Alles andere geht, nur stumm; der Ton kommt von selbst, sobald es einen Ausgang gibt.
told-still-lost = Die Musik geht stumm weiter, nichts Gespieltes geht verloren, und der Ton kommt von selbst wieder.
told-plug-in-output = Steck Kopfhörer, einen Lautsprecher oder eine Soundkarte an: Der Ton kommt von selbst. Mehr sagt `cantus doctor`.
told-close-other = Schließ das andere Programm, oder lass --audio weg, damit sich beide den Ton teilen.
told-log-in = Melde dich direkt an diesem Computer an, oder nimm dich in die Gruppe `audio` auf.
told-plug-in-again = Steck ihn wieder an: Der Ton kommt von selbst zurück.
told-another-output = Versuch mit --audio einen anderen Ausgang; `cantus doctor` nennt alle und was sie können.
told-sound-back = Der Ton ist wieder da. Ausgang: { $name }.
told-fades-in = Er kommt sanft.
told-larger-buffer = Der Ton brach mehrmals ab, darum ist sein Puffer jetzt größer: { $after } statt { $before } Frames.
told-later = Alles spielt weiter; ein Druck klingt { $ms } ms später als vorher. { $kept }
told-remembered = Für dieses Gerät ist das gemerkt.
told-close-programs = Schließ andere Programme, wenn dir das zu langsam ist, oder lege mit --buffer eine Größe fest.
told-breaks-off = Der Ton bricht mit einem Puffer von { $frames } Frames immer wieder ab.
told-clicks = Alles spielt weiter, aber es knackt.
told-leave-out = Lass --buffer weg, damit der Puffer wachsen kann, oder schließ andere Programme.
told-try-other = Schließ andere Programme, oder versuch mit --audio einen anderen Ausgang.
told-no-realtime = Das System gibt dem Ton keinen Vorrang.
told-under-load = Alles geht; wenn der Computer viel zu tun hat, kann der Ton eher abbrechen.
told-rtkit = Installiere `rtkit`, oder gib diesem Benutzer Echtzeit-Vorrang (Gruppe `audio` oder `pipewire`).
told-no-thread = Das System hat keinen Platz für einen weiteren Thread.
told-stands-still = Das Instrument steht still, bis wieder Platz ist.
told-close = Schließ andere Programme.
told-own-error = Das Instrument hatte einen eigenen Fehler und wurde neu gestartet.
told-own-error-still = Es spielt weiter; was gerade klang, ist verstummt.
told-report-journal = Bitte melde es, mit dem Journal, wenn es eines gibt.
told-stuck = Der Schalter „{ $role }“ war länger gedrückt als erlaubt; sein Ton wurde ausgeblendet.
told-stuck-still = Die anderen Schalter spielen weiter; dieser spielt wieder, wenn er losgelassen wurde.
told-stuck-advice = Schau, ob etwas darauf liegt.
told-not-finite = Der Ton hatte einen Rechenfehler und war kurz stumm.
told-it-plays-on = Es spielt weiter.
told-report-preset = Bitte melde es, mit dem Stück und dem Journal, wenn es eines gibt.
told-lost-events = Es kam mehr auf einmal, als Platz hat: { $events } Ereignisse fielen weg.
told-releases = Loslassen geht nie verloren, darum bleibt nichts hängen.
told-sending = Vielleicht sendet ein MIDI-Gerät oder ein Joystick ohne Ende: Zieh es zur Probe ab.
told-arrived = { $device } „{ $name }“ ist { $how }.
told-back = wieder da
told-plugged-in = angesteckt
told-playable = Du kannst jetzt damit spielen.
told-unplugged = { $device } „{ $name }“ wurde abgezogen.
told-released = Was gehalten war, wurde losgelassen; alles andere spielt weiter.
told-plug-again = Steck es wieder an: Es geht sofort. Ist es kabellos, schau nach der Batterie.
told-ended = Die Eingabe von { $source } ist zu Ende.
told-ended-still = Was gehalten war, wurde losgelassen; andere Eingaben spielen weiter.
told-start-anew = Starte Cantus neu, um wieder damit zu spielen.
told-keyboard = Die Tastatur
told-switch-box = Die Schalterbox
told-mouse = Die Maus
told-touch = Der Touchscreen
told-gamepad = Das Gamepad
told-midi = Das MIDI-Gerät
told-terminal = Das Terminal
told-no-midi = Auf diesem Computer gibt es kein MIDI.
told-no-midi-still = Tasten, Schalter und Gamepads spielen.
told-midi-closed = Das MIDI-Gerät „{ $name }“ ist da, lässt sich aber nicht öffnen.
told-else-plays = Alles andere spielt.
told-midi-close = Schließ andere Programme, die es benutzen, und steck es neu an.
told-pads-fail = Gamepads lassen sich nicht lesen: { $reason }.
told-keys-play = Tasten, Schalter und MIDI spielen.
told-pads-advice = Alle zwei Sekunden wird es neu versucht; vielleicht hilft es, das Gamepad neu anzustecken.
told-no-udev = Auf diesem System beschreibt kein udev-Dienst die Gamepads.
told-no-udev-still = Tasten, Schalter und MIDI spielen, Gamepads nicht.
told-no-udev-advice = Starte das Programm mit GILRS_DISABLE_UDEV=1.
told-pad-closed = Das Gamepad „{ $name }“ ist angesteckt, lässt sich aber nicht lesen (keine Erlaubnis).
told-others-play = Alle anderen Eingaben spielen.
told-keyboards-closed = Tastaturen und Mäuse lassen sich nicht direkt lesen (keine Erlaubnis).
told-keyboards-still = Tasten, die im Terminal getippt werden, spielen, aber ohne ihre Länge.
told-keyboards-advice = Zur Länge von Tastendrücken siehe docs/inputs.md, „Reading keyboards“.
told-box-closed = Die Schalterbox „{ $name }“ ist angesteckt, lässt sich aber nicht lesen (keine Erlaubnis).
told-box-advice = Installiere docs/linux/70-cantus-switches.rules (wie, steht in docs/inputs.md), und steck sie neu an.
told-disk = Schau, ob die Festplatte voll oder schreibgeschützt ist.

# Seiten: Anpassen, Schalter, Zahlen, Raum
page-back = Zurück
page-bind = Schalter von „{ $person }“
page-bind-hint = Drücke oder bewege etwas, um es auszuprobieren: Es klingt und leuchtet hier auf.
page-bind-change = Ändern
page-bind-change-of = { $role } ändern
page-bind-free = Noch nicht belegt
page-bind-range = Genutzt: { $low } % bis { $high } % des Wegs
page-bind-down = gedrückt
page-bind-up = nicht gedrückt
page-to-numbers = Alle Zahlen
page-numbers = Der Schalter von „{ $person }“
page-numbers-hint = Was du änderst, gilt sofort, während die Musik spielt. Behalte es am Pult, wenn es hilft.
page-numbers-person = Die ganze Person
page-numbers-which = Welcher Schalter
page-take-back = Letzte Änderung zurücknehmen
page-make-again = Wieder so machen

role-switch = Schalter { $letter }
role-axis = Achse { $number }
role-leader = Führung
role-more = { $count } weitere

bind-move = Bewege es so weit, wie es angenehm ist
bind-move-hint = Ein Joystick, ein Atem- oder Biegesensor: ein paar Sekunden hin und her, mit Ruhe dazwischen.
bind-axis-learn = So ist es angenehm
bind-axis-use = Damit spielen
bind-axis-again = Noch einmal bewegen

# Die Anpassung in einer Minute
fit-name = An diese Person anpassen
fit-hint = Etwa zehnmal klingt eine Glocke, mal früher, mal später. Drücke jedes Mal den Schalter. Es dauert eine Minute, und es gibt kein Richtig oder Falsch.
fit-begin = Anfangen
fit-press = Drücke, wenn du die Glocke hörst
fit-wait = Warte auf die Glocke
fit-bell = Jetzt
fit-heard = Ich habe dich gehört
fit-count = { $bells ->
    [0] Noch keine Glocke
    [one] { $answered } von einer Glocke beantwortet
   *[other] { $answered } von { $bells } Glocken beantwortet
}
fit-found = Das habe ich gefunden
fit-answered = { $answered } von { $bells } Glocken wurden beantwortet, { $mean } s nach der Glocke, mal { $spread } s mehr oder weniger.
fit-doubled = { $times ->
    [1] Einmal
    [2] Zweimal
   *[other] { $times }-mal
} kam von selbst ein zweiter Druck, bis zu { $within } s nach dem ersten.
fit-bounced = { $times ->
    [1] Einmal
    [2] Zweimal
   *[other] { $times }-mal
} ließ der Schalter kurz von selbst los, höchstens { $length } ms lang.
fit-brushed = { $times ->
    [1] Einmal
    [2] Zweimal
   *[other] { $times }-mal
} wurde der Schalter nur gestreift, höchstens { $length } ms lang.
fit-unasked = { $times ->
    [1] Einmal
    [2] Zweimal
   *[other] { $times }-mal
} wurde ohne Glocke gedrückt.
fit-pulses = Der Schalter lässt sofort los, was die Hand auch tut: Die Töne bekommen ihre Länge vom Rhythmus.
fit-held = Gehalten wurde { $from } bis { $to } s lang.
fit-change = { $name }: { $then } statt { $now }
fit-menu-rest = Das Menü öffnet sich nach einer Pause statt nach einem langen Druck.
fit-as-it-is = Es passt schon alles: Nichts muss sich ändern.
fit-accept = So nehmen
fit-accept-hint = Oder drücke den Schalter einmal.
fit-leave = Lass es, wie es war
fit-again = Noch einmal
fit-too-few = Das ist zu wenig, um danach zu gehen
fit-too-few-hint = { $answered } von { $bells } Glocken wurden beantwortet. Schau, ob der Schalter angesteckt und in Reichweite ist und ob die Glocke laut genug ist. Nichts wurde geändert.
fit-done-hint = Für das nächste Mal ist es behalten.
fit-next-press = Mit dem nächsten Druck geht es weiter.
fit-go-on = Weiterspielen
fit-take-back = Zurücknehmen

# Zahlen einer Person
number-mark = ,
set-on = an
set-off = aus
set-yes = ja
set-no = nein
set-range = { $least } bis { $most }.
set-acceptance-ms = Druck zählt nach
set-acceptance-ms-about = Für eine Hand, die den Schalter streift. Der Ton kommt um so viel später.
set-lockout-ms = Wiederholung überhören für
set-lockout-ms-about = Für eine Hand, die von selbst zweimal drückt. Es kostet keine Verzögerung.
set-release-debounce-ms = Loslassen zählt nach
set-release-debounce-ms-about = Für Schalter oder Hände, die beim Drücken kurz loslassen.
set-long-press-ms = Langer Druck nach
set-long-press-ms-about = So lange halten öffnet das eigene Menü der spielenden Person.
set-double-press-ms = Doppeldruck innerhalb von
set-double-press-ms-about = Zwei Drücke so kurz nacheinander sind eine Geste mehr; beide klingen.
set-latch = Nach dem Loslassen
set-latch-about = Für eine Hand, die nicht halten kann.
set-latch-off = hört es auf
set-latch-toggle = klingt es bis zum nächsten Druck
set-latch-timed = klingt es eine feste Zeit
set-latch-ms = Klingt für
set-latch-ms-about = Wie lange ein Druck klingt.
set-repeat-ms = Drückt wieder alle
set-repeat-ms-about = Solange gehalten wird.
set-pulse = Nur kurzer Impuls
set-pulse-about = Für einen Schalter, der sofort loslässt, was die Hand auch tut.
set-scan-style = Abtasten
set-scan-style-about = Wer das Licht über die Auswahl bewegt.
set-scan-style-auto = das Licht wandert, Drücken nimmt
set-scan-style-step = Drücken rückt weiter, Ruhen nimmt
set-scan-style-inverse = Halten rückt weiter, Loslassen nimmt
set-scan-interval-ms = Jede Auswahl leuchtet
set-scan-interval-ms-about = Länger ist ruhiger.
set-scan-first-extra-ms = Die erste länger um
set-scan-first-extra-ms-about = Zeit, sich bereit zu machen.
set-scan-loops = Runden des Abtastens
set-scan-loops-about = Dann ruht es bis zu einem Druck; 0 geht immer weiter.
set-max-hold-ms = Lässt von selbst los nach
set-max-hold-ms-about = Ein Arm kann auf dem Schalter liegen.
set-softest-velocity = Leisester Ton
set-softest-velocity-about = Was das langsamste Drücken ergibt.
set-loudest-velocity = Lautester Ton
set-loudest-velocity-about = Was das schnellste Drücken ergibt.
set-loudest-db = Nie lauter als
set-loudest-db-about = Die Grenze für diese Person, was immer gespielt wird.
set-softest-attack-ms = Weichster Beginn eines Tons
set-softest-attack-ms-about = Ein längerer erschreckt weniger.

# Raum, und die Person am Pult
room-name = Blick in den Raum
room-well = Nichts steht im Weg.
room-matters = { $count ->
    [one] Eine Sache zum Anschauen
   *[other] { $count } Sachen zum Anschauen
}
room-again = Noch einmal schauen
room-sound = Der Ton kommt { $latency } ms nach dem Druck (Puffer { $buffer } ms). Ausgang: { $device }.
room-at-login = Cantus mit diesem Computer starten
person-bind = Schalter und Achsen
person-numbers = Alle Zahlen
person-drift-doubles = Drücke kommen öfter doppelt als vorher. Neu anpassen dauert eine Minute.
person-drift-holds = Drücke werden länger gehalten als vorher. Neu anpassen dauert eine Minute.
person-drift-scan = Das Abtasten scheint inzwischen zu schnell. Neu anpassen dauert eine Minute.
person-drift-short = Drücke sind öfter zu kurz, um zu zählen, als vorher. Neu anpassen dauert eine Minute.
person-misfit-doubles = Drücke kommen oft doppelt. Den Schalter anpassen dauert eine Minute.
person-misfit-holds = Drücke werden oft fast so lange gehalten, wie das Menü braucht. Den Schalter anpassen dauert eine Minute.
person-misfit-scan = Das Abtasten scheint zu schnell. Den Schalter anpassen dauert eine Minute.
person-misfit-short = Drücke sind oft ein wenig zu kurz, um zu zählen. Den Schalter anpassen dauert eine Minute.
person-not-now = Jetzt nicht

# Sätze des Instruments: Anpassen, Raum, Zurückkommen
told-fits = Der Schalter passt jetzt zu „{ $name }“.
told-fit-back = Der Schalter ist wieder, wie er war.
told-fit-again = Die Änderung gilt wieder.
told-own-folder = Es gibt keinen eigenen Ordner, um es dort zu behalten: Setze HOME und versuch es noch einmal.
told-room-no-sound = Es gibt keinen Tonausgang: Man hört nichts.
told-room-no-sound-still = Alles andere geht, und der Ton kommt, sobald es einen Ausgang gibt.
told-room-no-sound-advice = Steck Kopfhörer, einen Lautsprecher oder eine USB-Soundkarte an und schau, ob sie eingeschaltet sind.
told-room-bluetooth = Der Ton geht über Bluetooth ({ $name }): Er kommt 100 bis 300 ms nach dem Druck.
told-room-bluetooth-still = Alles spielt, nur spät.
told-room-bluetooth-advice = Nimm ein Kabel oder den eingebauten Lautsprecher.
told-room-connected = Etwas ist über Bluetooth verbunden. Wenn es der Lautsprecher ist, kommt der Ton spät.
told-room-connected-advice = Wenn der Ton spät kommt, nimm ein Kabel.
told-room-plays = Alles spielt.
told-room-late = Der Ton kommt { $ms } ms nach dem Druck.
told-room-late-still = Alles spielt; der Puffer ist so groß, wie dieser Ausgang ihn braucht.
told-room-late-advice = Schließ andere Programme. Eine USB-Soundkarte ist oft schneller.
told-room-permission = Das System lässt Cantus { $names } nicht lesen.
told-room-permission-still = Tasten und Klicks spielen, solange dieses Fenster vorne ist.
told-room-permission-advice = Kopiere docs/linux/70-cantus-switches.rules nach /etc/udev/rules.d/, dann zieh es ab und steck es wieder an. Wie das geht, steht in docs/inputs.md.
told-room-both-keys = Anschlagverzögerung und Tastenprellschutz sind an: Tastendrücke kommen spät oder gar nicht.
told-room-slow-keys = Die Anschlagverzögerung ist an: Tastendrücke kommen spät oder gar nicht.
told-room-bounce-keys = Der Tastenprellschutz ist an: Schnelle Tastendrücke gehen verloren.
told-room-keys-still = Schalterboxen und Gamepads, die direkt gelesen werden, betrifft das nicht.
told-room-keys-advice = Schalte sie in den Bedienungshilfen des Systems aus und stell stattdessen am Pult „Druck zählt nach“ und „Wiederholung überhören für“ ein.
told-room-repeats = Eine Schalterbox drückt von selbst immer wieder, solange sie gehalten wird.
told-room-repeats-still = Sie spielt; jede Wiederholung zählt als Druck.
told-room-repeats-advice = Schalte ihre Wiederholung aus, oder stell „Wiederholung überhören für“ länger ein als den Abstand der Wiederholungen.
told-room-power = Dieser Computer spart Strom: Der Ton kann knistern.
told-room-power-advice = Wenn es knistert, steck den Computer an und wähle den ausgewogenen Energiemodus.
told-room-dark = Der Bildschirm kann dunkel werden, während jemand spielt: Dieses System lässt sich nicht wach halten.
told-room-dark-advice = Schalte Bildschirmschoner und Ruhezustand in den Systemeinstellungen aus.
told-room-midi = Dieses System hat kein MIDI.
told-room-midi-still = Alles außer MIDI-Keyboards spielt.
told-came-back = Cantus ist letztes Mal ohne Vorwarnung zu Ende gegangen. Es ist wieder da, wo es war.
told-came-back-still = Alles geht.
told-came-back-advice = Wenn es wieder passiert, zeigt `cantus doctor` in einem Terminal, was diesem Computer fehlt.
told-axis-nothing = Nichts hat sich bewegt. Steck einen Joystick, ein Gamepad, einen Atem- oder MIDI-Regler an und bewege ihn, solange das hier läuft.
told-axis-unfit = { $control } von „{ $device }“: { $error }
told-axis-few = nur { $count } Werte kamen an, mindestens { $least } sind nötig; bewege es ein paar Sekunden länger
told-axis-still = es hat sich nur um { $travel } bewegt, mindestens { $least } sind nötig; versuch eine größere Bewegung oder nimm es als Schalter

# Weitere Namen von Tasten und Reglern, und was von Ausgängen gesagt wird
# Tasten heißen, wie sie auf einer deutschen Tastatur beschriftet sind: Das Instrument kennt nur ihren Platz.
key-y = die Taste Z
key-z = die Taste Y
key-minus = die Taste ß
key-equal = die Akzenttaste
key-left-bracket = die Taste Ü
key-right-bracket = die Plustaste
key-semicolon = die Taste Ö
key-apostrophe = die Taste Ä
key-grave = die Taste links der 1
key-backslash = die Rautetaste
key-comma = die Kommataste
key-period = die Punkttaste
key-slash = die Minustaste
key-caps-lock = die Feststelltaste
key-num-lock = Num
key-scroll-lock = Rollen
key-left-alt = Alt links
key-right-alt = Alt Gr
key-left-meta = die linke Systemtaste
key-right-meta = die rechte Systemtaste
key-menu = die Menütaste
key-home = Pos 1
key-end = Ende
key-insert = Einfügen
key-delete = Entfernen
key-pause = Pause
key-mute = die Stummtaste
key-volume-down = die Leisertaste
key-volume-up = die Lautertaste
key-next-song = die Taste für das nächste Lied
key-previous-song = die Taste für das vorige Lied
key-play-pause = die Abspieltaste
key-keypad-enter = Enter auf dem Ziffernblock
key-keypad-plus = Plus auf dem Ziffernblock
key-keypad-minus = Minus auf dem Ziffernblock
key-keypad-asterisk = Mal auf dem Ziffernblock
key-keypad-slash = Geteilt auf dem Ziffernblock
key-keypad-period = das Komma auf dem Ziffernblock
heard-keypad = { $name } auf dem Ziffernblock
heard-key-code = die Taste Nummer { $name }
heard-pad-code = die Taste { $name }
heard-pad-axis = die Achse { $name }
pad-c = die Taste C am Gamepad
pad-z = die Taste Z am Gamepad
pad-mode = die mittlere Taste am Gamepad
pad-left-thumb = der linke Stick, gedrückt
pad-right-thumb = der rechte Stick, gedrückt
pad-lstick-x = der linke Stick seitwärts
pad-lstick-y = der linke Stick auf und ab
pad-rstick-x = der rechte Stick seitwärts
pad-rstick-y = der rechte Stick auf und ab
pad-ltrigger = der linke Abzug, gezogen
pad-rtrigger = der rechte Abzug, gezogen
midi-cc1 = das Modulationsrad
midi-cc2 = der Atemcontroller
midi-cc4 = der Fußcontroller
midi-cc7 = der Lautstärkeregler
midi-cc11 = das Ausdruckspedal
midi-cc64 = das Haltepedal
midi-bend = das Tonhöhenrad
midi-pressure = der Druck auf die Tasten
told-bound = { $roles }: { $control } ({ $device }).
told-bound-too = { $roles }: { $control } ({ $device }). Das spielt auch { $others }.
told-bound-axis = { $roles }: { $control } ({ $device }), von { $low } bis { $high }.
told-not-found = es gibt keinen Tonausgang „{ $name }“
told-not-found-near = es gibt keinen Tonausgang „{ $name }“; ähnlich heißen { $near }
told-not-found-advice = `cantus list devices` zeigt alle Ausgänge; ohne --audio nimmt Cantus den des Systems.
told-not-built = dieses Cantus wurde ohne { $system } gebaut
told-not-built-advice = Lass --audio weg: Der Ausgang des Systems führt meist auch dorthin. docs/dependencies.md sagt, wie man es einbaut.
told-no-default = { $host } hat keinen Standardausgang
told-no-audio = dieses System hat keinen Ton
told-none-listed = keiner ist aufgeführt
told-formats = der Tonausgang „{ $name }“ nimmt keines unserer Formate ({ $reason })
told-output-failed = der Tonausgang „{ $name }“ ist ausgefallen: { $reason }
told-settings-changed = seine Einstellungen haben sich geändert
told-silent-output = kein Ausgang (stumm)
start-silent = Kein Ton, wie gewünscht: Cantus spielt stumm.
