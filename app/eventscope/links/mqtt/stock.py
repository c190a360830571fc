"""Stock paho as people use it, in a process of its own: the peer that the bench measures beside ours."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from eventscope.core.errors import Unavailable

END_WITHIN = 5.0  # seconds to leave by itself


@contextlib.contextmanager
def receiver(port: int, filter_: str, qos: int, count: int) -> Iterator[int]:
    """Receives `count` messages from 127.0.0.1:`port`, counts them in a callback, and leaves; yields its pid."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_receive, args=(port, filter_, qos, count), name="stock-paho", daemon=True)
    process.start()
    try:
        assert process.pid is not None
        yield process.pid
        process.join(END_WITHIN)
        if process.exitcode != 0:
            raise Unavailable("bench-paho-gave-up", "Stock paho gave up, so its figures mean nothing.")
    finally:
        process.kill()
        process.join()
        process.close()


def _receive(port: int, filter_: str, qos: int, count: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the command, which ends us
    over = threading.Event()
    client = paho.Client(CallbackAPIVersion.VERSION2, "stock-paho", protocol=paho.MQTTv311)
    received = 0

    def on_message(client: paho.Client, userdata: object, message: paho.MQTTMessage) -> None:
        nonlocal received
        received += len(message.topic) > 0  # reads the topic, as every real callback does
        if received == count:
            over.set()

    client.on_connect = lambda client, *_: client.subscribe(filter_, qos) and None
    client.on_disconnect = lambda *_: over.set()
    client.on_message = on_message
    client.connect("127.0.0.1", port)
    client.loop_start()
    over.wait()
    client.disconnect()
    client.loop_stop()
    sys.exit(received != count)
