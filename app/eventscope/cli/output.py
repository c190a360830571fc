"""What commands print: text from outside made harmless on terminals and pipes alike, JSON as plain ASCII."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from eventscope.core import visible

_problems_as_json = False


def prepare(as_json: bool = False) -> None:
    """No character may break a command because the terminal's encoding lacks it; `as_json` is how problems print."""
    global _problems_as_json
    _problems_as_json = as_json
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


class _Marked(logging.Formatter):
    """What goes wrong inside may quote what came from outside."""

    def format(self, record: logging.LogRecord) -> str:
        return visible.show(super().format(record), lines=True).text


def logs() -> None:
    """Warnings of the program's parts go to the error stream, as harmless as all that is printed."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Marked(logging.BASIC_FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def data(value: Any) -> None:
    """One JSON value on a line of its own, ASCII only, so that nothing in it can steer a terminal."""
    print(_json(value), flush=True)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(", ", ": "))
    return text.replace("\x7f", "\\u007f")


def line(text: str) -> None:
    """A line of text; control and hidden characters show as marks."""
    print(visible.show(text).text, flush=True)


def text(words: str) -> None:
    """Text of our own with line ends, in which something from outside may be quoted."""
    print(visible.show(words, lines=True).text, flush=True)


def problem(words: str, code: str = "failed", kind: str = "error") -> None:
    """What went wrong, on the error stream, so that the other one stays clean: a sentence, or an object."""
    text = _json({kind: code, "words": words}) if _problems_as_json else visible.show(words, lines=True).text
    print(text, file=sys.stderr, flush=True)


def notice(words: str, code: str) -> None:
    """What a person should know while it goes on, on the error stream: one line, so that no broker can add its own."""
    problem(words if _problems_as_json else visible.show(words).text, code, "notice")


def raw(payload: bytes) -> None:
    """Bytes as they came, for `--raw`."""
    sys.stdout.buffer.write(payload + b"\n")
    sys.stdout.buffer.flush()
