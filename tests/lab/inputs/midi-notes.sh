# Notes from two ports at once arrive in order, with velocity, through running status,
# system exclusive and clock bytes; controllers, bend and pressure arrive; a switched-off
# key is a release however it is spelt.
begin 10
settled 4 'arrived .* Midi '
P=/dev/snd/midiC2D0
for n in 3c 3d 3e 3f 40 41 42 43; do inject "midi $P 90 $n 50; sleep 60; midi $P 80 $n 00; sleep 20"; done
inject "midi $P 90 48 40 f8 4a 60; sleep 50; midi $P 48 00 fe 4a 00; sleep 20"
inject "midi $P f0 7e 7f 06 01 f7 f8; midi $P b0 02 7f 02 40; midi $P e0 00 00; midi $P d0 7f; midi $P b0 40 7f"
inject "midi /dev/snd/midiC2D1 91 30 7f; sleep 50; midi /dev/snd/midiC2D1 81 30 40"
injected; settle 'midi:note48 up'
downs 11
saw 'midi:note60 down 80'; saw 'midi:note72 down 64'; saw 'midi:note74 down 96'; saw 'midi:note48 down 127'
times 11 'midi:note[0-9]+ up'
saw 'midi:cc2 moved 1.0'; saw 'midi:cc2 moved 0.5039'; saw 'midi:bend moved -1.0'; saw 'midi:pressure moved 1.0'; saw 'midi:cc64 moved 1.0'
[ "$(grep -oE 'midi:note[0-9]+ down' $OUT | head -8 | tr -dc '0-9\n' | tr '\n' ' ')" = "60 61 62 63 64 65 66 67 " ] || [ "$SUBJECT" != inputs ] || fail "out of order"
never 'Midi Through'
grep -vE ' 90 48| 91 ' $INJECTED > /tmp/work/plain; grep -E 'midi .* 3 bytes' /tmp/work/plain | awk 'NR <= 16 && NR % 2' > /tmp/work/made_lines
if [ "$SUBJECT" = inputs ]; then
    cp $INJECTED /tmp/work/all; cp /tmp/work/made_lines $INJECTED; stamps_within 250 'midi' 1; cp /tmp/work/all $INJECTED
fi
