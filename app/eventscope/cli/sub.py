"""`eventscope sub`: subscribe and print what comes, through the same engine and log as the window."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.cli.target import (
    IDENT,
    AskPassword,
    CaFile,
    Cert,
    ClientId,
    Insecure,
    Key,
    PasswordFile,
    Target,
    Url,
    User,
    VersionOption,
    target,
)
from eventscope.core import duration

if TYPE_CHECKING:
    from eventscope.cli.receiving import Receiving
    from eventscope.cli.session import Session
    from eventscope.core.workspace import Subscription


def sub(
    url: Url,
    filters: Annotated[list[str], typer.Option("--topic", "-t", metavar="FILTER", help="Can be given many times.")],
    qos: Annotated[int, typer.Option("--qos", "-q", min=0, max=2)] = 0,
    count: Annotated[int | None, typer.Option("--count", "-n", min=1, help="End after so many messages.")] = None,
    seconds: Annotated[str, typer.Option("--seconds", help="End after that time (with -n: exit 1 then).")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only a last line with the figures, as JSON.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Print payloads byte for byte, escape codes and all.")] = False,
    no_local: Annotated[bool, typer.Option("--no-local", help="Not what this client publishes itself.")] = False,
    log: Annotated[Path | None, typer.Option("--log", help="Keep the messages in that folder.")] = None,
    user: User = "",
    password_file: PasswordFile = None,
    ask_password: AskPassword = False,
    cafile: CaFile = "",
    cert: Cert = "",
    key: Key = "",
    insecure: Insecure = False,
    version: VersionOption = "5",
    client_id: ClientId = "",
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a message.")] = False,
) -> None:
    """Subscribe and print what comes; exit 1 when -n was not reached in --seconds, 3 without a connection."""
    from eventscope.core.workspace import Subscription

    where = target(url, user, password_file, ask_password, cafile, cert, key, insecure, version, client_id)
    wanted = tuple(Subscription(item, qos=qos, no_local=no_local) for item in dict.fromkeys(filters))
    limit = duration.seconds(seconds) if seconds else None
    shape = "quiet" if quiet else "raw" if raw else "json" if as_json else "text"
    received = asyncio.run(_run(where, wanted, count, limit, shape, log))
    raise typer.Exit(0 if count is None or received >= count else 1)


async def _run(
    where: Target,
    wanted: tuple[Subscription, ...],
    count: int | None,
    seconds: float | None,
    shape: str,
    log: Path | None,
) -> int:
    from dataclasses import replace

    from eventscope.cli.receiving import Receiving
    from eventscope.cli.session import session
    from eventscope.core.topics import check_filter
    from eventscope.core.workspace import Workspace

    for item in wanted:
        check_filter(item.filter)
    workspace = Workspace(
        connections=(replace(where.connection, subscriptions=wanted, auto_connect=False),), broker=False
    )
    passwords = {} if where.password is None else {IDENT: where.password}
    async with session(workspace, log, passwords) as running:
        receiving = Receiving(running, count, shape)
        await running.engine.links.open(IDENT)
        await running.connected(IDENT)
        if not running.ended:
            await running.granted([item.filter for item in wanted])
        await _receive(running, receiving, seconds)
        figures = await receiving.finish()
        if shape == "quiet":
            output.data(figures)
        return receiving.count


async def _receive(running: Session, receiving: Receiving, seconds: float | None) -> None:
    """Until the count, the time or a person ends it."""
    from eventscope.base import clock

    end = None if seconds is None else clock.mono_ns() + int(seconds * 1e9)
    while not running.ended and not receiving.full:
        left = None if end is None else (end - clock.mono_ns()) / 1e9
        if left is not None and left <= 0:
            return
        if await running.until(lambda: receiving.news, left):
            await receiving.step()
