"""Circles that no address shows: refused at the start of the bridge that would close one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from eventscope.core import cycles
from eventscope.core.bus import BusConnection, BusFile, BusSpec
from eventscope.core.errors import BadInput
from eventscope.engine.bridges.brokers import Brokers
from eventscope.engine.bridges.design import Design
from eventscope.engine.bridges.ends import Endpoint


def refuse(designs: Sequence[Design], brokers: Brokers) -> None:
    """Raises BadInput where they feed each other in a circle, or a bus has a broker twice, as `brokers` know them.

    A circle that addresses alone show passes: whoever wanted it was told when the bridge was saved.
    """
    file = as_file(designs)
    names = brokers.names(file.connections)
    if not cycles.sames(file, names):
        return
    try:
        cycles.check(file)
    except BadInput:
        return
    cycles.check(file, names)


def endpoints(designs: Iterable[Design], targets: bool = True) -> Iterator[Endpoint]:
    """All of theirs."""
    for design in designs:
        yield from design.exits if targets else ()
        yield from (item.endpoint for item in design.entrances if item.endpoint is not None)


def as_file(designs: Sequence[Design]) -> BusFile:
    """As a person would write them."""
    known: dict[str, BusConnection] = {item.bus.name: item.bus for item in endpoints(designs)}
    bridges = tuple(design.entrances[0].spec for design in designs if not design.hub)
    return BusFile(tuple(known.values()), bridges, tuple(_bus(design) for design in designs if design.hub))


def _bus(design: Design) -> BusSpec:
    filters = dict.fromkeys(item.takes for item in design.entrances if item.takes)
    return BusSpec(design.name, tuple(item.bus.name for item in design.exits), tuple(filters))
