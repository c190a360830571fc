"""The breaker of a route: it tests, it trips, a person closes it."""

from __future__ import annotations

from eventscope.core.loops import HOLD, PROBE, RATE, ROUNDS, SETTLE
from eventscope.engine.bridges.fuse import Fuse


def under_test() -> tuple[Fuse, int]:
    fuse = Fuse()
    changes = [fuse.arrived(b"t", b"x", number) for number in range(RATE + 1)]
    assert changes == [False] * RATE + [True]
    assert fuse.testing
    assert not fuse.closed
    fuse.look(HOLD + RATE)
    assert fuse.probing
    return fuse, HOLD + RATE


def test_what_comes_round_trips_it() -> None:
    fuse, now = under_test()
    assert fuse.mark is not None
    assert fuse.topic == b"t"
    assert not fuse.probe(b"t", b"other", now)
    for number in range(ROUNDS):
        assert fuse.stage == ("probing", number)
        assert fuse.probe(b"t", b"x", now)
        fuse.arrived(b"t", b"x", now + 1)
        now += 1 + SETTLE
        fuse.look(now)
    assert fuse.tripped
    assert not fuse.arrived(b"u", b"y", now + 1)
    fuse.named = {"topic": "t"}
    fuse.reset()
    assert fuse.closed
    assert fuse.named is None


def test_what_does_not_come_round_was_a_burst() -> None:
    fuse, now = under_test()
    fuse.probe(b"t", b"x", now)
    fuse.look(now + PROBE)
    assert fuse.closed


def test_it_remembers_which_payload_came_often() -> None:
    fuse = Fuse()
    for number in range(RATE // 2 + 1):
        fuse.arrived(b"t", b"x", number)
        fuse.arrived(b"t", b"%d" % number, number)
    assert fuse.saw((b"elsewhere", hash(b"x"), 1), 100)
    assert not fuse.saw((b"t", hash(b"1"), 1), 100)
    assert not fuse.saw((b"t", hash(b"x"), 1), 10 * 10**9)
