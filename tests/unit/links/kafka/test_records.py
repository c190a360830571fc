"""Messages of the library as records."""

from __future__ import annotations

from typing import Any

from eventscope.core.kafka import Partition, Record
from eventscope.links.kafka import records


class Message:
    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def __getattr__(self, name: str) -> Any:
        names = ("topic", "partition", "offset", "timestamp", "key", "value", "headers")
        return lambda: self.parts[names.index(name)]


def test_all_parts() -> None:
    given = [Message("t", 1, 5, (2, 99), b"k", None, [("a", None)]), Message("t", 0, 6, (0, -1), None, b"v", None)]
    assert records.records(given) == [
        Record("t", 1, 5, 99, "append", b"k", None, (("a", None),)),
        Record("t", 0, 6, -1, "none", None, b"v", ()),
    ]


def test_by_partition_and_weight() -> None:
    given = [Record("t", n % 2, n, 0, "none", b"kk", b"v" * n, ()) for n in range(4)]
    assert records.by_partition(given) == {Partition("t", 0): [0, 2], Partition("t", 1): [1, 3]}
    assert records.weight(given) == 8 + 6
