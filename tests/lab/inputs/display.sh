# virtual time
# inputs only
# wants a display
# Keys by the window's own way (raw keys of an X11 display) against the same keys from the
# kernel, on one machine: from the press to its stamp, and from the stamp to the port.
TAPS=60
mkdir -p /usr/share/X11; ln -sfn "$PWD/x11/xkb" /usr/share/X11/xkb
cp x11/xkbcomp /usr/bin/xkbcomp
# The machine's own libraries first: only what it lacks comes from beside.
export XKBLIBS=$PWD/x11/lib
mv /usr/bin/xkbcomp /usr/bin/xkbcomp.real
printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec /usr/bin/xkbcomp.real "$@"\n' "$XKBLIBS" > /usr/bin/xkbcomp
chmod +x /usr/bin/xkbcomp
LD_LIBRARY_PATH=$XKBLIBS x11/Xvfb :7 -screen 0 640x480x24 -nolisten tcp > /tmp/work/xvfb 2>&1 & note_pid $!
export DISPLAY=:7
for _ in $(seq 200); do [ -S /tmp/.X11-unix/X7 ] && break; sleep 0.1; done
[ -S /tmp/.X11-unix/X7 ] || fail "no display: $(tail -5 /tmp/work/xvfb)"

# The kernel's keys.
begin 20 --only keyboard --confirm 0c45:7403
inject 'keyboard k 0c45:7403:0001 PCsensor FootSwitch'
settle 'arrived .* SwitchBox '
for _ in $(seq $TAPS); do inject 'tap k KEY_SPACE 7.3; sleep 11.1'; done
injected; settled $TAPS 'key:space up'
echo 'figure from the kernel:'; stamps_within 1 'tap k'; told_within 1
downs $TAPS
kill -TERM $CHILD; wait $CHILD 2>/dev/null; CHILD=

# The display's keys.
rm -f $OUT
begin 20 --only display
settle 'arrived .*Keyboard of the display'
./subject --tap-display 1 >/dev/null; settled 1 'key:space up'
: > $INJECTED
./subject --tap-display $TAPS > /tmp/work/tapped || fail "no key of the display was pressed"
settled $((TAPS + 1)) 'key:space up'
# The first was pressed so that the source knows its device.
grep -vE "^$(grep -m1 -E 'event .* down' $OUT | awk '{print $1}') " $OUT > /tmp/work/later; cp /tmp/work/later $OUT
cp /tmp/work/tapped $INJECTED
echo 'figure from the display:'; stamps_within 5 'tap display'; told_within 1
downs $TAPS
