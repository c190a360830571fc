"""What the verbs about bridges and their dead letters do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from eventscope.base import paths
from eventscope.core import dryrun, kafkarow, rawproperties as raw, verbs
from eventscope.core.bus import BusMessage, Kind
from eventscope.core.deadletter import DeadPage
from eventscope.core.drystep import Step
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.message import Message
from eventscope.core.note import Note
from eventscope.engine.answers import answers

if TYPE_CHECKING:
    from eventscope.engine.engine import Engine

PAGE = 256  # dead letters of one answer at most
TRIED = 10_000  # messages of one dry run at most


@answers(verbs.GetBus)
async def get_bus(engine: Engine, verb: verbs.GetBus) -> verbs.BusState:
    bridging = engine.bridging
    return verbs.BusState(bridging.specs, bridging.bridges.figures(), bridging.notes())


@answers(verbs.CheckBridge)
async def check_bridge(engine: Engine, verb: verbs.CheckBridge) -> tuple[Note, ...]:
    return engine.bridging.check(verb.bridge, verb.before)


@answers(verbs.SaveBridge)
async def save_bridge(engine: Engine, verb: verbs.SaveBridge) -> tuple[Note, ...]:
    try:
        return await engine.bridging.save(verb.bridge, verb.before)
    finally:
        _keep(engine)


@answers(verbs.RemoveBridge)
async def remove_bridge(engine: Engine, verb: verbs.RemoveBridge) -> None:
    await engine.bridging.remove(verb.name, verb.force)
    _keep(engine)


@answers(verbs.SetBridge)
async def set_bridge(engine: Engine, verb: verbs.SetBridge) -> None:
    bridges = engine.bridging.bridges
    if verb.wanted == "run" and all(item.name != verb.name for item in bridges.figures()):
        asleep = next(
            (item for item in engine.links.connections if (item.scheme, item.name) == ("bus", verb.name)), None
        )
        if asleep is not None:
            await engine.links.open(asleep.id)
            return
    await bridges.set(verb.name, verb.wanted)


@answers(verbs.DryRunBridge)
async def dry_run_bridge(engine: Engine, verb: verbs.DryRunBridge) -> tuple[Step, ...]:
    return await asyncio.to_thread(_dry_run, engine, verb)


def _dry_run(engine: Engine, verb: verbs.DryRunBridge) -> tuple[Step, ...]:
    if len(verb.lines) + len(verb.messages) > TRIED:
        raise BadInput("dry-run-long", "A dry run takes {most} messages at most.", most=TRIED)
    plan, kind = engine.bridging.plan(verb.bridge)
    steps = list(dryrun.run(plan, kind, verb.lines))
    for number, ident in enumerate(verb.messages, len(verb.lines) + 1):
        message = engine.log.message(ident)
        if message is None:
            raise BadInput("message-gone", "Message {id} is no longer stored: the log's limit was reached.", id=ident)
        steps.append(dryrun.step(plan, _arrived(message, kind), number))
    return tuple(steps)


def _arrived(message: Message, kind: Kind) -> BusMessage:
    """A stored message as a source of that kind would give it; the log holds Kafka's records in MQTT's form."""
    if kind == "kafka":
        return _record(message)
    return BusMessage(
        kind, message.topic, message.payload, qos=message.qos, retain=message.retain,
        properties=message.properties if kind == "mqtt" else b"", timestamp_ns=message.wall,
    )  # fmt: skip


def _record(message: Message) -> BusMessage:
    pairs = [raw.pair(item) for item in raw.split(message.properties) if item[0] == raw.USER]
    said = kafkarow.read((name.decode(), value.decode()) for name, value in pairs)
    headers = tuple((name.encode("utf-8", "surrogateescape"), value) for name, value in said.headers)
    return BusMessage(
        "kafka", message.topic, None if said.null else message.payload, said.key, headers, partition=said.partition,
        offset=said.offset, timestamp_ns=None if said.time is None else said.time * 1_000_000,
    )  # fmt: skip


# --- dead letters ------------------------------------------------------------------------------------------


@answers(verbs.GetDeadLetters)
async def get_dead_letters(engine: Engine, verb: verbs.GetDeadLetters) -> DeadPage:
    letters = engine.bridging.bridges.dead(verb.bridge)

    def read() -> DeadPage:
        page = letters.page(verb.after, max(0, min(verb.count, PAGE)), verb.route, verb.reason)
        reasons = letters.reasons()
        return DeadPage(tuple(page), reasons, sum(reasons.values()))

    return await asyncio.to_thread(read)


@answers(verbs.ReplayDead)
async def replay_dead(engine: Engine, verb: verbs.ReplayDead) -> int:
    letters = engine.bridging.bridges.dead(verb.bridge)
    count = await asyncio.to_thread(letters.replay, verb.ids, verb.edit)
    sentence = "{count} dead letters of {bridge} are sent again."
    if verb.edit is not None:
        sentence = "{count} dead letters of {bridge} were changed and are sent again."
    code = "dead-replayed-changed" if verb.edit is not None else "dead-replayed"
    engine.feed.notice("info", code, sentence, count=count, bridge=verb.bridge)
    return count


@answers(verbs.PurgeDead)
async def purge_dead(engine: Engine, verb: verbs.PurgeDead) -> int:
    letters = engine.bridging.bridges.dead(verb.bridge)
    count = await asyncio.to_thread(letters.purge, verb.ids)
    sentence = "{count} dead letters of {bridge} were thrown away."
    engine.feed.notice("warn", "dead-purged", sentence, count=count, bridge=verb.bridge)
    return count


@answers(verbs.ExportDead)
async def export_dead(engine: Engine, verb: verbs.ExportDead) -> int:
    letters = engine.bridging.bridges.dead(verb.bridge)
    path = paths.typed(verb.path)
    count = await asyncio.to_thread(_write, path, letters.export())
    sentence = "{count} dead letters of {bridge} were written to {path}."
    engine.feed.notice("info", "dead-exported", sentence, count=count, bridge=verb.bridge, path=path)
    return count


def _write(path: Path, lines: Iterable[str]) -> int:
    """Lines into a new file; one that is there stays as it is."""
    count = 0
    try:
        with path.open("x", encoding="utf-8") as stream:
            for line in lines:
                stream.write(line + "\n")
                count += 1
    except FileExistsError:
        raise BadInput("file-exists", "{path} is there already. Choose another name.", path=path) from None
    except OSError as error:
        words = error.strerror or str(error)
        raise Unavailable("cannot-write", "{path} could not be written: {words}.", path=path, words=words) from None
    return count


def _keep(engine: Engine) -> None:
    """The workspace holds what the service holds."""
    if engine.workspace.bridges != engine.bridging.specs:
        engine.documents.change(bridges=engine.bridging.specs)
