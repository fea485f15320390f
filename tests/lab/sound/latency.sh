# From the press to the capture with periods of 64, 128 and 256 frames, 120 presses each,
# at moments that drift through the period. Cantus' own share is at most the period and 64
# frames, and the same to a frame for every press; no press comes too late for its moment.
#
# The emulated card may lose frames. Then nothing was measured: it is done again, three times at
# most, and said.
TRIES=6
bad=

# measure FRAMES TRY: status 3 where the card lost frames.
measure() {
    local frames=$1 files=/tmp/work/$1-$2 status
    clock $frames
    mkdir $files
    ./cantus play sound/lab.preset.toml --person xbox-adaptive-controller --audio "$CARD" --buffer $frames --for 17 \
        --notes $files/notes.csv --latency $files/latency.csv --record $files/record.wav > $files/out 2>&1 < /dev/null &
    CHILD=$!; note_pid $CHILD
    ./hear capture hw:CARD=Loopback,DEV=1 $frames 17 $files/capture.wav $files/capture.csv > $files/captured 2>&1 & LISTENER=$!
    note_pid $LISTENER
    pad=p$frames-$RANDOM
    inject "pad $pad xac"; sleep 3.5
    for _ in $(seq 30); do
        for button in SOUTH EAST WEST NORTH; do inject "tap $pad BTN_$button 31.7; sleep 61.37"; done
    done
    injected
    wait_end no-signal; wait $LISTENER || fail "$(cat $files/captured)"
    [ "$CHILD_STATUS" -eq 0 ] || fail "$(cat $files/out)"
    inject "unplug $pad"
    grep -E " tap $pad " $INJECTED | cut -d' ' -f1 > $files/presses
    ./hear latency $frames $files/capture.wav $files/capture.csv $files/record.wav $files/latency.csv $files/notes.csv $files/presses > $files/told 2>&1
    status=$?
    cp $files/notes.csv $NOTES
    cat $files/told; tail -1 $files/captured; grep -E '^[!‼]' $files/out
    cp -r $files /lab-stage/kept/
    return $status
}

for frames in 64 128 256; do
    for try in $(seq $TRIES); do
        echo "figure -- $frames frames;"
        measure $frames $try; status=$?
        [ $status -eq 3 ] || break
        echo "figure !! the card lost frames at try $try of $TRIES, so nothing was measured;"
    done
    [ $status -eq 0 ] || bad="$bad $frames"
done
[ -z "$bad" ] || fail "with periods of$bad frames"
