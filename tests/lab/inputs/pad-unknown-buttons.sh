# The buttons of a plain joystick have no names: they go by code.
begin 8
inject 'pad q generic'; settle 'arrived .* Pad '
inject 'tap q BTN_TRIGGER 40; sleep 80; tap q BTN_THUMB 40; sleep 80; tap q BTN_TOP 40'; injected; settled 3 'pad:code.* up'
saw 'pad:code288 down'; saw 'pad:code289 down'; saw 'pad:code291 down'
downs 3
