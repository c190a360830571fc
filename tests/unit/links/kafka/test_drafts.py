"""Events as records."""

from __future__ import annotations

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.kafka import NewRecord
from eventscope.core.message import Draft, PublishProperties
from eventscope.links.kafka.drafts import record


def test_properties_become_headers_key_partition_and_time() -> None:
    user = (("k-key-b64", "/w=="), ("k-partition", "2"), ("k-time", "5ms"), ("a", "1"), ("a", "2"))
    properties = PublishProperties(1, 60, "text/plain", "answers", b"\0", None, user)
    assert record(9, Draft("c", "t", b"x", properties=properties)) == NewRecord(
        9, "t", b"x", b"\xff",
        (("content-type", b"text/plain"), ("response-topic", b"answers"), ("message-expiry", b"60"),
         ("payload-format", b"1"), ("correlation-data", b"\0"), ("a", b"1"), ("a", b"2")),
        2, 5,
    )  # fmt: skip


def test_a_tombstone() -> None:
    properties = PublishProperties(user=(("k-null", "1"), ("k-key", "gone")))
    assert record(1, Draft("c", "t", b"", properties=properties)) == NewRecord(1, "t", None, b"gone")


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft("c", "t", b"x", retain=True), "no-retain"),
        (Draft("c", "t", b"x", properties=PublishProperties(user=(("k-offset", "1"),))), "no-offset"),
        (Draft("c", "t", b"x", properties=PublishProperties(user=(("k-null", "1"),))), "null-with-payload"),
        (Draft("c", "t", b"x", properties=PublishProperties(user=(("k-odd", "1"),))), "bad-kafka-property"),
    ],
)
def test_what_kafka_has_no_word_for(draft: Draft, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        record(1, draft)
    assert caught.value.code == code
