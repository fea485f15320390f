# A gamepad that is pulled out while a button is held: its note ends, which the card's
# silence shows; an alert says so; plugged in again it plays on, and the button that is held
# no more sounds nothing by itself.
play sound/lab.preset.toml --person xbox-adaptive-controller
plugged Adaptive 'pad p xac'
inject 'press p BTN_SOUTH; sleep 600; unplug p'
told 'Adaptive.* was unplugged.*was released'
sleep 2.2
inject 'pad p xac'
told 'Adaptive.* is back'
sleep 0.5
inject 'tap p BTN_EAST 200; sleep 500; tap p BTN_WEST 200'
quit 2.2
captured --expect 60,62,64 --silence-after 1.5
awk -F, '$3 == "on" { on = $1 } $3 == "off" { print $1 - on; exit }' $NOTES > /tmp/work/held
echo "figure the held note lasted $(cat /tmp/work/held) s;"
awk '{ exit !($1 > 0.5 && $1 < 1.6) }' /tmp/work/held || fail "the held note lasted $(cat /tmp/work/held) s"
