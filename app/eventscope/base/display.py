"""Whether a window can be shown here, and if not, why: asked of the display itself, because Qt would abort.

Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 2.0  # seconds for a display on another machine
_DISPLAY = re.compile(r"(?P<host>.*?)(?:/unix)?:(?P<number>\d+)(?:\.\d+)?")


def fault() -> str:
    """Why no window can be shown, as the beginning of a sentence; empty when one can."""
    if not sys.platform.startswith("linux"):
        return ""
    chosen = {name.partition(":")[0] for name in os.environ.get("QT_QPA_PLATFORM", "").split(";")} - {""}
    if chosen - {"xcb", "wayland", "wayland-egl"}:
        return ""  # offscreen and the like need none
    x, wayland = os.environ.get("DISPLAY", ""), os.environ.get("WAYLAND_DISPLAY", "")
    faults = []
    if wayland and chosen != {"xcb"}:
        faults.append(_wayland(wayland))
    if x and (not chosen or "xcb" in chosen):
        faults.append(_x(x))
    if not faults:
        return "There is no display here"
    return "" if "" in faults else "; ".join(faults)


def _wayland(name: str) -> str:
    place = Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)
    if _answers(socket.AF_UNIX, str(place)):
        return ""
    return f"WAYLAND_DISPLAY is {name}, but no display answers there"


def _x(name: str) -> str:
    found = _DISPLAY.fullmatch(name)
    if found is None:
        return f"DISPLAY is {name}, which names no display"
    if not _x_answers(found["host"], int(found["number"])):
        return f"DISPLAY is {name}, but no display answers there"
    # A server without another client begins anew after our knock, and refuses everybody for that moment.
    refuses = all(_x_refuses() for _ in _tries())
    return f"The display {name} answers, but refuses this user" if refuses else ""


def _tries() -> Iterator[None]:
    for pause in (0.0, 0.2, 0.6):
        time.sleep(pause)
        yield


def _x_answers(host: str, number: int) -> bool:
    if host not in ("", "unix"):
        return number < 60_000 and _answers(socket.AF_INET, (host, 6000 + number))
    place = f"/tmp/.X11-unix/X{number}"  # noqa: S108  # where X servers listen
    return any(_answers(socket.AF_UNIX, where) for where in (place, "\0" + place))


def _answers(family: socket.AddressFamily, where: str | tuple[str, int]) -> bool:
    try:
        if isinstance(where, tuple):
            socket.create_connection(where, PATIENCE).close()
            return True
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(PATIENCE)
            probe.connect(where)
    except (OSError, ValueError):  # a name may be too long for a socket, or no name at all
        return False
    return True


def _x_refuses() -> bool:
    """Say hello as Qt would: a server that listens may still not let this user in (sudo, another user's screen)."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False  # `system.missing` tells that
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return refused
