"""`eventscope broker`: the embedded broker alone, in the foreground; `broker hash` makes a user's password hash."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.broker import BrokerConfig, BrokerGauges, Ports

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
        lambda level, code, sentence, params: output.problem(sentence.format(**params) if params else sentence),
    )


@app.command("hash")
def hash_(
    password_file: Annotated[Path | None, typer.Option(help="File whose first line is the password.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Make the hash for a [[user]] of the broker's file; the password is asked for, or read from a file."""
    from eventscope.broker.configfile import hash_password
    from eventscope.cli.target import password

    secret = password(password_file, ask=False)
    plain = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if secret is None else secret.decode()
    made = hash_password(plain)
    output.data({"password": made}) if as_json else output.line(made)


def _configuration(port: int | None, ws_port: int | None, file: Path | None) -> BrokerConfig:
    from eventscope.broker.configfile import read_config
    from eventscope.core.broker import BrokerConfig, Listener

    if file is None:
        listeners = [Listener("mqtt", port=port)]
        if ws_port is not None:
            listeners.append(Listener("ws", port=ws_port))
        return BrokerConfig(tuple(listeners))
    if port is not None or ws_port is not None:
        raise BadInput(
            "port-and-file", "The ports are in the file given with --config; leave --port and --ws-port out."
        )
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
