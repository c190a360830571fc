from __future__ import annotations

from hypothesis import given, strategies as st

from eventscope.store.spoolrows import Entry, Limits, Row, as_it_came, came_by, pack, unpack

headers = st.lists(st.tuples(st.binary(max_size=300), st.none() | st.binary(max_size=300))).map(tuple)


@given(headers)
def test_headers_come_back_as_they_were(pairs: tuple[tuple[bytes, bytes | None], ...]) -> None:
    assert unpack(pack(pairs)) == pairs


def test_a_null_header_is_not_an_empty_one() -> None:
    assert unpack(pack([(b"a", None), (b"a", b"")])) == ((b"a", None), (b"a", b""))


def test_the_size_counts_every_byte_of_the_message() -> None:
    assert Entry(0, b"ab", b"cde", key=b"f", headers=((b"g", b"hi"), (b"j", None)), properties=b"kl").size == 12
    assert Entry(0, b"ab", None).size == 2


def test_order_is_by_the_named_key_then_the_key_then_the_topic() -> None:
    row = Row(1, 1, 0, b"topic", b"", None, b"", 0, 0, b"", "", 0, b"", 0, 5)
    assert row.lane_key == b"topic"
    assert row._replace(key=b"key").lane_key == b"key"
    assert row._replace(key=b"key", order=b"order").lane_key == b"order"


def test_the_limits_of_the_issue_are_the_defaults() -> None:
    limits = Limits()
    assert (limits.messages, limits.bytes, limits.when_full) == (100_000, 256 << 20, "block")


def test_a_message_as_it_came_says_by_which_source() -> None:
    assert came_by(as_it_came(0)) == 0
    assert came_by(as_it_came(17)) == 17
    for order in (b"", b"key", b"17", b"\0as it came by x"):
        assert came_by(order) is None
