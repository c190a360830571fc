"""Payloads as people write them (JSON, text, hex, base64) to the bytes that leave."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import NoReturn

import msgspec

from eventscope.core.errors import BadInput
from eventscope.core.workspace import PayloadKind

LIMIT = 16 << 20  # bytes of one payload; the packet limit of our own broker
_EXPLAINED = 1 << 20  # characters; beyond it a JSON mistake is told without line and column
_JSON_SCAN = msgspec.json.Decoder(msgspec.Raw)
_HEX_BETWEEN = re.compile(r"[\s:,_-]")
_NOT_HEX = re.compile(r"[^0-9A-Fa-f\s:,_-]")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]")


def encode(kind: PayloadKind, text: str) -> bytes:
    """The bytes of `text`, exactly as written for json and text.

    An empty text is an empty payload in every kind (it clears a retained message). BadInput names line
    and column, counted from 1. Files are read by the engine, so kind "file" is refused here.
    """
    encoders = {"json": _json, "text": _utf8, "hex": _hex, "base64": _base64}
    if kind not in encoders:
        raise BadInput("payload-kind", "A payload of kind {kind!r} cannot be made from a text.", kind=kind)
    payload = encoders[kind](text) if text else b""
    if len(payload) > LIMIT:
        raise too_large(len(payload))
    return payload


def too_large(size: int) -> BadInput:
    """The error for a payload of `size` bytes that no packet of ours carries."""
    sentence = "The payload has {size} bytes; at most {limit} are sent. Make it smaller."
    return BadInput("payload-too-large", sentence, size=f"{size:,}", limit=f"{LIMIT:,}")


def check_json(text: str) -> None:
    """Raise BadInput unless `text` is JSON by RFC 8259: no NaN or Infinity, numbers of any length."""
    try:
        _JSON_SCAN.decode(text)  # checks without building values: no memory, 700 MB/s
    except RecursionError:
        raise BadInput("json-too-deep", "The JSON is nested too deep to be checked; send it as text.") from None
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        _explain_json(text, str(error))


def _explain_json(text: str, words: str) -> None:
    """Find line and column of a mistake; returns where only the scanner's view of half surrogates was too strict."""
    if len(text) > _EXPLAINED:
        raise BadInput("json-wrong", "The payload is not JSON: {words}.", words=words) from None
    try:
        # Numbers stay text: Python refuses integers past 4,300 digits, and JSON does not.
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_constant)
    except json.JSONDecodeError as error:
        _refuse("JSON", text, error.pos, _plain_words(error.msg))
    except _Constant as error:
        _refuse("JSON", text, text.find(str(error)), f"{error} is no JSON number; use null or a text")


class _Constant(Exception):
    """NaN, Infinity or -Infinity, which Python would accept."""


def _constant(name: str) -> NoReturn:
    raise _Constant(name)


def _plain_words(message: str) -> str:
    """Python's word for it, with the hint that helps most."""
    hints = {
        "Extra data": "there is more text after the end of the value",
        "Expecting value": "a value is missing here",
        "Expecting property name enclosed in double quotes": "a key in double quotes is needed here",
        "Illegal trailing comma before end of object": "the comma before } is one too many",
        "Illegal trailing comma before end of array": "the comma before ] is one too many",
    }
    return hints.get(message, message[:1].lower() + message[1:])


def _json(text: str) -> bytes:
    check_json(text)
    return _utf8(text)


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        _refuse("Text", text, error.start, "half a surrogate pair cannot be sent as UTF-8")


def _hex(text: str) -> bytes:
    if found := _NOT_HEX.search(text):
        _refuse("Hex", text, found.start(), f"{found.group()!r} is no hex digit")
    digits = _HEX_BETWEEN.sub("", text)
    if len(digits) % 2:
        _refuse("Hex", text, len(text.rstrip()) - 1, "the last byte has only one digit")
    return bytes.fromhex(digits)


def _base64(text: str) -> bytes:
    if found := _NOT_BASE64.search(text):
        _refuse("Base64", text, found.start(), f"{found.group()!r} is no base64 character")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        _refuse(
            "Base64", text, len(text.rstrip()) - 1, "the end is incomplete; it must be padded with = to a multiple of 4"
        )


def _refuse(kind: str, text: str, at: int, words: str) -> NoReturn:
    at = max(at, 0)
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    sentence = "{kind}, line {line}, column {column}: {words}."
    raise BadInput("payload-wrong", sentence, kind=kind, line=line, column=column, words=words) from None
