# Texts of the window in English. Keys are sorted by screen.

window-name = Cantus

# Start
start-press = Press your switch
start-again = I heard you. Press again
start-skip = Go on without a switch

# Stage
stage-name = Stage
stage-press = Press to play
stage-down = Playing
stage-to-desk = Desk

# Desk
desk-name = Desk
desk-to-stage = Stage
desk-silence = Silence
desk-louder = Louder
desk-softer = Softer
desk-next = Next piece
desk-previous = Previous piece
desk-finish = Lead home
desk-alerts = What to know
desk-read = I have read this
