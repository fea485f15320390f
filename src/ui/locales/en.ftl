# Texts of the window in English. Keys are sorted by screen.

window-name = Cantus

# Start
start-press = Press your switch
start-again = I heard you. Press again
start-skip = Go on without a switch

# Stage
stage-name = Stage
stage-picture = The music as it sounds
stage-press = Press to play
stage-waiting = Hold on …
stage-down = Playing
stage-sounds-on = Sounds on
stage-ignored = Let go, then press again
stage-resting = Resting. Press to play on
stage-to-desk = Desk
stage-full-screen = Full screen
stage-window = Window
stage-menu = Your menu
stage-menu-opens = Hold on for your menu
stage-menu-offered = Press now for your menu
stage-menu-release = Let go, then choose
stage-menu-press = Press to choose
stage-menu-again = Press to do it again
stage-calling = Please come
stage-calling-note = This calls people in this room only. It is no nurse call.

# The player's menu
menu-louder = Louder
menu-softer = Softer
menu-gentler = Gentler
menu-fiercer = Fiercer
menu-next_piece = Next piece
menu-previous_piece = Piece before
menu-another_sound = Another sound
menu-slower = Slower
menu-faster = Faster
menu-keep_that = Keep that
menu-record = Record
menu-finish = Finish
menu-rest = Rest
menu-silence = Silence
menu-call = Call someone
menu-stop_calling = Stop calling
menu-leave = Leave

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
