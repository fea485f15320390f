# inputs only
# A plain terminal plays pulses; the repeats of a held key are few presses, then none. One
# with the Kitty protocol tells lengths. Signals leave no raw terminal behind.
SUBJECT_ONLY="./subject --for 30 --only terminal"
labterm plain 'sleep 1500; type \s; sleep 400; type \s; sleep 700; type \e[A; sleep 300; signal 15' -- $SUBJECT_ONLY > $OUT 2>$ERR
times 2 'key:space down'; times 2 'key:space up'; times 1 'key:up down'
saw 'leave Signal'; saw 'labterm: restored'; saw 'Terminal \[Terminal\]'
labterm kitty 'sleep 1500; type \e[32\,1:1u; sleep 300; type \e[32\,1:2u; sleep 200; type \e[32\,1:3u; sleep 200; type \e[57\,1:1u; sleep 100; out; sleep 100; type \e[99\,5u' -- $SUBJECT_ONLY > $OUT 2>$ERR
times 1 'key:space down'; times 1 'key:space up'; times 1 'key:9 down'; times 1 'key:9 up'
saw 'arrived 1 Keyboard \[Terminal\]'; saw 'leave Interrupt'; saw 'labterm: restored'
labterm focus 'sleep 1500; type \e[<0\,5\,5M; sleep 200; type \e[<0\,5\,5m; sleep 100; type q' -- $SUBJECT_ONLY --bind mouse:left > $OUT 2>$ERR
times 1 'mouse:left down'; times 1 'mouse:left up'; saw 'leave Quit'
