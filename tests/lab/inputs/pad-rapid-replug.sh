# Pulled out and plugged in again at once, several times: plays in the end, once a press.
begin 16
inject 'pad p xac'; settle 'arrived .* Pad '
for _ in 1 2 3 4; do inject 'unplug p; pad p xac; sleep 30'; done
injected; sleep 2.5
inject 'tap p BTN_SOUTH 50; sleep 100; tap p BTN_SOUTH 50'; injected; settled 2 'pad:south up'
downs 2
