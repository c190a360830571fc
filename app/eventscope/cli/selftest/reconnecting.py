"""Checks of a link whose connection breaks: it comes back by itself, and notices a peer that only seems to be there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from eventscope.base import clock
from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.hostile import publish
from eventscope.cli.selftest.linkwatch import LinkWatch
from eventscope.cli.selftest.scriptedpeer import Script, ScriptedPeer, Talk
from eventscope.core.workspace import Connection

BACK_WITHIN = 10.0  # seconds after the fault is over; the waits between tries grow to 4 s in this time
KEEP_ALIVE = 4  # seconds
SERVER_BUSY, SHUTTING_DOWN = 0x89, b"\xe0\x01\x8b"


def _is_reset(talk: Talk) -> None:
    talk.accept()
    talk.grant()
    talk.reset()


def _is_reset_and_refused(talk: Talk) -> None:
    _is_reset(talk)
    talk.refuse_for = 1.0


def _closes_at_once(talk: Talk) -> None:
    talk.read()


def _is_busy(talk: Talk) -> None:
    talk.accept(SERVER_BUSY)


def _shuts_down(talk: Talk) -> None:
    talk.accept()
    talk.grant()
    talk.send(SHUTTING_DOWN)


def _sends_garbage(talk: Talk) -> None:
    talk.accept()
    talk.grant()
    talk.send(b"\x00\xff\xff\xff\xff\xff")


def _is_good(talk: Talk) -> None:
    talk.accept()
    talk.grant()
    talk.send(publish(b"selftest/back", b"here"))
    talk.hold()


FAULTS: dict[str, Script] = {
    "RST": _is_reset,
    "a refused port": _is_reset_and_refused,
    "a close without a word": _closes_at_once,
    "a busy broker": _is_busy,
    "a shutdown": _shuts_down,
    "garbage": _sends_garbage,
}


def comes_back() -> str:
    """P10: after each fault the link connects, subscribes and receives again, by itself."""
    with ThreadPoolExecutor(len(FAULTS)) as pool:
        times = dict(zip(FAULTS, pool.map(_recovery, FAULTS.values()), strict=True))
    stuck = [name for name, seconds in times.items() if seconds is None]
    expect(not stuck, f"no messages within {BACK_WITHIN:g} s after {', '.join(stuck)}")
    slowest = max(seconds for seconds in times.values() if seconds is not None)
    return f"{', '.join(FAULTS)}: back by itself each time, the slowest {slowest:.1f} s after the fault was over"


def _recovery(fault: Script) -> float | None:
    """Seconds from the end of the fault to the first message; None when none came."""
    over = 0

    def first(talk: Talk) -> None:
        nonlocal over
        fault(talk)
        over = clock.mono_ns()

    with ScriptedPeer(first, _is_good) as peer, LinkWatch(Connection("peer", "Peer", port=peer.port), "#") as watch:
        back = watch.wait_for(lambda: watch.messages, BACK_WITHIN)
        seconds = (clock.mono_ns() - max(over, peer.free_since)) / 1e9
        broke = any(news.state in ("waiting", "refused") for news in watch.states)
    expect(broke or not back, "the fault had no effect, so nothing was tried")
    return seconds if back else None


def half_open_noticed() -> str:
    """P11: a peer that neither reads nor sends any more is noticed within one and a half times the keep alive."""
    quiet_since = 0

    def black_hole(talk: Talk) -> None:
        nonlocal quiet_since
        talk.accept()
        talk.grant()
        quiet_since = clock.mono_ns()
        talk.wait(lambda: noticed)

    noticed = False
    limit = 1.5 * KEEP_ALIVE
    with (
        ScriptedPeer(black_hole, _is_good) as peer,
        LinkWatch(Connection("peer", "Peer", port=peer.port, keep_alive=KEEP_ALIVE), "#") as watch,
    ):
        watch.wait_for(lambda: quiet_since)
        noticed = watch.wait_for(lambda: watch.states[-1].state == "waiting", 2 * limit)
        expect(noticed, f"not noticed for {2 * limit:g} s")
        news = next(news for news in watch.states if news.state == "waiting")
        took = (news.since - quiet_since) / 1e9
        back = watch.wait_for_messages(1)
    expect(news.code == "silent", f"taken for something else: {news.words}")
    expect(took <= limit, f"noticed after {took:.2f} s, with a keep alive of {KEEP_ALIVE} s")
    expect(back, "noticed, but not connected again")
    return f"a black hole was noticed after {took:.1f} s with a keep alive of {KEEP_ALIVE} s (limit {limit:g} s)"


CHECKS = (
    Check("P10", "A link that broke comes back by itself", comes_back),
    Check("P11", "A half-open link is noticed", half_open_noticed),
)
