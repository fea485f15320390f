# What scenarios are written with. A scenario is read after this file, and ends with
# `finish`, which checks that nothing stayed pressed.
#
#   begin SECONDS [ARGUMENT...]   starts the subject; arguments are for `inputs` only
#   inject 'COMMANDS'             operates virtual devices (labinject's language)
#   settle REGEX [SECONDS]        waits until the subject says so (`cantus`: waits 2 s)
#   downs N | at_least_downs N    presses (note-ons) there were until now
#   saw REGEX | never REGEX       what `inputs` said; no check with `cantus`
#   heard REGEX                   an alert there was
#   released_by_loss CONTROL      the device went and CONTROL was released
#   stall, go                     stops and continues the subject, so that its queues fill
OUT=/tmp/work/out ERR=/tmp/work/err INJECTED=/tmp/work/injected NOTES=/tmp/work/notes.csv
CHILD=

fail() { echo "failed: $*"; exit 1; }
note_pid() { echo "$1" >> /tmp/work/pids; }

mkfifo /tmp/work/fifo
labinject < /tmp/work/fifo > "$INJECTED" 2>&1 & INJECTOR=$!
note_pid $INJECTOR
exec 5> /tmp/work/fifo

begin() {
    local seconds=$1; shift
    LENGTH=$seconds
    if [ "$SUBJECT" = inputs ]; then
        ./subject --for "$seconds" "$@" > $OUT 2> $ERR < /dev/null &
    else
        ./subject play --audio null --buffer 256 --for $((3 * seconds)) --notes $NOTES > $OUT 2> $ERR < /dev/null &
    fi
    CHILD=$!
    note_pid $CHILD
    settle ' midi ' 10
}

inject() { echo "$1" >&5; }

settle() {
    if [ "$SUBJECT" != inputs ]; then sleep 2; return; fi
    local tries=$((${2:-10} * 20))
    while ! grep -qE -- "$1" $OUT; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "waited in vain for: $1"
        sleep 0.05
    done
}

# settled N REGEX: until it was said N times
settled() {
    if [ "$SUBJECT" != inputs ]; then sleep 2; return; fi
    local tries=200
    while [ "$(grep -cE -- "$2" $OUT)" -lt "$1" ]; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "waited in vain for $1 times: $2 (there were $(grep -cE -- "$2" $OUT))"
        sleep 0.05
    done
}

# Until the injector has done all it was told.
injected() {
    local mark="mark-$RANDOM-$RANDOM"
    inject "echo $mark"
    for _ in $(seq 600); do grep -q "$mark" $INJECTED && return; sleep 0.05; done
    fail "the injector is stuck"
}

count_downs() {
    if [ "$SUBJECT" = inputs ]; then grep -cE '^[0-9]+ event .* down' $OUT
    else awk -F, '$3 == "on"' $NOTES | wc -l; fi
}

downs() {
    [ "$SUBJECT" = inputs ] || wait_end
    local got; got=$(count_downs)
    [ "$got" -eq "$1" ] || fail "$1 presses were made, $got arrived"
}

at_least_downs() {
    [ "$SUBJECT" = inputs ] || wait_end
    local got; got=$(count_downs)
    [ "$got" -ge "$1" ] || fail "at least $1 presses were expected, $got arrived"
}

saw() { [ "$SUBJECT" != inputs ] || grep -qE -- "$1" $OUT || fail "never said: $1"; }
never() { [ "$SUBJECT" != inputs ] || ! grep -qE -- "$1" $OUT || fail "said: $(grep -E -m1 -- "$1" $OUT)"; }
times() { [ "$SUBJECT" != inputs ] || [ "$(grep -cE -- "$2" $OUT)" -eq "$1" ] || fail "said $(grep -cE -- "$2" $OUT) times, not $1: $2"; }
heard() {
    local tries=100
    until grep -qE -- "$1" $OUT $ERR; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "no such alert: $1"
        sleep 0.05
    done
}
# The device is gone, and with it CONTROL was released: by the loss, or just before, as the
# kernel lets go the keys of a device that is pulled out.
released_by_loss() {
    settle ' gone '
    [ "$SUBJECT" != inputs ] && return
    # One plug may be several devices, which go one after the other.
    local tries=200
    until grep -qE " gone .* releases \\[.*$1" $OUT ||
        [ "$(grep -E "event .* $1 (down|up)" $OUT | tail -1 | grep -c ' up ')" -eq 1 ]; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "$1 stayed pressed"
        sleep 0.05
    done
}
stall() { kill -STOP $CHILD; sleep 0.1; }
go() { kill -CONT $CHILD; }

# Stamps against the injector's clock: every press of a command in INJECTED that matches
# against the presses that were told. Prints the figures; fails if any is before the press
# or more than the given milliseconds after.
# A third argument allows stamps to be early by so many milliseconds: MIDI's are on a clock
# of their own, which is mapped.
stamps_within() {
    [ "$SUBJECT" = inputs ] || return 0
    grep -E " $2" $INJECTED | awk '{print $1}' > /tmp/work/made
    grep -E "^[0-9]+ event .* down" $OUT | sed 's/.* stamp //' > /tmp/work/stamps
    grep -E "^[0-9]+ event .* down" $OUT | awk '{print $1}' > /tmp/work/told
    paste -d' ' /tmp/work/made /tmp/work/stamps /tmp/work/told | awk -v limit="$1" -v early="${3:-0}" '
        NF == 3 { d[n] = ($2 - $1) / 1e6; if (d[n] < lo || !n) lo = d[n]; if (d[n] > hi || !n) hi = d[n]; told += ($3 - $2) / 1e6; n++ }
        END { printf "figure stamp after press %.3f..%.3f ms, told %.2f ms after the stamp on average (%d)\n", lo, hi, told / n, n
              exit !(n > 0 && lo >= -early && hi <= limit) }' || fail "stamps are off"
}

# Every press was told within so many milliseconds of its stamp.
told_within() {
    [ "$SUBJECT" = inputs ] || return 0
    grep -E "^[0-9]+ event .* down" $OUT | awk -v limit="$1" '
        { d = ($1 - $NF) / 1e6; if (d > hi) hi = d; sum += d; n++ }
        END { printf "figure told %.3f ms after the stamp on average, %.3f at most (%d)\n", sum / n, hi, n
              exit !(n > 0 && hi <= limit) }' || fail "told late"
}

# CPU time of the subject until now, in clock ticks.
cpu_ticks() { awk '{print $14 + $15}' /proc/$CHILD/stat; }

# `cantus` is told to end: how long its scenarios take is not known beforehand.
wait_end() {
    if [ "$SUBJECT" != inputs ] && [ "${1:-}" != no-signal ] && [ -e /proc/$CHILD ]; then sleep 1; kill -TERM $CHILD 2>/dev/null; fi
    wait $CHILD; CHILD_STATUS=$?
}

finish() {
    exec 5>&-
    if [ -n "$CHILD" ]; then
        kill -CONT $CHILD 2>/dev/null
        wait_end
        [ "$CHILD_STATUS" -eq 0 ] || fail "the subject ended with status $CHILD_STATUS"
        [ "$SUBJECT" != inputs ] || saw ' end held \[\]'
        if [ "$SUBJECT" != inputs ]; then
            [ "$(awk -F, '$3 == "on"' $NOTES | wc -l)" -eq "$(awk -F, '$3 == "off"' $NOTES | wc -l)" ] || fail "a note never ended"
        fi
    fi
    # a finished injector is fine, a failed one is not
    kill $INJECTOR 2>/dev/null
    ! grep -q '^labinject:' $INJECTED || fail "$(grep '^labinject:' $INJECTED)"
}
