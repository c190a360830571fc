"""Stock paho as people use it, in a process of its own: the peer that the bench measures beside ours."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from eventscope.base import clock
from eventscope.core.errors import Unavailable
from eventscope.mqtt.packets import V311

WINDOW = 100  # unacknowledged messages: of those tried, the one with which it is fastest
QUEUED = 10_000  # messages that it holds before its caller waits
END_WITHIN = 5.0  # seconds to leave by itself
NUMBER = 12  # digits that a numbered payload begins with


@dataclass(frozen=True, slots=True)
class Place:
    """What to subscribe to at 127.0.0.1:`port`; with `ca_file` over TLS."""

    port: int
    filter: str
    qos: int = 0
    version: int = V311
    websocket: bool = False
    ca_file: str = ""


@contextlib.contextmanager
def receiver(place: Place, count: int) -> Iterator[int]:
    """Receives `count` messages, counts them in a callback, and leaves; yields its pid."""
    with _process(_receive, place, count) as process:
        yield process.pid
        process.join(END_WITHIN)
        if process.exitcode != 0:
            raise Unavailable("bench-paho-gave-up", "Stock paho gave up, so its figures mean nothing.")


@contextlib.contextmanager
def sender(port: int, topic: str, payload: bytes, qos: int, count: int) -> Iterator[int]:
    """Publishes `count` times to 127.0.0.1:`port`, waits until all is done, and leaves; yields its pid."""
    with _process(_send, port, topic, payload, qos, count) as process:
        yield process.pid
        process.join(END_WITHIN)
        if process.exitcode != 0:
            raise Unavailable("bench-paho-gave-up", "Stock paho gave up, so its figures mean nothing.")


@contextlib.contextmanager
def clock_reader(place: Place, count: int, pipe: Pipe) -> Iterator[int]:
    """Notes when its callback gets each numbered message, until it has `count` or something comes through the pipe.

    Then it tells two arrays of the same length through it: numbers, and monotonic ns. Yields its pid.
    """
    with _process(_read_clock, place, count, pipe) as process:
        yield process.pid


@contextlib.contextmanager
def _process(target: Callable[..., None], *given: Any) -> Iterator[Any]:
    process = multiprocessing.get_context("spawn").Process(target=target, args=given, name="stock-paho", daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


def _receive(place: Place, count: int) -> None:
    over = threading.Event()
    received = 0

    def on_message(client: paho.Client, userdata: object, message: paho.MQTTMessage) -> None:
        nonlocal received
        received += len(message.topic) > 0  # reads the topic, as every real callback does
        if received == count:
            over.set()

    with _running(place, on_message, over):
        over.wait()
    sys.exit(received != count)


def _read_clock(place: Place, count: int, pipe: Pipe) -> None:
    numbers, times = array("q"), array("q")

    def on_message(client: paho.Client, userdata: object, message: paho.MQTTMessage) -> None:
        now = clock.mono_ns()
        if (head := message.payload[:NUMBER]).isdigit():
            numbers.append(int(head))
            times.append(now)

    with _running(place, on_message, threading.Event()):
        while len(numbers) < count and not pipe.poll(0.05):
            pass
    pipe.send((numbers, times))


@contextlib.contextmanager
def _running(place: Place, on_message: Callable[..., None], over: threading.Event) -> Iterator[None]:
    """A client with its network thread; `over` is set when it is thrown out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the command, which ends us
    transport: Any = "websockets" if place.websocket else "tcp"
    protocol = MQTTProtocolVersion(place.version)
    client = paho.Client(CallbackAPIVersion.VERSION2, "stock-paho", protocol=protocol, transport=transport)
    client.on_connect = lambda client, *_: client.subscribe(place.filter, place.qos) and None
    client.on_disconnect = lambda *_: over.set()
    client.on_message = on_message
    if place.ca_file:
        client.tls_set(place.ca_file)
    client.connect("127.0.0.1", place.port)
    client.loop_start()
    yield
    client.disconnect()
    client.loop_stop()


def _send(port: int, topic: str, payload: bytes, qos: int, count: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the command, which ends us
    up, over = threading.Event(), threading.Event()
    client = paho.Client(CallbackAPIVersion.VERSION2, "stock-paho", protocol=paho.MQTTv311)
    client.max_inflight_messages_set(WINDOW)
    published = 0

    def on_publish(*_: object) -> None:
        nonlocal published
        published += 1
        if published == count:
            over.set()

    client.on_connect = lambda *_: up.set()
    client.on_disconnect = lambda *_: over.set()
    client.on_publish = on_publish
    client.connect("127.0.0.1", port)
    client.loop_start()
    up.wait()
    for number in range(count):
        client.publish(topic, payload, qos)
        while qos and number - published > QUEUED:  # its queue ends at 65,535
            time.sleep(0.001)
    over.wait()
    client.disconnect()
    client.loop_stop()
    sys.exit(published != count)
