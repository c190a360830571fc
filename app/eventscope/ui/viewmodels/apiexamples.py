"""Commands that show how the HTTP API is used; the token stays in its file, out of every command line."""

from __future__ import annotations

import shlex

from eventscope.core.apiaddress import ApiAddress


def commands(address: ApiAddress, windows: bool) -> list[tuple[str, str]]:
    """(what it does, command line) pairs to paste into a terminal; "what it does" is one of
    state, publish, pull, openapi.

    `windows`: quoted for its shell instead of a POSIX one.
    """
    quote = _doubled if windows else shlex.quote
    header = quote(f"@{address.header_file}")
    start = f"curl -H {header}"
    event = '{"topic": "lamp/1", "payload": "on", "kind": "text", "qos": 1}'
    body = f"-H {quote('Content-Type: application/json')} -d {quote(event)}"
    return [
        ("state", f"{start} {address.url}/v1/state"),
        ("publish", f"{start} {body} {quote(address.url + '/v1/publish?wait=5')}"),
        ("pull", f"{start} {quote(address.url + '/v1/pull?wait=30')}"),
        ("openapi", f"{start} {address.url}/v1/openapi.json"),
    ]


def port_of(address: ApiAddress) -> str:
    """Its port, as text."""
    return address.url.rpartition(":")[2]


def _doubled(text: str) -> str:
    """For cmd.exe: double quotes, those inside escaped for the program's own reading."""
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'
