"""What floods: places, shares and the rest add up to everything, whatever is asked."""

from __future__ import annotations

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.ranking import Ranking, Traffic
from eventscope.core.topicverbs import RankTopics
from eventscope.engine.floods import Floods
from eventscope.engine.topics import TopicTable
from measuring import Event, block

TOPICS = {b"a/1": 6, b"a/2": 3, b"b/1": 4, b"b": 1}


def table(limit: int = 100, **numbers: int) -> TopicTable:
    made = TopicTable(limit)
    known = {name.encode(): number for name, number in numbers.items()} or TOPICS
    made.fold(block([Event(topic=name, raw=b"", payload=b"xx") for name, n in known.items() for _ in range(n)]))
    made.news(1.0)
    return made


def shown(found: Ranking) -> list[tuple[bytes, bool, int]]:
    return [(place.topic, place.below, place.traffic.count) for place in found.places]


def test_topics_by_what_they_brought() -> None:
    found = Floods(table()).rank(RankTopics("count"))
    assert shown(found) == [(b"a/1", False, 6), (b"b/1", False, 4), (b"a/2", False, 3), (b"b", False, 1)]
    assert found.rest == Traffic()
    assert [round(place.share, 3) for place in found.places] == [0.429, 0.286, 0.214, 0.071]
    assert (found.total.count, found.total.size, found.more, found.nameless) == (14, 28, 0, 0)


def test_bytes_are_payload_and_properties() -> None:
    made = TopicTable()
    made.fold(block([Event(topic=b"a", raw=b"12345", payload=b"xx"), Event(topic=b"b", raw=b"", payload=b"xxx")]))
    found = Floods(made).rank(RankTopics("size"))
    assert [(place.topic, place.traffic.size) for place in found.places] == [(b"a", 7), (b"b", 3)]


def test_rates_are_those_of_the_tree() -> None:
    made = table()
    rates = made.census().sums
    found = Floods(made).rank(RankTopics("rate"))
    assert [place.traffic.rate for place in found.places] == pytest.approx(sorted(rates.rates, reverse=True))
    assert found.places[0].traffic.byte_rate == pytest.approx(2 * found.places[0].traffic.rate)


def test_branches_and_how_many_topics_they_join() -> None:
    found = Floods(table()).rank(RankTopics("count", levels=1))
    assert shown(found) == [(b"a", True, 9), (b"b", True, 4), (b"b", False, 1)]
    assert [place.topics for place in found.places] == [2, 1, 1]
    assert sum(place.share for place in found.places) == pytest.approx(1)


def test_what_has_no_place_is_summed_up() -> None:
    found = Floods(table()).rank(RankTopics("count", count=1))
    assert shown(found) == [(b"a/1", False, 6)]
    assert (found.rest.count, found.rest.size, found.more) == (8, 16, 3)


def test_topics_without_a_name_count_in_total_and_rest() -> None:
    found = Floods(table(limit=2)).rank(RankTopics("count"))
    assert shown(found) == [(b"a/1", False, 6), (b"a/2", False, 3)]
    assert (found.total.count, found.rest.count, found.more, found.nameless) == (14, 5, 0, 2)
    assert found.places[0].share == pytest.approx(6 / 14)


def test_a_text_counts_only_what_holds_it() -> None:
    found = Floods(table(limit=3)).rank(RankTopics("count", text="/1"))
    assert shown(found) == [(b"a/1", False, 6), (b"b/1", False, 4)]
    assert (found.total.count, found.rest, found.nameless) == (10, Traffic(), 0)
    joined = Floods(table()).rank(RankTopics("count", levels=1, text="/1"))
    assert shown(joined) == [(b"a", True, 6), (b"b", True, 4)]


def test_later_topics_and_another_workspace_are_noticed() -> None:
    made = table()
    floods = Floods(made)
    floods.rank(RankTopics("count", levels=1))
    made.fold(block([Event(topic=b"c/1", raw=b"") for _ in range(20)]))
    assert shown(floods.rank(RankTopics("count", levels=1)))[0] == (b"c", True, 20)
    made.clear()
    assert floods.rank(RankTopics("count", levels=1)).places == ()
    made.fold(block([Event(topic=b"z", raw=b"")]))
    assert shown(floods.rank(RankTopics("count", levels=1))) == [(b"z", False, 1)]


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        (RankTopics("speed"), "unknown-measure"),  # type: ignore[arg-type]
        (RankTopics(levels=17), "bad-levels"),
        (RankTopics(levels=-1), "bad-levels"),
        (RankTopics(count=0), "bad-places"),
        (RankTopics(count=1001), "bad-places"),
    ],
)
def test_what_cannot_be_asked(verb: RankTopics, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        Floods(table()).rank(verb)
    assert refused.value.code == code
