#!/usr/bin/python3
"""Reads Cantus' window as a screen reader does, through AT-SPI.

reader.py wait ROLE NAME [SECONDS]   until something of this role has this in its name
reader.py wait_selected ROLE NAME [SECONDS]   until it is the selected one
reader.py wait_pressed ROLE NAME [SECONDS]    until it is pressed or ticked
reader.py focused NAME [SECONDS]     until what has focus has this in its name
reader.py gone ROLE NAME [SECONDS]   until nothing has
reader.py click ROLE NAME            does its first action
reader.py unnamed                    fails where something that can be used has no name
reader.py dump                       everything there is

Exit status: 0 as wanted, 1 not.
"""

import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

USED = {"push button", "toggle button", "button", "slider", "check box", "entry", "combo box", "text"}
MOST = 4000


def window():
    """The application, if it is there."""
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(place)
        if app is not None and "cantus" in (app.get_name() or "").lower():
            return app
    return None


def things():
    """Everything in the window: role, name, and what it is."""
    waiting = [window()]
    seen = 0
    while waiting and seen < MOST:
        thing = waiting.pop()
        if thing is None:
            continue
        seen += 1
        try:
            yield thing.get_role_name(), thing.get_name() or "", thing
            waiting.extend(
                thing.get_child_at_index(place) for place in reversed(range(thing.get_child_count()))
            )
        except gi.repository.GLib.Error:
            continue  # It went away while it was looked at.


def find(role, name):
    for its_role, its_name, thing in things():
        if role in its_role and name in its_name:
            return thing
    return None


def is_one_of(role, name, *states):
    thing = find(role, name)
    return thing is not None and any(thing.get_state_set().contains(state) for state in states)


def has_focus(name):
    return any(
        name in its_name and thing.get_state_set().contains(Atspi.StateType.FOCUSED)
        for _, its_name, thing in things()
    )


def until(done, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.2)
    return False


def main(words):
    command, *words = words
    if command == "dump":
        for role, name, _ in things():
            print(f"{role:16} {name}")
        return True
    if command == "unnamed":
        nameless = [role for role, name, _ in things() if role in USED and not name]
        print("\n".join(nameless), end="")
        return not nameless
    if command == "focused":
        name, *seconds = words
        return until(lambda: has_focus(name), float(seconds[0]) if seconds else 20.0)
    role, name, *seconds = words
    seconds = float(seconds[0]) if seconds else 20.0
    if command == "wait":
        return until(lambda: find(role, name), seconds)
    if command == "wait_selected":
        return until(lambda: is_one_of(role, name, Atspi.StateType.SELECTED), seconds)
    if command == "wait_pressed":
        pressed = (Atspi.StateType.PRESSED, Atspi.StateType.CHECKED)
        return until(lambda: is_one_of(role, name, *pressed), seconds)
    if command == "gone":
        return until(lambda: not find(role, name), seconds)
    if command == "click":
        return until(lambda: find(role, name), seconds) and find(role, name).do_action(0)
    sys.exit(__doc__)


sys.exit(0 if main(sys.argv[1:] or ["help"]) else 1)
