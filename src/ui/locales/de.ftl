# Texte des Fensters auf Deutsch. Schlüssel nach Ansichten geordnet.

window-name = Cantus

# Anfang
start-press = Drücke deinen Schalter
start-again = Ich habe dich gehört. Drücke noch einmal
start-skip = Ohne Schalter weiter

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

# Pult
desk-name = Pult
desk-to-stage = Bühne
desk-silence = Stille
desk-louder = Lauter
desk-softer = Leiser
desk-next = Nächstes Stück
desk-previous = Voriges Stück
desk-finish = Zum Schluss führen
desk-alerts = Gut zu wissen
desk-read = Gelesen
