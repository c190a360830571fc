"""From connections, of a file or of the workspace, to endpoints: addresses, secrets and the broker's identity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from eventscope.base import files, paths
from eventscope.core import bus
from eventscope.core.bus import BusConnection
from eventscope.core.errors import BadInput
from eventscope.core.identity import identity
from eventscope.core.kafka import Servers
from eventscope.core.workspace import Connection, Tls
from eventscope.engine.bridges.ends import Endpoint

LARGEST_SECRET = 64 << 10  # bytes


def of_file(connection: BusConnection, folder: Path) -> Endpoint:
    """Of a file's connection; files with secrets and certificates are seen from `folder`. Raises BadInput."""
    seen = {name: _seen_from(folder, getattr(connection, name)) for name in _FILES}
    here = replace(connection, **seen)  # type: ignore[arg-type]
    password = _secret(here.password_file, "password", here.name)
    secret = _secret(here.secret_file, "secret", here.name)
    return _endpoint(here, password, secret)


def of_connection(connection: Connection, password: Callable[[Connection], bytes | None]) -> Endpoint:
    """Of a connection of the workspace, which the endpoint calls by its name; `password` may ask the key store.

    HTTP has one secret only: with a user it is the password, else it signs webhooks, or is a token that goes along.
    Where we listen it is the token that we want.
    """
    word = password(connection) if connection.has_password else None
    http = connection.scheme in ("http", "https")
    lone = http and not connection.user and connection.signs
    found = _endpoint(as_bus(connection), None if lone else word, word if lone else None)
    if found.mqtt is not None:
        found = replace(found, mqtt=replace(connection, subscriptions=()))
    if http:
        found = replace(found, headers=connection.websocket_headers, insecure=connection.tls.insecure)
    if found.kafka is not None:
        more = {"token_url": connection.token_url, "insecure": connection.tls.insecure}
        found = replace(found, kafka=replace(found.kafka, **more))  # type: ignore[arg-type]
    return found


def as_bus(connection: Connection) -> BusConnection:
    """A connection of the workspace as a file would describe it, without its secret."""
    kafka = connection.scheme in ("kafka", "kafkas")
    version = connection.version if connection.scheme in ("mqtt", "mqtts", "ws", "wss") else "5"
    return BusConnection(
        name=connection.name,
        url=_url(connection),
        user=connection.user,
        version=version,
        client_id=connection.client_id,
        mechanism=connection.mechanism if kafka else "",
        ca_file=connection.tls.ca_file,
        certificate=connection.tls.certificate,
        key=connection.tls.key,
        server_name=connection.tls.server_name,
    )


def _url(connection: Connection) -> str:
    host = connection.host
    if "," in host or host.rpartition("]")[2].count(":") == 1:  # several, or with a port of its own
        place = host
    else:
        place = f"[{host}]:{connection.port}" if ":" in host and "[" not in host else f"{host}:{connection.port}"
    path = connection.resource if connection.scheme in ("ws", "wss", "http", "https") else ""
    return f"{connection.scheme}://{place}{path}"


_FILES = ("password_file", "secret_file", "ca_file", "certificate", "key")


def _seen_from(folder: Path, name: str) -> str:
    return str(folder / paths.typed(name)) if name else ""


def _secret(file: str, word: str, connection: str) -> bytes | None:
    """The first line, without what ends it."""
    if not file:
        return None
    try:
        data = files.read_start(Path(file), LARGEST_SECRET)  # a pipe would keep us waiting for whoever writes to it
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        sentence = "The {word} file {path} of connection {connection} cannot be read: {words}."
        raise BadInput(
            "secret-file", sentence, word=word, path=file, connection=repr(connection), words=words
        ) from None
    line = data.partition(b"\n")[0].rstrip(b"\r")
    if not line:
        sentence = "The {word} file {path} of connection {connection} is empty: its first line must be the {word}."
        raise BadInput("secret-file-empty", sentence, word=word, path=file, connection=repr(connection))
    return line


def _endpoint(connection: BusConnection, password: bytes | None, secret: bytes | None) -> Endpoint:
    made = Endpoint(connection, identity(connection), password=password, secret=secret)
    if connection.kind == "mqtt":
        return replace(made, mqtt=_mqtt(connection, password is not None))
    return replace(made, kafka=_kafka(connection)) if connection.kind == "kafka" else made


def _mqtt(connection: BusConnection, has_password: bool) -> Connection:
    parts = urlsplit(connection.url)
    scheme = connection.scheme
    return Connection(
        id=connection.name,
        name=connection.name,
        scheme=scheme,  # type: ignore[arg-type]
        host=parts.hostname or "127.0.0.1",
        port=parts.port or bus.SCHEMES[scheme][1],
        path=parts.path,
        version=connection.version,
        client_id=connection.client_id,
        user=connection.user,
        has_password=has_password,
        tls=Tls(connection.ca_file, connection.certificate, connection.key, server_name=connection.server_name),
    )


def _kafka(connection: BusConnection) -> Servers:
    port = bus.SCHEMES[connection.scheme][1]
    hosts = connection.url.partition("://")[2].partition("/")[0].split(",")
    return Servers(
        addresses=tuple(host if ":" in host.rpartition("]")[2] else f"{host}:{port}" for host in hosts),
        tls=connection.scheme == "kafkas",
        mechanism=connection.mechanism,
        user=connection.user,
        ca_file=connection.ca_file,
        certificate=connection.certificate,
        key=connection.key,
    )
