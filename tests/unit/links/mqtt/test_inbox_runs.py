"""A run means what its packets mean one by one: the same messages, acknowledgements, troubles and state."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import peers
from eventscope.core.message import Message
from eventscope.links.mqtt.blocks import BlockBuilder
from eventscope.links.mqtt.inbox import Inbox
from eventscope.links.mqtt.openids import HeldIds, OpenIds
from eventscope.mqtt import burst
from eventscope.mqtt.burst import Burst, Piece, Releases
from eventscope.mqtt.columns import Run
from eventscope.mqtt.packets import V5, V311
from eventscope.mqtt.splitter import Splitter
from eventscope.mqtt.wire import Malformed
from streams import SIZES, cuts, streams

LIMIT = 1 << 20


class Receiver:
    """An inbox and all that comes out of it."""

    def __init__(self, version: int) -> None:
        self.troubles: list[tuple[str, dict[str, str]]] = []
        self.inbox = Inbox("c", version, lambda code, params: self.troubles.append((code, params)))
        self.inbox.connected(False, 10, 20)
        self.messages: list[Message] = []
        self.sent = bytearray()

    def hear(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, Run):
                self.inbox.publishes(piece, 7)
            elif isinstance(piece, Releases):
                self.sent += self.inbox.pubrels(piece.ids)
            elif isinstance(piece, tuple) and piece[0] & 0xF0 == 0x30:
                self.inbox.publish(*piece, 7)
            elif isinstance(piece, tuple) and piece[0] == 0x62 and len(piece[1]) == 2 and any(piece[1]):
                self.sent += self.inbox.pubrel(int.from_bytes(piece[1], "big"))

    def store(self) -> None:
        delivery = self.inbox.take(0)
        if delivery is not None:
            self.messages += [delivery.block.message(n) for n in range(len(delivery.block))]
            if delivery.serial is not None:
                self.inbox.stored(delivery.serial)
        self.sent += self.inbox.release()

    def state(self) -> tuple[object, ...]:
        inbox = self.inbox
        open_ids = [ident for ident in range(1 << 16) if ident in inbox._open]
        assert len(open_ids) == len(inbox._open)
        assert len(dict(inbox._held)) == len(inbox._held)
        return self.messages, self.troubles, bytes(self.sent), dict(inbox._held), open_ids


def received(splitter: Splitter, chunks: list[bytes], stores: list[bool], version: int) -> tuple[object, ...]:
    receiver = Receiver(version)
    fault = None
    try:
        for number, chunk in enumerate(chunks):
            receiver.hear(splitter.feed(chunk))
            if stores[number % len(stores)]:
                receiver.store()
    except Malformed as error:
        fault = error.reason, error.words
        try:
            receiver.hear(error.frames)
        except Malformed as earlier:
            fault = earlier.reason, earlier.words
    receiver.store()
    return fault, *receiver.state()


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burst, "SMALL", 0)
    monkeypatch.setattr(burst, "FEW", 2)


@pytest.mark.parametrize("version", [V311, V5])
@settings(
    derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_runs_and_single_packets_mean_the_same(eager: None, version: int, data: st.DataObject) -> None:
    chunks = cuts(data.draw(streams(version)), data.draw(SIZES))
    stores = data.draw(st.lists(st.booleans(), min_size=1, max_size=5))
    ours, theirs = (received(made(LIMIT, version), chunks, stores, version) for made in (Burst, Splitter))
    assert ours == theirs


def test_cut_at_every_offset(eager: None) -> None:
    """Aliases that are set, used and set anew, lists of several structures, all QoS, and releases."""
    packets = []
    for number in range(1, 31):
        alias = b"\x23\x00" + bytes([number % 3 + 1]) + peers.user_property(b"k" * (number % 5), b"v")
        topic = b"t/%d" % number if number < 4 or number > 20 else b""
        packets.append(peers.publish(topic, b"x" * (number % 4), number % 3, number, alias))
    packets += [peers.ack(0x62, number) for number in range(1, 31) if number % 3 == 2]
    stream = b"".join(packets)
    whole = received(Splitter(LIMIT, V5), [stream], [True], V5)
    topics = [message.topic for message in whole[1]]  # type: ignore[attr-defined]
    assert topics[3:20] == [b"t/%d" % ((number - 1) % 3 + 1) for number in range(4, 21)]
    assert topics[20:] == [b"t/%d" % number for number in range(21, 31)]
    for at in range(len(stream) + 1):
        assert received(Burst(LIMIT, V5), [stream[:at], stream[at:]], [False], V5)[:2] == whole[:2]


@pytest.mark.parametrize("damage", [b"\x23\x00\x09", b"\x23\x00\x63", b"\x23\x00\x00"])
def test_a_bad_alias_in_a_run_ends_it_where_it_stands(eager: None, damage: bytes) -> None:
    good = [peers.publish(b"t" * (n == 0), b"x", properties=b"\x23\x00\x05") for n in range(50)]
    again = peers.publish(b"u", b"x", properties=b"\x23\x00\x05")
    stream = b"".join([*good, peers.publish(b"", b"bad", properties=damage), again, *good])
    ours, theirs = (received(made(LIMIT, V5), [stream], [False], V5) for made in (Burst, Splitter))
    assert ours == theirs
    assert len(ours[1]) == 50  # type: ignore[arg-type]


@pytest.mark.parametrize("where", ["BlockBuilder._mark", "OpenIds.all_new", "HeldIds.all_new", "Inbox._named"])
@pytest.mark.parametrize("qos", [0, 1, 2])
def test_after_a_fault_of_ours_a_run_is_taken_one_by_one(
    eager: None, monkeypatch: pytest.MonkeyPatch, where: str, qos: int
) -> None:
    def fails(*args: object) -> None:
        raise IndexError("injected")

    owner, name = where.split(".")
    parts = {"BlockBuilder": BlockBuilder, "OpenIds": OpenIds, "HeldIds": HeldIds, "Inbox": Inbox}
    stream = b"".join(peers.publish(b"bad\xff", b"x", qos, ident) for ident in range(1, 100))
    theirs = received(Splitter(LIMIT, V5), [stream, stream[:50]], [True], V5)
    monkeypatch.setattr(parts[owner], name, fails)
    assert received(Burst(LIMIT, V5), [stream, stream[:50]], [True], V5) == theirs


def same(chunks: list[bytes], stores: list[bool]) -> tuple[object, ...]:
    ours, theirs = (received(made(LIMIT, V311), chunks, stores, V311) for made in (Burst, Splitter))
    assert ours == theirs
    return ours


@pytest.mark.parametrize("qos", [1, 2])
@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize("together", [False, True])
def test_a_run_that_comes_again_is_taken_as_one_by_one(eager: None, qos: int, stored: bool, together: bool) -> None:
    stream = b"".join(peers.publish(b"t", b"x", qos, ident, version=V311) for ident in range(1, 100))
    same([stream * 2] if together else [stream, stream], [stored])


@pytest.mark.parametrize("stores", [[False], [True], [False, True], [True, False]])
def test_releases_in_a_row_are_answered_as_one_by_one(eager: None, stores: list[bool]) -> None:
    stream = b"".join(peers.publish(b"t", b"x", 2, ident, version=V311) for ident in range(1, 100))
    releases = b"".join(peers.ack(0x62, ident) for ident in range(1, 100))
    same([stream, releases, releases], stores)
    same([stream, releases + releases], stores)
    same([stream, releases[8:], releases], stores)


def test_a_run_is_held_until_it_is_stored_and_then_answered_in_order() -> None:
    stream = b"".join(peers.publish(b"t", b"x" * 250, 1 + ident % 2, ident) for ident in range(1, 1000))
    receiver = Receiver(V5)
    receiver.hear(Burst(LIMIT, V5).feed(stream))
    assert receiver.inbox.release() == b""
    receiver.store()
    assert receiver.sent == b"".join(peers.ack(0x40 + 0x10 * (ident % 2), ident) for ident in range(1, 1000))
    assert receiver.troubles == [("receive-maximum-passed", {"limit": "20"})]
