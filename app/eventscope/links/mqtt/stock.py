"""Stock paho as people use it, in a process of its own: the peer that the bench measures beside ours."""

from __future__ import annotations

import multiprocessing
import threading
from multiprocessing.process import BaseProcess

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion


def start(port: int, filter_: str, qos: int, count: int) -> BaseProcess:
    """Receive `count` messages from 127.0.0.1:`port`, count them in a callback, and end."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_receive, args=(port, filter_, qos, count), name="stock-paho", daemon=True)
    process.start()
    return process


def _receive(port: int, filter_: str, qos: int, count: int) -> None:
    done = threading.Event()
    client = paho.Client(CallbackAPIVersion.VERSION2, "stock-paho", protocol=paho.MQTTv311)
    received = 0

    def on_message(client: paho.Client, userdata: object, message: paho.MQTTMessage) -> None:
        nonlocal received
        received += len(message.topic) > 0  # reads the topic, as every real callback does
        if received == count:
            done.set()

    def on_connect(client: paho.Client, *_: object) -> None:
        client.subscribe(filter_, qos)

    client.on_connect = on_connect
    client.on_message = on_message
    client.connect("127.0.0.1", port)
    client.loop_start()
    done.wait()
    client.disconnect()
    client.loop_stop()
