# A box of buttons without axes, invisible to the gamepad library, plays.
begin 8
inject 'box b'; settle 'arrived .* Pad .*Lab Buttons'
inject 'tap b BTN_TRIGGER 40; sleep 80; tap b BTN_THUMB 40; sleep 80; press b BTN_TRIGGER; sleep 100'; injected
settled 3 'pad:code.* down'
inject 'unplug b'; released_by_loss pad:code288
inject 'box b'; settled 2 'arrived .* Pad '
inject 'tap b BTN_TRIGGER 40'; injected; settled 3 'pad:code.* up'
downs 4
