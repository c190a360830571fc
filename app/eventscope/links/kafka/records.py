"""Messages of the library as our records; the hot path of reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eventscope.core.kafka import Partition, Record, TimeKind

_KINDS: tuple[TimeKind, ...] = ("none", "create", "append")


def records(messages: Sequence[Any]) -> list[Record]:
    """Messages that are no errors, as records: about a microsecond each."""
    made = []
    for message in messages:
        kind, time = message.timestamp()
        headers = message.headers()
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
