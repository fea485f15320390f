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

start-another = Another switch

# Another switch
bind-press = Press the switch that is to play
bind-hint = Nothing plays until it is found. A key, a button, a pedal: whatever can be pressed.
bind-heard = I heard { $control }
bind-plays = It plays { $roles } already, and would play both.
bind-only = Only this one plays
bind-too = This one plays too
bind-cancel = Leave it as it was

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
desk-people = Who plays
desk-pieces = Pieces
desk-search = Search
desk-favourites = Favourites
desk-lately = Played lately
desk-all = All pieces
desk-nothing-found = Nothing fits. Try another word.
desk-favourite = Favourite: { $name }
desk-others = Also playing
desk-played-by = played by { $roles }
desk-played-by-any = played by any switch
desk-played-by-none = nobody plays it
desk-mode = How a press plays
desk-sound = Sound
desk-level-of = Loudness of { $name }
desk-mute = Mute
desk-solo = Solo
desk-more = Range, notes, players
desk-lowest = Lowest note
desk-highest = Highest note
desk-lock = Which notes
desk-lock-scale = Notes of the scale
desk-lock-chord = Notes of the chord
desk-lock-beat = Chord on the beat
desk-lock-off = All notes
desk-time = Tempo and metre
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
open-hint = Drop a piece, person, song, sound, recording or scale on this window.
open-open = Open…
open-above = Folder above
open-cancel = Cancel
open-nothing = No pieces, songs, sounds or scales in this folder.
open-drop = Let go: it plays at once
open-unknown = { $file }: this kind of file cannot be opened here. Pieces (.preset.toml), persons (.person.toml), songs (.song.toml, .mid), sounds (.patch.toml, .sf2), recordings (.wav, .flac, .ogg, .mp3) and scales (.scale.toml, .scl) can.

# Keeping what was changed at the desk, recording
keep-not-yet = Changed, not kept yet
keep-own = Your own version
keep-as-it-is = Unchanged
keep-keep = Keep
keep-keep-hint = Keep it as it is now, as a copy of your own. What was shipped stays as it is.
keep-reopen = Discard changes
keep-reopen-hint = Back to how it was kept last
keep-ship = As shipped
keep-ship-hint = Back to how it was shipped. Your own version is put aside, not lost.
desk-record = Record
desk-record-stop = Stop · { $time }
desk-record-hint = Record what is heard to a sound file
desk-keep-that = Keep that
desk-keep-that-hint = Keep the last five minutes: sound, notes and presses
desk-last-kept = { $file } in { $folder }
desk-note-names = Names of notes
desk-song-text = Song text
desk-song = Song
desk-song-search = Search songs
desk-sound-search = Search sounds
desk-part-chosen = Songs, sounds and recordings that are opened go to this part
desk-players = Played by
desk-players-any = Any switch
desk-swing = Swing
desk-swing-hint = How late every second eighth comes; 33 % gives triplets
desk-swing-refused = The band swings as its style does: { $style }.
desk-metre-refused = The band keeps its metre: { $style }.
desk-band-start = Start
desk-band-start-hint = The band begins now
desk-band-stop = End
desk-band-stop-hint = The band plays its ending from the next bar on
desk-band-do-fill = Fill
desk-band-do-fill-hint = The next bar is a fill
heard-any-pad = any gamepad button
heard-any-midi = any MIDI key
heard-any-mouse = any mouse button
note-names = C C# D Eb E F F# G Ab A Bb B
stage-photo = Picture of this piece
open-font-no-drums = { $file } has no drum kit, and this part plays drums.
open-font-only-drums = { $file } has drum kits only, and this part plays notes.
told-band-begins = The band begins.
told-band-ends = The band comes to its end.
told-band-fills = The next bar is a fill.
told-picture = The picture { $path } cannot be shown: { $reason }.
told-picture-still = The music plays.
told-picture-advice = Put a PNG, JPEG or plain SVG picture there, or take the line `picture` out of the file.
told-picture-intricate = it is too intricate
told-picture-large = it is larger than { $mebibytes } MiB
told-picture-foreign = `{ $element }` in it is not drawn here
told-picture-refers = it refers to other files
told-picture-no-file = it is no file
told-picture-unread = it cannot be read
told-clip = { $name }: plays { $file }.
told-no-sequencer = This machine has no MIDI sequencer (`sudo modprobe snd-seq` adds it where the system has one).
told-kept-as = Kept as { $path }.
told-kept = Kept: { $path }.
told-cannot-write = { $path } cannot be written: { $error }. Everything plays on.
told-shipped-again = The shipped one plays again. Your own is put aside as { $path }.
told-is-shipped = This is the shipped one.
told-recording-to = Recording to { $path }.
told-recording-ends = The recording ends.
told-recording-done = Recorded: { $path }.
told-last-minutes = The last five minutes are kept.
told-last-minutes-silent = Nothing has sounded in the last five minutes: only the presses are kept.
told-no-music-folder = There is no music folder to keep it in.
told-restored = Changes that were not kept the last time are back: { $names }.
told-restored-still = Nothing of them is lost.
told-restored-advice = Keep them at the desk, or take them back there.
told-not-remembered = What was set could not be remembered: { $error }.
told-all-kept = Everything that was played is kept.

# Tags
tag-beginner = to begin with
tag-calm = calm
tag-lively = lively
tag-song = songs
tag-band = with a band
tag-group = for two
tag-holding = to hold
tag-joystick = joystick
tag-one-switch = one switch
tag-several-switches = several switches
tag-scanning = scanning
tag-breath = breath

# Pictures and people
picture-of = Picture of { $name }
people-search = Search people
people-favourite = Favourite: { $name }

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

# Sentences of the instrument, one a line, exactly as it says them: see src/ui/told.rs
told-loudness = Loudness { $step } of { $all }.
told-silence = Silence. The next press plays again.
told-finish = The next presses lead home.
told-tap = Tap: two to eight taps set the tempo.
told-count-in = One bar is counted in.
told-undo-loops = The last layer of every loop is gone.
told-clear-loops = Loops are empty.
told-plays-on = The music before plays on.
told-too-much = Too much at once. Try again.
told-too-much-edit = Too much at once: nothing was changed. Try again.
told-plays = { $name } plays.
told-undone = Taken back: { $change }
told-redone = Made again: { $change }
told-nothing-undone = There is nothing to take back.
told-nothing-redone = There is nothing to make again.
told-level = { $name }: level { $level } dB.
told-pan = { $name }: { $side }.
told-left = left
told-right = right
told-middle = in the middle
told-muted = muted
told-unmuted = heard again
told-alone = alone
told-among = among the others
told-register = { $name }: from { $low } to { $high }.
told-locked = { $name }: locked to { $lock }.
told-nobody-plays = { $name }: nobody plays it.
told-tempo = Tempo: { $bpm } beats a minute.
told-metre = Metre: { $metre }.
told-root = Root: { $root }.
told-scale = Scale: { $scale }.
told-chords-stay = Chords: the tonic stays.
told-chords-led = Chords: from whoever plays along on the MIDI keyboard.
told-chords = Chords: { $chords }.
told-band-style-swing = The band swings as its style does: { $style }.
told-band-metre = The band plays in { $metre }: { $style }.
told-no-band = This music has no band.
told-band-at = The band: { $step } of 3.
told-band-follows = The band follows the player.
told-master = Loudness: { $level } dB.
told-octave = A range goes from low to high and spans an octave at least.
told-drums-no-pitch = { $name } plays drums: they have no pitch.
told-no-part = This music has no part { $part }.
told-recorded = { $name } plays recorded sounds: they are what it sounds like.
told-no-sound = There is no sound: { $error }.
told-no-output = no audio output was found ({ $reason })
told-cannot-open = { $name } cannot be opened
told-default-output = the system's default output ({ $host })
told-busy = the audio output `{ $name }` is used by another program
told-not-permitted = the audio output `{ $name }` may not be used by this user
told-gone = the audio output `{ $name }` is gone
told-stalled = the audio output `{ $name }` stopped asking for sound
told-still-silent = Everything else works, silently; the sound starts by itself once there is an output.
told-still-lost = The music goes on silently, nothing that was played is lost, and the sound comes back by itself.
told-plug-in-output = Plug in headphones, a speaker or a sound card: it starts by itself. `cantus doctor` says more.
told-close-other = Close the other program, or leave out --audio so that the sound is shared.
told-log-in = Log in at this computer itself, or add this user to the group `audio`.
told-plug-in-again = Plug it in again: the sound comes back by itself.
told-another-output = Try another output with --audio; `cantus doctor` lists them with what they can do.
told-sound-back = There is sound now, from { $name }.
told-fades-in = It fades in softly.
told-larger-buffer = The sound broke off several times, so its buffer was made larger: from { $before } to { $after } frames.
told-later = Everything plays on; a press sounds { $ms } ms later than before. { $kept }
told-remembered = It is remembered for this device.
told-close-programs = Close other programs if that is too slow, or fix a size with --buffer.
told-breaks-off = The sound breaks off again and again with a buffer of { $frames } frames.
told-clicks = Everything plays on, with clicks.
told-leave-out = Leave out --buffer, so that the buffer may grow, or close other programs.
told-try-other = Close other programs, or try another output with --audio.
told-no-realtime = The system gave the sound no real-time priority.
told-under-load = Everything works; under load the sound may break off more easily.
told-rtkit = Install `rtkit`, or let this user have real-time priority (group `audio` or `pipewire`).
told-no-thread = The system has no room for another thread.
told-stands-still = The instrument stands still until there is.
told-close = Close other programs.
told-own-error = The instrument met an error of its own and was started anew.
told-own-error-still = It plays on; what was sounding has stopped.
told-report-journal = Please report it, with the journal if there is one.
told-stuck = Switch `{ $role }` was held for longer than the person file allows; its sound was faded out.
told-stuck-still = The other switches play on; this one plays again after it was let go.
told-stuck-advice = See whether something lies on it.
told-not-finite = The sound met a calculation error and was silenced for a moment.
told-it-plays-on = It plays on.
told-report-preset = Please report it, with the preset and the journal if there is one.
told-lost-events = More was played at once than fits: { $events } events were left out.
told-releases = Releases are never left out, so nothing hangs.
told-sending = A MIDI device or a stick may be sending without end: unplug it to see.
told-arrived = { $device } “{ $name }” is { $how }.
told-back = back
told-plugged-in = plugged in
told-playable = It can be played now.
told-unplugged = { $device } “{ $name }” was unplugged.
told-released = What it held was released; everything else plays on.
told-plug-again = Plug it in again: it works at once. If it is wireless, look at its battery.
told-ended = Input from { $source } has ended.
told-ended-still = What it held was released; other inputs play on.
told-start-anew = Start Cantus anew to play with it again.
told-keyboard = The keyboard
told-switch-box = The switch box
told-mouse = The mouse
told-touch = The touch screen
told-gamepad = The gamepad
told-midi = The MIDI device
told-terminal = The terminal
told-no-midi = There is no MIDI on this machine.
told-no-midi-still = Keys, switches and gamepads play.
told-midi-closed = The MIDI device “{ $name }” is there but cannot be opened.
told-else-plays = Everything else plays.
told-midi-close = Close other programs that use it, then plug it in again.
told-pads-fail = Gamepads cannot be read: { $reason }.
told-keys-play = Keys, switches and MIDI play.
told-pads-advice = It is tried again every two seconds; plugging the gamepad in again may help.
told-no-udev = This system has no udev daemon to describe gamepads.
told-no-udev-still = Keys, switches and MIDI play; gamepads do not.
told-no-udev-advice = Start the program with GILRS_DISABLE_UDEV=1 set.
told-pad-closed = The gamepad “{ $name }” is plugged in but cannot be read (no permission).
told-others-play = All other inputs play.
told-keyboards-closed = Keyboards and mice cannot be read directly (no permission).
told-keyboards-still = Keys typed in the terminal play, without their length.
told-keyboards-advice = For the length of presses see docs/inputs.md, “Reading keyboards”.
told-box-closed = The switch box “{ $name }” is plugged in but cannot be read (no permission).
told-box-advice = Install docs/linux/70-cantus-switches.rules (docs/inputs.md says how), then plug it in again.
told-disk = Look whether the disk is full or write-protected.

# Pages: fit, switches, numbers, room
page-back = Back
page-bind = Switches of { $person }
page-bind-hint = Press or move anything to try it: it sounds, and lights up here.
page-bind-change = Change
page-bind-change-of = Change { $role }
page-bind-free = Nothing plays it yet
page-bind-range = Used from { $low } % to { $high } % of its way
page-bind-down = pressed
page-bind-up = not pressed
page-to-numbers = Every number
page-numbers = The switch of { $person }
page-numbers-hint = What you change holds at once, while the music plays. Keep it at the desk if it helps.
page-numbers-person = The whole person
page-numbers-which = Which switch
page-take-back = Take the last change back
page-make-again = Make it again

role-switch = Switch { $letter }
role-axis = Axis { $number }
role-leader = Leader
role-more = { $count } more

bind-move = Move it as far as is comfortable
bind-move-hint = A joystick, a breath or bend controller: back and forth for a few seconds, with a rest in between.
bind-axis-learn = That is comfortable
bind-axis-use = Play with this
bind-axis-again = Move it again

# The one-minute fit
fit-name = Fit to this person
fit-hint = A bell rings about ten times, now and then. Press the switch each time. It takes a minute, and there is no right or wrong.
fit-begin = Begin
fit-press = Press when you hear the bell
fit-wait = Wait for the bell
fit-bell = Now
fit-heard = I heard you
fit-count = { $bells ->
    [0] No bell yet
    [one] { $answered } of one bell answered
   *[other] { $answered } of { $bells } bells answered
}
fit-found = This is what I found
fit-answered = { $answered } of { $bells } bells were answered, { $mean } s after the bell, give or take { $spread } s.
fit-doubled = { $times ->
    [1] Once
    [2] Twice
   *[other] { $times } times
} a second press came by itself, up to { $within } s after the press.
fit-bounced = { $times ->
    [1] Once
    [2] Twice
   *[other] { $times } times
} the switch let go for a moment by itself, for { $length } ms at most.
fit-brushed = { $times ->
    [1] Once
    [2] Twice
   *[other] { $times } times
} the switch was only brushed, for { $length } ms at most.
fit-unasked = { $times ->
    [1] Once
    [2] Twice
   *[other] { $times } times
} it was pressed without a bell.
fit-pulses = The switch lets go at once, whatever the hand does: notes get their length from the rhythm.
fit-held = Presses were held for { $from } to { $to } s.
fit-change = { $name }: { $then } instead of { $now }
fit-menu-rest = The menu opens after a rest instead of a long press.
fit-as-it-is = Everything fits already: nothing needs to change.
fit-accept = Use this
fit-accept-hint = Or press the switch once.
fit-leave = Leave it as it was
fit-again = Once more
fit-too-few = That is too little to go by
fit-too-few-hint = { $answered } of { $bells } bells were answered. See that the switch is plugged in and in reach, and that the bell is loud enough. Nothing was changed.
fit-done-hint = It is kept for the next time.
fit-next-press = The next press plays on.
fit-go-on = Go on playing
fit-take-back = Take it back

# Numbers of a person
number-mark = .
set-on = on
set-off = off
set-yes = yes
set-no = no
set-range = { $least } to { $most }.
set-acceptance-ms = Press counts after
set-acceptance-ms-about = For a hand that brushes the switch. The sound comes this much later.
set-lockout-ms = Ignore repeats for
set-lockout-ms-about = For a hand that presses twice by itself. It costs no delay.
set-release-debounce-ms = Release counts after
set-release-debounce-ms-about = For a switch or hand that lets go for a moment while pressing.
set-long-press-ms = Long press after
set-long-press-ms-about = Holding this long opens the player's own menu.
set-double-press-ms = Double press within
set-double-press-ms-about = Two presses this close are one gesture more; both sound.
set-latch = After letting go
set-latch-about = For a hand that cannot hold.
set-latch-off = it stops
set-latch-toggle = sounds until the next press
set-latch-timed = sounds for a set time
set-latch-ms = Sounds for
set-latch-ms-about = How long one press sounds.
set-repeat-ms = Presses again every
set-repeat-ms-about = While it is held.
set-pulse = Short pulse only
set-pulse-about = For a switch that lets go at once, whatever the hand does.
set-scan-style = Scanning
set-scan-style-about = Who moves the light over the choices.
set-scan-style-auto = the light moves, a press takes
set-scan-style-step = a press moves, resting takes
set-scan-style-inverse = holding moves, letting go takes
set-scan-interval-ms = Each choice is lit for
set-scan-interval-ms-about = Longer is calmer.
set-scan-first-extra-ms = The first one longer by
set-scan-first-extra-ms-about = Time to get ready.
set-scan-loops = Rounds of the scan
set-scan-loops-about = Then it rests until a press; 0 goes on for ever.
set-max-hold-ms = Let go by itself after
set-max-hold-ms-about = An arm may lie on the switch.
set-softest-velocity = Softest note
set-softest-velocity-about = What the slowest pressing gives.
set-loudest-velocity = Loudest note
set-loudest-velocity-about = What the quickest pressing gives.
set-loudest-db = Never louder than
set-loudest-db-about = The ceiling for this person, whatever is played.
set-softest-attack-ms = Softest beginning of a note
set-softest-attack-ms-about = A longer one startles less.

# Room check, and the person on the desk
room-name = Room check
room-well = Nothing stands in the way.
room-matters = { $count ->
    [one] One thing to look at
   *[other] { $count } things to look at
}
room-again = Look again
room-sound = The sound comes from { $device }, { $latency } ms after a press (buffer { $buffer } ms).
room-at-login = Start Cantus with this computer
person-bind = Switches and axes
person-numbers = Every number
person-drift-doubles = Presses come double more often than before. Fitting anew takes a minute.
person-drift-holds = Presses are held longer than before. Fitting anew takes a minute.
person-drift-scan = The scan seems too fast by now. Fitting anew takes a minute.
person-not-now = Not now

# Sentences of the instrument: fit, room check, coming back
told-fits = The switch fits { $name } now.
told-fit-back = The switch is as it was before.
told-fit-again = The change holds again.
told-own-folder = There is no folder of your own to keep it in: set HOME and try again.
told-room-no-sound = There is no sound output: nothing is heard.
told-room-no-sound-still = Everything else works, and the sound comes as soon as there is an output.
told-room-no-sound-advice = Plug in headphones, a loudspeaker or a USB sound card, and see that it is switched on.
told-room-bluetooth = The sound goes through Bluetooth ({ $name }): it comes 100 to 300 ms after the press.
told-room-bluetooth-still = Everything plays, only late.
told-room-bluetooth-advice = Use a cable or the built-in loudspeaker.
told-room-connected = Something is connected by Bluetooth. If it is the loudspeaker, the sound comes late.
told-room-connected-advice = If the sound comes late, use a cable.
told-room-plays = Everything plays.
told-room-late = The sound comes { $ms } ms after the press.
told-room-late-still = Everything plays; the buffer is as large as this output needs.
told-room-late-advice = Close other programs. A USB sound card is often quicker.
told-room-permission = The system does not let Cantus read { $names }.
told-room-permission-still = Keys and clicks play while this window is in front.
told-room-permission-advice = Copy docs/linux/70-cantus-switches.rules to /etc/udev/rules.d/, then unplug it and plug it in again. docs/inputs.md says how.
told-room-both-keys = Slow keys and bounce keys are on: presses of keys come late or not at all.
told-room-slow-keys = Slow keys are on: presses of keys come late or not at all.
told-room-bounce-keys = Bounce keys are on: quick presses of keys get lost.
told-room-keys-still = Switch boxes and gamepads that are read directly are not touched by it.
told-room-keys-advice = Switch them off in the desktop's accessibility settings, and set “Press counts after” and “Ignore repeats for” at the desk instead.
told-room-repeats = A switch box presses again and again by itself while it is held.
told-room-repeats-still = It plays; every repeat counts as a press.
told-room-repeats-advice = Switch its repeat off, or set “Ignore repeats for” longer than the time between the repeats.
told-room-power = This computer saves power: the sound may crackle.
told-room-power-advice = If it crackles, plug the computer in and choose the balanced power mode.
told-room-dark = The screen may go dark while somebody plays: this system cannot be asked to stay awake.
told-room-dark-advice = Switch off the screen saver and sleep in the system's settings.
told-room-midi = This system has no MIDI.
told-room-midi-still = Everything but MIDI keyboards plays.
told-came-back = Cantus ended without warning the last time. It is back where it was.
told-came-back-still = Everything works.
told-came-back-advice = If it happens again, `cantus doctor` in a terminal shows what this computer lacks.
told-axis-nothing = Nothing moved. Plug in a joystick, gamepad, breath or MIDI controller, and move it while this runs.
told-axis-unfit = { $control } of “{ $device }”: { $error }
told-axis-few = only { $count } readings came in, at least { $least } are needed; move the control for a few seconds more
told-axis-still = the control moved by { $travel } only, at least { $least } is needed; try a larger movement, or use it as a switch
