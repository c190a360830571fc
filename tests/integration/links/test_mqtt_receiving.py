"""Messages reach the sink whole and in order; acknowledgements only after storing; hostile streams end in words."""

from __future__ import annotations

import itertools
import threading
import time

import pytest

import peers
from eventscope.core.message import Block
from eventscope.links.mqtt.blocks import MESSAGES
from linksinks import RecordingSink, connection, linked
from peers import Peer, Talk
from servers import wait_until

VERSIONS = ("3.1.1", "5")


def hold_after(*packets: bytes) -> peers.Script:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.send(*packets)
        talk.hold()

    return script


@pytest.mark.parametrize("version", VERSIONS)
def test_a_burst_arrives_whole_and_in_order(version: str) -> None:
    count = 60_000

    def script(talk: Talk) -> None:
        talk.accept()
        for start in range(0, count, 500):
            talk.send(
                *(peers.publish(b"t/%d" % (n % 50), b"%d" % n, version=talk.version) for n in range(start, start + 500))
            )
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port, version=version), sink):
        messages = sink.count(count)
    assert [int(m.payload) for m in messages] == list(range(count))
    assert all(m.topic == b"t/%d" % (n % 50) for n, m in enumerate(messages))
    stamps = [m.mono for m in messages]
    assert stamps == sorted(stamps)
    assert max(map(len, sink.blocks)) < 2 * MESSAGES


def test_a_message_before_suback_is_delivered() -> None:
    def script(talk: Talk) -> None:
        talk.accept(session_present=True)
        _, body = talk.read_kind(0x80)
        talk.send(peers.publish(b"early", b"x", 1, 5))
        assert talk.read_kind(0x40)[1] == b"\0\5"
        talk.send(peers.suback(body[:2], (1,)))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port, clean_start=False), sink, "early"):
        assert sink.count(1)[0].topic == b"early"
        sink.subscription("early", "granted")
    assert sink.state("up").session_present


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_is_acknowledged_before_it_is_stored(version: str) -> None:
    answers: list[bytes] = []
    silent: list[bool] = []
    stored = threading.Event()

    def script(talk: Talk) -> None:
        talk.accept()
        talk.send(*(peers.publish(b"t", b"x", 1 + n % 2, n, version=talk.version) for n in range(1, 11)))
        silent.append(talk.silent(0.2))
        stored.set()
        answers.append(talk.read_exactly(40))
        talk.hold()

    sink = RecordingSink(store=False)
    with Peer(script) as peer, linked(connection(peer.port, version=version), sink):
        sink.count(10)
        assert stored.wait(10)
        threading.Thread(target=sink.store_all).start()  # from any thread
        wait_until(lambda: answers)
    assert silent == [True]
    assert answers == [b"".join(peers.ack(0x40 if n % 2 == 0 else 0x50, n) for n in range(1, 11))]


def test_blocks_stored_in_the_wrong_order_are_acknowledged_in_the_right_one() -> None:
    answers: list[bytes] = []
    go = threading.Event()

    def script(talk: Talk) -> None:
        talk.accept()
        for n in range(1, 4):
            talk.send(peers.publish(b"t", b"x", 1, n))
            wait_until(lambda n=n: len(sink.blocks) >= n)
        go.set()
        answers.append(talk.read_exactly(12))
        talk.hold()

    sink = RecordingSink(store=False)
    with Peer(script) as peer, linked(connection(peer.port), sink):
        assert go.wait(10)
        assert len(sink.owed) == 3
        for acknowledge in reversed(sink.owed):
            acknowledge()
        wait_until(lambda: answers)
    assert answers == [peers.ack(0x40, 1) + peers.ack(0x40, 2) + peers.ack(0x40, 3)]


@pytest.mark.parametrize("version", VERSIONS)
def test_qos_2_over_a_reconnect_is_stored_once(version: str) -> None:
    """PUBREC was due, the connection broke, the broker repeats with DUP: one message, and the flow ends."""
    done = threading.Event()

    def first(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.publish(b"t", b"once", 2, 9, version=talk.version))
        assert talk.read() == (0x50, b"\0\x09")

    def second(talk: Talk) -> None:
        talk.accept(session_present=True)
        talk.send(peers.publish(b"t", b"once", 2, 9, version=talk.version, dup=True))
        assert talk.read() == (0x50, b"\0\x09")
        talk.send(peers.ack(0x62, 9))
        assert talk.read() == (0x70, b"\0\x09")
        done.set()
        talk.hold()

    sink = RecordingSink()
    with Peer(first, second) as peer, linked(connection(peer.port, version=version, clean_start=False), sink):
        assert done.wait(10)
    assert sink.payloads == [b"once"]
    assert sink.codes == []


def test_a_message_left_unstored_at_the_loss_is_acknowledged_on_the_next_connection_only_by_its_copy() -> None:
    done = threading.Event()

    def first(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.publish(b"t", b"a", 1, 1))
        wait_until(lambda: sink.owed)

    def second(talk: Talk) -> None:
        talk.accept(session_present=True)
        sink.store_all()
        assert talk.silent(0.2)
        talk.send(peers.publish(b"t", b"a", 1, 1, dup=True))
        wait_until(lambda: sink.owed)
        sink.store_all()
        assert talk.read() == (0x40, b"\0\1")
        done.set()
        talk.hold()

    sink = RecordingSink(store=False)
    with Peer(first, second) as peer, linked(connection(peer.port, clean_start=False), sink):
        assert done.wait(10)
    assert sink.payloads == [b"a", b"a"]


# --- a sink that is slow or fails ----------------------------------------------------------------------------


def test_a_full_intake_stops_reading_and_keep_alive_goes_on() -> None:
    release = threading.Event()
    pings: list[int] = []
    sent: list[int] = []
    packet = peers.publish(b"t", bytes(1 << 20))

    def script(talk: Talk) -> None:
        talk.accept()

        def push() -> None:
            for _ in range(100):
                talk.send(packet)
                sent.append(1)

        pusher = threading.Thread(target=push)
        pusher.start()
        for _ in range(3):
            pings.append(talk.read()[0])
        release.set()
        pusher.join()
        talk.hold()

    sink = RecordingSink()
    sink.on_block_do = lambda _: release.wait(20) and None
    with Peer(script) as peer, linked(connection(peer.port, keep_alive=1), sink):
        assert release.wait(20)
        assert len(sent) < 60  # the broker was slowed: what is in our memory has a bound
        sink.count(100)
    assert pings == [0xC0] * 3
    assert [n.state for n in sink.links] == ["connecting", "up", "down"]
    assert all(len(m.payload) == 1 << 20 for m in sink.messages)


def test_acknowledgements_leave_while_reading_is_paused() -> None:
    """Otherwise a store that frees the intake by committing would wait for itself."""
    gate = threading.Semaphore(0)
    done = threading.Event()

    def script(talk: Talk) -> None:
        talk.accept()
        packets = b"".join(peers.publish(b"t", bytes(1 << 20), 1, n) for n in range(1, 61))

        def push() -> None:
            talk.send(packets)

        pusher = threading.Thread(target=push)
        pusher.start()
        for _ in range(60):
            gate.release()
        assert len(talk.read_exactly(4 * 60)) == 240
        pusher.join()
        done.set()
        talk.hold()

    sink = RecordingSink()
    sink.on_block_do = lambda _: gate.acquire(timeout=10) and None
    with Peer(script) as peer, linked(connection(peer.port), sink):
        assert done.wait(20)
        assert len(sink.count(60)) == 60


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_what_came_before_a_broken_rule_is_stored_and_acknowledged_first(version: str) -> None:
    """Otherwise it would come a second time over the next connection."""
    answers: list[peers.Packet] = []

    def script(talk: Talk) -> None:
        talk.accept()
        good = [peers.publish(b"t", b"%d" % n, 1, n, version=talk.version) for n in (1, 2, 3)]
        talk.send(*good, b"\x36\x05\x00\x01a\x00\x01")  # QoS 3 does not exist
        answers.extend(talk.read() for _ in range(3))
        if talk.version == peers.V5:
            answers.append(talk.read())
        assert talk.closed()

    sink = RecordingSink()
    with Peer(script, Talk.accept) as peer, linked(connection(peer.port, version=version), sink, jitter=lambda: 1.0):
        sink.state("waiting", "protocol-error")
        wait_until(lambda: len(answers) == (4 if version == "5" else 3))
    assert answers[:3] == [(0x40, b"\0\1"), (0x40, b"\0\2"), (0x40, b"\0\3")]
    assert [first for first, _ in answers[3:]] == ([0xE0] if version == "5" else [])
    assert sink.payloads == [b"1", b"2", b"3"]


def test_a_sink_that_raises_is_counted_and_the_next_message_comes() -> None:
    answers: list[peers.Packet] = []

    def script(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.publish(b"t", b"bad", 1, 1))
        wait_until(lambda: sink.troubles)
        talk.send(peers.publish(b"t", b"good", 1, 2), peers.publish(b"t", b"fine"))
        answers.append(talk.read())
        talk.hold()

    def fail(block: Block) -> None:
        if block.payload(0) == b"bad":
            raise RuntimeError("decoder fell over")

    sink = RecordingSink()
    sink.on_block_do = fail
    with Peer(script) as peer, linked(connection(peer.port), sink):
        sink.count(2)
        wait_until(lambda: answers)
    assert sink.payloads == [b"good", b"fine"]
    assert answers == [(0x40, b"\0\2")]  # what was not stored is not acknowledged
    assert sink.codes == ["not-stored"]
    assert "decoder fell over" in sink.troubles[0][1]
    assert [n.state for n in sink.links] == ["connecting", "up", "down"]


def test_states_that_cannot_be_told_do_not_stop_messages() -> None:
    class Broken(RecordingSink):
        def on_link(self, news: object) -> None:
            raise RuntimeError("no")

    sink = Broken()
    with Peer(hold_after(peers.publish(b"t", b"x"))) as peer, linked(connection(peer.port), sink):
        sink.count(1)
    assert set(sink.codes) == {"handler-failed"}


# --- hostile streams -------------------------------------------------------------------------------------------


def test_topics_that_are_none_and_the_longest_one() -> None:
    topics = [b"a\xff", b"a\0b", b"a/#", b"x" * 65_535, b"//", b"/" * 65_000, b"\xe2\x80\xae", b"$SYS/x"]
    sink = RecordingSink()
    with Peer(hold_after(*map(peers.publish, topics))) as peer, linked(connection(peer.port), sink):
        messages = sink.count(len(topics))
        wait_until(lambda: len(sink.troubles) == 3)
    assert [m.topic for m in messages] == topics
    assert [bool(m.flags & 1 << 8) for m in messages] == [True] * 3 + [False] * 5
    assert sink.codes == ["bad-topic"] * 3


def test_a_packet_over_the_limit_is_refused_by_its_header_alone() -> None:
    goodbyes: list[bytes] = []

    def first(talk: Talk) -> None:
        talk.accept()
        talk.send(bytes([0x30]) + peers.length(20 << 20) + b"\x00\x01t\x00")
        goodbyes.append(talk.read_kind(0xE0)[1])

    sink = RecordingSink()
    with Peer(first, hold_after()) as peer, linked(connection(peer.port), sink):
        waiting = sink.state("waiting", "protocol-error")
        sink.state("up", nth=2)
    assert goodbyes == [b"\x95"]
    assert str((20 << 20) + 5) in waiting.words
    assert str(16 << 20) in waiting.words


def test_the_limit_itself_is_fine_and_ours_to_set() -> None:
    limit = 5_000
    whole = peers.publish(b"t", bytes(limit - 7))
    assert len(whole) == limit
    sink = RecordingSink()
    over = peers.publish(b"t", bytes(limit - 6))
    made = hold_after(whole, over)
    with Peer(made, hold_after()) as peer, linked(connection(peer.port, maximum_packet_size=limit), sink):
        sink.state("waiting", "protocol-error")
    assert [len(p) for p in sink.payloads] == [limit - 7]


def test_sixteen_megabytes_in_small_pieces() -> None:
    payload = bytes(range(256)) * (1 << 16)  # 16 MiB
    payload = payload[: (16 << 20) - 100]

    def script(talk: Talk) -> None:
        talk.accept()
        raw = peers.publish(b"t", payload)
        for at in range(0, len(raw), 1400):
            talk.send(raw[at : at + 1400])
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink):
        assert sink.count(1)[0].payload == payload


def test_one_byte_at_a_time() -> None:
    raw = b"".join(
        (peers.publish(b"a", b"1", 1, 1), peers.publish(b"b", b"2" * 200, properties=peers.user_property(b"k", b"v")))
    )

    def script(talk: Talk) -> None:
        talk.accept()
        for byte in raw:
            talk.send(bytes([byte]))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink):
        messages = sink.count(2)
    assert [m.payload for m in messages] == [b"1", b"2" * 200]
    assert messages[1].properties == peers.user_property(b"k", b"v")


def test_ten_thousand_user_properties_in_connack_publish_and_disconnect() -> None:
    flood = peers.user_property(b"k", b"v") * 10_000

    def script(talk: Talk) -> None:
        talk.accept(properties=flood)
        talk.send(peers.publish(b"t", b"x", properties=flood))
        wait_until(lambda: sink.blocks)
        talk.send(peers.disconnect(0x8B, flood))

    sink = RecordingSink()
    with Peer(script, hold_after()) as peer, linked(connection(peer.port), sink):
        up = sink.state("up")
        assert sink.count(1)[0].properties == flood
        sink.state("waiting", "disconnected-by-broker")
    assert len(up.server) < 70


def test_unknown_identifiers_are_answered_and_counted() -> None:
    answers: list[peers.Packet] = []

    def script(talk: Talk) -> None:
        talk.accept()
        talk.send(
            peers.ack(0x62, 7),
            peers.ack(0x50, 8),
            peers.ack(0x40, 9),
            peers.ack(0x70, 10),
            peers.suback(b"\0\x0b", (0,)),
        )
        answers.extend((talk.read(), talk.read()))
        talk.send(peers.publish(b"t", b"alive"))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink):
        sink.count(1)
    assert answers == [(0x70, b"\0\x07\x92"), (0x62, b"\0\x08\x92")]
    assert sink.codes == ["unknown-packet-id"] * 5


def test_protocol_errors_again_and_again_back_off() -> None:
    def bad(talk: Talk) -> None:
        talk.accept()
        talk.send(b"\x00\x00")
        talk.closed()

    sink = RecordingSink()
    with Peer(bad) as peer, linked(connection(peer.port), sink, jitter=lambda: 0.2):
        sink.state("waiting", nth=4)
        waits = [(n.retry_at or 0) - n.since for n in sink.links if n.state == "waiting"]
    assert all(later > 1.5 * earlier for earlier, later in itertools.pairwise(waits))


def test_quiet_traffic_arrives_at_once() -> None:
    """A single message does not wait for a block to fill: the sink has it before the sender sends the next."""

    def script(talk: Talk) -> None:
        talk.accept()
        for n in range(5):
            talk.send(peers.publish(b"t", b"%d" % n))
            wait_until(lambda n=n: len(sink.blocks) == n + 1)
            time.sleep(0.02)  # longer than the pause between two blocks
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink):
        sink.count(5)
    assert [len(block) for block in sink.blocks] == [1] * 5


@pytest.mark.parametrize(
    "fails_at", ["eventscope.mqtt.columns.cut", "eventscope.links.mqtt.blocks.BlockBuilder.add_run"]
)
def test_a_fault_of_the_burst_reader_is_told_in_the_status_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    """Also on the next connection packets are read one by one, until the link is made anew."""

    def fails(*args: object) -> None:
        raise IndexError("injected")

    def script(talk: Talk) -> None:
        talk.accept()
        talk.send(*(peers.publish(b"t", b"%03d" % n, 1, n + 1, version=talk.version) for n in range(900)))
        for _ in range(900):
            talk.read_kind(0x40)
        if talk.number == 2:
            talk.hold()

    monkeypatch.setattr(fails_at, fails)
    sink = RecordingSink()
    with Peer(script, script) as peer, linked(connection(peer.port), sink):
        told = sink.state("up", "plain-reader")
        assert "IndexError: injected" in told.words
        sink.state("up", "plain-reader", nth=2)
        messages = sink.count(1_800)
    assert [int(message.payload) for message in messages] == [*range(900)] * 2
    assert sink.codes == ["plain-reader"]
