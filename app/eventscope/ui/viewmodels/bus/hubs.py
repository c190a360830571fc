"""A bus as a whole, beside its members: what it is doing, what waits in it, and what it can be asked to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eventscope.core.busfigures import BridgeFigures


@dataclass(frozen=True, slots=True)
class Hub:
    """`figures` are those of the whole bus, None while its connection is down: then the engine knows of none."""

    name: str
    figures: BridgeFigures | None = None
    tripped: bool = False

    @property
    def state(self) -> str:
        """Its state as a code; "" where the engine has not told of it."""
        return state_of(self.figures, self.tripped)


def hub_of(name: str, members: Iterable[BridgeFigures]) -> Hub:
    """The bus of that name out of all figures that are about it: its own and its members'."""
    every = list(members)
    own = next((each for each in every if each.name == name), None)
    return Hub(name, own, any(edge.tripped for each in every for edge in each.edges))


def state_of(figures: BridgeFigures | None, tripped: bool) -> str:
    """The state of a bridge or bus as a code; an open breaker is told before anything else."""
    if tripped:
        return "tripped"
    return figures.state if figures else ""
