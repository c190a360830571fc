"""What arrives: PUBLISH into blocks, acknowledgements held until stored, QoS 2 identifiers remembered. No I/O.

Packets come one by one, or in runs that mean the same: a run with anything unusual in it is taken one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core.message import Block, connection_tag
from eventscope.links.mqtt.acks import PACKET, PUBACK, PUBCOMP, PUBREC, Ledger
from eventscope.links.mqtt.blocks import BlockBuilder
from eventscope.links.mqtt.openids import HeldIds, Ids, OpenIds
from eventscope.links.mqtt.publishfields import Fields, cut
from eventscope.mqtt.codec import Malformed, encode
from eventscope.mqtt.columns import Run
from eventscope.mqtt.packets import V5, Ack, PacketType
from eventscope.mqtt.wire import PROTOCOL_ERROR, TOPIC_ALIAS_INVALID, TOPIC_NAME_INVALID

UNKNOWN_ID = 0x92
Trouble = Callable[[str, dict[str, str]], None]  # code and parameters of something wrong that was survived


@dataclass(frozen=True, slots=True)
class Delivery:
    """A closed block; `serial` names it in the ledger, None where nothing is to be acknowledged."""

    block: Block
    serial: int | None


@dataclass(frozen=True, slots=True)
class _Ids:
    """Packet identifiers of QoS 1 and 2 in a run, and the answers to all of them in order of arrival."""

    once: Ids
    twice: Ids
    answers: bytes


_NO_IDS = _Ids(np.empty(0, np.int64), np.empty(0, np.int64), b"")


class Inbox:
    """Lives as long as the link; `connected` and `lost` bound each network connection.

    A broker that sends more than our Receive Maximum breaks a rule and ought to be left [MQTT5 4.13]. Mosquitto 2.0
    does so whenever acknowledgements come one by one (each lets a whole window go), so it is told once and lived with:
    memory is bounded all the same, since a sink that takes no more stops the reading.

    A QoS 2 message is stored when its PUBLISH arrives and PUBREC leaves only then, so that nothing is lost when
    we are killed; its identifier is kept until PUBREL, over reconnects too while the broker keeps the session.
    """

    def __init__(self, connection: str, version: int, trouble: Trouble) -> None:
        self._version = version
        self._v5 = version == V5
        self._trouble = trouble
        self._builder = BlockBuilder(connection_tag(connection), self._v5)
        self.ledger = Ledger()
        self._acks = bytearray()  # of the block that is being built
        self._gate = (
            False  # the block holds QoS 2 messages of a lost connection: it still needs its place in the ledger
        )
        self._open = OpenIds()  # of QoS 1
        self._held = HeldIds()
        self._aliases: dict[int, bytes] = {}
        self._alias_maximum = 0
        self._receive_maximum = 65_535
        self._passed = False  # it was told that the broker sends more than that
        self.fault: Exception | None = None  # of ours, at a run, which was taken one by one then

    def connected(self, session_present: bool, alias_maximum: int, receive_maximum: int) -> None:
        """A connection begins, with the two limits that we announced."""
        self._alias_maximum, self._receive_maximum = alias_maximum, receive_maximum
        self._passed = False
        if not session_present:
            self._held.clear()

    def lost(self) -> None:
        """The connection is gone: the broker sends again what we did not acknowledge."""
        self._gate = self._gate or bool(self._acks)
        self._acks.clear()
        self._open.clear()
        self._aliases.clear()
        self.ledger.forget()

    # --- what the broker sends ---------------------------------------------------------------------------

    def publish(self, first: int, body: bytes, mono: int) -> None:
        """One PUBLISH that arrived at `mono` (ns); raises Malformed."""
        fields = cut(first, body, self._v5)
        topic = fields.topic
        if fields.alias or not topic:
            topic = self._resolve(fields)
        qos = first >> 1 & 3
        if qos and not self._take_id(qos, first, fields.packet_id):
            return
        self._builder.add(mono, first, topic, fields.payload, fields.properties, fields.packet_id)

    def publishes(self, run: Run, mono: int) -> None:
        """Many PUBLISH packets that arrived at `mono` (ns); raises Malformed."""
        try:
            if self._take_run(run, mono):
                return
        except Exception as fault:  # noqa: BLE001  # ours, before anything was taken; told by who reads
            self.fault = fault
        for first, body in run.frames():
            self.publish(first, body, mono)

    def _take_run(self, run: Run, mono: int) -> bool:
        """All of it at once; False, and nothing is done, where it is to be taken one by one."""
        named = self._named(run)
        ids = self._new_ids(run)
        if named is None or ids is None:
            return False
        topics, aliases = named
        self._builder.add_run(mono, run, topics)
        self._aliases = aliases
        self._take_ids(ids)
        return True

    def _named(self, run: Run) -> tuple[Sequence[bytes], dict[int, bytes]] | None:
        """The topic of each and the aliases behind them; None where an alias means nothing or too much."""
        topics = run.topics()
        places = np.flatnonzero(run.alias)
        if not len(places):
            return topics, self._aliases
        numbers = run.alias[places].tolist()
        if max(numbers) > self._alias_maximum:
            return None
        known, names = self._aliases, list(topics)
        if run.topic_size[places].any():
            known = dict(known)  # what the packets say changes it only once they are taken
        for place, number in zip(places.tolist(), numbers, strict=True):
            if names[place]:
                known[number] = names[place]
            elif number in known:
                names[place] = known[number]
            else:
                return None
        return names, known

    def _new_ids(self, run: Run) -> _Ids | None:
        """The identifiers of a run; None where one is in use already or stands there twice."""
        if not run.packet.any():
            return _NO_IDS
        asked = run.packet > 0
        twice = asked & (run.first & 4 > 0)
        once, held = run.packet[asked & ~twice], run.packet[twice]
        if not self._open.all_new(once) or not self._held.all_new(held):
            return None
        return _Ids(once, held, _answers(np.where(twice, PUBREC, PUBACK)[asked], run.packet[asked]))

    def _take_ids(self, ids: _Ids) -> None:
        """Notes what is to be acknowledged."""
        if ids.answers:
            self._open.add_all(ids.once)
            self._held.add_all(ids.twice, self.ledger.next)
            self._acks += ids.answers
            self._check_window()

    def _resolve(self, fields: Fields) -> bytes:
        """The whole topic behind an alias [MQTT5 3.3.2.3.4]."""
        if not self._v5:
            raise Malformed(TOPIC_NAME_INVALID, "The topic name is empty [MQTT-4.7.3-1]")
        if fields.alias > self._alias_maximum:
            words = f"The topic alias is {fields.alias}; we announced a maximum of {self._alias_maximum}"
            raise Malformed(TOPIC_ALIAS_INVALID, words)
        if fields.topic:
            self._aliases[fields.alias] = fields.topic
        elif fields.alias not in self._aliases:
            raise Malformed(PROTOCOL_ERROR, "The topic name is empty and the topic alias stands for nothing")
        return self._aliases[fields.alias]

    def _take_id(self, qos: int, first: int, packet_id: int) -> bool:
        """Notes what is to be acknowledged; False for a QoS 2 message that we have already."""
        number = packet_id.to_bytes(2, "big")
        known = packet_id in self._open if qos == 1 else packet_id in self._held
        if known and not first & 8:
            self._trouble("packet-id-reused", {"packet": str(packet_id)})
        if qos == 1:
            self._acks += b"\x40\x02" + number
            self._open.add(packet_id)
        else:
            self._acks += b"\x50\x02" + number
            if not known:
                self._held.add(packet_id, self.ledger.next)
        self._check_window()
        return qos == 1 or not known

    def _check_window(self) -> None:
        if len(self._open) + len(self._held) > self._receive_maximum and not self._passed:
            self._passed = True
            self._trouble("receive-maximum-passed", {"limit": str(self._receive_maximum)})

    def pubrel(self, packet_id: int) -> bytes:
        """What to answer to PUBREL at once; empty while PUBREC itself still waits for the store."""
        serial = self._held.take(packet_id)
        if serial is None:
            self._trouble("unknown-packet-id", {"packet": str(packet_id), "type": "PUBREL"})
            return encode(Ack(PacketType.PUBCOMP, packet_id, UNKNOWN_ID), self._version)
        answer = encode(Ack(PacketType.PUBCOMP, packet_id), self._version)
        if self.ledger.has_left(serial, packet_id):
            return answer
        self._acks += answer
        return b""

    def pubrels(self, ids: list[int]) -> bytes:
        """The same for many: at once where each is known and its PUBREC has left."""
        many = np.array(ids)
        if self._held.take_all(many, self.ledger.first):
            return _answers(PUBCOMP, many)
        return b"".join([self.pubrel(packet_id) for packet_id in ids])

    # --- what the link takes -----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """Messages in the block that is being built."""
        return self._builder.count

    @property
    def full(self) -> bool:
        """The block must be taken before more is read."""
        return self._builder.full

    @property
    def acknowledges(self) -> bool:
        """The broker waits for something in the block that is being built."""
        return bool(self._acks)

    def take(self, wall_offset: int) -> Delivery | None:
        """Close the block. Acknowledgements alone take their place in the order and need no storing."""
        serial = None
        if self._acks or self._gate:
            serial = self.ledger.expect(bytes(self._acks))
            self._acks.clear()
            self._gate = False
        if not self._builder.count:
            if serial is not None:
                self.ledger.stored(serial)
            return None
        block, damaged = self._builder.take(wall_offset)
        for topic, count in damaged:
            self._trouble("bad-topic", {"topic": ascii(topic)[2:-1], "messages": str(count)})
        return Delivery(block, serial)

    def stored(self, serial: int) -> None:
        """The block with this serial number is stored."""
        self.ledger.stored(serial)

    def partly_stored(self, serial: int, packets: Sequence[tuple[int, int]]) -> None:
        """The next messages of that block are: their (QoS, packet identifier), those of QoS 0 left out."""
        self.ledger.partly(serial, packets)

    def not_stored(self, serial: int) -> None:
        """It never will be: its messages stay unacknowledged, and count as unseen when they come again."""
        self.ledger.skip(serial)
        self._held.forget(serial)

    def release(self) -> bytes:
        """Acknowledgements that may leave now, in order of arrival [MQTT-4.6.0-2, -3]."""
        packets = self.ledger.release()
        self._open.answered(packets)
        return packets


def _answers(kinds: NDArray[np.int64] | int, ids: Ids) -> bytes:
    """Acknowledgements without reason and properties."""
    packets = np.empty((len(ids), PACKET), np.uint8)
    packets[:, 0], packets[:, 1] = kinds, 2
    packets[:, 2], packets[:, 3] = ids >> 8, ids & 0xFF
    return packets.tobytes()
