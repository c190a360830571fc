"""How much a QoS 2 source lets be under way: what mosquitto 2.0 remembers over a restart, and no more."""

from __future__ import annotations

import socket
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bridgeharness import Raw
from bridgeservice import service
from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, Delivery, Route, Source, Target
from peers import Peer, Talk, length, packet, text
from servers import LASTING, mosquitto, needs_mosquitto, wait_until


@pytest.mark.parametrize(("delivery", "qos", "window"), [("effectively-once", 2, 20), ("at-least-once", 1, 1_000)])
def test_what_is_announced(delivery: Delivery, qos: int, window: int, tmp_path: Path) -> None:
    greetings: list[bytes] = []

    def script(talk: Talk) -> None:
        greetings.append(talk.accept())
        talk.hold()

    with Peer(script, lenient=True) as peer, service(tmp_path) as made:
        here = BusConnection("here", f"mqtt://127.0.0.1:{peer.port}")
        route = Route(Target("here", "copy/{topic}", qos=qos))
        spec = BridgeSpec("b", "publish-subscribe", delivery, Source("here", "a/#", qos=qos), (route,))
        made.add(BusFile((here,), (spec,)))
        wait_until(
            lambda: any(b"\x21" + window.to_bytes(2, "big") in body for body in greetings), 10, "it is announced"
        )


@needs_mosquitto
@pytest.mark.peer
@pytest.mark.parametrize(("window", "again"), [(1_000, True), (20, False)])
def test_mosquitto_forgets_what_is_beyond_its_limit(window: int, again: bool) -> None:
    """Why: of what had its PUBREC, it publishes anew what is beyond 20. Where this fails for 1,000, it was mended."""
    with ExitStack() as stack:
        broker = stack.enter_context(mosquitto(LASTING))
        raw = stack.enter_context(closing(Raw(broker.port, "ear")))
        _connect(raw, broker.port, window)
        raw.send(packet(0x82, b"\x00\x01\x00" + text(b"t") + b"\x02"))
        assert raw.read()[0] == 0x90
        _publish(broker.port, 100)
        known: set[bytes] = set()
        released = 0
        while released < min(window, 100):
            first, body = raw.read()
            if first & 0xF0 == 0x30:
                known.add(body[3:5])
                raw.send(b"\x50\x02" + body[3:5])
            released += first == 0x62
        raw.close()
        broker.stop()
        broker.start()
        raw = stack.enter_context(closing(Raw(broker.port, "ear")))
        _connect(raw, broker.port, window)
        raw.send(b"\xc0\x00")  # what is answered to it comes behind what the session had
        repeated = set()
        while (found := raw.read())[0] != 0xD0:
            if found[0] & 0xF8 == 0x38:  # PUBLISH, DUP
                repeated.add(found[1][3:5])
    assert bool(repeated & known) is again


def _connect(raw: Raw, port: int, window: int) -> None:
    raw.sock = socket.create_connection(("127.0.0.1", port), timeout=10)
    properties = b"\x11\x00\x00\x0e\x10\x21" + window.to_bytes(2, "big")
    body = text(b"MQTT") + b"\x05\x00\x00\x00" + length(len(properties)) + properties + text(b"ear")
    raw.send(packet(0x10, body))
    assert raw.read()[0] == 0x20


def _publish(port: int, count: int) -> None:
    with closing(Raw(port, "voice")) as voice:
        voice.connect()
        for number in range(1, count + 1):
            body = text(b"t") + number.to_bytes(2, "big") + b"x"
            voice.send(bytes([0x34]) + length(len(body)) + body)
            while (found := voice.read())[0] != 0x70:
                voice.send(b"\x62\x02" + found[1][:2])
