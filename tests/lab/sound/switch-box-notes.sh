# A known switch box plays without focus, an ordinary keyboard does not: the onsets on the
# sound card are those of the box alone.
play sound/lab.preset.toml --person two-switches
plugged FootSwitch 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'
inject 'keyboard plain; sleep 1200'
for key in SPACE ENTER ENTER SPACE ENTER SPACE; do
    inject "tap k KEY_$key 150; sleep 250; tap plain KEY_$key 100; sleep 200"
done
quit
captured --expect 60,62,62,60,62,60
