"""How far packets go one way: to the first that is not plain, too large, cut, or goes another."""

from __future__ import annotations

import pytest

import peers
from eventscope.broker.reading import Reading
from eventscope.broker.router import Route
from eventscope.broker.samepath import measure
from eventscope.core.broker import Limits

V5, V311 = 5, 4
HERE, THERE = Route([], [], 0), Route([], [], 0)
ROUTES = {b"a": HERE, b"b/longer": HERE, b"c": THERE}


def plain(topic: bytes = b"a", payload: bytes = b"x", properties: bytes = b"", version: int = V5) -> bytes:
    return peers.publish(topic, payload, properties=properties, version=version)


def measured(data: bytes, version: int = V5, last: int = 0, limit: int = 1 << 20) -> tuple[int, int]:
    reading = Reading(version, Limits(), ROUTES)
    return measure(reading, ROUTES, HERE, data, 0, last or len(data), limit)


@pytest.mark.parametrize("version", [V311, V5])
def test_topics_and_sizes_may_differ(version: int) -> None:
    packets = [plain(b"a", b"x" * 200, version=version)] * 5
    packets += [plain(b"b/longer", b"y", version=version), plain(b"a", b"z" * 9_000, version=version)]
    assert measured(b"".join(packets), version) == (sum(map(len, packets)), 7)


def test_user_properties_pass() -> None:
    packets = [plain(properties=peers.user_property(b"k", b"%d" % number)) for number in range(12)]
    assert measured(b"".join(packets)) == (sum(map(len, packets)), 12)


@pytest.mark.parametrize(
    "other",
    [
        plain(b"c"),
        plain(b"new"),
        peers.publish(b"a", b"x", 1, 7),
        peers.publish(b"a", b"x", retain=True),
        plain(properties=b"\x02\0\0\0\x09"),
        plain(properties=b"\x23\0\x01"),
        plain(properties=b"\x26\0\x01k\0\x01\0"),
        plain(payload=b"l" * 17_000),
        plain(payload=b"x" * 500),
        plain()[:-1],
        b"\x30",
        b"\x30\x02\0\0",
        b"\x30\x85\0\0\x01axx",
        b"\xc0\x00",
    ],
)
def test_the_first_that_is_unlike_ends_it(other: bytes) -> None:
    before = plain() * 3
    assert measured(before + other, limit=300) == (len(before), 3)
    assert measured(other, limit=300) == (0, 0)


def test_an_empty_payload_needs_a_look_where_nothing_stands_behind_the_topic() -> None:
    assert measured(plain(payload=b"")) == (len(plain(payload=b"")), 1)
    assert measured(plain(payload=b"", version=V311), V311) == (0, 0)


def test_no_packet_reaches_beyond_the_end_that_is_given() -> None:
    data = plain() * 5
    assert measured(data, last=len(plain()) * 3 + 2) == (len(plain()) * 3, 3)
