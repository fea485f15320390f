# inputs only
# In a terminal that reports focus an ordinary keyboard plays by its event device, with
# lengths; the character the terminal sends for the same key plays nothing more. Focus
# lost releases what is held, and what is typed elsewhere is not taken.
inject 'keyboard k; sleep 300'; injected
key() { echo "run echo '$1' > /tmp/work/fifo2"; }
mkfifo /tmp/work/fifo2
labinject < /tmp/work/fifo2 > /tmp/work/injected2 2>&1 & note_pid $!
exec 6> /tmp/work/fifo2
echo 'keyboard z; sleep 100' >&6
labterm focus "sleep 2500; $(key 'press z KEY_SPACE'); type \s; sleep 300; type \s; type \s; $(key 'release z KEY_SPACE'); sleep 300;
 $(key 'press z KEY_ENTER'); type \r; sleep 200; out; sleep 300; $(key 'release z KEY_ENTER'); $(key 'tap z KEY_A 30'); $(key 'tap z KEY_B 30'); sleep 500; in; sleep 300;
 $(key 'tap z KEY_SPACE 50'); type \s; sleep 600; type \s; sleep 300; type \c" -- ./subject --for 20 > $OUT 2> $ERR
exec 6>&-
times 2 'arrived .* Keyboard .*Lab Keyboard'
times 1 'key:enter down'; times 1 'key:enter up'
never 'key:(a|b) '
saw 'leave Interrupt'; saw 'labterm: restored'; saw 'end held \[\]'
# Two presses by event device; the last character came alone, as from an on-screen
# keyboard: a pulse of the terminal's.
times 3 'key:space down'; times 3 'key:space up'
