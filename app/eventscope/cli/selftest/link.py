"""Checks of the link: hostile messages are delivered byte for byte and never stop what comes after them."""

from __future__ import annotations

from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.linkwatch import LinkWatch
from eventscope.cli.selftest.scriptedpeer import ScriptedPeer
from eventscope.core.message import DAMAGED
from eventscope.core.workspace import Connection, Subscription

TOPICS = (b"bad/\xff\xfe", b"nul/\x00", b"wild/#", b"<img src=x>", b"\xe2\x80\xae/bidi", b"//", b"x" * 65000, b"plain")
PAYLOADS = (b"", b"\x00\xff\x1b[2J", b"=1+1", b'{"a":' * 2000, b"x" * (1 << 20))


def hostile_messages() -> str:
    """P12."""
    script = [_publish(topic, payload) for topic in TOPICS for payload in PAYLOADS]
    with ScriptedPeer(script) as peer:
        watch = LinkWatch(Connection("peer", "Peer", port=peer.port))
        watch.link.subscribe(Subscription("#", qos=0))
        watch.link.open()
        try:
            came = watch.wait_for_messages(len(script))
        finally:
            watch.link.close()
    expect(came, f"{len(watch.messages)} of {len(script)} arrived")
    sent = [(topic, payload) for topic in TOPICS for payload in PAYLOADS]
    expect([(item.topic, item.payload) for item in watch.messages] == sent, "not byte for byte")
    damaged = sum(bool(item.flags & DAMAGED) for item in watch.messages)
    expect(damaged == 3 * len(PAYLOADS), f"{damaged} marked as damaged")
    return f"{len(script)} hostile messages byte for byte, {damaged} marked, none stopped the link"


def _publish(topic: bytes, payload: bytes) -> bytes:
    """A PUBLISH of MQTT 5 that our own encoder would refuse to make."""
    body = len(topic).to_bytes(2, "big") + topic + b"\x00" + payload
    size, length = len(body), bytearray()
    while True:
        size, digit = divmod(size, 128)
        length.append(digit | (0x80 if size else 0))
        if not size:
            return b"\x30" + bytes(length) + body


CHECKS = (Check("P12", "Hostile messages never stop reception", hostile_messages),)
