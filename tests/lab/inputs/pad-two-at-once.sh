# Two gamepads plugged in while nobody looks both play; pulled out so, both are gone.
begin 14
sleep 1; stall
inject 'pad a xac; pad b generic'; injected; sleep 1.5; go
settle 'arrived .* Pad .*Adaptive'; settle 'arrived .* Pad .*Generic'
inject 'tap a BTN_SOUTH 40; sleep 80; tap b BTN_TRIGGER 40'; injected
settle 'pad:south up'; settle 'pad:code288 up'
downs_now=$(count_downs)
inject 'press a BTN_SOUTH; press b BTN_TRIGGER; sleep 200'; injected; settled 2 '(pad:south|pad:code288) down'
stall; inject 'unplug a; unplug b'; injected; sleep 1; go
settled 2 ' gone '
downs 4
