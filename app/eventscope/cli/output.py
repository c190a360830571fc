"""What commands print: text from outside made harmless on terminals and pipes alike, JSON as plain ASCII."""

from __future__ import annotations

import json
import sys
from typing import Any

from eventscope.core import visible


def prepare() -> None:
    """No character may break a command because the terminal's encoding lacks it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def data(value: Any) -> None:
    """One JSON value on a line of its own, ASCII only, so that nothing in it can steer a terminal."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(", ", ": "))
    print(text.replace("\x7f", "\\u007f"), flush=True)


def line(text: str) -> None:
    """A line of text; control and hidden characters show as marks."""
    print(visible.show(text).text, flush=True)


def text(words: str) -> None:
    """Text of our own with line ends, in which something from outside may be quoted."""
    print(visible.show(words, lines=True).text, flush=True)


def problem(words: str) -> None:
    """What went wrong, on the error stream."""
    print(visible.show(words, lines=True).text, file=sys.stderr, flush=True)


def raw(payload: bytes) -> None:
    """Bytes as they came, for `--raw`."""
    sys.stdout.buffer.write(payload + b"\n")
    sys.stdout.buffer.flush()
