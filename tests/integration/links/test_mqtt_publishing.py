"""Events leave as they should, each stage with a receipt; nothing is lost or sent twice without a word."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

import peers
from eventscope.core.message import Draft
from eventscope.links.mqtt import MqttLink
from linksinks import RecordingSink, connection, draft, linked
from peers import Peer, Talk
from servers import free_port, wait_until

VERSIONS = ("3.1.1", "5")


@pytest.mark.parametrize("version", VERSIONS)
def test_each_qos_with_its_receipts(version: str) -> None:
    heard: list[tuple[bytes, int, bytes, bytes]] = []

    def script(talk: Talk) -> None:
        talk.accept()
        for _ in range(3):
            first, body = talk.read_kind(0x30)
            fields = peers.publish_fields(first, body, talk.version)
            heard.append(fields)
            if first & 6 == 2:
                talk.send(peers.ack(0x40, fields[1]))
            if first & 6 == 4:
                talk.send(peers.ack(0x50, fields[1]))
                assert talk.read() == (0x62, fields[1].to_bytes(2, "big"))
                talk.send(peers.ack(0x70, fields[1]))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port, version=version), sink) as link:
        sink.state("up")
        link.publish([(n, draft("a/b", b"%d" % n, n)) for n in range(3)])
        receipts = [sink.receipt(n, acknowledged=n > 0) for n in range(3)]
    assert [(topic, payload) for topic, _, _, payload in heard] == [(b"a/b", b"%d" % n) for n in range(3)]
    assert all(r.queued <= (r.sent or 0) for r in receipts)
    assert [r.acknowledged is not None for r in receipts] == [False, True, True]
    assert all((r.sent or 0) <= r.acknowledged for r in receipts if r.acknowledged is not None)
    assert not any(r.failed for r in receipts)


def test_reasons_in_words() -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        for first, reason in ((0x40, 0x10), (0x40, 0x87), (0x50, 0x97)):
            kind, body = talk.read_kind(0x30)
            talk.send(peers.ack(first, peers.publish_fields(kind, body)[1], reason))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.publish([(1, draft(qos=1)), (2, draft(qos=1)), (3, draft(qos=2))])
        nobody, forbidden, quota = (sink.receipt(n, acknowledged=True) for n in (1, 2, 3))
    assert (nobody.reason, nobody.failed) == (0x10, "")
    assert "nobody subscribes" in nobody.words
    assert (forbidden.reason, forbidden.failed) == (0x87, "refused")
    assert "not allowed" in forbidden.words
    assert (quota.reason, quota.failed) == (0x97, "refused")


def test_down_qos_0_fails_before_publish_returns_and_qos_1_waits_for_the_connection() -> None:
    heard: list[bytes] = []
    port = free_port()
    sink = RecordingSink()
    with linked(connection(port), sink) as link:
        sink.state("waiting")
        link.publish([(1, draft(qos=0)), (2, draft("late", qos=1))])
        assert [(r.id, r.failed) for r in sink.receipts] == [(1, "not-connected")]
        assert "Connect first" in sink.receipts[0].words

    def script(talk: Talk) -> None:
        talk.accept()
        first, body = talk.read_kind(0x30)
        heard.append(peers.publish_fields(first, body)[0])
        talk.send(peers.ack(0x40, 1))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer:
        link = MqttLink(connection(peer.port), sink)
        link.publish([(3, draft("early", qos=1))])
        link.open()
        assert sink.receipt(3, acknowledged=True).acknowledged is not None
        link.close()
    assert heard == [b"early"]


def test_the_session_goes_on_with_dup_and_pubrel() -> None:
    again: list[peers.Packet] = []

    def first(talk: Talk) -> None:
        talk.accept()
        for _ in range(3):
            talk.read_kind(0x30)
        talk.send(peers.ack(0x50, 2))
        assert talk.read() == (0x62, b"\0\2")

    def second(talk: Talk) -> None:
        talk.accept(session_present=True)
        again.extend(talk.read() for _ in range(3))
        talk.send(peers.ack(0x40, 1), peers.ack(0x70, 2), peers.ack(0x50, 3))
        assert talk.read() == (0x62, b"\0\3")
        talk.send(peers.ack(0x70, 3))
        talk.hold()

    sink = RecordingSink()
    with Peer(first, second) as peer, linked(connection(peer.port, clean_start=False), sink) as link:
        sink.state("up")
        link.publish([(1, draft(qos=1)), (2, draft(qos=2)), (3, draft(qos=2))])
        receipts = [sink.receipt(n, acknowledged=True) for n in (1, 2, 3)]
    assert [kind for kind, _ in again] == [0x3A, 0x62, 0x3C]
    assert [peers.publish_fields(*again[n])[1] for n in (0, 2)] == [1, 3]
    assert not any(r.failed for r in receipts)
    assert sink.codes == []


def test_a_lost_session_sends_anew_and_says_so() -> None:
    again: list[peers.Packet] = []

    def first(talk: Talk) -> None:
        talk.accept()
        talk.read_kind(0x30)

    def second(talk: Talk) -> None:
        talk.accept(session_present=False)
        again.append(talk.read())
        talk.send(peers.ack(0x40, peers.publish_fields(*again[0])[1]))
        talk.hold()

    sink = RecordingSink()
    with Peer(first, second) as peer, linked(connection(peer.port, clean_start=False), sink) as link:
        sink.state("up")
        link.publish([(1, draft(qos=1))])
        assert not sink.receipt(1, acknowledged=True).failed
    assert again[0][0] == 0x32  # no DUP
    assert sink.codes == ["session-lost"]


def test_stamps_are_taken_when_an_event_leaves_and_kept_when_it_leaves_again() -> None:
    stamped: list[int] = []
    heard: list[bytes] = []
    up = threading.Event()

    def stamp(receipt: int, made: Draft) -> Draft:
        assert up.is_set()
        stamped.append(receipt)
        return replace(made, properties=replace(made.properties, user=(("es-seq", str(len(stamped))),)))

    def first(talk: Talk) -> None:
        up.set()
        talk.accept()
        heard.append(peers.publish_fields(*talk.read_kind(0x30))[2])

    def second(talk: Talk) -> None:
        talk.accept(session_present=True)
        heard.append(peers.publish_fields(*talk.read_kind(0x30))[2])
        talk.send(peers.ack(0x40, 1))
        talk.hold()

    sink = RecordingSink()
    with Peer(first, second) as peer:
        link = MqttLink(connection(peer.port, clean_start=False), sink, None, stamp, lambda: 0.0)
        link.publish([(7, draft(qos=1))])
        link.open()
        sink.receipt(7, acknowledged=True)
        link.close()
    assert stamped == [7]
    assert heard == [peers.user_property(b"es-seq", b"1")] * 2


def test_the_receive_maximum_of_the_server() -> None:
    counts: list[int] = []

    def script(talk: Talk) -> None:
        talk.accept(properties=b"\x21\x00\x03")
        ids = [peers.publish_fields(*talk.read_kind(0x30))[1] for _ in range(3)]
        counts.append(3 if talk.silent(0.2) else 4)
        talk.send(*(peers.ack(0x40, i) for i in ids))
        for _ in range(7):
            talk.send(peers.ack(0x40, peers.publish_fields(*talk.read_kind(0x30))[1]))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.publish([(n, draft(qos=1)) for n in range(10)])
        for n in range(10):
            assert sink.receipt(n, acknowledged=True).acknowledged is not None
    assert counts == [3]


def test_twenty_thousand_events_leave_in_order() -> None:
    count = 20_000
    heard: list[int] = []

    def script(talk: Talk) -> None:
        talk.accept()
        for _ in range(count):
            first, body = talk.read()
            heard.append(int(peers.publish_fields(first, body)[3]))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        for start in range(0, count, 1000):
            link.publish([(n, draft(payload=b"%d" % n)) for n in range(start, start + 1000)])
        wait_until(lambda: len(heard) == count, 30)
        wait_until(lambda: len(sink.receipts) == count)
    assert heard == list(range(count))
    assert not any(r.failed for r in sink.receipts)


def test_sent_means_handed_to_the_socket() -> None:
    """A broker that does not read: what the socket does not take is not "sent"."""
    release = threading.Event()

    def deaf(talk: Talk) -> None:
        talk.accept()
        release.wait(10)
        talk.hold()

    sink = RecordingSink()
    with Peer(deaf) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.publish([(n, draft(payload=bytes(1 << 20))) for n in range(40)])
        sink.receipt(0)
        assert len([r for r in sink.receipts if r.sent]) < 40
        release.set()
        wait_until(lambda: len([r for r in sink.receipts if r.sent]) == 40)


def test_a_loss_in_the_middle_fails_qos_0_in_words() -> None:
    def deaf(talk: Talk) -> None:
        talk.accept()
        wait_until(lambda: sink.receipts)

    def later(talk: Talk) -> None:
        talk.accept()
        talk.hold()

    sink = RecordingSink()
    with Peer(deaf, later) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.publish([(n, draft(payload=bytes(1 << 20))) for n in range(60)])
        wait_until(lambda: len({r.id for r in sink.receipts}) == 60)
        failed = [r for r in sink.receipts if r.failed]
    assert failed
    assert {r.failed for r in failed} == {"connection-lost"}


def test_too_many_waiting_are_refused_in_words() -> None:
    sink = RecordingSink()
    with linked(connection(free_port()), sink) as link:
        link.publish([(n, draft(payload=bytes(1 << 20), qos=1)) for n in range(70)])
        refused = [r for r in sink.receipts if r.failed]
        assert {r.failed for r in refused} == {"outbox-full"}
        assert [r.id for r in refused] == list(range(64, 70))
        assert "64 MiB" in refused[0].words


def test_a_large_event_goes_through_a_slow_socket() -> None:
    sizes: list[int] = []

    def slow(talk: Talk) -> None:
        talk.accept()
        first, body = talk.read()
        sizes.append(len(peers.publish_fields(first, body)[3]))
        talk.hold()

    sink = RecordingSink()
    with Peer(slow) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.publish([(1, draft(payload=bytes(32 << 20)))])
        wait_until(lambda: sizes)
    assert sizes == [32 << 20]
