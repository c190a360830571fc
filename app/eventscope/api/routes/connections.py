"""Connections of the workspace: list, add, change, remove, connect, disconnect. Passwords go in, never out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Response
from pydantic import Field

from eventscope.api.deps import ADMIN, OPERATE, READ, Engine, subject
from eventscope.api.shape import Body, Given, Ident, Long, Name, Pair, Quality, Text, example, respond
from eventscope.core import verbs
from eventscope.core.bus import Mechanism
from eventscope.core.errors import BadInput
from eventscope.core.news import LinkNews
from eventscope.core.workspace import EMBEDDED, Connection, Scheme, Tls, Version, WillSpec

router = subject("connections")

HIDDEN = "***"
_U16 = Annotated[int, Field(ge=0, le=65_535)]
_U32 = Annotated[int, Field(ge=0, le=2**32 - 1)]
_EXAMPLE = {
    "name": "Edge", "scheme": "mqtt", "host": "127.0.0.1", "port": 1883, "path": "/mqtt", "version": "5",
    "client-id": "", "clean-start": True, "session-expiry": 0, "keep-alive": 15, "user": "",
    "receive-maximum": None, "maximum-packet-size": None, "topic-alias-maximum": 0,
    "connect-timeout": 10, "auto-connect": True, "user-properties": [], "websocket-headers": [],
    "tls": {"server-name": "", "alpn": []}, "will": None, "mechanism": "", "token-url": "", "members": [],
    "filters": ["#"],
}  # fmt: skip


class TlsBody(Given):
    """Certificates are files, and no file is named through the API: choose them in the window."""

    server_name: Name = ""
    alpn: list[Name] = Field(default=[], max_length=8)


class WillBody(Given):
    """The last will; the payload is text."""

    topic: Text = Field(min_length=1)
    payload: Long = ""
    qos: Quality = 0
    retain: bool = False
    delay: _U32 = 0


class Fields(Given):
    """How to reach one broker; seconds for times, bytes for sizes. Kafka may have several hosts, host:port each, and
    logs in by `mechanism`. A bus joins `members` (ids of connections) and carries what matches its `filters`."""

    name: Name = ""
    scheme: Scheme = "mqtt"
    host: str = Field(default="127.0.0.1", pattern=r"^[A-Za-z0-9._:,%\[\]-]{1,1000}$")
    port: int = Field(default=1883, ge=1, le=65_535)
    path: str = Field(
        default="", pattern=r"^(/[!-~]{0,255})?$", description="empty: the usual one, /mqtt for WebSockets, / for HTTP"
    )
    version: Version = "5"
    client_id: Text = ""
    clean_start: bool = True
    session_expiry: _U32 = 0
    keep_alive: _U16 = 15
    user: Text = ""
    receive_maximum: Annotated[int, Field(ge=1, le=65_535)] | None = None
    maximum_packet_size: Annotated[int, Field(ge=1, le=2**32 - 1)] | None = None
    topic_alias_maximum: _U16 = 0
    connect_timeout: int = Field(default=10, ge=1, le=120)
    auto_connect: bool = True
    user_properties: list[Pair] = Field(default=[], max_length=100)
    websocket_headers: list[
        Annotated[list[Annotated[str, Field(pattern=r"^[!-~][ -~]{0,2000}$")]], Field(min_length=2, max_length=2)]
    ] = Field(default=[], max_length=100)
    tls: TlsBody = TlsBody()
    will: WillBody | None = None
    mechanism: Mechanism = ""
    token_url: str = Field(default="", pattern=r"^(https?://[!-~]{1,500})?$")
    members: list[Ident] = Field(default=[], max_length=16)
    filters: list[Text] = Field(default=["#"], max_length=16)


class ConnectionGiven(Fields):
    """A connection to add or, with some of the keys, to change. The password is kept in the system's key store."""

    model_config = example({**_EXAMPLE, "password": "secret", "connect": True})
    password: Text | None = Field(default=None, description="null leaves it as it is, an empty text removes it")
    connect: bool = Field(default=True, description="connect at once")


class ConnectionBody(Body):
    """A connection and its state. Values of WebSocket headers may be secrets and do not come out."""

    model_config = example({**_EXAMPLE, "id": "c0ffee01", "has-password": False, "link": None, "subscriptions": 2})
    id: str
    name: str
    scheme: Scheme
    host: str
    port: int
    path: str
    version: Version
    client_id: str
    clean_start: bool
    session_expiry: int
    keep_alive: int
    user: str
    has_password: bool
    receive_maximum: int | None
    maximum_packet_size: int | None
    topic_alias_maximum: int
    connect_timeout: int
    auto_connect: bool
    user_properties: tuple[tuple[str, str], ...]
    websocket_headers: tuple[tuple[str, str], ...]
    tls: dict[str, Any]
    will: dict[str, Any] | None
    mechanism: Mechanism
    token_url: str
    members: tuple[str, ...]
    filters: tuple[str, ...]
    subscriptions: int
    link: LinkNews | None


class Connections(Body):
    """All connections of the workspace."""

    model_config = example({"connections": []})
    connections: list[ConnectionBody]


class Done(Body):
    """It was done; what follows from it comes as news."""

    model_config = example({"done": True})
    done: bool = True


async def find(engine: Engine, ident: str) -> Connection:
    """One connection; BadInput where there is none."""
    state = await engine.ask(verbs.GetState())
    for item in state.workspace.connections:
        if item.id == ident:
            return item
    raise BadInput("no-connection", "There is no connection {name} in this workspace.", name=ident)


@router.get("/connections", response_model=Connections, dependencies=[READ])
async def listed(engine: Engine) -> Response:
    """All connections with their state."""
    state = await engine.ask(verbs.GetState())
    links = {item.connection: item for item in state.links}
    return respond(Connections(connections=[_body(c, links.get(c.id)) for c in state.workspace.connections]))


@router.get("/connections/{connection}", response_model=ConnectionBody, dependencies=[READ])
async def one(engine: Engine, connection: Ident) -> Response:
    """One connection with its state."""
    return await _answer(engine, await find(engine, connection))


@router.post("/connections", response_model=ConnectionBody, status_code=201, dependencies=[ADMIN])
async def add(engine: Engine, given: ConnectionGiven) -> Response:
    """Add a connection; its id is in the answer."""
    blank = Connection("", given.name or given.host)
    made = await engine.ask(verbs.SaveConnection(_changed(blank, given), given.password, given.connect))
    return await _answer(engine, made, 201)


@router.patch("/connections/{connection}", response_model=ConnectionBody, dependencies=[ADMIN])
async def change(engine: Engine, connection: Ident, given: ConnectionGiven) -> Response:
    """Change a connection. What is not given stays as it is."""
    known = await find(engine, connection)
    made = await engine.ask(verbs.SaveConnection(_changed(known, given), given.password, given.connect))
    return await _answer(engine, made)


@router.delete("/connections/{connection}", response_model=Done, dependencies=[ADMIN])
async def remove(engine: Engine, connection: Ident) -> Response:
    """Remove a connection. It is disconnected and forgotten, its password too."""
    await find(engine, connection)
    if connection == EMBEDDED:
        raise BadInput("embedded-stays", "The connection to the embedded broker cannot be removed. Disconnect it.")
    await engine.ask(verbs.RemoveConnection(connection))
    return respond(Done())


@router.post("/connections/{connection}/connect", response_model=Done, dependencies=[OPERATE])
async def connect(engine: Engine, connection: Ident) -> Response:
    """Connect now. `link` of the connection, or the news, tell how it went."""
    await find(engine, connection)
    await engine.ask(verbs.Connect(connection))
    return respond(Done())


@router.post("/connections/{connection}/disconnect", response_model=Done, dependencies=[OPERATE])
async def disconnect(engine: Engine, connection: Ident) -> Response:
    """Disconnect a connection. It stays so until it is connected again."""
    await find(engine, connection)
    await engine.ask(verbs.Disconnect(connection))
    return respond(Done())


def _changed(known: Connection, given: ConnectionGiven) -> Connection:
    changes = {name: getattr(given, name) for name in given.model_fields_set - {"password", "connect", "tls", "will"}}
    for name in ("members", "filters"):
        if name in changes:
            changes[name] = tuple(changes[name])
    for name in ("user_properties", "websocket_headers"):
        if name in changes:
            changes[name] = tuple((pair[0], pair[1]) for pair in changes[name])
    if "tls" in given.model_fields_set:
        tls = given.tls
        changes["tls"] = replace(known.tls, server_name=tls.server_name, alpn=tuple(tls.alpn))
    if "will" in given.model_fields_set:
        changes["will"] = _will(given.will)
    return replace(known, **changes)


def _will(given: WillBody | None) -> WillSpec:
    if given is None:
        return WillSpec()
    return WillSpec(given.topic, given.payload.encode("utf-8"), given.qos, given.retain, given.delay)


async def _answer(engine: Engine, connection: Connection, status: int = 200) -> Response:
    state = await engine.ask(verbs.GetState())
    link = next((item for item in state.links if item.connection == connection.id), None)
    return respond(_body(connection, link), status)


def _body(connection: Connection, link: LinkNews | None) -> ConnectionBody:
    special = {"tls", "will", "subscriptions", "link", "websocket_headers", "path"}
    same = {name: getattr(connection, name) for name in ConnectionBody.model_fields if name not in special}
    will = connection.will
    return ConnectionBody(
        **same,
        path=connection.resource,
        websocket_headers=tuple((name, HIDDEN) for name, _ in connection.websocket_headers),
        tls=_tls(connection.tls),
        will={"topic": will.topic, "qos": will.qos, "retain": will.retain, "delay": will.delay} if will.topic else None,
        subscriptions=len(connection.subscriptions),
        link=link,
    )


def _tls(tls: Tls) -> dict[str, Any]:
    return {"server-name": tls.server_name, "alpn": list(tls.alpn), "insecure": tls.insecure}
