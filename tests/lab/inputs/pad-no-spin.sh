# Between a gamepad's end and udev's notice the reader does not burn the processor.
begin 14
inject 'pad p xac'; settle 'arrived .* Pad '
udevd=$(pidof systemd-udevd | tr ' ' '\n' | sort -n | head -1)
echo $udevd > /tmp/work/stopped; kill -STOP $udevd
before=$(cpu_ticks)
inject 'press p BTN_SOUTH; sleep 200; unplug p'; injected
sleep 3
after=$(cpu_ticks); kill -CONT $udevd
share=$(((after - before) * 100 / (3 * $(getconf CLK_TCK 2>/dev/null || echo 100))))
echo "figure $share % of a processor while udev is silent"
[ $share -le 50 ] || fail "spins: $share %"
settle ' gone '
at_least_downs 1
