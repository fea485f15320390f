# The instrument stands still for a while, so that the card runs dry and begins anew. What is
# pressed right behind that sounds at its constant time again: the own share of every press is
# at most the period and 64 frames, and the same to a frame. Twelve times for each period,
# because the card begins anew wherever its clock happens to be.
for frames in 64 256; do
    clock $frames
    latency=/tmp/work/latency-$frames.csv
    ./cantus play sound/lab.preset.toml --person xbox-adaptive-controller --audio "$CARD" --buffer $frames \
        --notes $NOTES --latency $latency > $OUT 2>> $ERR < /dev/null &
    CHILD=$!; note_pid $CHILD
    told 'press to play' 15
    sleep 3.2
    plugged Adaptive "pad pad-$frames xac"
    for stumble in $(seq 12); do
        stall; sleep 0.0$((20 + 3 * stumble)); go
        # Whole periods went by twice over before the first of them.
        sleep 0.03
        for button in SOUTH EAST WEST NORTH SOUTH EAST WEST NORTH; do
            inject "tap pad-$frames BTN_$button 11.7; sleep 31.37"
        done
        injected
    done
    quit 0.5
    inject "unplug pad-$frames"
    rows=$(($(wc -l < $latency) - 1))
    [ $rows -eq 96 ] || fail "96 presses were made, $rows arrived"
    for stumble in $(seq 12); do
        { head -1 $latency; tail -n +2 $latency | sed -n "$((8 * stumble - 7)),$((8 * stumble))p"; } > /tmp/work/some.csv
        ./hear share $frames /tmp/work/some.csv > /tmp/work/share 2>&1 ||
            fail "with $frames frames, after gap $stumble: $(cat /tmp/work/share /tmp/work/some.csv)"
        grep 'at most' /tmp/work/share | sed "s/figure/figure $frames frames, gap $stumble:/"
    done
done
