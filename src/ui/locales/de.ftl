# Texte des Fensters auf Deutsch. Schlüssel nach Ansichten geordnet.

window-name = Cantus

# Anfang
start-press = Drücke deinen Schalter
start-again = Ich habe dich gehört. Drücke noch einmal
start-skip = Ohne Schalter weiter

# Bühne
stage-name = Bühne
stage-press = Drücke und spiele
stage-down = Es klingt
stage-to-desk = Pult

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
