# A USB keyboard plugged in while playing plays; pulled out while held it is released;
# plugged in again, even at once, it is itself and plays.
begin 24
settled 4 'arrived .* Midi '
labusb plug; settle 'arrived .* Midi .*Switchbox'
labusb midi 90 3c 40; settle 'midi:note60 down'
labusb unplug; released_by_loss midi:note60
labusb plug; settled 2 'arrived .* Midi .*Switchbox'
labusb midi 90 3e 40; labusb midi 80 3e 00; settle 'midi:note62 up'
labusb unplug; labusb plug; settled 3 'arrived .* Midi .*Switchbox'
labusb midi 90 40 40; labusb midi 90 40 00; settle 'midi:note64 up'
downs 3
[ "$SUBJECT" != inputs ] || [ "$(grep 'arrived .* Midi .*Switchbox' $OUT | sed 's/.*{//' | sort -u | wc -l)" -eq 1 ] || fail "came back as another"
labusb unplug
