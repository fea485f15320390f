# A switch box taken for the instrument alone, from the terminal: other programs get its keys
# before and after, not meanwhile. `k` keeps it beyond ten seconds, `r` gives it back. It plays
# all the time.
labterm focus 'sleep 12000; type g; sleep 4000; type k; sleep 14000; type r; sleep 4000; type q' -- \
    ./cantus play sound/lab.preset.toml --person two-switches --audio null --notes $NOTES > $OUT 2> $ERR &
CHILD=$!
note_pid $CHILD
told 'press to play' 15
inject 'keyboard plain; sleep 500'
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'; injected; sleep 2
./program-inputs --for 60 --only keyboard --bind key:space > /tmp/work/other 2>&1 & other=$!; note_pid $other
sleep 2
press() { inject 'tap k KEY_SPACE 100; sleep 200'; injected; }
press
told 'FootSwitch.* plays for the instrument alone' 30; press
told 'stays with the instrument' 10; sleep 11; press
told 'FootSwitch.* reaches other programs again\.' 15; press
wait_end no-signal
kill $other
[ "$(awk -F, '$3 == "on"' $NOTES | wc -l)" -eq 4 ] || fail "four presses were made: $(cat $NOTES)"
[ "$(grep -c 'key:space down' /tmp/work/other)" -eq 2 ] || fail "others got $(grep -c 'key:space down' /tmp/work/other) presses, two while it was taken"
! grep -q 'nobody kept it' $OUT || fail "it was given back by itself"
CHILD=
