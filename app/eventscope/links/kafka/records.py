"""Messages of the library as our records; the hot path of reading."""

from __future__ import annotations

from collections.abc import Sequence
from operator import methodcaller
from typing import Any

from eventscope.core.kafka import Partition, Record, TimeKind

# The library stumbles over such a name and gives none of the record's headers.
BROKEN = "The name of a header is no UTF-8; none of the record's headers could be read."
# Called so, its fault is raised here: called by name Python 3.11 may notice it only at some later call.
headers_of = methodcaller("headers")
_KINDS: tuple[TimeKind, ...] = ("none", "create", "append")


def records(messages: Sequence[Any]) -> list[Record]:
    """Messages that are no errors, as records: about a microsecond each."""
    made = []
    for message in messages:
        kind, time = message.timestamp()
        broken = ""
        try:
            headers = headers_of(message)
        except (SystemError, UnicodeDecodeError):
            headers, broken = None, BROKEN
        made.append(
            Record(
                message.topic(),
                message.partition(),
                message.offset(),
                time,
                _KINDS[kind],
                message.key(),
                message.value(),
                tuple(headers) if headers else (),
                broken,
            )
        )
    return made


def by_partition(given: Sequence[Record]) -> dict[Partition, list[int]]:
    """The offsets of each partition, in order."""
    found: dict[tuple[str, int], list[int]] = {}
    for record in given:
        key = record[:2]
        if key in found:
            found[key].append(record.offset)
        else:
            found[key] = [record.offset]
    return {Partition(*key): offsets for key, offsets in found.items()}


def weight(given: Sequence[Record]) -> int:
    """Bytes that records hold, roughly: keys and values."""
    return sum(len(record.value or b"") + len(record.key or b"") for record in given)
