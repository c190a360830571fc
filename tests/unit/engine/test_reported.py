"""What brokers report is read as a bounded number or not at all."""

from __future__ import annotations

import pytest

from eventscope.core.metrics import Losses
from eventscope.core.workspace import EMBEDDED
from eventscope.engine.audience import Audience
from eventscope.engine.queues import Queues
from eventscope.engine.reported import DROPPED, Reported, losses
from storing import Item, block


def told(*payloads: bytes) -> dict[str, int]:
    reported = Reported()
    for payload in payloads:
        reported.fold("c", block([Item(b"t", b"9"), Item(DROPPED, payload), Item(b"t", b"8")]))
    return reported.dropped


def test_the_last_number_counts() -> None:
    assert told(b"3", b"17") == {"c": 17}
    reported = Reported()
    reported.fold("c", block([Item(DROPPED, b"1"), Item(DROPPED, b"2")]))
    assert reported.dropped == {"c": 2}
    reported.forget("c")
    assert reported.dropped == {}


@pytest.mark.parametrize(
    "payload", [b"", b"-1", b"1e308", b"12.5", b"<b>7</b>", b"9" * 19, "٣".encode(), b"x" * 1_000_000]
)
def test_what_is_no_number_is_unknown(payload: bytes) -> None:
    assert told(b"3", payload) == {}


def test_other_topics_are_nobody_s_report() -> None:
    reported = Reported()
    reported.fold("c", block([Item(b"$SYS/broker/uptime", b"5")]))
    assert reported.dropped == {}


def test_each_connection_tells_its_own() -> None:
    audience, reported, queues = Audience(), Reported(), Queues()
    audience.consumer("quiet")
    audience.consumer("c").group.ledger.totals.lost = 4
    audience.consumer(EMBEDDED).client_id = "watcher"
    audience.consumer("other").client_id = "watcher"  # of another broker
    queues._dropped = {"watcher": {"queue-full": 7}}
    reported.dropped["c"] = 0
    found = losses(audience.consumers.values(), queues, reported)
    assert found == {"c": Losses(4, {}, 0), EMBEDDED: Losses(0, {"queue-full": 7}, None)}
