# virtual time
# inputs only
# From the kernel's stamp to the port: a millisecond at most, for gamepads, switch boxes
# and MIDI. The machine's clock counts instructions, so the figures repeat.
begin 12
inject 'pad p xac; sleep 300; keyboard k 0c45:7403:0001 PCsensor FootSwitch'
settle 'arrived .* Pad '; settle 'arrived .* SwitchBox '
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do inject 'tap p BTN_SOUTH 7.3; sleep 11.1'; done
injected; settled 20 'pad:south up'; stamps_within 1 'tap p'; told_within 1
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do inject 'tap k KEY_SPACE 7.3; sleep 11.1'; done
injected; settled 20 'key:space up'; told_within 1
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do inject 'midi /dev/snd/midiC2D0 90 3c 40; sleep 7.3; midi /dev/snd/midiC2D0 80 3c 00; sleep 11.1'; done
injected; settled 20 'midi:note60 up'; told_within 1
downs 60
