"""Checks of what a link receives: hostile messages, and parts of ours that fail, never stop what comes after."""

from __future__ import annotations

from threading import Event

from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.hostile import DAMAGED_TOPICS, PAYLOADS, TOPICS, publish
from eventscope.cli.selftest.linkwatch import LinkWatch
from eventscope.cli.selftest.scriptedpeer import ScriptedPeer, Talk
from eventscope.core.message import DAMAGED
from eventscope.core.workspace import Connection

FAILS_ON = b"this one makes the receiver fail"
SENT = [(topic, payload) for topic in TOPICS for payload in PAYLOADS]


def hostile_messages() -> str:
    """P12: all arrive byte for byte on one connection, then a handler fails, and the next message arrives too."""
    arrived, failed = Event(), Event()

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(*(publish(topic, payload) for topic, payload in SENT))
        talk.wait(arrived.is_set)
        talk.send(publish(b"plain", FAILS_ON))
        talk.wait(failed.is_set)
        talk.send(publish(b"plain", b"after"))
        talk.hold()

    with (
        ScriptedPeer(script) as peer,
        LinkWatch(Connection("peer", "Peer", port=peer.port), "#", fails_on=FAILS_ON) as watch,
    ):
        expect(watch.wait_for_messages(len(SENT)), f"{len(watch.messages)} of {len(SENT)} arrived")
        expect([(item.topic, item.payload) for item in watch.messages] == SENT, "not byte for byte")
        damaged = sum(bool(item.flags & DAMAGED) for item in watch.messages)
        expect(damaged == DAMAGED_TOPICS * len(PAYLOADS), f"{damaged} marked as damaged")
        arrived.set()
        expect(watch.wait_for(lambda: "not-stored" in watch.troubles), "a receiver that fails is not told")
        failed.set()
        expect(watch.wait_for_messages(len(SENT) + 1), "nothing arrives after a receiver that failed")
        ups = sum(news.state == "up" for news in watch.states)
    expect(ups == 1, f"it took {ups} connections")
    return (
        f"{len(SENT)} hostile messages byte for byte, {damaged} marked, a failing receiver told; none stopped the link"
    )


CHECKS = (Check("P12", "Hostile messages never stop reception", hostile_messages),)
