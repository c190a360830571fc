"""`eventscope serve`: the engine without a window, for programs: HTTP and WebSocket on this machine."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.news import News
    from eventscope.core.workspace import Workspace
    from eventscope.engine.documents import Options
    from eventscope.engine.engine import Engine

END_WITHIN = 2.5  # seconds


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen on 127.0.0.1; 0 is any free port.")] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print url, token_file and broker as one line of JSON.")
    ] = False,
    openapi: Annotated[
        bool, typer.Option("--openapi", help="Print the API's description (OpenAPI 3.1) and end.")
    ] = False,
    workspace: Annotated[Path | None, typer.Option(help="A workspace file. Without: this user's own.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Run the demo; nothing is kept.")] = False,
    temporary: Annotated[bool, typer.Option("--temporary", help="Start empty; nothing is kept.")] = False,
) -> None:
    """Answer programs of this machine until Ctrl+C.

    Every request needs a token of the token file. The embedded broker runs, too, and its address is printed: at port
    1883 that is, or where another program has it, at the next free one.
    """
    if openapi:
        _describe()
        return
    if sum((workspace is not None, demo, temporary)) > 1:
        raise BadInput("one-workspace", "Give only one of --workspace, --demo and --temporary.")
    output.logs()
    with _options(workspace, demo, temporary) as options:
        asyncio.run(_run(options, port, as_json))


async def _run(options: Options, port: int, as_json: bool) -> None:
    from eventscope.api.switch import Switch
    from eventscope.base import signals
    from eventscope.core.news import Notice
    from eventscope.core.verbs import StartApi
    from eventscope.engine.engine import Engine

    ended = asyncio.Event()
    signals.on_end(ended.set)
    engine = Engine(options)
    engine.api = Switch(engine)

    def hear(item: News) -> None:
        if isinstance(item, Notice) and item.level != "info":
            output.notice(item.words, item.code)

    engine.feed.listen(hear)
    try:
        await engine.start()
        address = await engine.do(StartApi(port))
        broker = await _broker(engine)
        if as_json:
            output.data({"url": address.url, "token_file": address.token_file, "broker": broker})
        else:
            output.line(f"Listening on {address.url}. Ctrl+C ends it.")
            if broker:
                output.line(f"Its broker: {broker}")
            output.line(f"Tokens: {address.token_file}")
            output.line(f"Try: curl -H @{address.header_file} {address.url}/v1/state")
        await ended.wait()
    finally:
        await engine.stop(END_WITHIN)


async def _broker(engine: Engine) -> str | None:
    """Where the embedded broker listens, None where it does not."""
    from eventscope.core.verbs import GetState

    ports = (await engine.do(GetState())).ports
    return None if ports is None or ports.mqtt is None else f"mqtt://{ports.address}:{ports.mqtt}"


def _describe() -> None:
    from eventscope.api.export import description

    output.data(description())


@contextmanager
def _options(workspace: Path | None, demo: bool, temporary: bool) -> Iterator[Options]:
    from eventscope.base import paths
    from eventscope.engine.documents import Options

    if workspace is not None:
        if not workspace.is_file():
            raise BadInput("no-workspace", "There is no workspace file {path}.", path=workspace)
        yield Options(workspace_path=workspace)
    elif demo or temporary:
        with tempfile.TemporaryDirectory(prefix="eventscope-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            yield Options(
                folder / "workspace.toml", folder / "settings.toml", folder / "log", folder / "lock", _fresh(demo), True
            )
    elif paths.workspace_file().is_file():
        yield Options()
    else:
        # The window's first start shows the demo. A program that starts a server has not asked for it.
        output.notice(
            "There is no workspace yet, so changes to connections are not kept. Give --workspace FILE for that.",
            "no-workspace-yet",
        )
        yield Options(workspace=_fresh(demo=False))


def _fresh(demo: bool) -> Workspace:
    from eventscope.core.workspace import EMBEDDED, Connection, Workspace
    from eventscope.engine.demoworkspace import demo_workspace

    return demo_workspace() if demo else Workspace(connections=(Connection(EMBEDDED, "Embedded broker"),))
