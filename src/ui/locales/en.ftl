# Texts of the window in English. Keys are sorted by screen.

window-name = Cantus

# Start
start-name = First minute
start-press = Press your switch
start-again = I heard you. Press again
start-heard = I heard you: { $control }. Press again
start-any = Any switch, key, gamepad or MIDI keyboard that is plugged in. The space bar works too.
start-device = on { $device }
start-sound = There is sound.
start-sound-from = There is sound, from { $device }.
start-no-sound = There is no sound yet. Everything else works; look whether a loudspeaker is plugged in and switched on.
start-skip = Go on without a switch
start-desk = Desk

# Stage
stage-name = Stage
stage-press = Press to play
stage-down = Playing
stage-to-desk = Desk

# What was heard
heard-key = the { $name } key
heard-pad = { $name } on the gamepad
heard-note = the key { $name } of the MIDI keyboard
heard-midi = { $name } of the MIDI device
heard-touch = a touch
key-space = Space bar
key-enter = Enter
key-escape = Escape
key-tab = Tab
key-backspace = Backspace
key-left = the left arrow
key-right = the right arrow
key-up = the up arrow
key-down = the down arrow
key-left-shift = Shift on the left
key-right-shift = Shift on the right
key-left-ctrl = Ctrl on the left
key-right-ctrl = Ctrl on the right
key-page-up = Page up
key-page-down = Page down
pad-south = the lower button of the gamepad
pad-east = the right button of the gamepad
pad-west = the left button of the gamepad
pad-north = the upper button of the gamepad
pad-left-shoulder = the left shoulder button
pad-right-shoulder = the right shoulder button
pad-left-trigger = the left trigger
pad-right-trigger = the right trigger
pad-start = the start button of the gamepad
pad-select = the select button of the gamepad
pad-dpad-up = up on the cross of the gamepad
pad-dpad-down = down on the cross of the gamepad
pad-dpad-left = left on the cross of the gamepad
pad-dpad-right = right on the cross of the gamepad
mouse-left = the left mouse button
mouse-right = the right mouse button
mouse-middle = the middle mouse button

# Desk
desk-name = Desk
desk-hint = Every change is heard at once and can be undone.
desk-to-stage = Stage
desk-to-stage-hint = Back to what the player sees
desk-silence = Silence
desk-silence-hint = Fade everything (Esc). The next press plays again.
desk-undo = Undo
desk-undo-hint = Take the last change back (Ctrl+Z)
desk-redo = Redo
desk-redo-hint = Make it again (Ctrl+Shift+Z)
desk-louder = Louder
desk-softer = Softer
desk-next = Next piece
desk-previous = Previous piece
desk-finish = Lead home
desk-read = I have read this
desk-note = Good to know
desk-warning = Please look
desk-severe = Something is wrong
desk-more-alerts = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
desk-not-opened = This file was not opened
desk-plays-on = The music before plays on.
desk-pieces = Pieces
desk-search = Search
desk-favourites = Favourites
desk-lately = Played lately
desk-all = All pieces
desk-nothing-found = Nothing fits. Try another word.
desk-favourite = Favourite: { $name }
desk-others = Also playing
desk-played-by = played by { $roles }
desk-mode = How a press plays
desk-sound = Sound
desk-level-of = Loudness of { $name }
desk-mute = Mute
desk-solo = Solo
desk-more = Range and notes
desk-lowest = Lowest note
desk-highest = Highest note
desk-lock = Which notes
desk-lock-scale = Notes of the scale
desk-lock-chord = Notes of the chord
desk-lock-beat = Chord on the beat
desk-lock-off = All notes
desk-time = Time
desk-tempo = Tempo, beats a minute
desk-tap = Tap
desk-tap-hint = Tap along: two to eight taps set the tempo
desk-count-in = Count in
desk-count-in-hint = Click one bar, then begin anew
desk-metre = Metre
desk-harmony = Harmony
desk-root = Root
desk-scale = Scale
desk-scale-own = A scale of its own
desk-chords = Where chords come from
desk-chords-still = One chord stays
desk-chords-progression = Chords in a row
desk-chords-leader = From a MIDI keyboard
desk-chords-written = The chords, then Enter
desk-chords-example = I V vi IV
desk-chord-now = Chord now: { $chord }
desk-chord-heard = Chord heard: { $chord }
desk-band = Band
desk-band-waits = It waits for the first press.
desk-band-counts = It counts in.
desk-band-intro = Intro
desk-band-first = First variation
desk-band-second = Second variation
desk-band-fill = Fill
desk-band-ending = Ending
desk-band-follows = Follows
desk-band-0 = Bare
desk-band-1 = Soft
desk-band-2 = Full
desk-band-3 = Strong
desk-session = Session
desk-timer = Since the music began
desk-presses = { $presses ->
    [one] { $presses } press
   *[other] { $presses } presses
}
desk-loudness = Loudness
desk-ceiling = Never louder than { $level }: the limit of “{ $person }”.
desk-outlook = Window
desk-language = Language
desk-theme = Colours
desk-size = Size
desk-calm = Move less
theme-dark = Dark
theme-light = Light
theme-high-contrast = High contrast
band-drums = Drums
band-bass = Bass
band-chords = Chords
band-pad = Pad

# Opening files
open-name = Open a file
open-hint = Drop a piece, song, sound or scale on this window.
open-open = Open…
open-above = Folder above
open-cancel = Cancel
open-nothing = No pieces, songs, sounds or scales in this folder.
open-drop = Let go: it plays at once
open-unknown = { $file }: this kind of file cannot be opened here. Pieces (.preset.toml), songs (.song.toml, .mid), sounds (.patch.toml) and scales (.scale.toml, .scl) can.

# Tags
tag-beginner = to begin with
tag-calm = calm
tag-lively = lively
tag-song = songs
tag-band = with a band
tag-group = for two
tag-holding = to hold
tag-joystick = joystick

# Ways to play
mode-wander = A melody that wanders
mode-keys = Every switch its note
mode-scan = Choose from a scan
mode-zones = Notes along a movement
mode-swell = Swell while held
mode-beat = Drums
mode-song = A known song
mode-cue = A sound or a message
mode-phrase = A little phrase
mode-chords = Chords
mode-arp = Broken chords
mode-rise = Climb while held
mode-steer = Steer music that plays itself
mode-echo = Taking turns
mode-loop = Layers that come round
