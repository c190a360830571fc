"""`eventscope doctor`: what this machine has and lacks, with the command that mends it."""

from __future__ import annotations

import platform
import shutil
import sys
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from eventscope.cli import output


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `good` None means: worth knowing, no fault. `mend` is a command or what to do."""

    name: str
    good: bool | None
    words: str
    mend: str = ""


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False) -> None:
    """Tell what this machine lacks, with the command that mends it.

    Exit 1 when something that Eventscope needs is missing.
    """
    findings = examine()
    good = all(item.good is not False for item in findings)
    if as_json:
        output.data({"good": good, "findings": [_as_object(item) for item in findings]})
    else:
        _print(findings)
    raise typer.Exit(0 if good else 1)


def examine() -> list[Finding]:
    """All findings."""
    return [_program(), _libraries(), _display(), _key_store(), _folder(), _port(), _peers()]


def _program() -> Finding:
    from eventscope import __version__

    words = f"Eventscope {__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Finding("program", None, words)


def _libraries() -> Finding:
    from eventscope.base import system

    missing = system.missing()
    if missing.packages:
        return Finding("window", False, "The window needs " + ", ".join(missing.packages) + ".", missing.command)
    return Finding("window", True, "Everything that the window needs of the system is here.")


def _display() -> Finding:
    from eventscope.base import display

    if why := display.fault():
        return Finding("display", None, f"{why}: commands work, and the demo runs in the terminal.")
    return Finding("display", True, "A window can be shown.")


def _key_store() -> Finding:
    from eventscope.engine.secrets import Secrets

    if Secrets().durable:
        return Finding("key-store", True, "Passwords are kept in the system's key store.")
    return Finding("key-store", None, "There is no key store that encrypts: passwords last until Eventscope ends.")


def _folder() -> Finding:
    import tempfile

    from eventscope.base import paths

    home = paths.home()
    there = next(folder for folder in (home, *home.parents) if folder.exists())  # looking must not make folders
    try:
        with tempfile.TemporaryFile(dir=there):
            free = shutil.disk_usage(there).free
    except OSError as error:
        words = f"Nothing can be kept in {home}: {error.strerror or error}."
        return Finding("folder", False, words, "Make it writable, or set EVENTSCOPE_HOME to another folder.")
    return Finding("folder", True, f"Messages are kept below {home}; {free / 2**30:.1f} GB are free there.")


def _port(number: int = 1883) -> Finding:
    import socket

    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return Finding("port", None, f"Port {number} is in use: the embedded broker takes the next free one.")
    return Finding("port", True, f"Port {number} is free for the embedded broker.")


def _peers() -> Finding:
    from eventscope.base import system

    found = [name for name in ("mosquitto", "mosquitto_sub", "mosquitto_pub") if system.program(name)]
    if found:
        return Finding("peers", None, "For comparisons in bench: " + ", ".join(found) + ".")
    return Finding("peers", None, "mosquitto is not installed: bench compares with nothing.")


def _as_object(item: Finding) -> dict[str, Any]:
    return {"name": item.name, "good": item.good, "words": item.words, "mend": item.mend}


def _print(findings: list[Finding]) -> None:
    marks = {True: "ok  ", False: "BAD ", None: "    "}
    for item in findings:
        output.line(marks[item.good] + item.words)
        if item.mend:
            output.line("    " + item.mend)
