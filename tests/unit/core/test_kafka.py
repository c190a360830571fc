"""Values of Kafka."""

from __future__ import annotations

from eventscope.core.kafka import Partition, Record, Servers


def test_addresses_are_joined_for_clients() -> None:
    assert Servers(("a:1", "b:2")).bootstrap == "a:1,b:2"


def test_a_records_first_two_parts_are_its_partition() -> None:
    record = Record("t", 3, 9, 0, "none", None, None, ())
    assert record[:2] == Partition("t", 3)
