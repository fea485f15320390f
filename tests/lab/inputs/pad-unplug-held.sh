# A gamepad pulled out while held is released, says so, and comes back as itself without
# a press of its own.
begin 14
inject 'pad p xac'; settle 'arrived .* Pad '
inject 'press p BTN_SOUTH; sleep 300'; injected; settle 'pad:south down'
inject 'unplug p'; released_by_loss pad:south
inject 'sleep 400; pad p xac'; settled 2 'arrived .* Pad '
sleep 0.5; times 1 'pad:south down'
inject 'tap p BTN_SOUTH 50'; injected; settled 1 'pad:south up'
[ "$SUBJECT" != inputs ] || [ "$(grep 'arrived .* Pad ' $OUT | sed 's/.*{//' | sort -u | wc -l)" -eq 1 ] || fail "came back as another"
downs 2
[ "$SUBJECT" = inputs ] || heard 'Adaptive'
