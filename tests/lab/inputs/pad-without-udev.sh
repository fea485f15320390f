# without udev
# Gamepads and their hot-plug work without the udev daemon.
begin 10
heard 'no udev daemon'
inject 'pad p xac'; settle 'arrived .* Pad '
inject 'tap p BTN_SOUTH 50; sleep 200; press p BTN_EAST; sleep 200; unplug p'; injected
released_by_loss pad:east
inject 'pad p xac'; settled 2 'arrived .* Pad '
inject 'tap p BTN_SOUTH 50'; injected; settled 2 'pad:south up'
downs 3
