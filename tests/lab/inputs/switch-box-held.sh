# The repeats of a held switch are no presses; pulled out while held it is released; it
# comes back without a press of its own.
begin 13
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'; settle 'arrived .* SwitchBox '
inject 'press k KEY_SPACE; sleep 1500'; injected; settle 'key:space down'
times 1 'key:space down'
inject 'unplug k'; released_by_loss key:space
inject 'sleep 300; keyboard k 0c45:7403:0001 PCsensor FootSwitch'; settled 2 'arrived .* SwitchBox '
sleep 0.3; times 1 'key:space down'
inject 'tap k KEY_SPACE 50'; injected; settle 'key:space up'
downs 2
