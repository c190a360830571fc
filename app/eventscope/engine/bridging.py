"""The bridges of the open workspace: checked, saved, started with it, and following its connections."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from eventscope.core import buscheck, cycles, losses
from eventscope.core.bridge import Plan, compile as compile_bridge
from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, BusSpec, Kind
from eventscope.core.errors import BadInput, EventscopeError, Unavailable
from eventscope.core.note import Note
from eventscope.core.workspace import Connection
from eventscope.engine.bridges import endpoints
from eventscope.engine.bridges.buslink import spec_of
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.service import Bridges
from eventscope.engine.feed import Feed

Connections = Callable[[], tuple[Connection, ...]]
Password = Callable[[Connection], bytes | None]
T = TypeVar("T")


class Bridging:
    """`specs` are the bridges of the workspace in their order. Lives on the event loop."""

    def __init__(self, bridges: Bridges, connections: Connections, password: Password, feed: Feed) -> None:
        self.bridges = bridges
        self.specs: tuple[BridgeSpec, ...] = ()
        self._connections = connections
        self._password = password
        self._feed = feed

    # --- with the workspace ------------------------------------------------------------------------------

    async def enter(self, specs: Iterable[BridgeSpec]) -> None:
        """Run them; what cannot run is told, and is there all the same."""
        self.specs = tuple(specs)
        found = [(spec, await self._or_tell(self.endpoints(used(spec)))) for spec in self.specs]
        starting = [ends for spec, ends in found if ends is not None and spec.start == "automatic"]
        await self.bridges.meet(item for ends in starting for item in ends.values())
        for spec, ends in found:
            if ends is not None:
                await self._or_tell(self.bridges.put(spec, ends))

    async def leave(self) -> None:
        """Stop and forget them, side by side; what waits stays on disk."""
        self.specs = ()
        await self.bridges.clear()

    async def connection_changed(self, ident: str) -> None:
        """A connection was changed, or is gone: bridges over it go on with what it is now."""
        names = {item.name for item in self._connections() if item.id == ident}
        for spec in self.specs:
            if names & used(spec):
                await self._or_tell(self._put(spec))

    def connection_renamed(self, before: str, name: str) -> None:
        """Bridges name connections by their names: they name this one by its new one from now on."""
        if before not in ("", name):
            self.specs = tuple(_renamed(spec, before, name) for spec in self.specs)

    def refuse_used(self, name: str) -> None:
        """Raises Unavailable where a bridge needs the connection of that name."""
        users = [spec.name for spec in self.specs if name in used(spec)]
        if users:
            sentence = "{name} is needed by the bridge {bridges}. Change or remove that first."
            raise Unavailable("connection-in-use", sentence, name=name, bridges=", ".join(users))

    async def _put(self, spec: BridgeSpec) -> None:
        await self.bridges.put(spec, await self.endpoints(used(spec)))

    async def _or_tell(self, work: Awaitable[T]) -> T | None:
        try:
            return await work
        except EventscopeError as error:
            self._feed.notice("bad", error.code, error.sentence, **error.params)
            return None

    async def endpoints(self, names: Iterable[str]) -> dict[str, Endpoint]:
        """Those connections that exist, with their secrets; in a thread, because the key store may ask the person."""
        wanted = set(names)
        found = [item for item in self._connections() if item.name in wanted and item.scheme != "bus"]
        return {item.name: await asyncio.to_thread(endpoints.of_connection, item, self._password) for item in found}

    # --- what a person does ------------------------------------------------------------------------------

    def get(self, name: str) -> BridgeSpec:
        """One bridge, or BadInput."""
        found = next((spec for spec in self.specs if spec.name == name), None)
        if found is None:
            raise BadInput("no-bridge", "There is no bridge {name!r} in this workspace.", name=name)
        return found

    def check(self, spec: BridgeSpec, before: str = "") -> tuple[Note, ...]:
        """Notes about what a person may not have meant. Raises BadInput for what cannot work, cycles included."""
        name = before or spec.name
        if before:
            self.get(before)
        if spec.name != before and any(item.name == spec.name for item in self.specs):
            raise BadInput("bridge-name", "There is a bridge {name!r} already. Choose another name.", name=spec.name)
        known = self._named(used(spec))
        buscheck.check(BusFile(known, (spec,)))
        return tuple(self._circles([*(item for item in self.specs if item.name != name), spec]))

    def notes(self) -> tuple[Note, ...]:
        """The same about all bridges as they are; a cycle that was opened with a file is a note, too."""
        try:
            return tuple(self._circles(self.specs))
        except EventscopeError as error:
            return (Note(error.code, error.sentence, _texts(error)),)

    def _circles(self, specs: Iterable[BridgeSpec]) -> list[Note]:
        file = self._file(specs)
        brokers = self.bridges.brokers(file.connections)
        return cycles.check(file, brokers) + losses.notes(file)

    def _file(self, specs: Iterable[BridgeSpec]) -> BusFile:
        """All that can be followed: a bridge whose connection is gone feeds nothing."""
        known = {item.name: item for item in self._named()}
        there = tuple(spec for spec in specs if used(spec) <= known.keys())
        return BusFile(tuple(known.values()), there, tuple(self._buses(known)))

    def _named(self, names: set[str] | None = None) -> tuple[BusConnection, ...]:
        return tuple(
            endpoints.as_bus(item)
            for item in self._connections()
            if item.scheme != "bus" and (names is None or item.name in names)
        )

    def _buses(self, known: Mapping[str, BusConnection]) -> Iterator[BusSpec]:
        every = self._connections()
        for item in every:
            if item.scheme != "bus":
                continue
            try:
                spec = spec_of(item, every)
            except EventscopeError:
                continue  # its own connection says what is wrong with it
            if set(spec.members) <= known.keys():
                yield spec

    async def save(self, spec: BridgeSpec, before: str = "") -> tuple[Note, ...]:
        """Add or change a bridge and run it; answers notes. What waits in it is kept."""
        notes = self.check(spec, before)
        ends = await self.endpoints(used(spec))
        if spec.start == "automatic" and await self.bridges.meet(ends.values()):
            notes = self.check(spec, before)
        name = before or spec.name
        changed = [spec if item.name == name else item for item in self.specs]
        self.specs = tuple(changed if any(item.name == name for item in self.specs) else [*changed, spec])
        await self.bridges.put(spec, ends, before=before)
        return notes

    async def remove(self, name: str, force: bool) -> None:
        """Stop and forget a bridge. Raises Unavailable while something waits or lies in it, but with `force`."""
        self.get(name)
        found = next((item for item in self.bridges.figures() if item.name == name), None)
        if found is not None and not force and (found.queued or found.dead):
            sentence = (
                "In {name} {queued} messages wait and {dead} are dead letters. Drain it, or remove it with all of them."
            )
            raise Unavailable("bridge-not-empty", sentence, name=name, queued=found.queued, dead=found.dead)
        await self.bridges.remove(name, forget=True)
        self.specs = tuple(spec for spec in self.specs if spec.name != name)

    def plan(self, spec: BridgeSpec) -> tuple[Plan, Kind]:
        """A bridge, saved or not, for a dry run, and the kind of its source. Raises BadInput."""
        known = self._named(used(spec))
        buscheck.check(BusFile(known, (replace(spec, name=spec.name.strip() or "bridge"),)))
        found = {item.name: item for item in known}
        brokers = self.bridges.brokers(known)
        return compile_bridge(spec, found, brokers=brokers), found[spec.source.connection].kind


def _texts(error: EventscopeError) -> dict[str, str]:
    """Its parameters, but for the path of a circle as a list, which no sentence has."""
    return {name: str(value) for name, value in error.params.items() if not isinstance(value, tuple)}


def _renamed(spec: BridgeSpec, before: str, name: str) -> BridgeSpec:
    def named(connection: str) -> str:
        return name if connection == before else connection

    routes = (replace(item, to=replace(item.to, connection=named(item.to.connection))) for item in spec.routes)
    source = replace(spec.source, connection=named(spec.source.connection))
    return replace(spec, source=source, routes=tuple(routes))


def used(spec: BridgeSpec) -> set[str]:
    """The names of its connections."""
    return {spec.source.connection, *(route.to.connection for route in spec.routes)}
