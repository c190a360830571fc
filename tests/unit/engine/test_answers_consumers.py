"""The verbs about consumers reach the service, and the workspace remembers."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from eventscope.core import verbs
from eventscope.core.consumer import ConsumerSpec
from eventscope.core.errors import BadInput
from eventscope.core.workspace import Workspace
from eventscope.engine import answers_consumers
from eventscope.engine.answers import ANSWERS

SPEC = ConsumerSpec("c", "conn", "t")


class Service:
    def __init__(self) -> None:
        self.specs: tuple[ConsumerSpec, ...] = ()
        self.calls: list[tuple[Any, ...]] = []
        self.fails = False

    def figures(self) -> tuple[Any, ...]:
        return ("figures",)

    async def save(self, spec: ConsumerSpec, before: str) -> None:
        if self.fails:
            raise BadInput("no", "No.")
        self.specs = (spec,)

    async def remove(self, name: str) -> None:
        self.specs = ()

    async def set(self, name: str, on: bool) -> None:
        self.calls.append((name, on))

    async def pull(self, *given: Any) -> tuple[Any, ...]:
        return given

    def acknowledge(self, *given: Any) -> Any:
        self.calls.append(given)
        return 2


class Engine:
    def __init__(self) -> None:
        self.consumption = Service()
        self.workspace = Workspace()
        self.documents = SimpleNamespace(change=self.change)

    def change(self, **changes: Any) -> None:
        self.workspace = Workspace(**changes)


def ask(engine: Engine, verb: verbs.Verb[Any]) -> Any:
    return asyncio.run(ANSWERS[type(verb)](engine, verb))  # type: ignore[arg-type]


def test_what_is_saved_and_removed_is_kept_in_the_workspace() -> None:
    engine = Engine()
    ask(engine, verbs.SaveConsumer(SPEC))
    assert engine.workspace.consumers == (SPEC,)
    ask(engine, verbs.RemoveConsumer("c"))
    assert engine.workspace.consumers == ()


def test_what_was_refused_is_not() -> None:
    engine = Engine()
    engine.consumption.fails = True
    with pytest.raises(BadInput):
        ask(engine, verbs.SaveConsumer(SPEC))
    assert engine.workspace.consumers == ()


def test_the_others_pass_on_what_was_asked() -> None:
    engine = Engine()
    assert ask(engine, verbs.GetConsumers()) == ("figures",)
    ask(engine, verbs.SetConsumer("c", "start"))
    ask(engine, verbs.SetConsumer("c", "stop"))
    assert engine.consumption.calls == [("c", True), ("c", False)]
    assert ask(engine, verbs.Pull("c", 5, 2.0, False)) == ("c", 5, 2.0, False)
    assert ask(engine, verbs.Acknowledge("c", (1, 2), False)) == 2
    assert engine.consumption.calls[-1] == ("c", (1, 2), False)
    assert answers_consumers.pull is ANSWERS[verbs.Pull]
