"""One network connection over a pair of sockets, its loop turned by hand."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import peers
from eventscope.base import clock
from eventscope.core.workspace import Subscription
from eventscope.links.mqtt.causes import Closed
from eventscope.links.mqtt.dialogue import Dialogue
from eventscope.links.mqtt.exchange import Exchange
from eventscope.links.mqtt.handoff import DEPTH
from eventscope.links.mqtt.session import Session
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.wake import Wake
from linksinks import RecordingSink, connection, draft
from peers import Talk


class Fixture:
    """`script` runs in the middle of the loop, once for each turn, until it is empty; then the link closes."""

    def __init__(self, **changes: Any) -> None:
        self.sink = RecordingSink()
        self.wake = Wake()
        self.wake.open()
        self.wishes: deque[Callable[[], None]] = deque()
        self.session = Session(connection(1, **changes), self.sink, None, None, self.wishes.append, self.wake)
        self.session.handoff.start()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self.ours = ours
        self.talk = Talk(theirs, 1)
        self.steps: deque[Callable[[], object]] = deque()
        self.ups = 0

    def run(self, *steps: Callable[[], object]) -> None:
        self.steps.extend(steps)
        exchange = Exchange(self.session, self.ours, self._up, self._obey, self._closing)
        exchange.run()

    def _up(self, *_: object) -> None:
        self.ups += 1

    def _obey(self, dialogue: Dialogue | None) -> None:
        while self.wishes:
            self.wishes.popleft()()
        if self.steps:
            self.wake.set()
            self.steps.popleft()()

    def _closing(self) -> int | None:
        if self.steps:
            self.wake.set()
            return None
        return clock.mono_ns() + 400_000_000

    def close(self) -> None:
        assert self.session.handoff.stop(5)
        self.talk.sock.close()
        self.ours.close()
        self.wake.close()


@pytest.fixture
def fixture() -> Iterator[Fixture]:
    made = Fixture()
    yield made
    made.close()


def test_from_connect_to_disconnect(fixture: Fixture) -> None:
    fixture.session.subscriptions.want(Subscription("a", 1))
    fixture.run(
        fixture.talk.accept,
        fixture.talk.grant,
        lambda: fixture.talk.send(peers.publish(b"a", b"hello", 1, 3)),
        lambda: fixture.sink.count(1),
        lambda: fixture.session.outbox.add([(1, draft("b", b"bye"))]),
    )
    assert fixture.ups == 1
    assert fixture.sink.payloads == [b"hello"]
    packets = [fixture.talk.read() for _ in range(3)]
    assert sorted(packets) == sorted([(0x40, b"\0\3"), (0x30, b"\0\1b\0bye"), (0xE0, b"")])
    assert packets[-1] == (0xE0, b"")
    assert fixture.sink.receipts[-1].sent is not None


def test_the_last_block_is_handed_over_and_acknowledged_before_disconnect(fixture: Fixture) -> None:
    fixture.run(fixture.talk.accept, lambda: fixture.talk.send(peers.publish(b"a", b"last", 1, 9)), lambda: None)
    assert fixture.sink.payloads == [b"last"]
    assert [fixture.talk.read() for _ in range(2)] == [(0x40, b"\0\x09"), (0xE0, b"")]


def test_the_end_of_the_socket_ends_the_exchange_and_what_it_held(fixture: Fixture) -> None:
    fixture.session.subscriptions.want(Subscription("a"))
    with pytest.raises(Closed):
        fixture.run(
            fixture.talk.accept,
            lambda: fixture.session.outbox.add([(1, draft(qos=1))]),
            fixture.talk.sock.close,
            *[lambda: None] * 50,
        )
    assert fixture.sink.subscriptions[-1].state == "wanted"
    fixture.session.outbox.add([(2, draft(qos=0))])
    assert fixture.sink.receipts[-1].failed == "not-connected"
    assert fixture.ours.fileno() == -1


def test_a_malformed_packet_is_answered_with_its_reason(fixture: Fixture) -> None:
    with pytest.raises(Ended) as ended:
        fixture.run(
            fixture.talk.accept,
            lambda: fixture.talk.send(peers.publish(b"t", b"before"), b"\x36\x00"),
            *[lambda: None] * 50,
        )
    assert ended.value.trouble.code == "protocol-error"
    assert fixture.talk.read() == (0xE0, b"\x81")
    fixture.sink.count(1)


def test_reading_stops_while_the_sink_is_full_and_goes_on_after(fixture: Fixture) -> None:
    """Each message fills a block of its own; what is in memory stays bounded by the queue's depth."""
    import threading

    gate = threading.Event()
    fixture.sink.on_block_do = lambda _: gate.wait(10) and None
    big = peers.publish(b"t", bytes(5 << 20))
    sender = threading.Thread(target=lambda: [fixture.talk.send(big) for _ in range(DEPTH + 6)])

    def full() -> None:
        if not (fixture.session.handoff.full and fixture.session.inbox.full):
            fixture.steps.appendleft(full)

    fixture.run(
        fixture.talk.accept,
        sender.start,
        full,
        *[lambda: None] * 20,
        lambda: gate.set(),
        lambda: fixture.steps.appendleft(lambda: None) if False else None,
        *[lambda: sender.join(0.01)] * 400,
    )
    sender.join(10)
    assert len(fixture.sink.count(DEPTH + 6)) == DEPTH + 6
