"""One network connection over a pair of sockets, its loop turned by hand."""

from __future__ import annotations

import select
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator

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
    """`run` takes steps, one for each turn of the loop; a step that answers False is tried again in the next turn.

    The link closes when no step is left.
    """

    def __init__(self) -> None:
        self.sink = RecordingSink()
        self.wake = Wake()
        self.wake.open()
        self.wishes: deque[Callable[[], None]] = deque()
        self.session = Session(connection(1), self.sink, None, None, self.wishes.append, self.wake)
        self.session.handoff.start()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self.ours = ours
        self.talk = Talk(theirs, 1)
        self.steps: deque[Callable[[], object]] = deque()
        self.ups = 0

    def run(self, *steps: Callable[[], object]) -> None:
        self.steps.extend(steps)
        Exchange(self.session, self.ours, self._up, self._obey, self._closing).run()

    def said(self, step: Callable[[], object]) -> Callable[[], object]:
        """A step that reads what the client says, once it said something."""

        def wait() -> object:
            ready, _, _ = select.select([self.talk.sock], [], [], 0)
            return step() is not False if ready else False

        return wait

    def _up(self, *_: object) -> None:
        self.ups += 1

    def _obey(self, dialogue: Dialogue | None) -> None:
        while self.wishes:
            self.wishes.popleft()()
        if self.steps and self.steps[0]() is not False:
            self.steps.popleft()

    def _closing(self) -> int | None:
        if not self.steps:
            return clock.mono_ns() + 400_000_000
        self.wake.set()
        return None

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
        fixture.said(fixture.talk.accept),
        fixture.said(fixture.talk.grant),
        lambda: fixture.talk.send(peers.publish(b"a", b"hello", 1, 3)),
        lambda: len(fixture.sink.blocks) == 1,
        lambda: fixture.session.outbox.add([(1, draft("b", b"bye"))]),
    )
    assert fixture.ups == 1
    assert fixture.sink.payloads == [b"hello"]
    packets = [fixture.talk.read() for _ in range(3)]
    assert sorted(packets) == sorted([(0x40, b"\0\3"), (0x30, b"\0\1b\0bye"), (0xE0, b"")])
    assert packets[-1] == (0xE0, b"")
    assert fixture.sink.receipts[-1].sent is not None


def test_the_last_block_is_handed_over_and_acknowledged_before_disconnect(fixture: Fixture) -> None:
    fixture.run(
        fixture.said(fixture.talk.accept),
        lambda: fixture.talk.send(peers.publish(b"a", b"last", 1, 9)),
        lambda: fixture.session.inbox.count == 1 or len(fixture.sink.blocks) == 1,
    )
    assert fixture.sink.payloads == [b"last"]
    assert [fixture.talk.read() for _ in range(2)] == [(0x40, b"\0\x09"), (0xE0, b"")]


def test_the_end_of_the_socket_ends_the_exchange_and_what_it_held(fixture: Fixture) -> None:
    fixture.session.subscriptions.want(Subscription("a"))
    with pytest.raises(Closed):
        fixture.run(
            fixture.said(fixture.talk.accept),
            fixture.said(fixture.talk.read),  # SUBSCRIBE
            fixture.talk.sock.close,
            lambda: False,
        )
    assert fixture.sink.subscriptions[-1].state == "wanted"
    fixture.session.outbox.add([(2, draft(qos=0))])
    assert fixture.sink.receipts[-1].failed == "not-connected"
    assert fixture.ours.fileno() == -1


def test_a_malformed_packet_is_answered_with_its_reason(fixture: Fixture) -> None:
    with pytest.raises(Ended) as ended:
        fixture.run(
            fixture.said(fixture.talk.accept),
            lambda: fixture.talk.send(peers.publish(b"t", b"before"), b"\x36\x00"),
            lambda: False,
        )
    assert ended.value.trouble.code == "protocol-error"
    assert fixture.talk.read() == (0xE0, b"\x81")
    fixture.sink.count(1)


def test_reading_stops_while_the_sink_is_full_and_goes_on_after(fixture: Fixture) -> None:
    """Each message fills a block of its own; what is in memory stays bounded by the queue's depth."""
    gate = threading.Event()
    fixture.sink.on_block_do = lambda _: gate.wait(10) and None
    packets = peers.publish(b"t", bytes(5 << 20)) * (DEPTH + 6)
    sender = threading.Thread(target=fixture.talk.send, args=(packets,))
    held: list[int] = []

    def full() -> bool:
        session = fixture.session
        return session.handoff.full and session.inbox.full

    fixture.run(
        fixture.said(fixture.talk.accept),
        sender.start,
        full,
        lambda: held.append(sender.is_alive()),
        gate.set,
        lambda: len(fixture.sink.blocks) == DEPTH + 6,
    )
    sender.join(10)
    assert held == [True]
    assert [len(payload) for payload in fixture.sink.payloads] == [5 << 20] * (DEPTH + 6)
