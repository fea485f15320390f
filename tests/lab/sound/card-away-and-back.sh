# The sound card is taken away while it plays (the driver lets go of it, as when a USB
# card is pulled out) and comes back: an alert says so, presses go on being played
# silently, and sound comes back by itself.
DRIVER=/sys/bus/platform/drivers/snd_aloop
play sound/lab.preset.toml --person xbox-adaptive-controller
plugged Adaptive 'pad p xac'
inject 'tap p BTN_SOUTH 150; sleep 250; tap p BTN_EAST 150; sleep 250'; injected
( echo snd_aloop.0 > $DRIVER/unbind ) & UNBIND=$!
note_pid $UNBIND
told 'goes on silently' 10
unlisten
wait $UNBIND
[ ! -e /proc/asound/Loopback ] || fail "the card is still there"
sleep 1
inject 'tap p BTN_WEST 150; sleep 250; tap p BTN_NORTH 150; sleep 250'; injected
kill -0 $CHILD || fail "play ended"
echo snd_aloop.0 > $DRIVER/bind
udevadm settle --timeout=5
told 'There is sound now' 15
listen /tmp/work/after.wav
sleep 2
inject 'tap p BTN_EAST 150; sleep 250; tap p BTN_SOUTH 150; sleep 250; tap p BTN_WEST 150; sleep 250'
quit
[ "$(awk -F, '$3 == "on"' $NOTES | wc -l)" -eq 7 ] || fail "a press was not played"
(head -1 $NOTES; awk -F, '$3 == "on"' $NOTES | head -2) > /tmp/work/first.csv
(head -1 $NOTES; awk -F, '$3 == "on"' $NOTES | tail -3) > /tmp/work/last.csv
./hear notes $CAPTURE /tmp/work/first.csv --expect 60,62 || fail "the notes before are not there"
./hear notes /tmp/work/after.wav /tmp/work/last.csv --expect 62,60,64 || fail "nothing after the return"
