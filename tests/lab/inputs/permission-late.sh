# inputs only
# A switch box that may not be read is told with what to do; once the system grants it, it
# plays without being plugged in again.
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch; keyboard o'; injected; sleep 1
node=$(awk '/plug k/ {print $4}' $INJECTED)
chmod 755 /tmp/stage ./subject; chmod 660 /dev/input/event*
labas 65534 ./subject --for 9 > $OUT 2> $ERR < /dev/null & CHILD=$!; note_pid $CHILD
settle 'alert Warning The switch box .*FootSwitch.*cannot be read'
settle 'alert Note Keyboards and mice cannot be read'
never 'arrived .* SwitchBox'
chmod 666 $node
settle 'arrived .* SwitchBox '
inject 'tap k KEY_SPACE 50'; injected; settle 'key:space up'
downs 1
