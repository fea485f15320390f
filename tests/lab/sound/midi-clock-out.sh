# A clock goes out to a MIDI port: start first, then 24 ticks a quarter note, evenly, beside the
# notes; stop when the program is told to end, and nothing hangs. The same to a port of our own
# that another program listens to.
sed 's/^scale/tempo_bpm = 100\nscale/' sound/lab.preset.toml > /tmp/work/clock.preset.toml
# A tick every 25 ms.
TICK_MS=25

# Raw bytes with their moments.
./hear clock /dev/snd/midiC2D0 > /tmp/work/clock & heard=$!
note_pid $heard
play /tmp/work/clock.preset.toml --person two-switches --midi-out 'VirMIDI 2-0' --midi-clock out
told 'MIDI and its clock go to' 5
plugged FootSwitch 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'
for key in SPACE ENTER SPACE; do inject "tap k KEY_$key 150; sleep 850"; done
quit 0.1
kill $heard; wait $heard 2>/dev/null
captured --expect 60,62,60
./hear ticks /tmp/work/clock $TICK_MS 2 || fail "$(head -8 /tmp/work/clock; echo ...; tail -5 /tmp/work/clock)"

# A port of our own.
./cantus play /tmp/work/clock.preset.toml --audio null --midi-out virtual --midi-clock out > $OUT 2>> $ERR < /dev/null &
CHILD=$!; note_pid $CHILD
told 'MIDI and its clock go to “Cantus out' 15
aseqdump -p 'Cantus out' > /tmp/work/dump & listener=$!
note_pid $listener
sleep 3
kill -TERM $CHILD; wait $CHILD || fail "play ended with status $?"
CHILD=
sleep 0.3
kill $listener; wait $listener 2>/dev/null
ticks=$(grep -c Clock /tmp/work/dump)
# It listened for three seconds, whenever it began.
[ $ticks -ge 100 ] && [ $ticks -le 130 ] || fail "$ticks ticks in three seconds"
# The port itself goes after the last message.
grep -v 'Port unsubscribed' /tmp/work/dump | tail -1 | grep -q Stop || fail "the last is not stop: $(tail -2 /tmp/work/dump)"
echo "figure $ticks ticks at the port of our own;"
