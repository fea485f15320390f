# A known switch interface that clicks is a switch too.
begin 8
inject 'mouse m 0c45:7403:0001 PCsensor FootSwitch Mouse'; settle 'arrived .* SwitchBox '
inject 'tap m BTN_LEFT 40; sleep 80; tap m BTN_LEFT 40; sleep 80; tap m BTN_RIGHT 40'; injected; settled 3 'mouse:.* up'
saw 'mouse:left down'; saw 'mouse:right down'
downs 3
