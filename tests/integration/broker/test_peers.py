"""Clients that we did not write, against our broker: mosquitto's and paho."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator

import paho.mqtt.client as paho
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from brokers import Broker, broker
from servers import needs_mosquitto_clients, wait_until

VERSIONS = ["mqttv311", "mqttv5"]


@pytest.fixture(scope="module")
def running() -> Iterator[Broker]:
    with broker() as one:
        yield one


def publish(one: Broker, version: str, *words: str) -> None:
    command = ["mosquitto_pub", "-V", version, "-p", str(one.port), *words]
    subprocess.run(command, check=True, timeout=20)


class Subscriber:
    """A mosquitto_sub that ends after `count` messages."""

    def __init__(self, one: Broker, version: str, client: str, count: int, *words: str, retained: bool = False) -> None:
        command = ["mosquitto_sub", "-V", version, "-p", str(one.port), "-i", client, "-C", str(count), "-v", *words]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if retained:  # it may have ended before we look
            return
        wait_until(lambda: any(info.client == client for info in one.process.request("subscriptions")), what=client)

    def lines(self) -> list[str]:
        out, _ = self.process.communicate(timeout=20)
        return out.splitlines()


@pytest.mark.peer
@needs_mosquitto_clients
@pytest.mark.parametrize("receiver", VERSIONS)
@pytest.mark.parametrize("sender", VERSIONS)
def test_mosquitto_at_every_qos(running: Broker, sender: str, receiver: str) -> None:
    subscriber = Subscriber(running, receiver, f"sub-{sender}", 3, "-t", f"m/{sender}/#", "-q", "2")
    for qos in "012":
        publish(running, sender, "-t", f"m/{sender}/{qos}", "-m", f"payload {qos}", "-q", qos)
    assert subscriber.lines() == [f"m/{sender}/{qos} payload {qos}" for qos in "012"]


@pytest.mark.peer
@needs_mosquitto_clients
@pytest.mark.parametrize("version", VERSIONS)
def test_mosquitto_retained_and_will(running: Broker, version: str) -> None:
    publish(running, version, "-t", f"r/{version}", "-m", "kept", "-r", "-q", "1")
    assert Subscriber(running, version, f"late-{version}", 1, "-t", f"r/{version}", retained=True).lines() == [
        f"r/{version} kept"
    ]
    watcher = Subscriber(running, version, f"watch-{version}", 1, "-t", f"w/{version}", "-q", "1")
    dying = Subscriber(
        running, version, f"dying-{version}", 1, "-t", "nothing",
        "--will-topic", f"w/{version}", "--will-payload", "gone", "--will-qos", "1",
    )  # fmt: skip
    dying.process.kill()
    dying.lines()
    assert watcher.lines() == [f"w/{version} gone"]


@pytest.mark.peer
@needs_mosquitto_clients
def test_mosquitto_shared_and_system_topics(running: Broker) -> None:
    members = [Subscriber(running, "mqttv5", f"member{n}", 5, "-t", "$share/g/jobs/#", "-q", "1") for n in range(2)]
    for number in range(10):
        publish(running, "mqttv5", "-t", "jobs/x", "-m", str(number), "-q", "1")
    got = sorted(line for member in members for line in member.lines())
    assert got == [f"jobs/x {number}" for number in range(10)]
    (line,) = Subscriber(running, "mqttv311", "sys", 1, "-t", "$SYS/broker/version", retained=True).lines()
    assert line.startswith("$SYS/broker/version Eventscope ")


@pytest.mark.parametrize("version", [paho.MQTTv311, paho.MQTTv5])
def test_paho_with_all_it_can_say(running: Broker, version: int) -> None:
    got: list[paho.MQTTMessage] = []
    ready, done = threading.Event(), threading.Event()
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=f"paho{version}", protocol=version)
    client.on_subscribe = lambda *_: ready.set()

    def message(client: paho.Client, data: object, one: paho.MQTTMessage) -> None:
        got.append(one)
        if len(got) == 3:
            done.set()

    client.on_message = message
    properties = None
    if version == paho.MQTTv5:
        properties = Properties(PacketTypes.PUBLISH)
        properties.ContentType = "application/json"
        properties.CorrelationData = b"\x00\xff"
        properties.ResponseTopic = "answers"
        properties.UserProperty = [("b", "1"), ("a", "2"), ("b", "3")]
        properties.MessageExpiryInterval = 100
        properties.PayloadFormatIndicator = 1
    client.connect("127.0.0.1", running.port)
    client.loop_start()
    try:
        client.subscribe(f"p{version}/#", 2)
        assert ready.wait(10)
        for qos in (0, 1, 2):
            client.publish(f"p{version}/{qos}", b"{}", qos, properties=properties).wait_for_publish(10)
        assert done.wait(10)
    finally:
        client.disconnect()
        client.loop_stop()
    assert [(one.topic, one.qos) for one in got] == [(f"p{version}/{qos}", qos) for qos in (0, 1, 2)]
    if version == paho.MQTTv5:
        for one in got:
            said = one.properties
            assert said is not None
            assert (said.ContentType, said.CorrelationData, said.ResponseTopic) == (
                "application/json", b"\x00\xff", "answers",
            )  # fmt: skip
            assert said.UserProperty == [("b", "1"), ("a", "2"), ("b", "3")]
            assert 98 <= said.MessageExpiryInterval <= 100
