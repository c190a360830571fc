"""Options that several commands share: where to connect, as whom, and how the peer is verified."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from eventscope.cli.target import Target, target

_PANEL = "Connection"

Url = Annotated[
    str,
    typer.Option("--url", "-u", help="mqtt://, mqtts://, ws:// or wss://HOST[:PORT][/PATH]", rich_help_panel=_PANEL),
]
User = Annotated[str, typer.Option("--user", help="User name.", rich_help_panel=_PANEL)]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", help="File whose first line is the password.", rich_help_panel=_PANEL)
]
AskPassword = Annotated[bool, typer.Option("--ask-password", help="Ask for the password.", rich_help_panel=_PANEL)]
CaFile = Annotated[str, typer.Option("--cafile", help="Certificates to trust (PEM).", rich_help_panel=_PANEL)]
Cert = Annotated[str, typer.Option("--cert", help="Own certificate (PEM).", rich_help_panel=_PANEL)]
Key = Annotated[str, typer.Option("--key", help="Key of the own certificate (PEM).", rich_help_panel=_PANEL)]
Insecure = Annotated[
    bool, typer.Option("--insecure", help="Do not verify the peer's certificate.", rich_help_panel=_PANEL)
]
VersionOption = Annotated[str, typer.Option("--version", "-V", help="3.1.1 or 5.", rich_help_panel=_PANEL)]
ClientId = Annotated[str, typer.Option("--client-id", "-i", help="Client ID.", rich_help_panel=_PANEL)]


def broker(
    *,
    url: Url,
    user: User = "",
    password_file: PasswordFile = None,
    ask_password: AskPassword = False,
    cafile: CaFile = "",
    cert: Cert = "",
    key: Key = "",
    insecure: Insecure = False,
    version: VersionOption = "5",
    client_id: ClientId = "",
) -> Target:
    """The MQTT broker that these options name; BadInput says which of them is wrong."""
    return target(url, user, password_file, ask_password, cafile, cert, key, insecure, version, client_id)


def with_broker(command: Callable[..., None]) -> Callable[..., None]:
    """The command, whose first parameter is a Target, with the options of `broker` in that one's place."""
    first, *own = inspect.signature(command, eval_str=True).parameters.values()
    shared = list(inspect.signature(broker, eval_str=True).parameters.values())

    def run(**given: object) -> None:
        where = broker(**{item.name: given.pop(item.name) for item in shared})  # type: ignore[arg-type]
        command(**{first.name: where}, **given)

    kept = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in own]
    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    run.__signature__ = inspect.Signature([*kept, *shared])  # type: ignore[attr-defined]
    run.__annotations__ = {item.name: item.annotation for item in (*kept, *shared)}
    return run
