"""The source's side against a broker that obeys MQTT: nothing acknowledged before it is stored, all of it once."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from eventscope.links.mqtt import durablesource
from eventscope.links.mqtt.durablesource import Source, forwardable
from eventscope.mqtt import codec
from eventscope.mqtt.codec import Malformed, Splitter
from eventscope.mqtt.packets import V5, V311, Properties
from peers import publish, user_property


def feed(source: Source, raw: bytes) -> None:
    for first, body in Splitter(1 << 20).feed(raw):
        source.publish(first, body)


def store(source: Source) -> bytes:
    source.take()
    return source.stored()


def test_nothing_is_acknowledged_before_it_is_stored() -> None:
    source = Source(V5, 100)
    source.connected(False)
    feed(source, publish(b"a", b"1", 1, 5) + publish(b"a", b"2", 2, 6) + publish(b"a", b"3"))
    assert source.waiting
    batch = source.take()
    assert [(item.payload, item.qos, item.packet_id) for item in batch.arrivals] == [
        (b"1", 1, 5),
        (b"2", 2, 6),
        (b"3", 0, 0),
    ]
    assert batch.inbox == {6: True}
    feed(source, publish(b"a", b"4", 1, 7))
    assert not source.waiting, "one at a time"
    assert source.stored() == b"\x40\x02\x00\x05\x50\x02\x00\x06"
    assert store(source) == b"\x40\x02\x00\x07"


def test_qos2_known_from_before_is_answered_without_a_row() -> None:
    source = Source(V5, 100, inbox={6})
    assert not source.connected(True)
    feed(source, publish(b"a", b"2", 2, 6, dup=True))
    batch = source.take()
    assert batch.arrivals == []
    assert source.stored() == b"\x50\x02\x00\x06"
    source.pubrel(6)
    assert source.take().inbox == {6: False}
    assert source.stored() == b"\x70\x02\x00\x06"
    assert source.counts["duplicates"] == 1


@pytest.mark.parametrize(("version", "answer"), [(V5, b"\x70\x03\x00\x09\x92"), (V311, b"\x70\x02\x00\x09")])
def test_pubrel_for_nothing_is_answered(version: int, answer: bytes) -> None:
    source = Source(version, 100)
    source.connected(True)
    source.pubrel(9)
    assert store(source) == answer
    assert source.counts["unknown_pubrel"] == 1


def test_a_lost_session_empties_the_inbox_before_anything_else() -> None:
    source = Source(V5, 100, inbox={1})
    assert source.connected(False)
    feed(source, publish(b"a", b"new", 2, 1))
    assert len(source.take().arrivals) == 1


def test_qos1_stored_but_never_acknowledged_is_not_taken_twice() -> None:
    source = Source(V5, 100)
    source.connected(False)
    feed(source, publish(b"a", b"1", 1, 5))
    source.take()
    source.lost()
    assert source.stored() == b""
    source.connected(True)
    feed(source, publish(b"a", b"1", 1, 5, dup=True))
    assert source.take().arrivals == []
    assert source.stored() == b"\x40\x02\x00\x05"
    feed(source, publish(b"a", b"2", 1, 5))
    assert len(source.take().arrivals) == 1


def test_a_batch_that_was_not_stored_comes_again() -> None:
    source = Source(V5, 100)
    source.connected(False)
    feed(source, publish(b"a", b"1", 2, 5))
    source.take()
    source.not_stored()
    source.lost()
    source.connected(True)
    feed(source, publish(b"a", b"1", 2, 5, dup=True))
    assert len(source.take().arrivals) == 1


def test_qos0_survives_a_lost_connection_and_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durablesource, "LOOSE", (2, 1 << 20))
    source = Source(V5, 100)
    source.connected(False)
    feed(source, publish(b"a", b"1") + publish(b"a", b"2", 1, 1) + publish(b"a", b"3") + publish(b"a", b"4") * 2)
    source.lost()
    batch = source.take()
    assert [item.payload for item in batch.arrivals] == [b"1", b"3"]
    assert (batch.dropped, batch.example and batch.example.payload) == (2, b"4")
    assert source.stored() == b""


def test_high_water(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durablesource, "HIGH", 100)
    source = Source(V311, 100)
    source.connected(False)
    feed(source, publish(b"a", b"x" * 101, 1, 1, version=V311))
    assert source.high
    store(source)
    assert not source.high
    feed(source, publish(b"a", b"x" * 101, version=V311))
    assert not source.high  # QoS 0 has a bound of its own, and what passes it is counted


def test_small_messages_weigh_more_than_their_bytes() -> None:
    source = Source(V5, 1_000)
    source.connected(False)
    count = 0
    while not source.high:
        count += 1
        feed(source, publish(b"a", b"x", 1, count))
    assert count < durablesource.HIGH / durablesource.WEIGHT + 2


def test_more_than_the_receive_maximum_is_counted_and_taken() -> None:
    source = Source(V5, 2)
    source.connected(False)
    feed(source, publish(b"a", b"", 1, 1) + publish(b"a", b"", 2, 1) + publish(b"a", b"", 1, 2))
    assert source.counts["receive_maximum_exceeded"] == 1
    assert len(source.take().arrivals) == 3


def test_aliases_never_leave_their_connection() -> None:
    source = Source(V5, 100)
    source.connected(False)
    alias = b"\x23\x00\x01"
    feed(source, publish(b"long/topic", b"1", properties=alias) + publish(b"", b"2", properties=alias))
    assert [(item.topic, item.properties) for item in source.take().arrivals] == [(b"long/topic", b"")] * 2
    source.stored()
    source.lost()
    source.connected(True)
    with pytest.raises(Malformed):
        feed(source, publish(b"", b"3", properties=alias))
    with pytest.raises(Malformed):
        feed(Source(V5, 9), publish(b"", b"3"))


@given(
    st.builds(
        Properties,
        payload_format=st.none() | st.integers(0, 1),
        message_expiry=st.none() | st.integers(0, 1 << 31),
        content_type=st.none() | st.just("a#\x0b#"),
        correlation_data=st.none() | st.binary(max_size=20),
        response_topic=st.none() | st.just("r"),
        user=st.lists(st.tuples(st.just("#k"), st.just("\x0b#")), max_size=2).map(tuple),
    ),
    st.lists(st.integers(1, 268_435_455), max_size=2).map(tuple),
    st.none() | st.integers(1, 65_535),
)
def test_what_belongs_to_the_connection_is_taken_off(said: Properties, ids: tuple[int, ...], alias: int | None) -> None:
    plain = codec.encode_properties(said)
    said.subscription_ids, said.topic_alias = ids, alias
    assert forwardable(codec.encode_properties(said)) == plain


def test_properties_without_them_are_the_same_bytes() -> None:
    raw = user_property(b"a", b"b")
    assert forwardable(raw) is raw


class SourceModel(RuleBasedStateMachine):
    """A broker that keeps its session; messages are numbers. Kills keep only what was stored."""

    @initialize(version=st.sampled_from([V5, V311]))
    def begin(self, version: int) -> None:
        self.version = version
        self.stored: list[int] = []  # what the store holds
        self.inbox: set[int] = set()
        self.number = 0
        self.queue: deque[tuple[int, int]] = deque()  # number, qos
        self.open: dict[int, tuple[int, int]] = {}  # packet id -> number, qos, in order of sending
        self.releasing: list[int] = []  # PUBREC came
        self.sent: set[int] = set()  # packet ids that were sent before
        self.up = False
        self.confirmed: set[int] = set()
        self.killed = False
        self.source = Source(version, 100)
        self.source.connected(False)
        self.source.lost()
        self.under_way: durablesource.Batch | None = None

    @rule(qos=st.integers(1, 2))
    def publish(self, qos: int) -> None:
        self.queue.append((self.number, qos))
        self.number += 1

    @precondition(lambda self: not self.up)
    @rule()
    def connect(self) -> None:
        self._settle()  # the session waits for the batch on its way before it connects
        self.source.connected(True)
        self.up = True
        for packet_id, (number, qos) in list(self.open.items()):
            if packet_id in self.releasing:
                self.source.pubrel(packet_id)
            else:
                self._send(packet_id, number, qos, True)

    @precondition(lambda self: self.up and self.queue and len(self.open) < 5)
    @rule()
    def deliver(self) -> None:
        number, qos = self.queue.popleft()
        packet_id = next(item for item in range(1, 10) if item not in self.open)
        self.open[packet_id] = (number, qos)
        self._send(packet_id, number, qos, False)

    def _send(self, packet_id: int, number: int, qos: int, dup: bool) -> None:
        feed(self.source, publish(b"t", b"%d" % number, qos, packet_id, version=self.version, dup=dup))

    @precondition(lambda self: self.under_way is None and self.source.waiting)
    @rule()
    def take(self) -> None:
        self.under_way = self.source.take()

    @precondition(lambda self: self.under_way is not None)
    @rule(arrives=st.booleans())
    def commit(self, arrives: bool) -> None:
        """`arrives`: the acknowledgements reach the broker, else the connection breaks under them."""
        acks = self._commit()
        if not arrives and acks:
            self.lose()
            return
        for first, body in Splitter(1 << 20).feed(acks):
            self._acknowledged(first, int.from_bytes(body[:2], "big"))

    def _commit(self) -> bytes:
        assert self.under_way is not None
        batch, self.under_way = self.under_way, None
        self.stored += [int(item.payload) for item in batch.arrivals]
        for packet_id, held in batch.inbox.items():
            (self.inbox.add if held else self.inbox.discard)(packet_id)
        return self.source.stored()

    def _acknowledged(self, first: int, packet_id: int) -> None:
        if first == 0x50:
            number, _ = self.open[packet_id]
            self.confirmed.add(number)
            if packet_id not in self.releasing:
                self.releasing.append(packet_id)
            self.source.pubrel(packet_id)
            return
        number, _ = self.open.pop(packet_id, (None, 0))
        if number is not None:
            self.confirmed.add(number)
        if packet_id in self.releasing:
            self.releasing.remove(packet_id)

    @rule()
    def lose(self) -> None:
        self.source.lost()
        self.up = False

    @rule()
    def kill(self) -> None:
        self.under_way = None
        self.killed = True
        self.up = False
        self.source = Source(self.version, 100, self.inbox)
        self.source.lost()

    def _settle(self) -> None:
        if self.under_way is not None:
            assert self._commit() == b""

    @invariant()
    def acknowledged_is_stored(self) -> None:
        assert self.confirmed <= set(self.stored)

    @invariant()
    def order_is_kept(self) -> None:
        first = list(dict.fromkeys(self.stored))
        assert first == sorted(first)

    def teardown(self) -> None:
        if not hasattr(self, "source"):
            return
        for _ in range(200):  # to the end: connect, and let everything through
            if not self.up:
                self.connect()
            elif self.under_way is not None:
                self.commit(True)
            elif self.source.waiting:
                self.take()
            elif self.queue:
                self.deliver()
            else:
                break
        counts = [self.stored.count(number) for number in range(self.number)]
        assert all(counts), "nothing is lost"


class TwiceModel(SourceModel):
    """Only QoS 2: nothing is stored twice, whatever happens."""

    @rule(qos=st.just(2))
    def publish(self, qos: int) -> None:
        super().publish(qos)

    @invariant()
    def once(self) -> None:
        assert len(set(self.stored)) == len(self.stored)


TestSourceModel = SourceModel.TestCase
TestSourceModel.settings = settings(max_examples=60, stateful_step_count=40)
TestTwiceModel = TwiceModel.TestCase
TestTwiceModel.settings = settings(max_examples=60, stateful_step_count=40)


def test_aliases_are_taken_in_small_numbers_only() -> None:
    source = Source(V5, 100)
    source.connected(False)
    for number in range(1, durablesource.ALIASES + 1):
        feed(source, publish(b"t" * 1000, b"1", properties=b"\x23" + number.to_bytes(2, "big")))
    feed(source, publish(b"u", b"2", properties=b"\x23\x00\x01"))
    with pytest.raises(Malformed, match="ever more of them") as caught:
        feed(source, publish(b"v", b"3", properties=b"\x23\xff\xff"))
    assert caught.value.reason == 0x94
