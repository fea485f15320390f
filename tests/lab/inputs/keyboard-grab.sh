# inputs only
# A grab is refused for the only keyboard, takes the keys from others for ten seconds, and
# is undone by itself.
# the emulated machine's own keyboard
echo -n serio0 > /sys/bus/serio/drivers/atkbd/unbind
begin 5 --grab FootSwitch
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'; settle 'arrived .* SwitchBox '
settle 'not taken .* only keyboard'
wait_end
inject 'keyboard o'; injected; sleep 0.5
./subject --for 24 --only keyboard > /tmp/work/other 2>&1 & other=$!; note_pid $other
begin 24 --only keyboard --grab FootSwitch
sleep 1.5
inject 'tap k KEY_SPACE 50; sleep 10500; tap k KEY_SPACE 50'; injected; settled 2 'key:space up'
downs 2
wait_end; wait $other
[ "$(grep -c 'key:space down' /tmp/work/other)" -eq 1 ] || fail "others got $(grep -c 'key:space down' /tmp/work/other) of two presses, one while it was grabbed"
echo -n serio0 > /sys/bus/serio/drivers/atkbd/bind
