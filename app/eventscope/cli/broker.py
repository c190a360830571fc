"""`eventscope broker`: the embedded broker alone, in the foreground; `broker hash` makes a user's password hash."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.broker import BrokerConfig, BrokerGauges, Listener, ListenerKind, Ports

app = typer.Typer(help="Run the broker in the foreground until Ctrl+C.", invoke_without_command=True)
LIMIT = 1 << 20


@app.callback()
def broker(
    context: typer.Context,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="MQTT; 0 is any free one. Without: 1883 or the next free one.")
    ] = None,
    ws_port: Annotated[int | None, typer.Option(min=0, max=65535, help="WebSocket; 0 is any free one.")] = None,
    config: Annotated[Path | None, typer.Option(help="Listeners, users and access rules (TOML).")] = None,
    stats_json: Annotated[bool, typer.Option("--stats-json", help="A line of gauges a second.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the ports as one line of JSON.")] = False,
) -> None:
    """Run the broker until Ctrl+C; it listens on this machine only unless its file says otherwise."""
    if context.invoked_subcommand is not None:
        return
    from eventscope.broker import main

    main.run(
        _configuration(port, ws_port, config),
        lambda ports: _ready(ports, as_json),
        _tell_gauges if stats_json else None,
        lambda level, code, sentence, params: output.notice(sentence.format(**params) if params else sentence, code),
    )


@app.command("hash")
def hash_(
    password_file: Annotated[Path | None, typer.Option(help="File whose first line is the password.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Make the hash for a [[user]] of the broker's file.

    The password is asked for twice; from a pipe or a file it is the first line.
    """
    from eventscope.broker.configfile import hash_password
    from eventscope.cli.target import password

    secret = password(password_file, ask=False)
    text = _asked() if secret is None else secret.decode()
    if not text:
        raise BadInput("empty-password", "The password is empty. Give it on a terminal, in a pipe or in a file.")
    made = hash_password(text)
    output.data({"password": made}) if as_json else output.line(made)


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    # The question goes to the error stream, so that the hash alone can be redirected into a file.
    answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return answer


def _configuration(port: int | None, ws_port: int | None, file: Path | None) -> BrokerConfig:
    """The file's, or one listener for MQTT; a port that is given goes before what the file says of its kind."""
    from eventscope.core.broker import BrokerConfig, Listener

    config = BrokerConfig((Listener("mqtt", port=port),)) if file is None else _read(file)
    listeners = config.listeners
    given: tuple[tuple[ListenerKind, int | None], ...] = (("mqtt", port), ("ws", ws_port))
    for kind, number in given:
        if number is not None:
            listeners = _with_port(listeners, kind, number)
    return replace(config, listeners=listeners)


def _with_port(listeners: tuple[Listener, ...], kind: ListenerKind, port: int) -> tuple[Listener, ...]:
    from eventscope.core.broker import Listener

    first = next((item for item in listeners if item.kind == kind), None)
    if first is None:
        return (*listeners, Listener(kind, port=port))
    return tuple(replace(item, port=port) if item is first else item for item in listeners)


def _read(file: Path) -> BrokerConfig:
    from eventscope.broker.configfile import read_config

    try:
        with file.open("rb") as stream:
            text = stream.read(LIMIT + 1)
        if len(text) > LIMIT:
            raise BadInput("file-too-large", "{path} is larger than 1 MiB; it is no broker file.", path=file)
        return read_config(text.decode("utf-8"), file.parent)
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise BadInput("cannot-read", "{path} could not be read: {words}.", path=file, words=words) from None


def _ready(ports: Ports, as_json: bool) -> None:
    if as_json:
        output.data({name: getattr(ports, name) for name in ("mqtt", "mqtts", "ws", "wss", "pid")})
        return
    listening = [
        f"{scheme}://{ports.address}:{port}"
        for scheme in ("mqtt", "mqtts", "ws", "wss")
        if (port := getattr(ports, scheme)) is not None
    ]
    output.line("Listening on " + ", ".join(listening) + ". Ctrl+C ends it.")


def _tell_gauges(gauges: BrokerGauges) -> None:
    output.data(asdict(gauges))
