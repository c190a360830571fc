"""Pings in time, and a silent peer noticed within one and a half keep alives."""

from __future__ import annotations

from eventscope.links.mqtt.keepalive import SECOND, KeepAlive


def run(
    keep_alive: KeepAlive, until: float, heard_at: tuple[float, ...] = (), step: float = 0.1
) -> list[tuple[float, str]]:
    """What it asks for from 0 to `until` seconds, as an event loop would see it."""
    told = []
    for tick in range(int(until / step) + 1):
        now = tick * step
        if any(abs(now - at) < step / 2 for at in heard_at):
            keep_alive.heard(int(now * SECOND))
        due = keep_alive.due(int(now * SECOND))
        if due:
            told.append((round(now, 1), due))
            if due == "gone":
                break
    return told


def test_a_dead_peer_is_noticed_within_one_and_a_half_keep_alives() -> None:
    told = run(KeepAlive(10, 0), 20)
    assert told[0] == (7.5, "ping")
    assert told[-1][1] == "gone"
    assert told[-1][0] <= 15.0


def test_an_answer_keeps_it_alive() -> None:
    told = run(KeepAlive(10, 0), 30, heard_at=(7.6, 15.2, 22.8))
    assert {due for _, due in told} == {"ping"}


def test_what_we_say_does_not_prove_that_the_peer_lives() -> None:
    keep_alive = KeepAlive(10, 0)
    for tick in range(1, 14):
        keep_alive.said(tick * SECOND)
        keep_alive.due(tick * SECOND)
    assert keep_alive.due(14 * SECOND) == "gone"


def test_the_broker_hears_of_us_within_its_keep_alive_while_it_talks() -> None:
    told = run(KeepAlive(10, 0), 30, heard_at=tuple(range(30)))
    pings = [at for at, due in told if due == "ping"]
    assert pings
    assert all(later - earlier <= 10 for earlier, later in zip([0.0, *pings], pings, strict=False))


def test_nothing_is_concluded_while_we_do_not_read() -> None:
    keep_alive = KeepAlive(10, 0)
    for tick in range(100):
        keep_alive.deaf(tick * SECOND)
        assert keep_alive.due(tick * SECOND) != "gone"


def test_zero_switches_it_off() -> None:
    keep_alive = KeepAlive(0, 0)
    assert keep_alive.due(1000 * SECOND) is None
    assert keep_alive.next() is None


def test_next_is_never_later_than_what_is_due() -> None:
    keep_alive = KeepAlive(10, 0)
    at = keep_alive.next()
    assert at is not None
    assert keep_alive.due(at - 1) is None
    assert keep_alive.due(at) == "ping"
    later = keep_alive.next()
    assert later is not None
    assert later > at
