"""Circles that show only when it is known which addresses are one broker."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bridgefakes import ENDPOINTS, fakes, spec, to
from eventscope.core.bus import BusSpec, Source
from eventscope.core.errors import BadInput
from eventscope.core.identity import identity
from eventscope.engine.bridges import circles
from eventscope.engine.bridges.brokers import Brokers
from eventscope.engine.bridges.design import Design, of_bridge, of_bus
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.probing import Findings


def brokers(folder: Path, *same: str) -> Brokers:
    async def found(endpoints: object, seconds: float) -> Findings:
        return Findings((tuple(identity(ENDPOINTS[name].bus) for name in same),), {})

    async def made() -> Brokers:
        result = Brokers(folder, fakes(found)[0])
        await result.meet([ENDPOINTS[name] for name in same], [])
        return result

    return asyncio.run(made())


def bridge(source: str, target: str, **more: object) -> Design:
    given = spec(to(target), name=source + target, source=Source(source, "#"), **more)
    return of_bridge(given, ENDPOINTS)


def test_a_circle_over_two_addresses_is_refused_with_its_path(tmp_path: Path) -> None:
    designs = [bridge("a", "b"), bridge("b", "c")]
    circles.refuse(designs, brokers(tmp_path / "1", "a", "old"))
    with pytest.raises(BadInput, match="a > ab > b > bc > c"):
        circles.refuse(designs, brokers(tmp_path / "2", "a", "c"))
    circles.refuse([bridge("a", "b"), bridge("b", "c", hop_limit=2)], brokers(tmp_path / "3", "a", "c"))


def test_a_circle_that_addresses_show_was_told_before(tmp_path: Path) -> None:
    circles.refuse([bridge("a", "b"), bridge("b", "a")], brokers(tmp_path, "a", "c"))


def test_a_bus_has_each_broker_once(tmp_path: Path) -> None:
    bus = of_bus(BusSpec("bus", ("a", "b"), ("x/#", "y")), ENDPOINTS)
    assert circles.as_file([bus]).buses == (BusSpec("bus", ("a", "b"), ("x/#", "y")),)
    circles.refuse([bus], brokers(tmp_path / "1", "a", "c"))
    with pytest.raises(BadInput, match="one and the same broker: a, b"):
        circles.refuse([bus], brokers(tmp_path / "2", "a", "b"))
    back = bridge("b", "c")
    with pytest.raises(BadInput, match="a > bus > b > bc > c"):
        circles.refuse([of_bus(BusSpec("bus", ("a", "b")), ENDPOINTS), back], brokers(tmp_path / "3", "a", "c"))


def test_endpoints_with_and_without_targets() -> None:
    def names(found: object) -> list[str]:
        return sorted(item.bus.name for item in found if isinstance(item, Endpoint))  # type: ignore[attr-defined]

    assert names(circles.endpoints([bridge("a", "b")])) == ["a", "b"]
    assert names(circles.endpoints([bridge("a", "b")], targets=False)) == ["a"]
