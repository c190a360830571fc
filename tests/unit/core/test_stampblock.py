"""Stamps of whole blocks: fast and slow rows together, exact and wall latency, hostile values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from eventscope.core import stamp
from eventscope.core.message import NO_LATENCY
from eventscope.core.stampblock import parse_block
from measuring import BOOT, MONO, MS, WALL, Event, block, properties

OWN = BOOT.encode()


def test_a_block_without_stamps_has_none() -> None:
    plain = [Event(raw=b""), Event(raw=properties([("colour", "red"), ("trace", "0af7651916cd43dd8448")]))]
    assert parse_block(block(plain), OWN) is None
    assert parse_block(block([]), OWN) is None


def test_latency_is_exact_on_our_own_clock() -> None:
    found = parse_block(block([Event(3, delay=2 * MS), Event(4, delay=5, lag=77)]), OWN)
    assert found is not None
    assert found.latency.tolist() == [2 * MS, 5]
    assert not found.wall.any()
    assert found.seq.tolist() == [3, 4]
    assert found.sources == [(b"producer.1", OWN)]
    assert (found.sent - found.due).tolist() == [0, 77]
    assert found.mono.tolist() == [MONO, MONO]


def test_another_hosts_latency_is_by_wall_clock_and_marked() -> None:
    found = parse_block(block([Event(delay=2 * MS, boot="99999999")]), OWN)
    assert found is not None
    assert found.latency.tolist() == [2 * MS]
    assert found.wall.all()


def test_arrival_before_sending_stays_negative() -> None:
    found = parse_block(block([Event(delay=-3 * MS, boot="99999999")]), OWN)
    assert found is not None
    assert found.latency.tolist() == [-3 * MS]


def test_rows_of_all_kinds_keep_their_places() -> None:
    wrapped = stamp.envelope(b"{}", "envelope.1", 9, WALL, WALL, MONO, BOOT)
    events = [
        Event(raw=b""),
        Event(5),
        Event(raw=properties([("es-due", "1764000000s"), ("es-stream", "other"), ("es-seq", "1")])),
        Event(raw=properties([("es-due", "1764000000")])),
        Event(raw=b"", payload=wrapped),
        Event(6, stream="producer.2"),
    ]
    found = parse_block(block(events), OWN)
    assert found is not None
    assert found.rows.tolist() == [1, 2, 4, 5]
    assert found.seq.tolist() == [5, 1, 9, 6]
    assert [found.sources[n][0] for n in found.source] == [b"producer.1", b"other", b"envelope.1", b"producer.2"]
    assert found.unreadable == 1
    assert found.wall.tolist() == [False, True, False, False]


def test_a_stamp_in_the_payload_is_text_unless_it_is_an_envelope() -> None:
    assert parse_block(block([Event(raw=b"", payload=Event(1).properties())]), OWN) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("es-due", "9" * 19 + "ns"),
        ("es-due", "0" * 19 + "ns"),
        ("es-due", "1764000000000000000ms"),
        ("es-due", "-176400000000000000ns"),
        ("es-mono", "9" * 19 + "ns"),
        ("es-seq", "99999999999x"),
    ],
)
def test_hostile_values_in_our_own_form_are_no_latency_and_no_error(name: str, value: str) -> None:
    pairs = dict(stamp.stamp_properties("s", 1, WALL, WALL, MONO, BOOT)) | {name: value}
    found = parse_block(block([Event(raw=properties(pairs.items()), delay=MS)]), OWN)
    assert found is not None
    assert set(found.latency.tolist()) <= {MS, NO_LATENCY}


@given(st.lists(st.binary(max_size=120), max_size=5), st.integers(0, 200))
def test_no_bytes_make_it_raise(junk: list[bytes], cut: int) -> None:
    whole = Event(1).properties()
    broken = whole[:cut] + b"".join(junk) + whole[cut:]
    events = [Event(raw=raw, payload=raw) for raw in [*junk, broken]]
    found = parse_block(block(events), OWN)
    assert found is None or (np.diff(found.rows) > 0).all()
