"""Which subscriptions a topic can have come by."""

from __future__ import annotations

import pytest

from eventscope.engine import attribution
from eventscope.engine.attribution import Attribution


def granted(*filters: str) -> Attribution:
    found = Attribution()
    for each in filters:
        found.grant(each)
    return found


def test_filters_that_match_are_told_by_number() -> None:
    known = granted("orders/#", "orders/+/created", "stock/#")
    assert known.routes(b"orders/7/created").filters == (0, 1)
    assert known.routes(b"stock/1").filters == (2,)
    assert known.routes(b"other").filters == ()
    assert known.overlaps(b"orders/7/created")
    assert not known.overlaps(b"stock/1")


def test_a_shared_subscription_alone_is_told_from_a_plain_one() -> None:
    known = granted("$share/workers/orders/#", "orders/1")
    assert known.routes(b"orders/2").shared_only
    assert not known.routes(b"orders/1").shared_only
    assert not known.routes(b"stock").shared_only


def test_without_filters_nothing_is_claimed() -> None:
    assert not Attribution().routes(b"orders").shared_only
    assert Attribution().routes(b"orders").filters == ()


def test_changes_take_effect_at_once() -> None:
    known = granted("orders/#")
    assert known.routes(b"orders/1").filters == (0,)
    known.grant("orders/#")  # again, after a reconnect
    assert known.routes(b"orders/1").filters == (0,)
    known.remove("orders/#")
    known.remove("orders/#")
    assert known.routes(b"orders/1").filters == ()


def test_topics_of_invalid_text_are_survived_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution, "_REMEMBERED", 3)
    known = granted("#")
    for n in range(10):
        assert known.routes(b"\xff\xfe%d" % n).filters == (0,)
    assert len(known._routes) <= 3


def test_a_hundred_thousand_topics_in_turn_are_matched_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    matches = attribution.kafkafilters.matches
    monkeypatch.setattr(attribution.kafkafilters, "matches", lambda f, topic: asked.append(topic) or matches(f, topic))
    known = granted("t/#")
    topics = [b"t/%d" % n for n in range(100_000)]
    found = {id(known.routes(topic)) for _ in range(2) for topic in topics}
    assert len(asked) == 100_000
    assert len(found) == 1  # and they share what is known of them
