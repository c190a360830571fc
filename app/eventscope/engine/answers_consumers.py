"""What the verbs about consumers do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventscope.core import verbs
from eventscope.core.consumer import ConsumerFigures, Pulled
from eventscope.engine.answers import answers

if TYPE_CHECKING:
    from eventscope.engine.engine import Engine


@answers(verbs.GetConsumers)
async def get_consumers(engine: Engine, verb: verbs.GetConsumers) -> tuple[ConsumerFigures, ...]:
    return engine.consumption.figures()


@answers(verbs.SaveConsumer)
async def save_consumer(engine: Engine, verb: verbs.SaveConsumer) -> None:
    await engine.consumption.save(verb.consumer, verb.before)
    _keep(engine)


@answers(verbs.RemoveConsumer)
async def remove_consumer(engine: Engine, verb: verbs.RemoveConsumer) -> None:
    await engine.consumption.remove(verb.name)
    _keep(engine)


@answers(verbs.SetConsumer)
async def set_consumer(engine: Engine, verb: verbs.SetConsumer) -> None:
    try:
        await engine.consumption.set(verb.name, verb.wanted == "start")
    finally:
        _keep(engine)


@answers(verbs.Pull)
async def pull(engine: Engine, verb: verbs.Pull) -> tuple[Pulled, ...]:
    return await engine.consumption.pull(verb.name, verb.count, verb.wait, verb.acknowledge)


@answers(verbs.Acknowledge)
async def acknowledge(engine: Engine, verb: verbs.Acknowledge) -> int:
    return engine.consumption.acknowledge(verb.name, verb.tokens, verb.done)


def _keep(engine: Engine) -> None:
    """The workspace holds what the service holds."""
    if engine.workspace.consumers != engine.consumption.specs:
        engine.documents.change(consumers=engine.consumption.specs)
