# What sounds goes to a MIDI port, note for note, and every note has its end: also one that is
# held when the program is told to end.
amidi -p hw:2,0 -r /tmp/work/raw & heard=$!
note_pid $heard
play sound/lab.preset.toml --person two-switches --midi-out 'VirMIDI 2-0' --midi /tmp/work/out.mid
told 'MIDI goes to' 5
plugged FootSwitch 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'
for key in SPACE ENTER SPACE; do inject "tap k KEY_$key 150; sleep 250"; done
inject 'press k KEY_ENTER; sleep 400'
quit 0.1
kill $heard
captured --expect 60,62,60,62
# The bytes, with running status or without: note-ons and note-offs by their keys.
od -An -v -tx1 /tmp/work/raw | tr -s ' \n' '\n' | awk '
    /^[89a-f]./ { status = substr($0, 1, 1); n = 0; next }
    status == "9" || status == "8" { b[n++] = $0; if (n == 2) { print (status == "9" && b[1] != "00" ? "on " : "off ") b[0]; n = 0 } }' > /tmp/work/messages
[ "$(grep -c '^on' /tmp/work/messages)" -eq 4 ] || fail "other notes went out: $(cat /tmp/work/messages)"
for key in 3c 3e; do
    [ "$(grep -c "^on $key" /tmp/work/messages)" -eq "$(grep -c "^off $key" /tmp/work/messages)" ] || fail "a note hangs: $(cat /tmp/work/messages)"
done
head -c 4 /tmp/work/out.mid | grep -q MThd || fail "there is no MIDI file"
