# inputs only
# Without a sequencer there is a note, nothing from other libraries on the screen, and
# MIDI comes by itself once there is one.
mv /dev/snd/seq /dev/snd/seq.away
begin 6
settle 'alert Note There is no MIDI'
[ ! -s $ERR ] || fail "somebody wrote to the screen: $(head -1 $ERR)"
mv /dev/snd/seq.away /dev/snd/seq
settled 4 'arrived .* Midi '
