"""The self-tests of links hold, and a link that breaks its promise is found out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eventscope.cli.selftest import linkwatch, listening, receiving, reconnecting
from eventscope.cli.selftest.check import Broken
from eventscope.core.message import DAMAGED, Block
from eventscope.core.workspace import Connection
from eventscope.links.mqtt import MqttLink, inbox, keepalive, link, reconnect
from eventscope.links.mqtt.handoff import Handoff


@pytest.fixture
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotaged parts are waited for, but not long."""
    monkeypatch.setattr(linkwatch, "PATIENCE", 2.0)
    monkeypatch.setattr(reconnecting, "BACK_WITHIN", 2.0)


# --- P12 ------------------------------------------------------------------------------------------------------


def test_p12_holds() -> None:
    assert receiving.hostile_messages().startswith("40 hostile messages")


@pytest.mark.usefixtures("_soon")
class TestP12Finds:
    def test_a_link_that_leaves_bad_topics_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = Handoff.put

        def put(self: Handoff, block: Block, acknowledge: Any) -> None:
            rows = block.rows[(block.rows["flags"] & DAMAGED) == 0]
            right(self, Block(rows, block.topics, block.blob), acknowledge)

        monkeypatch.setattr(Handoff, "put", put)
        with pytest.raises(Broken, match="25 of 40 arrived"):
            receiving.hostile_messages()

    def test_a_link_that_mends_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = inbox.cut

        def cut(first: int, body: bytes, v5: bool) -> Any:
            found = right(first, body, v5)
            return found._replace(topic=found.topic.decode("utf-8", "replace").encode())

        monkeypatch.setattr(inbox, "cut", cut)
        with pytest.raises(Broken, match="byte for byte"):
            receiving.hostile_messages()

    def test_a_link_that_marks_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receiving, "DAMAGED", 1 << 14)
        with pytest.raises(Broken, match="0 marked"):
            receiving.hostile_messages()

    @pytest.mark.parametrize("tells", [False, True])
    def test_a_link_that_ends_with_a_failing_handler(self, tells: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        def run(self: Handoff) -> None:
            while (item := self._queue.get()) is not None:
                try:
                    self._sink.on_block(self._connection, *item)
                except RuntimeError as error:
                    if tells:
                        self._failed(item[1], len(item[0]), error)
                    return
                with self._lock:
                    self._waiting -= 1
                self._taken()

        monkeypatch.setattr(Handoff, "_run", run)
        with pytest.raises(Broken, match="nothing arrives" if tells else "is not told"):
            receiving.hostile_messages()

    def test_a_link_that_connects_anew_for_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = receiving.LinkWatch.on_link

        def twice(self: receiving.LinkWatch, news: Any) -> None:
            right(self, news)
            right(self, news)

        monkeypatch.setattr(receiving.LinkWatch, "on_link", twice)
        with pytest.raises(Broken, match="2 connections"):
            receiving.hostile_messages()


# --- P10, P11 -------------------------------------------------------------------------------------------------


def test_p10_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnecting, "BACK_WITHIN", 60.0)  # the tests of others run beside it
    assert "back by itself each time" in reconnecting.comes_back()


@pytest.mark.usefixtures("_soon")
def test_p10_finds_a_link_that_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnect.Backoff, "delay", lambda self, least=0.0: 3600.0)
    with pytest.raises(Broken, match=r"no messages within 2 s after RST, a refused port, .*, garbage"):
        reconnecting.comes_back()


@pytest.mark.usefixtures("_soon")
def test_p10_finds_a_link_that_forgets_to_subscribe_again(monkeypatch: pytest.MonkeyPatch) -> None:
    right = reconnecting._is_good

    def good(talk: Any) -> None:
        monkeypatch.setattr(talk, "grant", lambda: talk.hold())  # nobody asks for anything any more
        right(talk)

    monkeypatch.setattr(reconnecting, "_is_good", good)
    with pytest.raises(Broken, match="no messages"):
        reconnecting.comes_back()


@pytest.mark.usefixtures("_soon")
def test_p10_finds_faults_that_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnecting, "FAULTS", {"nothing": reconnecting._is_good})
    with pytest.raises(Broken, match="nothing was tried"):
        reconnecting.comes_back()


def test_p11_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    # The limit is a promise for an idle machine; here the tests of others run beside it.
    monkeypatch.setattr(keepalive, "GONE", 0.9)
    assert reconnecting.half_open_noticed().startswith("a black hole was noticed")


@pytest.mark.parametrize(("gone", "seen"), [(1.8, "noticed after"), (100.0, "not noticed")])
def test_p11_finds_a_link_that_is_too_patient(gone: float, seen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keepalive, "GONE", gone)
    monkeypatch.setattr(reconnecting, "KEEP_ALIVE", 1)
    with pytest.raises(Broken, match=seen):
        reconnecting.half_open_noticed()


def test_p11_finds_a_link_that_stays_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnecting, "KEEP_ALIVE", 1)
    monkeypatch.setattr(keepalive, "GONE", 0.9)
    monkeypatch.setattr(linkwatch, "PATIENCE", 1.0)
    monkeypatch.setattr(reconnect.Backoff, "delay", lambda self, least=0.0: 3600.0)
    with pytest.raises(Broken, match="not connected again"):
        reconnecting.half_open_noticed()


def test_p11_finds_a_link_that_leaves_for_another_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    from eventscope.links.mqtt import watch
    from eventscope.links.mqtt.troubles import Ended

    def tired(self: Any, now: int, partial: bool, unstored: bool) -> bool:
        if self._deadline is None and now - self._heard > 500_000_000:
            raise Ended("closed")
        return False

    monkeypatch.setattr(watch.Watch, "check", tired)
    monkeypatch.setattr(watch.Watch, "next", lambda self, now: now + 50_000_000)
    with pytest.raises(Broken, match="something else"):
        reconnecting.half_open_noticed()


# --- P17 ------------------------------------------------------------------------------------------------------


def test_p17_holds() -> None:
    seen = listening.tls_verified()
    assert "nobody vouches" in seen
    assert "another name" in seen


def weakened(monkeypatch: pytest.MonkeyPatch, **tls: Any) -> None:
    """Links that are opened with other TLS settings than they were given."""

    def make(connection: Connection, *more: Any) -> MqttLink:
        return MqttLink(replace(connection, tls=replace(connection.tls, **tls)), *more)

    monkeypatch.setattr(linkwatch, "MqttLink", make)


def test_p17_finds_a_link_that_verifies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    weakened(monkeypatch, insecure=True)
    with pytest.raises(Broken, match="an unknown certificate led to 'up'"):
        listening.tls_verified()


def test_p17_finds_a_link_that_does_not_look_at_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    weakened(monkeypatch, server_name="localhost")
    with pytest.raises(Broken, match="another name led to 'up'"):
        listening.tls_verified()


def test_p17_finds_a_link_that_trusts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    weakened(monkeypatch, ca_file="")
    with pytest.raises(Broken, match="a trusted certificate led to 'refused'"):
        listening.tls_verified()


def test_p17_finds_a_link_that_cannot_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    right = link.causes.ended
    from eventscope.links.mqtt.troubles import Ended

    def vague(error: Exception, connection: Connection, answered: bool) -> Ended:
        found = right(error, connection, answered)
        return Ended("closed") if found.trouble.code.startswith("tls-") else found

    monkeypatch.setattr(link.causes, "ended", vague)
    with pytest.raises(Broken, match="an unknown certificate led to"):
        listening.tls_verified()
