"""What is known of brokers: found out once before a start, once more when one comes up, and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from bridgefakes import ENDPOINTS, fakes, spec, to
from eventscope.core.identity import identity
from eventscope.engine.bridges.brokers import NAME, Brokers
from eventscope.engine.bridges.design import of_bridge
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.probing import Findings

A, B, C = (identity(ENDPOINTS[name].bus) for name in ("a", "b", "c"))
HOOK = ENDPOINTS["hook"]


class Probe:
    """Answers what it is told to; `asked` are the names of each time."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.answer = Findings(((A, B),), {})

    async def __call__(self, endpoints: Sequence[Endpoint], seconds: float) -> Findings:
        self.asked.append([item.bus.name for item in endpoints])
        return self.answer


def play(folder: Path, scene: Callable[[Brokers, Probe], Awaitable[None]]) -> None:
    async def run() -> None:
        probe = Probe()
        await scene(Brokers(folder, fakes(probe)[0]), probe)

    asyncio.run(run())


def ends(names: str) -> list[Endpoint]:
    return [ENDPOINTS[name] for name in names]


def test_an_address_is_waited_for_once_and_what_is_found_lasts(tmp_path: Path) -> None:
    async def first(brokers: Brokers, probe: Probe) -> None:
        assert await brokers.meet(ends("b"), ends("a"))
        assert not await brokers.meet(ends("ab"), [])
        assert probe.asked == [["a", "b"], ["a", "b"]]
        assert not await brokers.meet([HOOK], ends("c"))
        assert len(probe.asked) == 2
        assert brokers.names(item.bus for item in ends("abc")) == {"a": A, "b": A, "c": C}

    async def later(brokers: Brokers, probe: Probe) -> None:
        assert brokers.of(ENDPOINTS["b"].bus) == A
        probe.answer = Findings(((A,), (B,)), {})
        assert await brokers.meet(ends("ab"), [])
        assert brokers.of(ENDPOINTS["b"].bus) == B

    play(tmp_path, first)
    play(tmp_path, later)


def test_who_was_away_is_compared_when_it_is_up(tmp_path: Path) -> None:
    async def scene(brokers: Brokers, probe: Probe) -> None:
        probe.answer = Findings(((A,),), {B: "It is away."})
        assert not await brokers.meet(ends("ab"), [])
        assert not brokers.fresh([*ends("a"), HOOK])
        assert brokers.fresh(ends("ab"))
        probe.answer = Findings(((A, B),), {})
        assert await brokers.late(ends("ab")) == []
        assert brokers.version == 1
        assert not brokers.fresh(ends("ab"))

    play(tmp_path, scene)


def test_who_is_away_while_another_comes_is_compared_with_it_later(tmp_path: Path) -> None:
    async def scene(brokers: Brokers, probe: Probe) -> None:
        await brokers.meet(ends("ab"), [])
        probe.answer = Findings(((C,),), {A: "It is away."})
        await brokers.meet(ends("c"), ends("a"))
        assert brokers.fresh(ends("a"))
        await brokers.late(ends("c"))
        assert brokers.fresh(ends("ac"))

    play(tmp_path, scene)


def test_who_cannot_be_compared_is_told_once(tmp_path: Path) -> None:
    async def scene(brokers: Brokers, probe: Probe) -> None:
        probe.answer = Findings((), {A: "Why.", B: "Why."})
        await brokers.meet(ends("ab"), [])
        assert await brokers.late(ends("ab")) == ["a", "b"]
        assert brokers.version == 0
        assert not brokers.fresh(ends("ab"))

    play(tmp_path, scene)


def test_a_design_has_the_names_that_are_known(tmp_path: Path) -> None:
    async def scene(brokers: Brokers, probe: Probe) -> None:
        await brokers.meet(ends("ab"), [])
        settled = brokers.settled(of_bridge(spec(to("b"), to("c")), ENDPOINTS))
        assert [item.broker for item in settled.exits] == [A, C]
        assert settled.entrances[0].endpoint is not None
        assert settled.entrances[0].endpoint.broker == A
        assert brokers.settled(settled) == settled

    play(tmp_path, scene)


@pytest.mark.parametrize("text", ["", "[]", "\x00", '{"a": 1}'])
def test_a_damaged_memory_is_no_more_than_forgotten(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)

    async def scene(brokers: Brokers, probe: Probe) -> None:
        assert await brokers.meet(ends("ab"), [])

    play(tmp_path, scene)


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    async def scene(brokers: Brokers, probe: Probe) -> None:
        assert await brokers.meet(ends("ab"), [])
        assert brokers.of(ENDPOINTS["b"].bus) == A

    play(tmp_path / "file", scene)
