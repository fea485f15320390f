# What the scenarios with sound are written with, on top of ../lib.sh: `cantus play` on one
# end of the loopback cable, a capture on the other.
#
#   play ARGUMENT...            starts `cantus play` on the loopback card and the capture
#   told REGEX [SECONDS]        waits until an alert says so
#   plugged NAME 'COMMAND'      plugs in a device, and waits until its alert is there
#   quit                        ends play by SIGTERM and the capture, as a terminal that closes
#   captured ARGUMENT...        compares the capture with the notes (`hear notes`)
#   says_nothing                nothing was complained about but what a scenario expects
SUBJECT=cantus
CARD='hw:CARD=Loopback,DEV=0'
CAPTURE=/tmp/work/capture.wav
BUFFER=512
LISTENER=
export XDG_CONFIG_HOME=/tmp/work/config XDG_STATE_HOME=/tmp/work/state

# clock FRAMES: the card moves on by a period of so many frames at a time, exactly.
clock() {
    # Whatever drove it before goes.
    kill $(pidof aplay) 2>/dev/null
    while pidof aplay > /dev/null; do sleep 0.05; done
    aplay -q -D hw:Dummy,0,0 -f S16_LE -c 2 -r 48000 --period-size="$1" --buffer-size=16384 /dev/zero &
    note_pid $!
    sleep 0.3
}

listen() {
    arecord -q -D hw:Loopback,1,0 -f FLOAT_LE -c 2 -r 48000 --period-size=512 --buffer-size=8192 "${1:-$CAPTURE}" 2>> $ERR & LISTENER=$!
    note_pid $LISTENER
}

play() {
    clock $BUFFER
    listen
    ./cantus play --audio "$CARD" --buffer $BUFFER --notes $NOTES "$@" > $OUT 2>> $ERR < /dev/null &
    CHILD=$!
    note_pid $CHILD
    told 'press to play' 15
    # Devices that arrive within 3 s were there before and are not told.
    sleep 3.2
}

told() {
    local tries=$((${2:-10} * 20))
    while ! grep -qsE -- "$1" $OUT; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "waited in vain for the alert: $1"
        sleep 0.05
    done
}

plugged() { inject "$2"; told "$1.* is (plugged in|back)"; }

unlisten() {
    kill -TERM "$LISTENER" 2>/dev/null
    wait "$LISTENER" 2>/dev/null
}

quit() {
    injected
    sleep "${1:-1.2}"
    kill -TERM $CHILD
    wait_end
    [ "$CHILD_STATUS" -eq 0 ] || fail "play ended with status $CHILD_STATUS on SIGTERM"
    unlisten
}

captured() { ./hear notes $CAPTURE $NOTES "$@" || { cat $NOTES; fail "the capture is not what was to sound"; }; }
