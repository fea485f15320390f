#!/usr/bin/python3
"""Screen savers, as those see them who keep the screen on.

saver.py serve FILE           is a desktop's screen saver on the session bus; FILE holds a line for each
                              one who keeps it away now: who, and why
saver.py dark SECONDS         lets the screens of the X display go dark after a second without input, and
                              waits for it that long

Exit status of `dark`: 0 where they went dark, 1 where they stayed on.
"""

import ctypes
import sys
import time

NAME = "org.freedesktop.ScreenSaver"
PATH = "/org/freedesktop/ScreenSaver"
INTERFACE = f"""
<node><interface name="{NAME}">
  <method name="Inhibit">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="UnInhibit"><arg type="u" direction="in"/></method>
</interface></node>
"""


def serve(path):
    from gi.repository import Gio, GLib

    held = {}
    watched = set()
    numbers = iter(range(7, 1 << 30))

    def write():
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(f"{who}: {why}\n" for who, why, _ in held.values())

    def gone(_, sender):
        for cookie in [cookie for cookie, (_, _, whose) in held.items() if whose == sender]:
            del held[cookie]
        write()

    def called(bus, sender, _path, _interface, method, arguments, invocation):
        if method == "Inhibit":
            cookie = next(numbers)
            held[cookie] = (*arguments.unpack(), sender)
            if sender not in watched:
                watched.add(sender)
                Gio.bus_watch_name_on_connection(bus, sender, Gio.BusNameWatcherFlags.NONE, None, gone)
            answer = GLib.Variant("(u)", (cookie,))
        else:
            held.pop(arguments.unpack()[0], None)
            answer = None
        write()
        invocation.return_value(answer)

    def here(bus, _):
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        bus.register_object(PATH, interface, called, None, None)
        write()

    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, here, None, None)
    GLib.MainLoop().run()


class Info(ctypes.Structure):
    """XScreenSaverInfo."""

    _fields_ = [
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    ]


def dark(seconds):
    x, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x.XOpenDisplay(None))
    root = ctypes.c_ulong(x.XDefaultRootWindow(display))
    blank, as_set = 1, 2
    x.XSetScreenSaver(display, 1, 0, blank, as_set)
    info = Info()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        saver.XScreenSaverQueryInfo(display, root, ctypes.byref(info))
        if info.state == 1:
            x.XResetScreenSaver(display)
            x.XSync(display, 0)
            return True
        time.sleep(0.2)
    return False


def main(words):
    if words[:1] == ["serve"]:
        serve(words[1])
    elif words[:1] == ["dark"]:
        return dark(float(words[1]))
    else:
        sys.exit(__doc__)
    return True


sys.exit(0 if main(sys.argv[1:]) else 1)
