# After the queue of a switch box overflowed nothing stays pressed that is not.
begin 10
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'; settle 'arrived .* SwitchBox '
inject 'press k KEY_SPACE; sleep 200'; injected; settle 'key:space down'
stall
inject 'burst k KEY_ENTER 200; release k KEY_SPACE; press k KEY_ENTER'; injected; go; sleep 0.6
if [ "$SUBJECT" = inputs ]; then
    grep -E 'key:space (down|up)' $OUT | tail -1 | grep -q up || fail "space stayed pressed"
    grep -E 'key:enter (down|up)' $OUT | tail -1 | grep -q down || fail "enter is held and nobody said so"
fi
inject 'release k KEY_ENTER; sleep 100'; injected; settle 'key:enter up'
at_least_downs 2
