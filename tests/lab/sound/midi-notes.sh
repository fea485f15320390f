# N keys of a MIDI keyboard are N onsets on the sound card: white keys sound as they are
# written, black ones next to it, because the scale has none.
play sound/lab.preset.toml
P=/dev/snd/midiC2D0
for note in 3c 3e 40 41 43 45 47 48 3f; do inject "midi $P 90 $note 50; sleep 150; midi $P 80 $note 00; sleep 250"; done
quit
captured --expect 60,62,64,65,67,69,71,72,62
