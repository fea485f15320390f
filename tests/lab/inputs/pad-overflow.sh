# After the kernel's queue overflowed nothing stays pressed that is not, and what is
# pressed is.
begin 14
inject 'pad a xac'; settle 'arrived .* Pad '
inject 'press a BTN_SOUTH; sleep 300'; injected; settle 'pad:south down'
stall
inject 'burst a BTN_SOUTH 1; burst a BTN_WEST 40; release a BTN_SOUTH; press a BTN_EAST; sleep 50'; injected
go; sleep 1.2
if [ "$SUBJECT" = inputs ]; then
    for control in south west; do
        [ "$(grep -E "pad:$control (down|up)" $OUT | tail -1 | grep -c down)" -eq 0 ] || fail "pad:$control stayed pressed"
    done
    grep -E 'pad:east (down|up)' $OUT | tail -1 | grep -q down || fail "pad:east is held and nobody said so"
fi
inject 'release a BTN_EAST; sleep 300; tap a BTN_SOUTH 50'; injected; settle 'pad:east up'; sleep 0.5
for _ in 1 2 3; do
    stall; inject 'burst a BTN_SOUTH 37; sleep 20'; injected; go; sleep 0.7
done
at_least_downs 3
