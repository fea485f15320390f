# N presses of a gamepad are N presses here, stamped by the kernel.
begin 9
inject 'pad p xac'; settle 'arrived .* Pad .*Adaptive'
for _ in 1 2 3 4 5 6 7 8 9 10; do inject 'tap p BTN_SOUTH 40; sleep 60'; done
injected; settled 10 'pad:south up'
downs 10
times 10 'pad:south up'
stamps_within 250 'tap p'
