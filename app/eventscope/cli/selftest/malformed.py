"""The check that malformed packets cost their own connection and nothing else."""

from __future__ import annotations

import socket

from eventscope.base import clock
from eventscope.cli.selftest.brokerchild import ANY_PORT, broker, mqtt_port
from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.plainclient import client
from eventscope.core.broker import BrokerConfig, Limits

# Garbage, over-long and unfinished lengths, wrong protocol names and levels, reserved bits, bad text.
FIRST = (
    b"\x00\x00",
    b"\xf0\xff\xff\xff\xff\x7f",
    b"\x10\xff\xff\xff\x7f",
    b"\x10\x04\x00\x04MQ",
    b"GET / HTTP/1.1\r\n\r\n",
    b"\x30\x05\x00\x03a/b",
    b"\x82\x02\x00\x01",
    b"\x10\x0c\x00\x04MQTT\x09\x02\x00\x3c\x00\x00",
    b"\x10\x0d\x00\x04MQTT\x04\x01\x00\x3c\x00\x01a",
    b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01\xff",
)
# QoS 3, bad UTF-8, a wildcard in a name, no filter, a filter with reserved bits, PUBREL and DISCONNECT of wrong
# lengths, identifier 0, a packet that never ends.
AFTER_CONNECT = (
    b"\x36\x06\x00\x01a\x00\x01x",
    b"\x30\x04\x00\x02\xff\xfe",
    b"\x30\x05\x00\x03a/#",
    b"\x82\x02\x00\x01",
    b"\x82\x06\x00\x01\x00\x01a\xfc",
    b"\x62\x01\x00",
    b"\xe0\x01\x00",
    b"\x32\x06\x00\x01a\x00\x00x",
    b"\x30\x7f\x00\x01a",
)
CONNECT = b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01z"
CLOSED_WITHIN = 8.0  # seconds; what is unfinished has one second
PACKETS = (*FIRST, *(CONNECT + item for item in AFTER_CONNECT))


def malformed() -> str:
    """P23."""
    limits = Limits(connect_timeout=1.0, partial_timeout=1.0)
    with broker(BrokerConfig(ANY_PORT, limits=limits)) as (process, _):
        port = mqtt_port(process)
        with client(port, "witness") as witness:
            witness.subscribe("selftest/#", 0)
            for number, hostile in enumerate(PACKETS):
                expect(_closes(port, hostile), f"packet {number} ({hostile.hex()}) did not close its connection")
                witness.publish("selftest/alive", b"%d" % number)
                expect(witness.message().payload == b"%d" % number, f"packet {number} disturbed another client")
        expect(process.alive, "the broker ended")
    return f"{len(PACKETS)} malformed packets, each closed its own connection only"


def _closes(port: int, hostile: bytes) -> bool:
    """Whether the broker closes; we do not."""
    end = clock.mono_ns() + int(CLOSED_WITHIN * 1e9)
    with socket.create_connection(("127.0.0.1", port), CLOSED_WITHIN) as sock:
        try:
            sock.sendall(hostile)
            while clock.mono_ns() < end and sock.recv(4096):
                pass
        except TimeoutError:
            return False
        except ConnectionError:
            return True
    return clock.mono_ns() < end


CHECKS = (Check("P23", "Malformed packets cost one connection", malformed),)
