# N presses of a gamepad are N onsets on the sound card, in order, in tune: four buttons
# play four notes, which are known beforehand.
play sound/lab.preset.toml --person xbox-adaptive-controller
plugged Adaptive 'pad p xac'
for _ in 1 2 3; do
    for button in SOUTH EAST WEST NORTH; do inject "tap p BTN_$button 150; sleep 250"; done
done
quit
captured --expect 60,62,64,65,60,62,64,65,60,62,64,65
