"""The same bytes through stock paho and through our link: the same messages, the same acknowledgement bytes."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import paho.mqtt.client as paho
import pytest

import peers
from linksinks import RecordingSink, connection, linked
from peers import Peer, Talk
from servers import wait_until

Seen = tuple[bytes, bytes, int, bool, bool]  # topic, payload, QoS, retain, DUP


class Conversation:
    """A random stream of messages; `script` sends it and notes every byte that comes back."""

    def __init__(self, version: int, seed: int, count: int = 300, like: bool = False) -> None:
        """With `like` long runs of packets are of one QoS and size; `aliased` are the same under topic aliases."""
        self.version = version
        self.aliased: list[bytes] = []
        seeded = random.Random(seed)
        self.packets: list[bytes] = []
        known: dict[bytes, int] = {}
        self.releases: list[bytes] = []
        self.acks = 0
        for number in range(1, count + 1):
            qos = number // 90 % 3 if like else seeded.randrange(3)
            topic = f"t/{seeded.randrange(5)}".encode()
            payload = seeded.randbytes(200 if like else seeded.choice((0, 1, 20, 200, 20_000)))
            key = peers.user_property(b"k" * (number % 20), seeded.randbytes(3).hex().encode())
            properties = key if version == 5 and (like or seeded.random() < 0.5) else b""
            retain, dup = seeded.random() < 0.2, bool(qos) and seeded.random() < 0.2
            self.packets.append(peers.publish(topic, payload, qos, number, properties, version, retain, dup))
            shown = topic if topic not in known or seeded.random() < 0.1 else b""
            alias = b"\x23" + known.setdefault(topic, len(known) + 1).to_bytes(2, "big")
            self.aliased.append(peers.publish(shown, payload, qos, number, properties + alias, version, retain, dup))
            self.acks += qos > 0
            if qos == 2:
                self.releases.append(peers.ack(0x62, number))
        self.cuts = [seeded.choice((1, 2, 5, 100, 5000, 70_000)) for _ in range(20 if like else 200)]
        self.answers: list[bytes] = []
        self.done = threading.Event()

    def script(self, talk: Talk) -> None:
        self.play(talk, self.packets)

    def play(self, talk: Talk, packets: list[bytes]) -> None:
        talk.accept()
        talk.grant()
        stream = b"".join(packets)
        at = 0
        for cut in self.cuts:
            talk.send(stream[at : at + cut])
            at += cut
        talk.send(stream[at:])
        answers = talk.read_exactly(4 * self.acks)
        talk.send(*self.releases)
        answers += talk.read_exactly(4 * len(self.releases))
        self.answers.append(answers)
        self.done.set()
        talk.hold()


def through_paho(conversation: Conversation) -> list[Seen]:
    seen: list[Seen] = []
    client = paho.Client(
        paho.CallbackAPIVersion.VERSION2,
        client_id="stock",
        protocol=paho.MQTTv5 if conversation.version == 5 else paho.MQTTv311,
    )
    client.on_connect = lambda *_: client.subscribe("#", 2)
    client.on_message = lambda _, __, m: seen.append((m.topic.encode(), m.payload, m.qos, m.retain, m.dup))
    with Peer(conversation.script) as peer:
        client.connect("127.0.0.1", peer.port)
        client.loop_start()
        assert conversation.done.wait(30)
        wait_until(lambda: len(seen) == len(conversation.packets))
        client.disconnect()
        client.loop_stop()
    return seen


def through_ours(conversation: Conversation, aliased: bool = False) -> list[Seen]:
    sink = RecordingSink()
    conversation.done.clear()
    packets = conversation.aliased if aliased else conversation.packets
    with Peer(lambda talk: conversation.play(talk, packets)) as peer:
        version = "5" if conversation.version == 5 else "3.1.1"
        made = connection(peer.port, version=version, topic_alias_maximum=5 * aliased)
        with linked(made, sink, "#"):
            assert conversation.done.wait(30)
            messages = sink.count(len(conversation.packets))
    assert sink.troubles == []
    return [(m.topic, m.payload, m.qos, m.retain, bool(m.flags & 8)) for m in messages]


@pytest.mark.parametrize("version", [4, 5])
@pytest.mark.parametrize("like", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_same_messages_and_same_acknowledgements(version: int, seed: int, like: bool) -> None:
    conversation = Conversation(version, seed, 900 if like else 300, like)
    theirs, ours = through_paho(conversation), through_ours(conversation)
    assert conversation.answers[0] == conversation.answers[1]
    # Paho hands QoS 2 over at PUBREL, we at PUBLISH, so the two orders agree within each kind.
    for some in ((0, 1), (2,)):
        assert [m for m in ours if m[2] in some] == [m for m in theirs if m[2] in some]


@pytest.mark.parametrize("like", [False, True])
def test_the_same_messages_under_topic_aliases(like: bool) -> None:
    """Stock paho announces no aliases and knows none, so it hears the same messages without them."""
    conversation = Conversation(5, 7, 900 if like else 300, like)
    theirs, ours = through_paho(conversation), through_ours(conversation, aliased=True)
    assert conversation.answers[0] == conversation.answers[1]
    for some in ((0, 1), (2,)):
        assert [m for m in ours if m[2] in some] == [m for m in theirs if m[2] in some]


def test_connect_and_subscribe_are_pahos_bytes() -> None:
    """CONNECT with default settings and a SUBSCRIBE leave as stock paho would write them."""

    def record(run: Callable[[int], None]) -> list[peers.Packet]:
        said: list[peers.Packet] = []
        heard = threading.Event()

        def script(talk: Talk) -> None:
            said.append((0x10, talk.accept()))
            said.append(talk.read_kind(0x80))
            talk.send(peers.suback(said[-1][1][:2], (1,), talk.version))
            heard.set()
            talk.hold()

        with Peer(script) as peer:
            run(peer.port)
            assert heard.wait(10)
        return said

    def stock(port: int) -> None:
        client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="link-under-test", protocol=paho.MQTTv311)
        client.on_connect = lambda *_: client.subscribe("a/#", 2)
        granted = threading.Event()
        client.on_subscribe = lambda *_: granted.set()
        client.connect("127.0.0.1", port, 15)
        client.loop_start()
        assert granted.wait(10)
        client.disconnect()
        client.loop_stop()

    def ours(port: int) -> None:
        sink = RecordingSink()
        with linked(connection(port, version="3.1.1"), sink, "a/#"):
            sink.subscription("a/#", "granted")

    assert record(ours) == record(stock)
