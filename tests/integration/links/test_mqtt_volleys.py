"""Many events as one thing over a real socket: none is lost or told twice when it stalls, breaks or resumes."""

from __future__ import annotations

import threading

import pytest

import peers
from eventscope.core.volley import Volley
from linksinks import RecordingSink, connection, draft, linked
from peers import Peer, Talk
from servers import wait_until

COUNT = 2_000


class Fired:
    """A volley and what was told of it."""

    def __init__(self, qos: int, payload: bytes = b"x", count: int = COUNT) -> None:
        self.done = self.failed = 0
        self.words = ""
        self.volley = Volley(draft("v", payload, qos), None, count, (1, 2), self.changed)

    def changed(self, done: int, failed: int, words: str) -> None:
        self.done, self.failed, self.words = self.done + done, self.failed + failed, words or self.words

    def over(self) -> bool:
        return self.done + self.failed >= len(self.volley)


@pytest.mark.parametrize("qos", [1, 2])
def test_a_connection_that_breaks_amid_a_volley_resumes_it(qos: int) -> None:
    first_time: dict[int, bytes] = {}
    again: list[int] = []
    answer = 0x40 if qos == 1 else 0x50

    def take(talk: Talk) -> int:
        """The identifier of the next event; 0 at the end."""
        while True:
            first, body = talk.read()
            if first == 0x62:
                talk.send(peers.ack(0x70, int.from_bytes(body, "big")))
            elif first >> 4 != 3:
                return 0  # the link is closed
            else:
                break
        packet_id = peers.publish_fields(first, body)[1]
        plain = bytes((first & ~8,)) + body
        if first & 8:
            again.append(packet_id)
            assert first_time.get(packet_id, plain) == plain
        first_time[packet_id] = plain
        return packet_id

    def breaks(talk: Talk) -> None:
        talk.accept()
        ids = [take(talk) for _ in range(600)]
        talk.send(*(peers.ack(answer, packet_id) for packet_id in ids[100:200]))

    def goes_on(talk: Talk) -> None:
        talk.accept(session_present=True)
        while packet_id := take(talk):
            talk.send(peers.ack(answer, packet_id))

    fired = Fired(qos)
    sink = RecordingSink()
    with Peer(breaks, goes_on) as peer, linked(connection(peer.port, clean_start=False), sink) as link:
        sink.state("up")
        link.fire(fired.volley)
        wait_until(fired.over, what="the end of the volley")
    assert (fired.done, fired.failed) == (COUNT, 0)
    assert len(again) >= 500  # at QoS 2 those that were received are released, not sent again
    assert fired.volley.sent.all()
    assert fired.volley.acknowledged.all()
    assert (fired.volley.acknowledged >= fired.volley.sent).all()


def test_a_socket_that_stalls_holds_the_volley_up_and_loses_nothing() -> None:
    read = threading.Event()
    packet = peers.publish(b"v", bytes(2_000))

    def script(talk: Talk) -> None:
        talk.accept()
        assert read.wait(20.0)
        for _ in range(8 * COUNT):
            assert talk.read_exactly(len(packet)) == packet
        talk.hold()

    fired = Fired(0, bytes(2_000), 8 * COUNT)
    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.fire(fired.volley)
        wait_until(lambda: fired.done, what="what the socket takes")
        read.set()
        wait_until(fired.over, what="the end of the volley")
    assert (fired.done, fired.failed) == (8 * COUNT, 0)


def test_qos_0_that_had_not_left_fails_with_the_connection() -> None:
    broken = threading.Event()

    def script(talk: Talk) -> None:
        talk.accept()
        assert broken.wait(20.0)
        talk.reset()

    def after(talk: Talk) -> None:
        talk.accept()
        talk.hold()

    fired = Fired(0, bytes(2_000), 8 * COUNT)
    sink = RecordingSink()
    with Peer(script, after) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.fire(fired.volley)
        wait_until(lambda: fired.done, what="what the socket takes")
        broken.set()
        wait_until(fired.over, what="the end of the volley")
        sink.state("up", nth=2)
    assert fired.failed > 0
    assert "broke before this event left" in fired.words
    assert {fired.volley.receipt(n).failed for n in range(len(fired.volley))} == {"", "connection-lost"}
