"""MQTT over WebSocket with paho, plain and with TLS, payloads of megabytes and many packets in a frame."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

from brokers import Broker, broker, connected
from certificates import Authority
from eventscope.core.broker import BrokerConfig, Listener
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Connect, Disconnect, Publish, Subscribe, SubscribeFilter, Will


@pytest.fixture(scope="module")
def running() -> Iterator[Broker]:
    with broker(BrokerConfig((Listener(port=0), Listener("ws", port=0)))) as one:
        yield one


class Paho:
    """A paho client with what it got."""

    def __init__(self, port: int, version: int, tls: ssl.SSLContext | None = None) -> None:
        self.got: list[paho.MQTTMessage] = []
        self.ready = threading.Event()
        self.arrived = threading.Condition()
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, protocol=version, transport="websockets")
        if tls is not None:
            self.client.tls_set_context(tls)
        self.client.on_message = self._message
        self.client.on_subscribe = lambda *_: self.ready.set()
        self.client.connect("localhost", port)
        self.client.loop_start()

    def _message(self, client: paho.Client, data: object, message: paho.MQTTMessage) -> None:
        with self.arrived:
            self.got.append(message)
            self.arrived.notify_all()

    def wait(self, count: int) -> None:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.got) >= count, 20), f"{len(self.got)} of {count} came"


@contextmanager
def client(port: int, version: int, tls: ssl.SSLContext | None = None) -> Iterator[Paho]:
    one = Paho(port, version, tls)
    try:
        yield one
    finally:
        one.client.disconnect()
        one.client.loop_stop()


@pytest.mark.parametrize("version", [paho.MQTTv311, paho.MQTTv5])
def test_paho_at_every_qos(running: Broker, version: int) -> None:
    assert running.ports.ws is not None
    with client(running.ports.ws, version) as one:
        one.client.subscribe("t/#", 2)
        assert one.ready.wait(10)
        payloads = [b"", b"small", bytes(10_000)]
        for qos in (0, 1, 2):
            for payload in payloads:
                one.client.publish("t/x", payload, qos).wait_for_publish(10)
        one.wait(9)
        got = [(message.qos, message.payload) for message in one.got]
        assert got == [(qos, payload) for qos in (0, 1, 2) for payload in payloads]
        (info,) = [info for info in running.process.request("clients") if info.listener == "ws"]
        assert info.version == version


@pytest.mark.parametrize("size", [130_000, 1 << 20, (16 << 20) - 100])
def test_megabytes_both_ways(running: Broker, size: int) -> None:
    # Not with paho as sender: it forgets a packet that the socket takes only in part over WebSocket.
    url = f"ws://127.0.0.1:{running.ports.ws}/mqtt"
    with connect(url, subprotocols=["mqtt"], max_size=None) as page:  # type: ignore[list-item]
        page.send(
            codec.encode(Connect(f"big{size}"), V5) + codec.encode(Subscribe(1, (SubscribeFilter("big", 1),)), V5)
        )
        splitter = codec.Splitter(1 << 28)
        frames: list[tuple[int, bytes]] = []
        for qos in (0, 1):
            page.send(codec.encode(Publish("big", bytes(size), qos, packet_id=qos), V5))
            while not (found := [frame for frame in frames if frame[0] & 0xF0 == 0x30]):
                frames += splitter.feed(bytes(page.recv(10)))
            packet = codec.decode(*found[0], V5)
            frames.clear()
            assert isinstance(packet, Publish)
            assert (len(packet.payload), packet.qos) == (size, qos)


def test_many_packets_come_in_few_frames(running: Broker) -> None:
    url = f"ws://127.0.0.1:{running.ports.ws}/mqtt"
    with connect(url, subprotocols=["mqtt"], max_size=None) as page, connected(running.port, "s") as sender:  # type: ignore[list-item]
        page.send(codec.encode(Connect("page"), V5) + codec.encode(Subscribe(1, (SubscribeFilter("t"),)), V5))
        splitter = codec.Splitter(1 << 20)
        frames: list[tuple[int, bytes]] = []
        while len(frames) < 2:
            frames += splitter.feed(bytes(page.recv(10)))
        sender.raw(codec.encode(Publish("t", b"x" * 50), V5) * 2000)
        count = messages = 0
        while messages < 2000:
            data = page.recv(10)
            assert isinstance(data, bytes)
            count += 1
            messages += len(splitter.feed(data))
        assert count <= 100


def test_a_page_of_another_host_is_refused(running: Broker) -> None:
    with pytest.raises(InvalidStatus) as caught:
        connect(f"ws://127.0.0.1:{running.ports.ws}", subprotocols=["mqtt"], origin="https://example.org")  # type: ignore[list-item,arg-type]
    assert caught.value.response.status_code == 403


def test_leaving_without_disconnect_publishes_the_will(running: Broker) -> None:
    with connected(running.port, "w") as watcher:
        watcher.subscribe("will")
        with connect(f"ws://127.0.0.1:{running.ports.ws}", subprotocols=["mqtt"]) as page:  # type: ignore[list-item]
            page.send(codec.encode(Connect("page", will=Will("will", b"gone")), V5))
            page.recv(10)
        assert watcher.message().payload == b"gone"


def test_disconnect_and_close_in_one_breath_take_the_will_back(running: Broker) -> None:
    url = f"ws://127.0.0.1:{running.ports.ws}"
    with connected(running.port, "w2") as watcher:
        watcher.subscribe("will2/#")
        for goodbye, topic in ((codec.encode(Disconnect(), V5), "will2/polite"), (b"", "will2/rude")):
            with connect(url, subprotocols=["mqtt"]) as page:  # type: ignore[list-item]
                page.send(codec.encode(Connect("page2", will=Will(topic, b"")), V5))
                page.recv(10)
                with page.protocol_mutex:  # both frames in one segment
                    if goodbye:
                        page.protocol.send_binary(goodbye)
                    page.protocol.send_close(1000)
                    page.socket.sendall(b"".join(page.protocol.data_to_send()))
        assert watcher.message().topic == "will2/rude"


def test_over_tls(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.server()
    with broker(BrokerConfig((Listener("wss", port=0, certificate=certificate, key=key),))) as one:
        assert one.ports.wss is not None
        assert one.ports.mqtt is None
        with client(one.ports.wss, paho.MQTTv5, authority.context()) as page:
            page.client.subscribe("t", 1)
            assert page.ready.wait(10)
            page.client.publish("t", bytes(1 << 20), 1)
            page.wait(1)


def test_text_frames_are_refused(running: Broker) -> None:
    with connect(f"ws://127.0.0.1:{running.ports.ws}", subprotocols=["mqtt"]) as page:  # type: ignore[list-item]
        page.send("text")
        with pytest.raises(ConnectionClosedError) as caught:
            page.recv(10)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1003
