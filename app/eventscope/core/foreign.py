"""A workspace file from elsewhere: what it would do by itself as soon as it is opened, and the same file without it.

A file can be changed by other hands than ours: it could name another host for a connection whose password is stored
here, carry messages out by a bridge, or open the broker to the network. A person is to see that and allow each part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from eventscope.core.bus import BridgeSpec
from eventscope.core.hosts import is_loopback
from eventscope.core.workspace import EMBEDDED, Connection, Workspace

Use = tuple[Literal["itself", "bridge", "consumer"], str]
BROKER = "broker"  # the id of the wish of the embedded broker


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that would happen. `id` is that of the connection, or BROKER.

    reach: connect to `place`; `uses` says by what: itself, bridge NAME, consumer NAME; `password`: the stored one would
    be sent there. listen: the embedded broker would take its listeners from the file `place`.
    """

    id: str
    kind: Literal["reach", "listen"]
    name: str
    place: str
    uses: tuple[Use, ...] = ()
    password: bool = False


def wishes(workspace: Workspace) -> tuple[Wish, ...]:
    """What a person should allow before this workspace is opened; nothing of what stays on this machine unasked."""
    found = [wish for each in workspace.connections if each.id != EMBEDDED and (wish := _reach(workspace, each))]
    if workspace.broker and workspace.broker_file:
        found.append(Wish(BROKER, "listen", "", workspace.broker_file))
    return tuple(found)


def without(workspace: Workspace, refused: frozenset[str]) -> Workspace:
    """The same workspace, in which what was refused waits for a person: nothing is removed."""
    if not refused:
        return workspace
    names = {each.name for each in workspace.connections if each.id in refused}
    return replace(
        workspace,
        connections=tuple(_held(each) if each.id in refused else each for each in workspace.connections),
        bridges=tuple(
            replace(each, start="manual") if names & _touched(each) else each for each in workspace.bridges
        ),
        consumers=tuple(
            replace(each, enabled=False) if each.connection in refused else each for each in workspace.consumers
        ),
        broker_file="" if BROKER in refused else workspace.broker_file,
    )  # fmt: skip


def _held(connection: Connection) -> Connection:
    return replace(connection, auto_connect=False, has_password=False)


def _reach(workspace: Workspace, connection: Connection) -> Wish | None:
    uses = tuple(_uses(workspace, connection))
    local = connection.scheme == "bus" or all(_is_local(host) for host in connection.host.split(","))
    if not (uses and not local) and not connection.has_password:
        return None
    place = f"{connection.scheme}://{connection.host}:{connection.port}"
    return Wish(connection.id, "reach", connection.name, place, uses, connection.has_password)


def _uses(workspace: Workspace, connection: Connection) -> Iterator[Use]:
    if connection.auto_connect:
        yield "itself", ""
    for bridge in workspace.bridges:
        if bridge.start != "manual" and connection.name in _touched(bridge):
            yield "bridge", bridge.name
    for consumer in workspace.consumers:
        if consumer.enabled and consumer.connection == connection.id:
            yield "consumer", consumer.name


def _touched(bridge: BridgeSpec) -> set[str]:
    return {bridge.source.connection, *(route.to.connection for route in bridge.routes)}


def _is_local(host: str) -> bool:
    bare = host.rpartition(":")[0] if host.count(":") == 1 else host
    name = bare.strip("[]").lower()
    return not name or is_loopback(name)
