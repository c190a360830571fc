"""JSON read with care: bounded before any memory is taken, nothing rounded, every oddity kept and named.

The reader works in steps, so that a window can read a large payload between two frames and stop when another is
chosen. The result is flat: one entry for each value in document order, in arrays, never nested objects; nothing
in here recurses.
"""

from __future__ import annotations

import re

from eventscope.core.errors import BadInput
from eventscope.core.jsondocument import (
    ARRAY,
    FALSE,
    NOT_JSON,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    TRUE,
    Document,
    Oddity,
    exact,
    unquote,
)

DEPTH = 64
TOKENS = 1_000_000
SIZE = 8 << 20
ODDITIES = 1000  # listed; the rest is counted

_TOKEN = re.compile(
    r"""[ \t\n\r]*+(?:
        ([{}\[\]:,])
      | ("[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+")
      | (-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)(?![\w.+-])
      | (true|false|null)\b
      | (-?Infinity|NaN)\b
    )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\n\r]*+")
_WORDS = {"true": TRUE, "false": FALSE, "null": NULL}


class JsonError(BadInput):
    """Why a text is no JSON, and where: `at` counts characters from 0, line and column from 1."""

    def __init__(self, code: str, sentence: str, text: str, at: int, **params: object) -> None:
        self.at = at
        self.line, self.column = position(text, at)
        super().__init__(code, sentence, line=self.line, column=self.column, **params)


class Reader:
    """Reads one text in steps. Raises JsonError from `run`; `document` is whole once `run` answered True."""

    def __init__(self, text: str, bom: bool = False, tokens: int = TOKENS) -> None:
        self.document = Document(text)
        self._at = 0
        self._left = tokens
        self._tokens = tokens
        self._open = -1
        self._names: list[set[str]] = []
        self._key = (0, 0)
        # What may come next: value, first (a value or the end), key, first-key, colon, more, end
        self._expect = "value"
        if bom:
            self.document.oddities.append(Oddity("bom", 0))

    def run(self, tokens: int = TOKENS) -> bool:
        """Read at most `tokens` more; True when the text is at its end."""
        text, match = self.document.text, _TOKEN.match
        for _ in range(tokens):
            if self._expect == "end":
                return self._finish()
            found = match(text, self._at)
            if found is None:
                raise self._wrong()
            self._left -= 1
            if self._left < 0:
                sentence = "Line {line}, column {column}: more than {limit} tokens; shown as text only."
                raise JsonError("json-tokens", sentence, text, self._at, limit=f"{self._tokens:,}")
            self._take(found)
            self._at = found.end()
        return False

    def _take(self, found: re.Match[str]) -> None:
        group = found.lastindex
        start, end = found.span(group or 0)
        if group == 1:
            self._mark(found.group(1), start)
        elif group == 2 and self._expect in ("key", "first-key"):
            self._name(start, end)
        elif self._expect not in ("value", "first"):
            raise self._wrong(start)
        elif group == 2:
            self._value(STRING, start, end)
        elif group == 3:
            self._number(start, end)
        elif group == 4:
            self._value(_WORDS[found.group(4)], start, end)
        else:
            node = self._value(NOT_JSON, start, end)
            self._warn("not-json", node, found.group(5))

    def _mark(self, mark: str, at: int) -> None:
        expect = self._expect
        if mark in "{[" and expect in ("value", "first"):
            if len(self._names) >= DEPTH:
                sentence = "Line {line}, column {column}: nested more than {limit} deep; shown as text only."
                raise JsonError("json-depth", sentence, self.document.text, at, limit=DEPTH)
            node = self._value(OBJECT if mark == "{" else ARRAY, at, at + 1)
            self._open = node
            self._names.append(set())
            self._expect = "first-key" if mark == "{" else "first"
        elif (mark == "}" and expect in ("more", "first-key") and self._inside(OBJECT)) or (
            mark == "]" and expect in ("more", "first") and self._inside(ARRAY)
        ):
            self._close(at)
        elif mark == "," and expect == "more":
            self._expect = "key" if self._inside(OBJECT) else "value"
        elif mark == ":" and expect == "colon":
            self._expect = "value"
        else:
            raise self._wrong(at)

    def _inside(self, kind: int) -> bool:
        return self.document.kind[self._open] == kind

    def _close(self, at: int) -> None:
        document, node = self.document, self._open
        document.end[node] = at + 1
        document.after[node] = len(document)
        self._names.pop()
        self._open = document.parent[node]
        self._expect = "more" if self._open >= 0 else "end"

    def _name(self, start: int, end: int) -> None:
        name = unquote(self.document.text[start:end])
        if name in self._names[-1]:
            self._warn("duplicate-key", len(self.document), name[:80])
        self._names[-1].add(name)
        self._key = (start, end)
        self._expect = "colon"

    def _number(self, start: int, end: int) -> None:
        node = self._value(NUMBER, start, end)
        source = self.document.text[start:end]
        if (end - start > 15 or "e" in source or "E" in source) and exact(source) is None:
            self._warn("big-number", node, source[:40])

    def _value(self, kind: int, start: int, end: int) -> int:
        document = self.document
        node, parent = len(document.kind), self._open
        document.kind.append(kind)
        document.parent.append(parent)
        document.count.append(0)
        document.after.append(node + 1)
        document.start.append(start)
        document.end.append(end)
        document.key_start.append(self._key[0])
        document.key_end.append(self._key[1])
        self._key = (0, 0)
        if parent >= 0:
            document.row.append(document.count[parent])
            document.count[parent] += 1
            self._expect = "more"
        else:
            document.row.append(0)
            self._expect = "end"
        if kind == STRING and "\\u" in document.text[start:end] and _lone(unquote(document.text[start:end])):
            self._warn("surrogate", node)
        return node

    def _warn(self, kind: str, node: int, detail: str = "") -> None:
        document = self.document
        document.skipped += kind in ("big-number", "not-json")
        if len(document.oddities) < ODDITIES:
            document.oddities.append(Oddity(kind, node, detail))
        else:
            document.unlisted += 1

    def _finish(self) -> bool:
        end = _end_of_space(self.document.text, self._at)
        if end < len(self.document.text):
            sentence = "Line {line}, column {column}: the value is complete, but more text follows."
            raise JsonError("json-after-end", sentence, self.document.text, end)
        return True

    def _wrong(self, at: int | None = None) -> JsonError:
        text = self.document.text
        at = _end_of_space(text, self._at if at is None else at)
        found = text[at : at + 1]
        expect = self._expect
        if expect == "more":
            expect = "more-names" if self._inside(OBJECT) else "more-values"
        if not found:
            return JsonError(
                "json-ends", "Line {line}, column {column}: the text ends before the value does.", text, at
            )
        if found == '"' and expect in ("value", "first", "key", "first-key"):
            return _bad_string(text, at)
        if (found == "}" and expect == "key") or (found == "]" and expect == "value"):
            sentence = "Line {line}, column {column}: JSON allows no comma before “{found}”."
            return JsonError("json-trailing-comma", sentence, text, at, found=found)
        return JsonError(*_WANTED[expect], text, at, found=found)


def _wants(code: str, sentence: str) -> tuple[str, str]:
    """Code and sentence side by side in a call, where the translations are collected from."""
    return code, sentence


_WANTED = {
    "value": _wants("json-wants-value", "Line {line}, column {column}: a value expected, not “{found}”."),
    "first": _wants("json-wants-first", "Line {line}, column {column}: a value or “]” expected, not “{found}”."),
    "key": _wants("json-wants-key", "Line {line}, column {column}: a name in double quotes expected, not “{found}”."),
    "first-key": _wants(
        "json-wants-first-key",
        "Line {line}, column {column}: a name in double quotes or a closing brace expected, not “{found}”.",
    ),
    "colon": _wants("json-wants-colon", "Line {line}, column {column}: a colon expected, not “{found}”."),
    "more-names": _wants(
        "json-wants-more-names",
        "Line {line}, column {column}: a comma or a closing brace expected, not “{found}”.",
    ),
    "more-values": _wants(
        "json-wants-more-values", "Line {line}, column {column}: a comma or “]” expected, not “{found}”."
    ),
}


def text_of(raw: bytes) -> tuple[str, bool]:
    """(text, had a BOM) of a payload that may be JSON; raises BadInput when it is too large or no UTF-8.

    Strict UTF-8 and never a guess at UTF-16: RFC 8259 knows nothing else between systems.
    """
    if len(raw) > SIZE:
        raise BadInput(
            "json-size",
            "{size} MiB is too large to read as JSON here (limit {limit} MiB). It is shown as text, page by page.",
            size=f"{len(raw) / (1 << 20):,.1f}",
            limit=SIZE >> 20,
        )
    bom = raw.startswith(b"\xef\xbb\xbf")
    try:
        return raw[3 if bom else 0 :].decode("utf-8"), bom
    except UnicodeDecodeError as error:
        raise BadInput("json-utf8", "No JSON: byte {at} is not UTF-8.", at=error.start + (3 if bom else 0)) from None


def read(text: str, bom: bool = False) -> Document:
    """A whole text at once; raises BadInput."""
    reader = Reader(text, bom)
    reader.run(TOKENS + 1)
    return reader.document


def check(text: str) -> None:
    """Raises BadInput, with the place, unless the text is JSON as RFC 8259 has it."""
    document = read(text)
    for item in document.oddities:
        if item.kind == "not-json":
            sentence = "Line {line}, column {column}: {found} is not JSON (RFC 8259)."
            raise JsonError("json-constant", sentence, text, document.start[item.node], found=item.detail)


def position(text: str, at: int) -> tuple[int, int]:
    """Line and column from 1 of a character of a text."""
    line_start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - line_start + 1


def _lone(text: str) -> bool:
    return not text.isascii() and any(0xD800 <= ord(char) <= 0xDFFF for char in text)


def _end_of_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _bad_string(text: str, at: int) -> JsonError:
    """Says what is wrong with a string that starts at `at`."""
    good = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+').match(text, at)
    stop = good.end() if good else at
    found = text[stop : stop + 1]
    if not found:
        return JsonError(
            "json-open-string", "Line {line}, column {column}: this string has no closing quote.", text, at
        )
    if found == "\\":
        sentence = "Line {line}, column {column}: “{found}” is no escape of JSON."
        return JsonError("json-escape", sentence, text, stop, found=text[stop : stop + 2])
    sentence = "Line {line}, column {column}: a control character in a string; write a line break as \\n."
    return JsonError("json-control", sentence, text, stop)
