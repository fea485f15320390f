# Sourced by the scripts beside it, which run the real program: a home of its own, a reader of
# its widgets, and what is said of each check.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT" || exit 1
# What a window draws with, and what reads it.
WINDOW_PACKAGES=(libgl1 libegl1 libgl1-mesa-dri libxkbcommon0 at-spi2-core dbus dbus-daemon python3-gi
    gir1.2-atspi-2.0 imagemagick libglib2.0-bin)

say() { printf '%s\n' "$*"; }
skip() { printf '\033[1mSKIPPED: %s was not looked at: %s\033[0m\n' "$(basename "$0")" "$*" >&2; exit 0; }

# needs PACKAGE... -- PROGRAM... : what a script runs; skips where it cannot be had.
needs() {
    local packages=("${WINDOW_PACKAGES[@]}") program
    while [ "$1" != -- ]; do packages+=("$1"); shift; done
    shift
    [ "$(uname -s)" = Linux ] || skip "it needs Linux"
    if command -v apt-get >/dev/null; then
        # It has a `say` of its own.
        (. .ci/setup; install "${packages[@]}") || skip "install these packages by hand: ${packages[*]}"
    fi
    for program in "$@" convert dbus-run-session gdbus /usr/bin/python3; do
        command -v "$program" >/dev/null || skip "\`$program\` is missing; Debian has it in: ${packages[*]}"
    done
    /usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null ||
        skip "python3-gi and gir1.2-atspi-2.0 are missing"
}

# in_a_session ARGUMENT...: the script goes on within a session of its own, so that no other program's
# widgets are read.
in_a_session() {
    [ -z "${CANTUS_UI_SESSION:-}" ] || return 0
    cargo build --locked --quiet --bin cantus || exit 1
    CANTUS_UI_SESSION=1 exec dbus-run-session -- "$0" "$@"
}

# at_home: a home that is remembered by nobody but this run, and gone afterwards with all that was begun.
at_home() {
    CANTUS=${CARGO_TARGET_DIR:-$ROOT/target}/debug/cantus
    stage=$(mktemp -d /tmp/cantus-window.XXXXXX)
    export HOME=$stage XDG_CONFIG_HOME=$stage/config XDG_STATE_HOME=$stage/state XDG_CACHE_HOME=$stage/cache
    export LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=0
    failed=0
    ours=()
    trap end EXIT
}
end() {
    local process _
    # One that was stopped hears nothing before it goes on.
    for process in "${ours[@]}"; do kill -TERM "$process" 2>/dev/null; kill -CONT "$process" 2>/dev/null; done
    for _ in $(seq 50); do
        [ -n "$(jobs -rp)" ] || break
        sleep 0.2
    done
    for process in $(jobs -p); do kill -KILL "$process" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf "$stage"
}
# forget PROCESS: it has ended; its number may be somebody else's soon.
forget() {
    local process left=()
    for process in "${ours[@]}"; do [ "$process" = "$1" ] || left+=("$process"); done
    ours=("${left[@]}")
}
# begin COMMAND...: in the background, ended with this script; its number is in $begun.
begin() { "$@" >/dev/null 2>&1 & begun=$!; ours+=("$begun"); }

# expect WHAT COMMAND...: notes whether the command comes true.
expect() {
    local what=$1; shift
    if "$@"; then say "ok      $what"; else say "FAILED  $what"; failed=1; fi
}
# verdict WHAT: the last word; the script's status.
verdict() {
    [ "$failed" = 0 ] && say "$1 is as it should be." || say "$1 is not as it should be."
    exit "$failed"
}

reader() { /usr/bin/python3 tests/ui/reader.py "$@"; }
start_reader() {
    begin /usr/libexec/at-spi-bus-launcher --launch-immediately
    gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
        --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled '<true>' >/dev/null 2>&1
}

# start_x SIZE [ARGUMENT...]: an X display that is free, with a window manager.
start_x() {
    local size=$1; shift
    unset WAYLAND_DISPLAY
    exec 9>"$stage/display"
    begin Xvfb -displayfd 9 -screen 0 "${size}x24" -nolisten tcp "$@"
    until_file "$stage/display" || skip "Xvfb does not start"
    DISPLAY=:$(tr -d '[:space:]' <"$stage/display")
    export DISPLAY
    begin openbox
    # Until it is there, nothing has the focus of keys.
    local _
    for _ in $(seq 100); do xdotool get_num_desktops >/dev/null 2>&1 && break; sleep 0.1; done
}
# until_file FILE: until there is something in it.
until_file() {
    local _
    for _ in $(seq 100); do [ -s "$1" ] && return 0; sleep 0.1; done
    return 1
}

# launch LANGUAGE [ARGUMENT...]: the program, in a language.
launch() {
    local language=$1; shift
    LANG=$language LC_ALL=$language LANGUAGE=${language%%_*} "$CANTUS" "$@" >"$stage/log" 2>&1 &
    program=$!
    ours+=("$program")
}
# ended: until the program has ended; its status is ours.
ended() {
    local _
    for _ in $(seq 100); do
        if ! kill -0 "$program" 2>/dev/null; then
            forget "$program"
            wait "$program"
            return
        fi
        sleep 0.2
    done
    say "        it did not end within 20 s"
    kill "$program"
    return 1
}
# is_drawn FILE: more than a few colours.
is_drawn() { [ "$(convert "$1" -unique-colors -format %w info:)" -gt 16 ]; }

# holds FILE: a person with the one binding that a held key needs, without a long press.
holds() {
    sed '/^\[\[bind\]\]/,$d' presets/persons/anyone.person.toml >"$1"
    printf '[[bind]]\nrole = "a"\ncontrol = "key:space"\n' >>"$1"
}
