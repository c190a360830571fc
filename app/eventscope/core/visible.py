"""Text from outside made visible: what would hide, reorder or break a line is shown as a mark instead."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Marks for characters that have no picture of their own in the U+2400 block. Whoever adds one: short, in capitals.
_NAMES = {
    0x00AD: "SHY",
    0x034F: "CGJ",
    0x061C: "ALM",
    0x115F: "FILL",
    0x1160: "FILL",
    0x17B4: "INV",
    0x17B5: "INV",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LSEP",
    0x2029: "PSEP",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0x2800: "BLANK",
    0x3164: "FILL",
    0xFEFF: "BOM",
    0xFFA0: "FILL",
}
# C0, DEL, C1, soft hyphen, fillers, everything of category Cf and the line separators, lone surrogates.
# A class of ranges and not a look-up: `search` is the fast way out for ordinary text.
_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_LINE = re.compile(f"[{_HIDDEN}]")
_TEXT = re.compile(f"[{_HIDDEN}]".replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))
_ESCAPED = re.compile(f"[\\\\{_HIDDEN}]")
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

# Letters of other scripts that look like Latin ones in common faces; enough to warn, not a full UTS 39 table.
_LOOKALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυᴏⅼ／∕⁄",
    "aeopcyxijsdhqwABEKMHOPCTYXSIJABEZHIKMNOPTYXaivopuol///",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` is safe to draw; `marked` says that something in it stands for a hidden character or a bad byte."""

    text: str
    marked: bool = False


def show(text: str, lines: bool = False) -> Shown:
    """`text` with every hidden character as a mark; with `lines` line feeds and tabs stay what they are.

    NUL and other C0 become the pictures of the U+2400 block, format characters their name as in ‹RLO›, C1 and
    lone surrogates an escape as in \\u0085. Bytes smuggled by surrogateescape become \\xNN.
    """
    pattern = _TEXT if lines else _LINE
    if pattern.search(text) is None:
        return Shown(text)
    return Shown(pattern.sub(_mark, text), True)


def decode(raw: bytes | memoryview, lines: bool = False) -> Shown:
    """Bytes that should be UTF-8; what is not shows as \\xNN. Never raises."""
    return show(str(raw, "utf-8", "surrogateescape"), lines)


def hidden(text: str) -> bool:
    """Whether a text holds anything that `show` would mark in a single line."""
    return _LINE.search(text) is not None


def escape(text: str) -> str:
    """`text` as one ASCII-safe line for copying: backslash, control and hidden characters as escapes.

    Unlike `show` it can be undone: a backslash of the text itself is doubled.
    """
    return _ESCAPED.sub(_escape, text)


def escape_bytes(raw: bytes) -> str:
    """Bytes for copying: as `escape`, with \\xNN for what is not UTF-8."""
    return escape(raw.decode("utf-8", "surrogateescape"))


def elide(text: str, limit: int) -> str:
    """At most `limit` characters, the middle left out: both ends of a topic tell something."""
    if len(text) <= limit:
        return text
    tail = (limit - 1) // 2
    return text[: limit - 1 - tail] + "…" + (text[-tail:] if tail else "")


def confusable(one: str, other: str) -> bool:
    """Whether two different topics look alike: apart only by hidden characters, look-alike letters or composition.

    Two plain ASCII topics never are: what a keyboard types can be read.
    """
    return one != other and not (one.isascii() and other.isascii()) and skeleton(one) == skeleton(other)


def skeleton(text: str) -> str:
    """What an eye makes of a text; equal skeletons look alike."""
    plain = unicodedata.normalize("NFKC", _LINE.sub("", text)).translate(_LOOKALIKE)
    return unicodedata.normalize("NFC", plain)


def _mark(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code in _NAMES:
        return f"‹{_NAMES[code]}›"
    return _numbered(code)


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{code:02x}" if code < 0x20 or code == 0x7F else _numbered(code)


def _numbered(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # surrogateescape: a byte that was no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
