# Nothing spins: with devices plugged in and nobody playing, and while a gamepad is gone and
# udev has not told it yet, all threads but the audio thread need next to nothing.
play
plugged Adaptive 'pad p xac'
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch; sleep 1000'; injected
ticks() { for task in /proc/$CHILD/task/*; do echo "${task##*/} $(tr ' ' _ < "$task/comm") $(sed 's/.*) //' "$task/stat" | awk '{print $12 + $13}')"; done; }
# busy WHAT: what threads need for 4 s, in per cent of the emulated processor.
busy() {
    local busiest
    ticks > /tmp/work/before; sleep 4; ticks > /tmp/work/after
    awk 'NR == FNR { until[$1] = $3; next } { printf "%s %.1f\n", $2, ($3 - until[$1]) / 4 }' \
        /tmp/work/before /tmp/work/after | sort | tee /tmp/work/busy
    busiest=$(awk '$1 !~ /^cpal/ && $2 >= most { most = $2; name = $1 } END { print name, most }' /tmp/work/busy)
    echo "figure $1: all together $(awk '{ all += $2 } END { print all }' /tmp/work/busy) % of an emulated processor, busiest beside sound $busiest %;"
    awk "BEGIN { exit !(${busiest##* } <= 10) }" || fail "$1: a thread is busy: $busiest %"
}
busy idle
udevd=$(pidof systemd-udevd | tr ' ' '\n' | sort -n | head -1)
echo $udevd > /tmp/work/stopped; kill -STOP $udevd
inject 'press p BTN_SOUTH; sleep 200; unplug p'; injected
busy 'udev silent'
kill -CONT $udevd
told 'was unplugged'
quit 0
