# inputs only
# The shipped rule is valid and opens switch boxes, by number and by name, and no keyboard.
cp 70-cantus-switches.rules /etc/udev/rules.d/ 2>/dev/null || { mkdir -p /etc/udev/rules.d; cp 70-cantus-switches.rules /etc/udev/rules.d/; }
udevadm control --reload-rules
inject 'keyboard a 0c45:7403:0001 Thing; keyboard b 1209:0009:0001 AbleNet Hook+; keyboard c 1209:0002:0001 Plain Keyboard'; injected
udevadm settle; sleep 0.5
opened() { udevadm info -q property -n "$(awk -v id="$1" '$2 == "plug" && $3 == id {print $4}' $INJECTED)" | grep -E '^(CURRENT_)?TAGS=' | grep -q uaccess; }
opened a || fail "not opened by number"
opened b || fail "not opened by name"
! opened c || fail "an ordinary keyboard is open"
rm /etc/udev/rules.d/70-cantus-switches.rules; udevadm control --reload-rules
