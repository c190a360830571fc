"""Every packet that MQTT forbids ends one connection with the right reason, never the link; some are kept and shown."""

from __future__ import annotations

import threading

import pytest

import peers
from badpackets import BadPacket, bad_packets
from eventscope.core.message import DAMAGED
from linksinks import RecordingSink, connection, linked
from peers import Peer, Talk

# An oscilloscope shows what is on the wire: a message whose fields can be told apart is kept byte for byte, with a
# mark where its topic is no topic name. Only what makes the rest of the stream doubtful ends the connection.
KEPT = (
    "PUBLISH to a topic with",
    "PUBLISH with DUP at QoS 0",
    "PUBLISH with Payload Format Indicator 2",
    "PUBLISH with Subscription Identifier 0",
    "PUBLISH with a wildcard in the Response Topic",
    "PUBLISH with a Response Topic that is not UTF-8",
    "PUBLISH with a Content Type with U+0000",
    "PUBLISH with a User Property name that is not UTF-8",
    "PUBLISH with a User Property value with a surrogate",
)
FOR_US = [bad for bad in bad_packets() if bad.to in ("client", "both")]
REFUSED = [bad for bad in FOR_US if not bad.name.startswith(KEPT)]
SHOWN = [bad for bad in FOR_US if bad.name.startswith(KEPT)]


def version(bad: BadPacket) -> str:
    return "5" if bad.version == 5 else "3.1.1"


@pytest.mark.parametrize("bad", REFUSED, ids=str)
def test_one_connection_ends_with_the_reason_and_the_next_works(bad: BadPacket) -> None:
    goodbyes: list[bytes] = []
    ended = threading.Event()

    def first(talk: Talk) -> None:
        if bad.raw[0] == 0x20:
            talk.read()
            talk.send(bad.raw)
        else:
            talk.accept()
            talk.send(peers.publish(b"before", version=talk.version), bad.raw)
        try:
            goodbyes.append(talk.read_kind(0xE0)[1])
        except (EOFError, OSError):
            pass
        ended.set()

    def second(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.publish(b"after", version=talk.version))
        talk.hold()

    sink = RecordingSink()
    with Peer(first, second) as peer, linked(connection(peer.port, version=version(bad), topic_alias_maximum=5), sink):
        waiting = sink.state("waiting", "protocol-error")
        assert ended.wait(10)
        expected = 1 if bad.raw[0] == 0x20 else 2
        messages = sink.count(expected)
    assert messages[-1].topic == b"after"
    assert waiting.params["reason"] == f"0x{bad.reason:02X}"
    assert "broke a rule of MQTT" in waiting.words
    assert goodbyes == ([bytes([bad.reason])] if bad.version == 5 else [])
    assert sink.codes == ["protocol-error"]


@pytest.mark.parametrize("bad", SHOWN, ids=str)
def test_what_can_be_shown_is_kept_byte_for_byte(bad: BadPacket) -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.send(bad.raw, peers.publish(b"after", version=talk.version))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port, version=version(bad)), sink):
        first, after = sink.count(2)
    size = int.from_bytes(bad.raw[2:4], "big")
    assert first.topic == bad.raw[4 : 4 + size]
    assert bool(first.flags & DAMAGED) == ("to a topic with" in bad.name)
    assert first.properties in bad.raw
    assert after.topic == b"after"
    assert [n.state for n in sink.links] == ["connecting", "up", "down"]
    assert sink.codes == (["bad-topic"] if first.flags & DAMAGED else [])
