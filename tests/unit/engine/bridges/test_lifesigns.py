"""What a bridge tells when, and the way of its beats, with voices and ends that tests play."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bridgefakes import ENDPOINTS, FakeQueue, fakes, spec, to
from eventscope.base import clock
from eventscope.core.bus import Source
from eventscope.core.signs import Sign
from eventscope.engine.bridges import lifesigns, works
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import Design, of_bridge
from eventscope.engine.bridges.homes import Homes
from eventscope.engine.bridges.lifesigns import LifeSigns, brokers, said
from eventscope.engine.bridges.works import Calls, Works

SECOND = 10**9


class FakeVoice:
    made: ClassVar[list[FakeVoice]]

    def __init__(self, endpoint: Any, name: str, will: Sign | None) -> None:
        self.connection, self.name, self.will = endpoint.bus.name, name, will
        self.up, self.announced, self.words = True, "told" if will else "", ""
        self.signs: list[Sign] = []
        self.beats: list[tuple[str, bytes, Callable[[int, str], None]]] = []
        self.closed = False
        type(self).made.append(self)

    def start(self) -> None:
        """At once."""

    def say(self, sign: Sign) -> None:
        self.signs.append(sign)

    def beat(self, topic: str, payload: bytes, answered: Callable[[int, str], None]) -> None:
        self.beats.append((topic, payload, answered))

    async def close(self) -> None:
        self.closed = True


class Queue(FakeQueue):
    def mark(self, marks: Any, done: Any) -> None:
        done(None)


class Pinged:
    """A target end that is asked."""

    def __init__(self) -> None:
        self.asked: list[Callable[[], None]] = []

    def ping(self, answered: Callable[[], None]) -> None:
        self.asked.append(answered)


class Deaf:
    """A source end that counts its renewals."""

    renewed = 0

    def renew(self) -> None:
        self.renewed += 1


def built(design: Design, folder: Path) -> Works:
    maker, _, _ = fakes()
    home = Homes(folder, "me").get(design.name)
    calls = Calls(lambda: None, lambda number: None, None, lambda level, code, sentence, **params: None)
    made = Works(design, home, works.plans(design, home.ident), Queue(), Defences(), maker, calls)  # type: ignore[arg-type]
    for inlet in made.inlets:
        inlet.standing("up")
        inlet.subscribed(True)
    for outlet in made.outlets:
        outlet.standing("up")
    return made


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    class Voices(FakeVoice):
        made: ClassVar[list[FakeVoice]] = []

    monkeypatch.setattr(lifesigns, "Voice", Voices)

    def run(design: Design, work: Callable[[LifeSigns, Works, list[FakeVoice]], Any]) -> None:
        async def scene() -> None:
            made, parts = LifeSigns(design, "1a"), built(design, tmp_path)
            made.begin()
            made.attach(parts)
            await work(made, parts, Voices.made)

        asyncio.run(scene())

    return run


def test_brokers_are_told_once_each_the_source_first() -> None:
    design = of_bridge(spec(to("b"), to("a"), to("stream"), to("b"), announce=True), ENDPOINTS)
    assert [item.bus.name for item in brokers(design)] == ["a", "b"]
    assert [place[1:] for place in said(design, "1a")] == [
        ("es-1a-v0", "eventscope/bridge/1a/state"), ("es-1a-v1", "eventscope/bridge/1a/state"),
    ]  # fmt: skip
    assert not said(of_bridge(spec(), ENDPOINTS), "1a")


def test_changes_are_told_once_a_second_and_what_waits_every_ten(play: Any) -> None:
    async def work(signs: LifeSigns, parts: Works, voices: list[FakeVoice]) -> None:
        def states() -> list[tuple[str, int | None]]:
            return [(sign.state, sign.queued) for sign in voices[0].signs]

        signs.tell(Sign("1a", "ab", "connecting", queued=0), 100 * SECOND)
        signs.tell(Sign("1a", "ab", "running", queued=0), 100 * SECOND + 1)
        assert states() == [("connecting", 0)]
        signs.tell(Sign("1a", "ab", "running", queued=0), 101 * SECOND)
        signs.tell(Sign("1a", "ab", "running", queued=5), 105 * SECOND)
        assert states() == [("connecting", 0), ("running", 0)]
        signs.tell(Sign("1a", "ab", "running", queued=6), 111 * SECOND)
        signs.tell(Sign("1a", "ab", "running", queued=6), 130 * SECOND)
        assert states()[2:] == [("running", 6)]
        await signs.end(Sign("1a", "ab", "stopped"))
        assert [voice.signs[-1].state for voice in voices] == ["stopped", "stopped"]
        assert all(voice.closed for voice in voices)

    play(of_bridge(spec(announce=True), ENDPOINTS), work)


def test_a_beat_goes_the_whole_way(play: Any) -> None:
    async def work(signs: LifeSigns, parts: Works, voices: list[FakeVoice]) -> None:
        end = parts.targets[0] = Pinged()  # type: ignore[assignment]
        (voice,) = voices
        assert voice.will is None
        signs.tick(clock.mono_ns(), True)
        topic, beat, answered = voice.beats[0]
        assert topic == signs.topic == parts.inlets[0].beats() == "eventscope/bridge/1a/beat"
        answered(0, "")
        parts.inlets[0].beat(beat)
        await asyncio.sleep(0)
        assert signs.took(0) is None
        end.asked[0]()
        found = signs.figures()
        assert (found.beat, found.sent, found.beats, found.announced) == ("heard", 1, 1, "")
        assert found.source is not None
        assert (signs.took(0) or 0) >= found.source > 0
        await signs.end(Sign("1a", "ab", "stopped"))
        assert signs.took(0) is None

    play(of_bridge(spec(heartbeat=5), ENDPOINTS), work)


def test_a_source_that_gives_no_beat_is_renewed_once_and_named(play: Any) -> None:
    async def work(signs: LifeSigns, parts: Works, voices: list[FakeVoice]) -> None:
        source = Deaf()
        parts.sources.append(source)  # type: ignore[arg-type]
        now = clock.mono_ns()
        signs.tick(now, True)
        parts.inlets[0].beat(voices[0].beats[0][1])
        signs.tick(now + 5 * SECOND, True)
        signs.tick(now + 10 * SECOND, True)
        signs.tick(now + 11 * SECOND, True)
        why = signs.silent()
        assert why is not None
        assert (why.code, why.params["connection"], source.renewed) == ("bridge-source-silent", "a", 1)
        assert signs.figures().beat == "lost"

    play(of_bridge(spec(heartbeat=5), ENDPOINTS), work)


def test_nothing_is_sent_while_it_may_not_be(play: Any) -> None:
    async def work(signs: LifeSigns, parts: Works, voices: list[FakeVoice]) -> None:
        signs.tick(clock.mono_ns(), False)
        voices[0].up = False
        signs.tick(clock.mono_ns(), True)
        voices[0].up = True
        parts.inlets[0].standing("waiting")
        signs.tick(clock.mono_ns(), True)
        assert not voices[0].beats

    play(of_bridge(spec(heartbeat=5), ENDPOINTS), work)


def test_where_the_source_is_no_mqtt_a_beat_begins_at_the_queue(play: Any) -> None:
    async def work(signs: LifeSigns, parts: Works, voices: list[FakeVoice]) -> None:
        end = parts.targets[0] = Pinged()  # type: ignore[assignment]
        assert (voices, parts.inlets[0].beats()) == ([], "")
        signs.tick(clock.mono_ns(), True)
        await asyncio.sleep(0)
        now = clock.mono_ns()
        signs.tick(now + 4 * SECOND, True)
        why = signs.silent()
        assert why is not None
        assert (why.code, why.params) == ("bridge-target-silent", {"connection": "b", "seconds": "4"})
        end.asked[0]()
        assert signs.silent() is None

    play(of_bridge(spec(source=Source("stream", topic="t"), heartbeat=5), ENDPOINTS), work)


def test_what_is_not_allowed_is_said_by_whom(play: Any) -> None:
    async def work(signs: LifeSigns, parts: Works, voices: list[FakeVoice]) -> None:
        parts.inlets[0].beats_granted(0x87, "Not authorised.")
        assert signs.figures().words == "a does not allow the beats of this bridge: Not authorised."
        voices[1].announced, voices[1].words = "refused", "No."
        found = signs.figures()
        assert (found.announced, found.beat) == ("refused", "refused")
        assert found.words == "b does not take the state that this bridge announces: No."
        assert signs.silent() is None

    play(of_bridge(spec(announce=True, heartbeat=5), ENDPOINTS), work)
