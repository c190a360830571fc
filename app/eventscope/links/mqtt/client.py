"""Paho's client with our ears: paho says CONNECT, SUBSCRIBE and PINGREQ and queues what leaves, we do the rest.

Overridden because of paho 2.2's ways (pinned, and held by tests/contract/links): it reads three times for each packet,
parses every property into objects in quadratic time, answers PUBREC before anything is stored, and ends its thread
on the first exception. One Client serves one network connection and is thrown away after it.
"""

from __future__ import annotations

import contextlib
import selectors
import struct
from typing import TYPE_CHECKING, Any

from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.exception import MQTTException
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from eventscope.base import clock
from eventscope.core.workspace import Connection, Subscription
from eventscope.links.mqtt import connectoptions
from eventscope.links.mqtt.causes import Closed
from eventscope.links.mqtt.dial import Channel
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.websocket import WebSocket
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Disconnect

if TYPE_CHECKING:
    from paho.mqtt.client import SocketLike

CHUNK, LEAST = 256 << 10, 64 << 10  # bytes of one read, and so of what a block may pass its bound by
RECORD = 8 << 10  # bytes; a channel of pieces (TLS, WebSocket) that gave so many at once is likely to have more
_BAD_VALUE = (ValueError, MQTTException, struct.error, OverflowError)


class Client(paho.Client):
    """Used by the link's thread only."""

    def __init__(self, connection: Connection, client_id: str, password: bytes | None, ids: PacketIds) -> None:
        self._v5 = connection.version == "5"
        super().__init__(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            clean_session=None if self._v5 else connection.clean_start,
            protocol=paho.MQTTv5 if self._v5 else paho.MQTTv311,
            reconnect_on_failure=False,
        )
        self._connection = connection
        self._ids = ids
        self._channel: Channel | None = None
        self._broken: OSError | None = None
        self._late: OSError | Ended | None = None  # ended the channel behind data that was read with it
        if connection.user or password is not None:
            self.username_pw_set(connection.user)
            self._password = password  # paho's setter takes text only; MQTT's password is bytes [MQTT-3.1.3-21]

    def greet(self, channel: Channel, clean: bool) -> None:
        """Send CONNECT over an open channel; raises Ended for settings that no CONNECT can carry."""
        connection = self._connection
        self._channel = channel
        extra: dict[str, Any] = {}
        if self._v5:
            extra = {"clean_start": clean, "properties": connectoptions.properties(connection)}
        try:
            if connection.will.topic:
                self.will_set(**connectoptions.will(connection.will, self._v5))
            self.connect_async(connection.host, connection.port, connection.keep_alive, **extra)
            self.reconnect()
        except _BAD_VALUE as error:
            raise Ended("bad-settings", error=error) from error
        self._check()

    # --- reading -----------------------------------------------------------------------------------------

    def receive(self, most: int = CHUNK) -> bytes:
        """What the channel has, at most so many bytes; raises BlockingIOError for nothing, else OSError or Ended."""
        if self._late is not None:
            raise self._late
        data = self._sock_recv(most)
        if not data:
            raise Closed
        if len(data) >= RECORD and hasattr(self._channel, "pending"):
            return self._join(data, most)
        return data

    def _join(self, data: bytes, most: int) -> bytes:
        """With the pieces behind it: large reads are what makes reading quick."""
        pieces, size = [data], len(data)
        try:
            while size < most and (data := self._sock_recv(most - size)):
                pieces.append(data)
                size += len(data)
        except BlockingIOError:
            pass
        except (OSError, Ended) as error:
            self._late = error
        return b"".join(pieces)

    @property
    def pending(self) -> bool:
        """Bytes wait where no selector sees them."""
        pending = getattr(self._channel, "pending", None)
        return pending is not None and pending() > 0

    # --- writing -----------------------------------------------------------------------------------------

    def send(self, packets: bytes) -> None:
        """Whole packets; what the socket does not take now waits (`want_write`). Raises OSError."""
        # A view, because paho cuts what is left with a slice after each partial write.
        self._packet_queue(PacketTypes.PUBACK << 4, memoryview(packets), 0, 1)  # type: ignore[arg-type]
        self._check()

    def write(self) -> None:
        """The socket takes more; raises OSError."""
        if isinstance(self._channel, WebSocket):
            self._channel.flush()
        self.loop_write()
        self._check()

    def want_write(self) -> bool:
        """Whether bytes wait for the socket."""
        return super().want_write() or (isinstance(self._channel, WebSocket) and self._channel.unsent)

    def ping(self) -> None:
        """PINGREQ; raises OSError."""
        self._send_pingreq()
        self._check()

    def ask(self, subscriptions: tuple[Subscription, ...]) -> int:
        """SUBSCRIBE for filters that share an identifier; answers its packet id. Raises OSError."""
        if not self._v5:
            _, packet_id = self.subscribe([(item.filter, item.qos) for item in subscriptions])
        else:
            options = [(item.filter, _options(item)) for item in subscriptions]
            _, packet_id = self.subscribe(options, properties=_identified(subscriptions[0].identifier))
        self._check()
        return packet_id or 0

    def leave(self, filter_: str) -> int:
        """UNSUBSCRIBE; answers its packet id. Raises OSError."""
        _, packet_id = self.unsubscribe(filter_)
        self._check()
        return packet_id or 0

    def say_goodbye(self, reason: int, until: int) -> None:
        """DISCONNECT, then wait for the broker to close, at the latest until `until` (ns).

        Closed at once, a socket with unread bytes would be reset and the broker might never see DISCONNECT.
        Raises OSError.
        """
        assert self._channel is not None
        self.send(codec.encode(Disconnect(reason), V5 if self._v5 else V311))
        if isinstance(self._channel, WebSocket):
            self._channel.say_goodbye()
        with selectors.DefaultSelector() as selector:
            selector.register(self._channel, selectors.EVENT_WRITE)
            while self.want_write() and _seconds(until):
                if selector.select(_seconds(until)):
                    self.write()
            selector.modify(self._channel, selectors.EVENT_READ)
            with contextlib.suppress(OSError, Ended):
                while _seconds(until) and selector.select(_seconds(until)):
                    with contextlib.suppress(BlockingIOError):
                        self.receive()

    def hang_up(self) -> None:
        """Close the channel, whatever state it is in."""
        self._out_packet.clear()
        self._sock_close()
        if self._channel is not None:
            self._channel.close()

    # --- what paho calls ---------------------------------------------------------------------------------

    def _create_socket(self) -> SocketLike:
        assert self._channel is not None
        return self._channel  # type: ignore[return-value]

    def _mid_generate(self) -> int:
        return self._ids.take()

    def _sock_send(self, buf: bytes | bytearray) -> int:
        try:
            return super()._sock_send(buf)
        except BlockingIOError:
            raise
        except OSError as error:  # paho only logs it
            self._broken = error
            raise

    def _check(self) -> None:
        if self._broken is not None:
            raise self._broken
        if self._sock is None:
            raise Closed


def _seconds(until: int) -> float:
    return max(0.0, (until - clock.mono_ns()) / 1_000_000_000)


def _options(item: Subscription) -> SubscribeOptions:
    return SubscribeOptions(item.qos, item.no_local, item.retain_as_published, item.retain_handling)


def _identified(identifier: int | None) -> Properties | None:
    if identifier is None:
        return None
    said = Properties(PacketTypes.SUBSCRIBE)  # type: ignore[no-untyped-call]
    said.SubscriptionIdentifier = identifier
    return said
