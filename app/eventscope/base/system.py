"""What Qt and the window need of the system, what is missing of it, and the command that mends it.

Standard library only: the set-up script uses it before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from dataclasses import dataclass

# Shared libraries that Qt's wheels expect of a Linux system, with their Debian packages.
_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_FONT = "fonts-dejavu-core"
# Where an ordinary user's PATH does not look: Debian and Homebrew keep servers apart, installers on Windows too.
_PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "C:\\Program Files\\mosquitto")


@dataclass(frozen=True, slots=True)
class Missing:
    """Debian packages that are missing, and the command that installs them."""

    packages: tuple[str, ...]

    @property
    def command(self) -> str:
        """To be run by a person."""
        sudo = "" if is_root() else "sudo "
        return f"{sudo}apt-get install -y {' '.join(self.packages)}"


def missing() -> Missing:
    """What Qt lacks here; empty where nothing is, and always empty outside Linux."""
    if not sys.platform.startswith("linux"):
        return Missing(())
    packages = [package for library, package in _LIBRARIES.items() if not _loads(library)]
    return Missing(tuple(packages if has_fonts() else [*packages, _FONT]))


def can_install() -> bool:
    """Whether packages can be installed without asking: root on a Debian system."""
    return is_root() and shutil.which("apt-get") is not None


def is_root() -> bool:
    """Root on Unix; never on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def program(name: str) -> str | None:
    """The path of a program that is not ours, or None."""
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(_PLACES))


def has_fonts() -> bool:
    """Whether any font is installed where Linux keeps them."""
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", os.path.expanduser("~/.local/share/fonts"))  # noqa: PTH111
    return any(
        name.endswith((".ttf", ".otf", ".ttc")) for top in folders for *_, names in os.walk(top) for name in names
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
