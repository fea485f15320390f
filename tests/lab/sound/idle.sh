# Nothing spins: with devices plugged in and nobody playing, all of `cantus play` but the
# audio thread needs next to nothing.
play
plugged Adaptive 'pad p xac'
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch; sleep 1000'; injected
ticks() { for task in /proc/$CHILD/task/*; do echo "$(cat "$task/comm" | tr ' ' _) $(sed 's/.*) //' "$task/stat" | awk '{print $12 + $13}')"; done; }
ticks > /tmp/work/before; before=$(cpu_ticks)
sleep 5
ticks > /tmp/work/after; after=$(cpu_ticks)
paste -d' ' /tmp/work/before /tmp/work/after | awk '{ printf "%s %.1f %%\n", $1, ($4 - $2) / 5 }' | sort | uniq -c
busiest=$(paste -d' ' /tmp/work/before /tmp/work/after | awk '$1 !~ /^(cpal|cantus-silent)/ && $4 - $2 > most { most = $4 - $2; name = $1 } END { printf "%s %.1f", name, most / 5 }')
echo "figure idle: the whole $(( (after - before) / 5 )) % of an emulated CPU, busiest other thread $busiest %;"
awk "BEGIN { exit !(${busiest##* } <= 10) }" || fail "a thread is busy: $busiest %"
quit 0
