# inputs only
# The make of the Xbox Adaptive Controller whose buttons gilrs swaps: the kernel's names hold.
begin 7
inject 'pad p xac 045e:0b0a:0405'; settle 'arrived .* Pad '
inject 'tap p BTN_SOUTH 40; sleep 100; tap p BTN_EAST 40'; injected; settle 'pad:east up'
[ "$(grep -oE 'pad:[a-z]+ down' $OUT | tr '\n' ' ')" = "pad:south down pad:east down " ] || fail "swapped"
