# A known switch box that types Space plays without focus: N presses, N presses here,
# with their lengths, stamped by the kernel. Keys that nobody bound are not looked at.
begin 9 --bind key:space
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'; settle 'arrived .* SwitchBox '
for _ in 1 2 3 4 5 6 7 8 9 10; do inject 'tap k KEY_SPACE 40; sleep 60'; done
inject 'tap k KEY_A 40; tap k KEY_J 40'
injected; settled 10 'key:space up'
downs 10
never 'key:[^s]'
stamps_within 250 'tap k KEY_SPACE'
