# SIGTERM without a terminal, with a button held, ends play in order: every file is whole,
# every note has its end, the recording carries the notes, the journal replays to the same.
play sound/lab.preset.toml --person xbox-adaptive-controller --record /tmp/work/record.wav --journal /tmp/work/journal.trace
plugged Adaptive 'pad p xac'
inject 'tap p BTN_SOUTH 150; sleep 250; tap p BTN_EAST 150; sleep 250; press p BTN_WEST; sleep 300'
quit 0.1
./hear notes /tmp/work/record.wav $NOTES --expect 60,62,64 || fail "the recording is not whole"
./cantus check /tmp/work/journal.trace || fail "the journal is not whole"
./cantus render sound/lab.preset.toml --person xbox-adaptive-controller --trace /tmp/work/journal.trace \
    -o /tmp/work/replay.wav --notes /tmp/work/replay.csv || fail "the journal does not replay"
cmp $NOTES /tmp/work/replay.csv || fail "the journal replays to other notes"
