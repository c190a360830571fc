"""Rows of the consumers' table: what a consumer is meant to do beside how it fares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eventscope.core.consumer import ConsumerFigures, ConsumerSpec
from eventscope.core.workspace import Connection


@dataclass(frozen=True, slots=True)
class ConsumerRow:
    """`figures` are None until the engine told them; `connection` is its name, empty where it is gone."""

    spec: ConsumerSpec
    connection: str
    figures: ConsumerFigures | None = None

    @property
    def name(self) -> str:
        """Tells it apart."""
        return self.spec.name

    @property
    def runs(self) -> bool:
        """Whether it is meant to."""
        return self.figures is not None and self.figures.state != "stopped"

    @property
    def level(self) -> str:
        """The role of its state's colour."""
        state = self.figures.state if self.figures is not None else "stopped"
        remark = self.figures is not None and bool(self.figures.code)
        if state == "up":
            return "warn" if remark else "good"
        return {"refused": "bad", "waiting": "warn", "connecting": "accent"}.get(state, "muted")


def rows(
    specs: Sequence[ConsumerSpec], figures: Sequence[ConsumerFigures], connections: Sequence[Connection]
) -> list[ConsumerRow]:
    """One for each consumer of the workspace, in its order."""
    told = {item.name: item for item in figures}
    names = {item.id: item.name for item in connections}
    return [ConsumerRow(spec, names.get(spec.connection, ""), told.get(spec.name)) for spec in specs]


def free_name(specs: Sequence[ConsumerSpec], base: str) -> str:
    """A name that no consumer has: the base, or with a number."""
    taken = {spec.name for spec in specs}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{base}-{n}") not in taken)
