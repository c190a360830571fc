"""The MQTT target of a route: a durable session that sends rows as the broker's window allows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from eventscope.base import clock, tasks
from eventscope.core.bus import BridgeSpec, Route
from eventscope.engine.bridges.ends import Done, Endpoint, Failure, Outlet
from eventscope.engine.bridges.mqttsession import CLOSE_WITHIN, heard, session, soon, told, version
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durable import Durable, Line
from eventscope.links.mqtt.durableparts import TargetPart
from eventscope.links.mqtt.durablerow import Failure as Refusal
from eventscope.links.mqtt.durabletarget import Target
from eventscope.links.mqtt.troubles import Trouble
from eventscope.store.spoolrows import Row


class MqttTarget:
    """See `ends.TargetEnd`."""

    def __init__(
        self, endpoint: Endpoint, spec: BridgeSpec, route: Route, number: int, outlet: Outlet, name: str
    ) -> None:
        self._endpoint = endpoint
        self._outlet = outlet
        self._name = name
        self._durable: Durable | None = None

    async def start(self) -> None:
        """Connect and stay."""
        connection = session(self._endpoint, self._name)
        self._loop = asyncio.get_running_loop()
        target = Target(version(connection), self._outlet.restored, clock.steady_ns)
        part = _Sending(target, self, self._outlet)
        self._durable = Durable(connection, self._endpoint.password, part, self._tell)
        self._outlet.listen(soon(self._loop, part.ready))
        self._run = tasks.spawn(self._durable.run(), f"bridge target {self._name}")

    async def close(self) -> None:
        """What is under way comes again with the next start, under the same packet ids."""
        if self._durable is None:
            return
        self._durable.close()
        await asyncio.wait([self._run], timeout=CLOSE_WITHIN)
        self._run.cancel()
        await asyncio.wait([self._run])

    def ping(self, answered: Callable[[], None]) -> None:
        """See `ends.Answers`."""
        if self._durable is not None:
            self._durable.ping(answered)

    def _tell(self, state: str, trouble: Trouble | None) -> None:
        self._outlet.standing(*told(state, trouble))

    # --- what the session takes from ---------------------------------------------------------------------

    def take(self, count: int) -> Sequence[Row]:
        """The next rows."""
        return self._outlet.take(count)

    def sent(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        """About to be sent."""
        self._outlet.sent(pairs, heard(self._loop, done))

    def received(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        """The broker has them."""
        self._outlet.received(pairs, heard(self._loop, done))

    def done(self, ids: Sequence[int]) -> None:
        """Through."""
        self._outlet.done(ids)

    def failed(self, failures: Sequence[Refusal]) -> None:
        """Not through."""
        self._outlet.failed([Failure(*item) for item in failures])

    def note(self, name: str, count: int) -> None:
        """To be counted."""
        self._outlet.note(name, count)


class _Sending(TargetPart):
    """Tells the outlet how large a message the broker takes."""

    def __init__(self, target: Target, store: MqttTarget, outlet: Outlet) -> None:
        super().__init__(target, store)
        self._told = outlet

    def connected(self, session_present: bool, limits: Capabilities, line: Line) -> None:
        self._told.largest(limits.maximum_packet_size)
        super().connected(session_present, limits, line)
