"""The public face of a link where no broker is needed."""

from __future__ import annotations

import logging

import pytest

from eventscope.core.workspace import Subscription
from eventscope.links.base import Link
from eventscope.links.mqtt import MqttLink
from eventscope.links.mqtt.reconnect import SECOND
from eventscope.links.mqtt.troubles import Ended
from linksinks import RecordingSink, connection, draft


def test_it_is_a_link_and_shows_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        link: Link = MqttLink(connection(1, user="u"), RecordingSink(), b"canary", None)
        link.close()
    assert link.connection.user == "u"
    assert repr(link) == "MqttLink('c')"
    assert "canary" not in caplog.text


def test_wishes_before_open_are_kept() -> None:
    sink = RecordingSink()
    link = MqttLink(connection(1), sink)
    link.subscribe(Subscription("a"))
    link.subscribe(Subscription("b"))
    link.unsubscribe("a")
    link.publish([(1, draft(qos=1)), (2, draft(qos=0))])
    assert [(r.id, r.failed) for r in sink.receipts] == [(2, "not-connected")]
    link.close()
    assert [(r.id, r.failed) for r in sink.receipts] == [(2, "not-connected"), (1, "closed")]
    assert [(n.filter, n.state) for n in sink.subscriptions] == [("a", "removed")]


def test_why_a_connection_ended() -> None:
    sink = RecordingSink()
    link = MqttLink(connection(1), sink)
    assert link._explain(Ended("closed"), True).code == "closed"
    taken = Ended("disconnected-by-broker", reason="0x8E", reason_words="taken")
    codes = [link._explain(taken, True).code for _ in range(3)]
    assert codes == ["disconnected-by-broker"] * 2 + ["takeover-war"]
    fault = link._explain(ZeroDivisionError("bug"), True)
    assert fault.code == "fault"
    assert "ZeroDivisionError" in fault.words
    assert sink.codes == ["fault"]
    link.close()


def test_a_stable_connection_starts_the_delays_afresh() -> None:
    link = MqttLink(connection(1), RecordingSink(), None, None, lambda: 0.5)
    link._backoff.attempt = 5
    link._since = 1
    link._explain(Ended("closed"), True)
    assert link._backoff.attempt == 0
    link._backoff.attempt = 5
    link._since = 0  # it never came up
    link._explain(Ended("connection-refused", host="h", port=1), False)
    assert link._backoff.attempt == 5
    link.close()
    assert SECOND == 1_000_000_000
