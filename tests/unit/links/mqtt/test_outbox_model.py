"""Whatever order of answers, losses and reconnects: the same bytes again, no limit passed, one end for each event."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from eventscope.core import stamp
from eventscope.core.message import Draft, Receipt
from eventscope.core.volley import Times, Volley
from eventscope.links.base import Marks
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.outbox import Gone, Outbox
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.mqtt.packets import V5, Ack, PacketType
from eventscope.mqtt.splitter import Splitter
from linksinks import draft

PUBACK, PUBREC, PUBCOMP = PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP
QOS = st.sampled_from([0, 1, 2, 1, 2])
REASONS = st.sampled_from([0, 0, 0, 0x10, 0x87])


class Numbers:
    """A Numbering with one stream; the time is a count, so that each packet is another."""

    boot, stream = "abcdef01", "s.1"

    def __init__(self) -> None:
        self.next: Counter[str] = Counter()
        self.time = 10**18

    def wants(self, made: Draft) -> bool:
        return made.stamp

    def number(self, receipt: int, made: Draft, intended: Times | None, count: int) -> Marks:
        first = self.next[made.topic]
        self.next[made.topic] += count
        self.time += 1
        return Marks(self.stream, first, self.time - 10**18, self.time, intended)

    def __call__(self, receipt: int, made: Draft) -> Draft:
        marks = self.number(receipt, made, None, 1)
        values = (self.stream, marks.first, marks.wall, marks.wall, marks.mono, self.boot)
        user = made.properties.user + stamp.stamp_properties(*values)
        return replace(made, properties=replace(made.properties, user=user))


class Model(RuleBasedStateMachine):
    """An outbox and a broker that remembers what it was sent and answers as it likes."""

    @initialize()
    def begin(self) -> None:
        self.receipts: list[Receipt] = []
        self.troubles: Counter[str] = Counter()
        tell = lambda code, params: self.troubles.update([code])  # noqa: E731
        self.box = Outbox(V5, PacketIds(), Numbers(), self.receipts.append, tell)
        self.up = False
        self.limit = 0
        self.singles = 0
        self.volleys: list[tuple[Volley, list[int]]] = []
        self.open: dict[int, bytes] = {}  # what the client has to remember: its packets without DUP
        self.released: set[int] = set()
        self.unsettled: set[int] = set()  # to be sent again before anything new
        self.in_hand: list[Gone] = []
        self.seen: set[bytes] = set()

    # --- what the application does -------------------------------------------------------------------------

    @rule(qos=QOS, count=st.integers(1, 3), stamped=st.booleans())
    def add(self, qos: int, count: int, stamped: bool) -> None:
        made = replace(draft("single", b"%d" % self.singles, qos), stamp=stamped)
        self.box.add([(self.singles + n + 1, made) for n in range(count)])
        self.singles += count

    @rule(qos=QOS, count=st.integers(1, 30), same=st.booleans(), timed=st.booleans())
    def fire(self, qos: int, count: int, same: bool, timed: bool) -> None:
        told = [0, 0]

        def changed(done: int, failed: int, words: str) -> None:
            told[0] += done
            told[1] += failed

        made = draft("volley", b"v%d" % len(self.volleys), qos)
        drafts: Any = (
            made if same else [replace(made, payload=b"v%d.%d" % (len(self.volleys), n)) for n in range(count)]
        )
        intended = np.arange(count, dtype=np.int64) + 5 if same and timed else None
        volley = Volley(drafts, intended, count, (0, 0), changed)
        self.volleys.append((volley, told))
        self.box.fire(volley)

    # --- the connection ------------------------------------------------------------------------------------

    @precondition(lambda self: not self.up)
    @rule(session=st.sampled_from([True, True, False]), limit=st.integers(1, 12))
    def connect(self, session: bool, limit: int) -> None:
        self.up, self.limit = True, limit
        self.on_this: set[int] = set()  # what was sent on this connection and not settled
        self.box.connected(session, Capabilities(receive_maximum=limit))
        if session:
            self.unsettled = set(self.open)
        else:
            self.open.clear()
            self.released.clear()
            self.unsettled = set()

    @precondition(lambda self: self.up and self.open)
    @rule(limit=st.integers(1, 12))
    def lose_and_resume(self, limit: int) -> None:
        self.lose()
        self.connect(True, limit)
        for _ in range(3):
            self.send(True)

    @precondition(lambda self: self.up)
    @rule()
    def lose(self) -> None:
        self.up = False
        self.box.lost(self.in_hand)
        self.in_hand = []

    @precondition(lambda self: self.up)
    @rule(whole=st.booleans())
    def send(self, whole: bool) -> None:
        self.box.sent(self.in_hand)
        self.in_hand = []
        if (batch := self.box.batch()) is None:
            return
        packets, self.in_hand = batch
        for first, body in Splitter(1 << 28, V5).feed(packets):
            self.arrived(first, body)
        if whole:
            self.box.sent(self.in_hand)
            self.in_hand = []

    def arrived(self, first: int, body: bytes) -> None:
        if first == 0x62:
            packet_id = int.from_bytes(body[:2], "big")
            assert packet_id in self.released
        elif first & 6:
            at = 2 + int.from_bytes(body[:2], "big")
            packet_id = int.from_bytes(body[at : at + 2], "big")
            if first & 8:
                assert self.open[packet_id] == bytes((first & ~8,)) + body
                assert packet_id in self.unsettled
                assert packet_id not in self.released
            else:
                assert packet_id not in self.open
                assert not self.unsettled
                self.open[packet_id] = bytes((first,)) + body
        else:
            return
        self.unsettled.discard(packet_id)
        self.on_this.add(packet_id)
        assert len(self.on_this) <= self.limit

    # --- the broker's answers ------------------------------------------------------------------------------

    @precondition(lambda self: self.up and self.on_this)
    @rule(data=st.data(), reason=REASONS, together=st.booleans())
    def answer(self, data: st.DataObject, reason: int, together: bool) -> None:
        ids = data.draw(st.lists(st.sampled_from(sorted(self.on_this)), min_size=1, max_size=40, unique=True))
        kinds = {packet_id: self.kind(packet_id) for packet_id in ids}
        for kind in (PUBACK, PUBREC, PUBCOMP):
            chosen = [packet_id for packet_id in ids if kinds[packet_id] is kind]
            said = 0 if kind is PUBCOMP else reason
            if together:
                reply = self.box.answered_all(kind, said, chosen) if chosen else b""
            else:
                reply = b"".join([self.box.answered(Ack(kind, packet_id, said)) for packet_id in chosen])
            goes_on = kind is PUBREC and said < 0x80
            assert reply == b"".join([b"\x62\x02" + each.to_bytes(2, "big") for each in chosen if goes_on])
            if goes_on:
                self.released.update(chosen)
                continue
            for packet_id in chosen:
                del self.open[packet_id]
                self.released.discard(packet_id)
                self.on_this.discard(packet_id)

    def kind(self, packet_id: int) -> PacketType:
        if self.open[packet_id][0] & 6 == 2:
            return PUBACK
        return PUBCOMP if packet_id in self.released else PUBREC

    @precondition(lambda self: self.up)
    @rule(packet_id=st.integers(60_000, 60_010))
    def answer_to_nothing(self, packet_id: int) -> None:
        before = self.troubles["unknown-packet-id"]
        self.box.answered_all(PUBACK, 0, [packet_id, packet_id])
        assert self.troubles["unknown-packet-id"] == before + 2

    @precondition(lambda self: self.up and any(self.kind(each) is PUBACK for each in self.on_this))
    @rule(data=st.data())
    def answer_twice(self, data: st.DataObject) -> None:
        some = [packet_id for packet_id in sorted(self.on_this) if self.kind(packet_id) is PUBACK]
        before = self.troubles["unknown-packet-id"]
        assert self.box.answered_all(PUBACK, 0, some + some) == b""
        assert self.troubles["unknown-packet-id"] == before + len(some)
        for packet_id in some:
            del self.open[packet_id]
            self.on_this.discard(packet_id)

    # --- what has to hold ----------------------------------------------------------------------------------

    @invariant()
    def nobody_is_told_twice(self) -> None:
        if not hasattr(self, "box"):
            return
        ends = self.ends()
        assert max(ends.values(), default=0) <= 1
        for volley, (done, failed) in self.volleys:
            assert done + failed <= len(volley)

    def ends(self) -> Counter[int]:
        qos0 = lambda r: not r.qos and r.sent is not None  # noqa: E731
        return Counter(r.id for r in self.receipts if r.failed or r.acknowledged is not None or qos0(r))

    def teardown(self) -> None:
        if not hasattr(self, "box"):
            return
        if self.up:
            self.box.lost(self.in_hand)
        self.box.close()
        assert self.ends() == dict.fromkeys(range(1, self.singles + 1), 1)
        for volley, (done, failed) in self.volleys:
            assert done + failed == len(volley)
            receipts = [volley.receipt(n) for n in range(len(volley))]
            assert sum(bool(receipt.failed) for receipt in receipts) == failed
            good = [receipt for receipt in receipts if not receipt.failed]
            assert all(r.sent is not None and (r.acknowledged is not None or not r.qos) for r in good)
            numbers = [seq for seq in volley.seq.tolist() if seq >= 0]
            assert numbers == sorted(set(numbers))


Model.TestCase.settings = settings(
    derandomize=True, deadline=None, max_examples=300, stateful_step_count=50, suppress_health_check=list(HealthCheck)
)
TestModel = Model.TestCase
