"""From events to packets, within the limits of the connection, stamped at the last moment. Pure but for the stamper."""

from __future__ import annotations

from collections.abc import Callable

from eventscope.core.message import Draft
from eventscope.core.volley import Times, Volley
from eventscope.links.base import Marks, Numbering, Stamper
from eventscope.links.mqtt import drafts
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.drafts import Refusal
from eventscope.links.mqtt.entries import Entry
from eventscope.links.mqtt.shape import Shape
from eventscope.mqtt.codec import Malformed

LARGE = 64 << 10  # bytes; a larger payload is never copied to be kept, its packet is made anew to be sent again
SHAPES = 1_000  # remembered at a time
_NO_ALIAS = Refusal("unknown-alias", "The topic is empty and its alias stands for nothing yet. Name the topic once.")
Trouble = Callable[[str, dict[str, str]], None]


class Encoder:
    """Belongs to the link's thread. Whatever way a packet is made, its bytes are those of `drafts.encode`."""

    def __init__(self, version: int, stamper: Stamper | None, trouble: Trouble) -> None:
        self._version = version
        self._stamper = stamper
        self._numbering = stamper if isinstance(stamper, Numbering) else None
        self._patches = stamper is None or self._numbering is not None
        self._trouble = trouble
        self._limits = Capabilities()
        self._aliases: dict[int, str] = {}
        self._shapes: dict[tuple[object, ...], Shape | None] = {}  # None: seen once, which is worth none yet

    def connected(self, limits: Capabilities) -> None:
        """A new connection: its limits hold, and no alias stands for anything."""
        self._limits = limits
        self._aliases.clear()

    # --- single events -----------------------------------------------------------------------------------

    def refusal(self, draft: Draft) -> Refusal | None:
        """Why this connection cannot carry it; None when it can, as far as is known before it is encoded."""
        return drafts.refusal(draft, self._version, self._limits)

    def packet(self, entry: Entry, packet_id: int) -> bytes | Refusal:
        """The packet of an event without a `refusal`, or why it cannot go."""
        try:
            return self._packet(entry, packet_id)
        except Malformed as fault:
            return _bad(fault)

    def _packet(self, entry: Entry, packet_id: int) -> bytes | Refusal:
        if entry.packet:  # the session is gone that it was sent in
            entry.packet = drafts.readdressed(entry.packet, packet_id)
            return self._within(entry.packet)
        shape = None
        if self._alike(entry.draft) and entry.draft.topic and not entry.stamped:
            shape = self._shape(entry.draft, self._stream(entry.draft))
        if shape is None:
            return self._long_way(entry, packet_id)
        if (size := shape.size(len(entry.draft.payload))) > self._limits.maximum_packet_size:
            return too_large(size, self._limits.maximum_packet_size)
        packet = self._patched(shape, entry, packet_id)
        if packet_id and isinstance(packet, bytes):
            entry.packet = packet
        return packet

    def _patched(self, shape: Shape, entry: Entry, packet_id: int) -> bytes | Refusal:
        draft = entry.draft
        if not shape.stream:
            return shape.one(draft.payload, packet_id)
        entry.stamped = True
        if (marks := self._number(entry.receipt, draft, None, 1)) is None:
            return self._long_way(entry, packet_id)
        entry.numbered(marks.stream, marks.first)
        if marks.stream != shape.stream:  # another stream began with this event
            shape = self._made(draft, marks.stream)
        mono = marks.mono if draft.intended is None else draft.intended
        return shape.one(draft.payload, packet_id, (marks.first, marks.wall + mono - marks.mono, marks.wall, mono))

    def _long_way(self, entry: Entry, packet_id: int) -> bytes | Refusal:
        if (why := self._name_topic(entry)) is not None:
            return why
        self._stamp(entry)
        packet = self._within(drafts.encode(entry.draft, self._version, packet_id))
        alias = entry.draft.properties.topic_alias
        if alias is not None and entry.draft.topic and isinstance(packet, bytes):
            self._aliases[alias] = entry.draft.topic
        return packet

    def _within(self, packet: bytes) -> bytes | Refusal:
        limit = self._limits.maximum_packet_size
        return packet if len(packet) <= limit else too_large(len(packet), limit)

    def _name_topic(self, entry: Entry) -> Refusal | None:
        """Topic aliases [MQTT5 3.3.2.3.4]: an event that may have to be sent again carries its whole topic."""
        alias = entry.draft.properties.topic_alias
        if alias is None or entry.draft.topic:
            return None
        if alias not in self._aliases:
            return _NO_ALIAS
        if entry.draft.qos:
            entry.draft = drafts.without_alias(entry.draft, self._aliases[alias])
        return None

    def _stamp(self, entry: Entry) -> None:
        """Once for each event, also when it is sent twice: its sequence number must not change."""
        if self._stamper is None or entry.stamped:
            return
        entry.stamped = True
        try:
            entry.draft = self._stamper(entry.receipt, entry.draft)
        except Exception as error:  # noqa: BLE001 - a fault of the stamper must not end the link
            self._trouble("stamp-failed", {"error": f"{type(error).__name__}: {error}"})

    # --- volleys -----------------------------------------------------------------------------------------

    def takes(self, volley: Volley) -> bool:
        """Whether `packets` can make those of a volley; else they are made one by one."""
        return self._patches and volley.same is not None and self._alike(volley.same)

    def fits(self, draft: Draft) -> int | Refusal:
        """Bytes of each packet of a volley of these, or why they cannot go."""
        if (why := self.refusal(draft)) is not None:
            return why
        try:
            size = self._made(draft, self._stream(draft)).size(len(draft.payload))
        except Malformed as fault:
            return _bad(fault)
        limit = self._limits.maximum_packet_size
        return size if size <= limit else too_large(size, limit)

    def packets(self, volley: Volley, start: int, count: int, first_id: int) -> bytes:
        """`count` packets of a volley that `takes` and `fits` allow, joined, stamped now."""
        draft = volley.same
        assert draft is not None
        intended = None if volley.intended is None else volley.intended[start : start + count]
        marks = self._number(0, draft, intended, count) if self._stream(draft) else None
        if marks is not None:
            volley.number(start, start + count, marks.stream, marks.first)
        shape = self._made(draft, marks.stream if marks else "")
        return shape.many(draft.payload, count, first_id, marks).tobytes()

    # --- what packets have in common ---------------------------------------------------------------------

    def _alike(self, draft: Draft) -> bool:
        return self._patches and len(draft.payload) <= LARGE and draft.properties.topic_alias is None

    def _stream(self, draft: Draft) -> str:
        """What stamps the draft; empty where nothing does."""
        numbering = self._numbering
        return numbering.stream if numbering is not None and numbering.wants(draft) else ""

    def _shape(self, draft: Draft, stream: str) -> Shape | None:
        """None for the first of its kind: where each has a topic of its own, none is worth a shape."""
        key = _key(draft, stream)
        if key in self._shapes:
            return self._shapes[key] or self._made(draft, stream)
        self._keep(key, None)
        return None

    def _made(self, draft: Draft, stream: str) -> Shape:
        key = _key(draft, stream)
        shape = self._shapes.get(key)
        if shape is None:
            boot = self._numbering.boot if self._numbering is not None else ""
            shape = Shape(draft, self._version, stream, boot)
            self._keep(key, shape)
        return shape

    def _keep(self, key: tuple[object, ...], shape: Shape | None) -> None:
        if len(self._shapes) >= SHAPES:
            self._shapes.clear()
        self._shapes[key] = shape

    def _number(self, receipt: int, draft: Draft, intended: Times | None, count: int) -> Marks | None:
        """What to stamp; None where the stamper failed, which must not end the link."""
        assert self._numbering is not None
        try:
            return self._numbering.number(receipt, draft, intended, count)
        except Exception as error:  # noqa: BLE001 - see above
            self._trouble("stamp-failed", {"error": f"{type(error).__name__}: {error}"})
            return None


def _key(draft: Draft, stream: str) -> tuple[object, ...]:
    return (draft.topic, draft.qos, draft.retain, draft.properties, stream)


def _bad(fault: Malformed) -> Refusal:
    return Refusal("bad-event", f"This event cannot be sent: {fault.words}. Correct it.", fault.reason)


def too_large(size: int, limit: int) -> Refusal:
    """A packet of so many bytes is more than the broker takes."""
    words = f"The event has {size:,} bytes as a packet; this broker takes {limit:,}. Make it smaller."
    return Refusal("too-large", words, 0x95)
