"""What leaves on one connection: batched by loop turn, held back while the peer does not read, bounded, counted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from eventscope.core.broker import Limits
from eventscope.mqtt.packets import V311

BATCH = 256 << 10  # bytes that one write takes from the backlog
UNLIMITED = 1 << 30


class Transport(Protocol):
    """Where bytes go; asyncio's transports are one, the tests bring their own."""

    def write(self, data: bytes) -> None:
        """Take bytes; may call `Outbox.pause` before it returns when the peer does not keep up."""

    def get_write_buffer_size(self) -> int:
        """How many bytes the peer's socket did not take yet."""

    def close(self) -> None:
        """Close when everything is written."""

    def finish(self) -> None:
        """Say that nothing more comes, but let the peer read the last words first.

        Closing a socket with unread bytes resets it, which would throw our last packet away.
        """

    def abort(self) -> None:
        """Close now."""

    def pause_reading(self) -> None:
        """Stop hearing the peer."""

    def resume_reading(self) -> None:
        """Hear it again."""


class Bounds(Protocol):
    """How much may wait."""

    limits: Limits
    crowded: bool  # all queues of the broker together are at their bound


class Outbox:
    """The bytes for one peer.

    Packets are appended to `pieces`, and the first one of a turn puts the outbox on the `dirty` list, which the
    server flushes at the end of the turn. `messages` says how many QoS 0 PUBLISH packets are among the pieces:
    they wait for nothing but the socket, so they count as delivered once the system took them, and they are
    what is dropped when the peer does not read. Acknowledged messages wait in the session instead.
    """

    __slots__ = (
        "_bounds", "_sending_stamp", "alias_maximum", "aliases", "backlog", "backlog_bytes",
        "backlog_messages", "blocked", "delivered", "dirty", "drop", "max_packet", "messages", "pieces", "sending",
        "sent_bytes", "transport", "version",
    )  # fmt: skip

    def __init__(
        self,
        transport: Transport,
        dirty: list[Outbox],
        bounds: Bounds,
        drop: Callable[[str, int], None] = lambda reason, count: None,
    ) -> None:
        self.transport = transport
        self.dirty = dirty
        self.pieces: list[bytes] = []
        self.messages = 0
        self.version = V311
        self.max_packet = UNLIMITED
        self.aliases: dict[bytes, int] = {}
        self.alias_maximum = 0
        self.blocked = False
        self.delivered: Callable[[int], None] = lambda count: None
        self.sending = 0
        self.backlog: deque[tuple[list[bytes], int, int, int]] = deque()  # pieces, messages, bytes, stamp
        self.backlog_bytes = 0
        self.backlog_messages = 0
        self.sent_bytes = 0
        self._sending_stamp = 0
        self._bounds = bounds
        self.drop = drop

    def watch(self, delivered: Callable[[int], None], drop: Callable[[str, int], None]) -> None:
        """Tell a session what became of its QoS 0 messages."""
        self.delivered = delivered
        self.drop = drop

    def put(self, packet: bytes) -> None:
        """Queue a packet that is no QoS 0 message."""
        if not self.pieces:
            self.dirty.append(self)
        self.pieces.append(packet)

    def flush(self, now: int) -> None:
        """End of the turn: hand over what was queued, or keep it while the peer does not read."""
        pieces, count = self.pieces, self.messages
        if not pieces:
            return
        self.pieces = []
        self.messages = 0
        if self.blocked:
            self._keep(pieces, count, now)
        else:
            self._write(pieces, count, now)

    def pause(self) -> None:
        """The transport holds bytes that the socket did not take."""
        self.blocked = True

    def resume(self, now: int) -> None:
        """The socket took everything: go on with the backlog."""
        self.blocked = False
        if self.sending:
            self.delivered(self.sending)
            self.sending = 0
        while self.backlog and not self.blocked:
            self._write_batch(now)

    @property
    def waiting(self) -> int:
        """QoS 0 messages that the system did not take yet."""
        return self.messages + self.sending + self.backlog_messages

    @property
    def waiting_bytes(self) -> int:
        """Bytes that the system did not take yet."""
        return self.backlog_bytes + self.transport.get_write_buffer_size()

    @property
    def oldest(self) -> int:
        """Stamp of the oldest message that waits for the socket, 0 where none does."""
        if self.sending:
            return self._sending_stamp
        return self.backlog[0][3] if self.backlog_messages else 0

    def discard(self) -> None:
        """The peer is gone: what waits for its socket is lost, and counted."""
        lost = self.waiting
        self.pieces, self.messages, self.sending = [], 0, 0
        self.backlog.clear()
        self.backlog_bytes = self.backlog_messages = 0
        if lost:
            self.drop("disconnected", lost)

    def _write(self, pieces: list[bytes], count: int, now: int) -> None:
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        self.sent_bytes += len(data)
        self.transport.write(data)
        if not count:
            return
        if self.blocked:
            self.sending, self._sending_stamp = self.sending + count, now
        else:
            self.delivered(count)

    def _write_batch(self, now: int) -> None:
        batch: list[bytes] = []
        count = size = 0
        stamp = self.backlog[0][3]
        while self.backlog and size < BATCH:
            pieces, messages, taken, _ = self.backlog.popleft()
            batch += pieces
            count += messages
            size += taken
        self.backlog_bytes -= size
        self.backlog_messages -= count
        self._write(batch, count, stamp)

    def _keep(self, pieces: list[bytes], count: int, now: int) -> None:
        size = sum(map(len, pieces))
        crowded, limits = self._bounds.crowded, self._bounds.limits
        room = 0 if crowded else limits.queue_messages - self.backlog_messages - self.sending
        room_bytes = limits.queue_bytes - self.backlog_bytes
        if count and (count > room or size > room_bytes):
            pieces, kept, reason = prune(b"".join(pieces), room, room_bytes)
            self.drop("total-bytes" if crowded else reason, count - kept)
            count, size = kept, sum(map(len, pieces))
        self.backlog.append((pieces, count, size, now))
        self.backlog_messages += count
        self.backlog_bytes += size


def prune(data: bytes, room: int, room_bytes: int) -> tuple[list[bytes], int, str]:
    """Keep what fits of whole packets: all that are no QoS 0 PUBLISH, and of those the first ones.

    Answers the packets kept, the QoS 0 messages among them, and why the others had to go.
    """
    kept: list[bytes] = []
    count = size = at = 0
    reason = "queue-full"
    while at < len(data):
        stop = _end(data, at)
        if data[at] & 0xF6 == 0x30:
            if count >= room or size + stop - at > room_bytes:
                reason = "queue-full" if count >= room else "queue-bytes"
                at = stop
                continue
            count += 1
        size += stop - at
        kept.append(data[at:stop])
        at = stop
    return kept, count, reason


def _end(data: bytes, at: int) -> int:
    size = shift = 0
    for index in range(at + 1, at + 5):
        byte = data[index]
        size |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return index + 1 + size
    raise AssertionError("our own packets have a length of at most four bytes")
