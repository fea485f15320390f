# inputs only
# Sticks move by small steps, triggers are buttons and axes, hats are four buttons.
begin 9
inject 'pad p xac'; settle 'arrived .* Pad '
for v in 0.010 0.014 0.018 0.022; do inject "axis p ABS_X $v; sleep 30"; done
injected; sleep 0.3
[ "$(grep -oE 'pad:lstick.x moved [-0-9.]+' $OUT | sort -u | wc -l)" -ge 4 ] || fail "small movements were lost"
inject 'axis p ABS_HAT0X -1; sleep 50; axis p ABS_HAT0X 1; sleep 50; axis p ABS_HAT0X 0; sleep 50; axis p ABS_HAT0Y -1; sleep 50; axis p ABS_HAT0Y 0; sleep 50; axis p ABS_Z 1023; sleep 50; axis p ABS_Z 0'
injected; sleep 0.5
for control in dpad_left dpad_right dpad_up left_trigger; do times 1 "pad:$control down"; times 1 "pad:$control up"; done
saw 'pad:ltrigger moved 1.0'; saw 'pad:ltrigger moved 0.0000'
inject 'axis p ABS_Y -1.0; sleep 50; axis p ABS_Y 0.0'; injected; sleep 0.3
saw 'pad:lstick.y moved (0.999|1.0)'
