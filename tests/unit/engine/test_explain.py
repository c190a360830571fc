"""A stored message is explained: properties, subscription identifiers, its receipt, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eventscope.core import stamp
from eventscope.core.message import Draft, Message, PublishProperties
from eventscope.core.volley import Volley
from eventscope.engine import receipts as engine_receipts
from eventscope.engine.explain import explain
from eventscope.engine.receipts import Receipts
from eventscope.mqtt.codec import encode_properties
from eventscope.mqtt.packets import Properties

PLAIN = Message(1, 0, 0, 0, b"a/b", b"x", b"", 0, None)
STAMP = stamp.stamp_properties("s.1", 4, 1_764_000_000_000_000_000, 1_764_000_000_000_000_001, 5, "bootboot")


def sent() -> Receipts:
    receipts = Receipts()
    receipts.stamped(receipts.begin(Draft("lab", "a/b", b"x")).id, b"a/b", 4, b"s.1")
    return receipts


def test_everything_a_sender_may_say_is_decoded() -> None:
    raw = encode_properties(
        Properties(
            payload_format=1,
            message_expiry=60,
            content_type="application/json",
            response_topic="re/1",
            correlation_data=b"\x00\xff",
            subscription_ids=(3, 9),
            user=(("k", "v"), ("k", "w")),
        )
    )
    explained = explain(replace(PLAIN, properties=raw), Receipts())
    assert explained.properties == PublishProperties(
        1, 60, "application/json", "re/1", b"\x00\xff", None, (("k", "v"), ("k", "w"))
    )
    assert (explained.subscription_ids, explained.wrong, explained.receipt) == ((3, 9), "", None)


def test_a_message_of_311_has_nothing_to_say() -> None:
    assert explain(PLAIN, Receipts()).properties == PublishProperties()


def test_our_own_event_is_known_by_its_stamp() -> None:
    receipts = sent()
    raw = encode_properties(Properties(user=STAMP))
    found = explain(replace(PLAIN, properties=raw), receipts).receipt
    assert found is not None
    assert found.id == receipts.newest(1)[0].id
    assert explain(replace(PLAIN, properties=raw, topic=b"other"), receipts).receipt is None
    forged = encode_properties(Properties(user=(("es-stream", "s.2"), *STAMP[1:])))
    assert explain(replace(PLAIN, properties=forged), receipts).receipt is None


def test_an_envelope_is_looked_into() -> None:
    wrapped = stamp.envelope(b"x", "s.1", 4, 1_764_000_000_000_000_000, 1_764_000_000_000_000_001, 5, "bootboot")
    assert explain(replace(PLAIN, payload=wrapped), sent()).receipt is not None


def test_nonsense_is_explained_too() -> None:
    explained = explain(replace(PLAIN, properties=b"\x26\x00\x05a"), Receipts())
    assert explained.wrong
    assert explained.properties == PublishProperties()


def test_an_event_of_a_fast_job_has_a_receipt_too() -> None:
    receipts = Receipts()
    for first in (0, 3, 6):
        volley = Volley(Draft("lab", "a/b", b"x"), None, 3, (1, 2), lambda *news: None)
        volley.number(0, 3, "s.1", first)
        volley.left(slice(0, 3), first + 10)
        receipts.keep(volley)
    message = replace(PLAIN, properties=encode_properties(Properties(user=STAMP)), mono=99)
    found = explain(message, receipts).receipt
    assert found is not None
    assert found.id == -2
    assert (found.topic, found.queued, found.sent, found.received, found.receivers) == ("a/b", 1, 13, 99, 1)
    assert explain(replace(message, topic=b"other"), receipts).receipt is None


def test_only_so_many_receipts_of_fast_jobs_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(payload: bytes) -> list[bool]:
        receipts = Receipts()
        for number in range(4):
            volley = Volley(Draft("lab", "t", payload), None, 10, (1, 2), lambda *news: None)
            volley.number(0, 10, "s.1", 10 * number)
            receipts.keep(volley)
        return [receipts.of(b"t", 10 * number, b"s.1") is not None for number in range(4)]

    monkeypatch.setattr(engine_receipts, "VOLLEYS", 20)
    assert kept(b"x") == [False, False, True, True]
    monkeypatch.setattr(engine_receipts, "BYTES", 100)
    assert kept(bytes(100)) == [False, False, False, True]
