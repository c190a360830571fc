"""Every record comes back byte for byte from the properties of its row, and MQTT can read these."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.core import kafkarow, stamp
from eventscope.core.errors import BadInput
from eventscope.core.kafka import Record
from eventscope.mqtt import codec

names = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["k-key", "k-b64:x", "k-more", "k-", "é\0"]
)
headers = st.lists(st.tuples(names, st.none() | st.binary(max_size=20)), max_size=6).map(tuple)
records = st.builds(
    Record,
    st.just("t"),
    st.integers(0, 2**31 - 1),
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**53),
    st.sampled_from(["create", "append"]),
    st.none() | st.binary(max_size=20),
    st.none() | st.binary(max_size=20),
    headers,
)


@given(records)
def test_a_record_comes_back_whole(record: Record) -> None:
    said = codec.decode_properties(kafkarow.properties(record)).user
    assert list(said) == kafkarow.pairs(record)
    found = kafkarow.read(said)
    assert found.headers == record.headers
    assert (found.key, found.partition, found.offset) == (record.key, record.partition, record.offset)
    assert (found.time, found.time_kind) == (record.time, record.time_kind)
    assert found.null == (record.value is None)


@pytest.mark.parametrize("size", [49_000, 65_535, 200_000])
def test_what_is_longer_than_a_property_goes_on(size: int) -> None:
    record = Record("t", 0, 0, 0, "none", bytes(size), b"", (("a", b"\xff" * size), ("n" * size, b"x"), ("z", b"1")))
    found = kafkarow.read(codec.decode_properties(kafkarow.properties(record)).user)
    assert (found.key, found.headers) == (record.key, record.headers)
    assert (found.time, found.time_kind) == (None, "none")


def test_text_stays_readable() -> None:
    record = Record("t", 3, 12, 1_764_000_000_000, "create", b"order-7", b"{}", (("site", "nörd".encode()),))
    assert kafkarow.pairs(record) == [
        ("k-partition", "3"),
        ("k-offset", "12"),
        ("k-time", "1764000000000ms create"),
        ("k-key", "order-7"),
        ("site", "nörd"),
    ]


def test_a_stamp_in_headers_is_found() -> None:
    pairs = stamp.stamp_properties("s", 1, 1_764_000_000_000_000_000, 1_764_000_000_000_000_000, 5, "12345678")
    record = Record("t", 0, 0, 0, "none", None, b"", tuple((name, value.encode()) for name, value in pairs))
    found = stamp.parse(kafkarow.properties(record))
    assert found is not None
    assert (found.stream, found.seq) == (b"s", 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("k-nonsense", ""), ("k-partition", "-1"), ("k-partition", "x"), ("k-offset", "9" * 20), ("k-key-b64", "%%"),
     ("k-time", "12"), ("k-time", "12ms later"), ("k-what:x", ""), ("k-b64:x", "a"), ("k-more", "")],
)  # fmt: skip
def test_nonsense_is_refused(name: str, value: str) -> None:
    if name == "k-time" and value == "12":
        assert kafkarow.read([(name, value)]).time == 12
        return
    with pytest.raises(BadInput, match="says nothing of a Kafka record"):
        kafkarow.read([(name, value)])
