"""One MQTT session by which a bridge speaks for itself: its state, a last will, beats.

Its own, because the sessions that carry messages come and go with lazy targets, pauses and drains; because several of
one bridge may end at one broker; and because a broker does not give a session its own beats (No Local, bridge bit).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from eventscope.base import tasks
from eventscope.core import signs
from eventscope.core.busfigures import Announced
from eventscope.core.signs import Sign
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.mqttsession import CLOSE_WITHIN, session, version
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durable import Durable, Line
from eventscope.links.mqtt.packetids import LAST
from eventscope.links.mqtt.troubles import Trouble
from eventscope.mqtt import codec, reasons
from eventscope.mqtt.packets import V5, Ack, Packet, PacketType, Properties, Publish, Will

STALE = 30  # seconds after which a beat is no use to anybody that was away
Answered = Callable[[int, str], None]  # reason code (0x80 and above: refused), words


class Voice:
    """At one broker, whatever the bridge does with it; all methods run on the event loop.

    With `will` it announces: the broker tells that sign when the bridge is gone. What a broker refuses shows in
    `announced` and `words`, and harms nothing.
    """

    def __init__(self, endpoint: Endpoint, name: str, will: Sign | None) -> None:
        self.up = False
        self.told = False
        self.words = ""  # why the broker will not have it
        self.connection = endpoint.bus.name
        connection = session(endpoint, name)
        self._announces = will is not None  # else it has only beats to send
        self._ident = will.id if will is not None else ""
        self._v5 = version(connection) == V5
        last = None
        if will is not None:
            last = Will(signs.state_topic(will.id), will.payload(), 1, True)
        self._sign: Sign | None = None
        self._line: Line | None = None
        self._limits = Capabilities()
        self._number = 0
        self._asked: dict[int, Answered] = {}
        self._durable = Durable(connection, endpoint.password, self, self._tell, will=last, kept=False)
        self._run: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()  # nothing is on its way to the broker, or can be

    def start(self) -> None:
        """Connect, and stay."""
        self._run = tasks.spawn(self._durable.run(), "bridge voice")

    @property
    def announced(self) -> Announced:
        """Whether the broker has what is to be told."""
        if not self._announces:
            return ""
        return "refused" if self.words else "told" if self.told else "waiting"

    def say(self, sign: Sign) -> None:
        """The bridge's state from now on; a connection that comes later begins with it."""
        if not self._announces:
            return
        self._sign = sign
        self.told = False
        self._settled.clear()
        if self._line is not None:
            self._publish(signs.state_topic(self._ident), sign.payload(), self._limits.retain, self._state_answered)

    def beat(self, topic: str, payload: bytes, answered: Answered) -> None:
        """One beat; nothing happens while the broker is away."""
        if self._line is not None:
            self._publish(topic, payload, False, answered)

    async def close(self) -> None:
        """Say what is to be said, and leave politely, so that no will is told."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN):
                await self._settled.wait()
        self._durable.close()
        if self._run is not None:
            await asyncio.wait([self._run], timeout=CLOSE_WITHIN)
            self._run.cancel()
            await asyncio.wait([self._run])

    # --- inside ------------------------------------------------------------------------------------------

    def _publish(self, topic: str, payload: bytes, retain: bool, answered: Answered) -> None:
        assert self._line is not None
        qos = min(1, self._limits.maximum_qos)
        self._number = self._number % LAST + 1
        properties = Properties(message_expiry=None if retain or not self._v5 else STALE)
        packet = Publish(topic, payload, qos, retain, packet_id=self._number if qos else 0, properties=properties)
        if qos:
            self._asked[self._number] = answered
        self._line.write(codec.encode(packet, self._line.version))
        if not qos:
            answered(0, "")

    def _state_answered(self, reason: int, words: str) -> None:
        self.told = reason < 0x80
        self.words = words if reason >= 0x80 else ""
        if not self._asked:
            self._settled.set()

    def _tell(self, state: str, trouble: Trouble | None) -> None:
        self.up = state == "connected"
        if state == "connected":
            self.words = ""
        elif trouble is not None:
            self._settled.set()
            if trouble.lasting:
                self.words = trouble.words

    # --- Part ----------------------------------------------------------------------------------------------

    def connected(self, session_present: bool, limits: Capabilities, line: Line) -> None:
        """The newest state goes first."""
        self._line, self._limits = line, limits
        if self._sign is not None:
            self.say(self._sign)

    def publish(self, first: int, body: bytes) -> None:
        """It subscribes to nothing."""

    def control(self, packet: Packet) -> None:
        """Answers to what was said."""
        if isinstance(packet, Ack) and packet.type is PacketType.PUBACK:
            answered = self._asked.pop(packet.packet_id, None)
            if answered is not None:
                answered(packet.reason, reasons.words(packet.reason, 5 if self._v5 else 4, "PUBACK"))

    def heard(self) -> None:
        """Nothing gathers."""

    def flowing(self) -> None:
        """Nothing waits."""

    def tick(self, now: int) -> None:
        """Nothing to watch."""

    async def lost(self, by_broker: bool) -> None:
        """What was not answered is not asked again: the next connection begins with the newest state."""
        self._line = None
        self._asked.clear()
