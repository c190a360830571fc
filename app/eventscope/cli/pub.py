"""`eventscope pub`: publish an event, once or again and again, and wait until the broker has it."""

from __future__ import annotations

import asyncio
import base64
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eventscope.cli import output, properties
from eventscope.cli.options import with_broker
from eventscope.cli.target import IDENT, Target
from eventscope.core import duration
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.cli.session import Session
    from eventscope.core.workspace import SavedEvent

WAIT = 30.0  # seconds for the broker to acknowledge


@with_broker
def pub(
    where: Target,
    topic: Annotated[str, typer.Option("--topic", "-t", help="Topic to publish to.")],
    message: Annotated[str | None, typer.Option("--message", "-m", help="The payload, sent as it is.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="The payload is that file's; - reads stdin.")
    ] = None,
    qos: Annotated[int, typer.Option("--qos", "-q", min=0, max=2)] = 0,
    retain: Annotated[bool, typer.Option("--retain", "-r", help="The broker keeps it for later subscribers.")] = False,
    given: Annotated[list[str] | None, typer.Option("--property", metavar="NAME=VALUE", help=properties.HELP)] = None,
    repeat: Annotated[int, typer.Option("--repeat", min=0, help="How often; 0 until Ctrl+C.")] = 1,
    every: Annotated[
        str, typer.Option("--every", help="Time between two, as in 10ms; 0s sends as fast as they are taken.")
    ] = "1s",
    template: Annotated[bool, typer.Option("--template", help="Render {{ seq }}, {{ now }}, … in -t and -m.")] = False,
    seed: Annotated[int | None, typer.Option("--seed", help="Random values of templates are the same again.")] = None,
    stamp: Annotated[bool, typer.Option(help="Add user properties that tell latency and loss.")] = True,
    envelope: Annotated[bool, typer.Option(help="In 3.1.1, put the stamp in a line before the payload.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Publish an event, once or again and again.

    Exit 0 when the broker has it (QoS 0: when it left), 1 when not, 3 without a connection.
    """
    from eventscope.core.workspace import SavedEvent

    kind, body = _payload(message, file)
    event = SavedEvent(
        name="pub",
        topic=topic,
        payload=body,
        kind=kind,
        connection=IDENT,
        qos=qos,
        retain=retain,
        properties=properties.read(given or ()),
        stamp=stamp,
        envelope=envelope,
        repeat=repeat,
        every_ms=duration.seconds(every) * 1000,
        seed=seed,
        template=template,
    )
    result = asyncio.run(_run(where, event))
    output.data(result) if as_json else _print(result)
    raise typer.Exit(0 if result["failed"] == 0 and result["acknowledged"] == result["published"] else 1)


def _payload(message: str | None, file: Path | None) -> tuple[Any, str]:
    if message is None and file is None:
        raise BadInput("no-payload", "Give the payload with -m TEXT or with -f FILE.")
    if message is not None and file is not None:
        raise BadInput("two-payloads", "Give the payload with -m TEXT or with -f FILE, not with both.")
    if message is not None:
        return "text", message
    if str(file) != "-":
        return "file", str(file)
    from eventscope.core import payload

    data = sys.stdin.buffer.read(payload.LIMIT + 1)
    return "base64", base64.b64encode(data).decode()


async def _run(where: Target, event: SavedEvent) -> dict[str, Any]:
    from dataclasses import replace

    from eventscope.cli.session import session
    from eventscope.core.workspace import Workspace
    from eventscope.engine.drafts import recipe

    recipe(event, where.connection).draft(1, 0)  # a mistake is told before anything is connected
    workspace = Workspace(connections=(where.connection,), broker=False)
    passwords = {} if where.password is None else {IDENT: where.password}
    async with session(workspace, passwords=passwords) as running:
        await running.connected(IDENT)
        if running.ended:
            return {"published": 0, "acknowledged": 0, "failed": 0}
        if event.repeat == 1:
            return await _once(running, replace(event, burst=1))
        return await _many(running, event)


async def _once(running: Session, event: SavedEvent) -> dict[str, Any]:
    from eventscope.core.verbs import GetReceipts, Publish

    engine = running.engine
    await engine.do(Publish(event))
    receipt = None
    for _ in range(int(WAIT * 200)):
        (receipt,) = await engine.do(GetReceipts(1))
        if receipt.failed or (receipt.acknowledged if event.qos else receipt.sent) is not None or running.ended:
            break
        await asyncio.sleep(0.005)
    assert receipt is not None
    done = not receipt.failed and (receipt.acknowledged if event.qos else receipt.sent) is not None
    result: dict[str, Any] = {
        "published": 1,
        "acknowledged": int(done),
        "failed": int(bool(receipt.failed)),
        "reason": receipt.reason,
    }
    if receipt.failed:
        result["words"] = receipt.words
    for name, stage in (("sent_ms", receipt.sent), ("acknowledged_ms", receipt.acknowledged)):
        result[name] = None if stage is None else round((stage - receipt.queued) / 1e6, 3)
    return result


async def _many(running: Session, event: SavedEvent) -> dict[str, Any]:
    from eventscope.core.verbs import Publish, StopPublishing

    engine = running.engine
    job = await engine.do(Publish(event))
    await running.until(lambda: job in running.jobs and not running.jobs[job].running)
    if running.ended:
        running.ended = False  # what left already still wants its acknowledgement
        await engine.do(StopPublishing(job))
    await running.until(lambda: (news := running.jobs[job]).done + news.failures >= news.sent, WAIT)
    news = running.jobs[job]
    result: dict[str, Any] = {"published": news.sent, "acknowledged": news.done, "failed": news.failures}
    if news.skipped:
        result["skipped"] = news.skipped
    if news.failed:
        result["words"] = news.failed
    return result


def _print(result: dict[str, Any]) -> None:
    words = f"published {result['published']}, at the broker {result['acknowledged']}, failed {result['failed']}"
    if result.get("acknowledged_ms") is not None:
        words += f", acknowledged after {result['acknowledged_ms']} ms"
    output.line(words)
    if "words" in result:
        output.problem(result["words"])
