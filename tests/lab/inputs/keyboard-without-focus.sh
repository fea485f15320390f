# An ordinary keyboard says nothing while nobody knows about focus: not a key of it is
# taken.
begin 5
inject 'keyboard k; sleep 1500; tap k KEY_SPACE 40; tap k KEY_S 40; tap k KEY_E 40; tap k KEY_C 40'; injected; sleep 0.5
never ' event '
never 'arrived .* Keyboard'
heard 'terminal'
downs 0
