"""Loops stop in every topology: by marks, by memory where marks are lost, by the breaker where all else fails."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from bridging import MILLISECOND, Graph, bridge, mqtt, ring
from eventscope.core import cycles, loops
from eventscope.core.bus import BridgeSpec
from eventscope.core.errors import BadInput
from eventscope.core.loops import COPIES, FOLLOWED, RATE, SECOND, WINDOW, Breaker, Copies, Doubles, Retained
from eventscope.core.marks import Marks

PAIR = ring("a", "b")
BOTH_SIDES = [*PAIR, bridge("a to b again", "a", "b"), bridge("b to a again", "b", "a")]
FAN_IN = [bridge("a in", "a", "c"), bridge("b in", "b", "c"), bridge("a out", "c", "a"), bridge("b out", "c", "b")]
TOPOLOGIES = {
    "pair": PAIR,
    "ring of three": ring("a", "b", "c"),
    "ring of five": ring("a", "b", "c", "d", "e"),
    "fan-in": FAN_IN,
    "pair that grows": ring("a", "b", topic="x/{topic}"),
}
MARKS = Marks("o", 1, ("b@o",))


@pytest.mark.parametrize("name", TOPOLOGIES)
@pytest.mark.parametrize("stripped", ["none", "all", "first", "last"])
def test_at_most_one_copy_a_broker(name: str, stripped: str) -> None:
    bridges = TOPOLOGIES[name]
    brokers = sorted({spec.source.connection for spec in bridges})
    strips = {"none": set(), "all": set(brokers), "first": {brokers[0]}, "last": {brokers[-1]}}[stripped]
    graph = Graph(bridges, brokers, frozenset(strips), remembers=True)
    graph.publish("a", *(mqtt("t", b"%d" % number) for number in range(20)))
    for broker in brokers:
        assert graph.copies[broker] == {b"%d" % number: 1 for number in range(20)}, broker


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_genuine_repeats_pass(name: str) -> None:
    brokers = sorted({spec.source.connection for spec in TOPOLOGIES[name]})
    graph = Graph(TOPOLOGIES[name], brokers, frozenset(brokers), remembers=True)
    graph.publish("a", *(mqtt("t", b"same") for _ in range(5)))
    assert {broker: graph.copies[broker][b"same"] for broker in brokers} == dict.fromkeys(brokers, 5)


def test_both_sides_configured_does_not_storm() -> None:
    graph = Graph(BOTH_SIDES, "ab")
    graph.publish("a", mqtt("t", b"x"))
    assert graph.copies["a"][b"x"] == 1
    assert graph.copies["b"][b"x"] == 2  # two bridges were asked for; cycles.check notes it


def test_without_marks_and_memory_it_would_storm() -> None:
    """What the other tests are worth: the graph does loop when nothing stops it."""
    graph = Graph(PAIR, "ab", frozenset("ab"), most=500)
    graph.publish("a", mqtt("t", b"x"))
    assert graph.crossings >= 500


def test_each_of_these_is_refused_when_it_is_saved() -> None:
    for name, bridges in TOPOLOGIES.items():
        if name != "pair that grows":
            with pytest.raises(BadInput, match="in a circle"):
                cycles.check(Graph(bridges, "abcde").file())


@given(st.data())
def test_no_graph_of_bridges_sends_a_message_round(data: st.DataObject) -> None:
    brokers = "abcd"
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(brokers), st.sampled_from(brokers)), max_size=7, unique=True))
    bridges: list[BridgeSpec] = [bridge(f"{one}{other}", one, other) for one, other in pairs if one != other]
    strips = frozenset(data.draw(st.sets(st.sampled_from(brokers))))
    graph = Graph(bridges, brokers, strips, remembers=True)
    graph.publish("a", mqtt("t", b"x"))
    assert graph.crossings < 200
    # No broker gets back what it has had by the same way: at most one copy for each simple path that leads to it.
    assert graph.copies["a"][b"x"] == 1


def test_a_copy_is_taken_once_by_each_reader() -> None:
    copies = Copies()
    copies.sent("b", b"t", b"x", MARKS, 0)
    copies.sent("b", b"t", b"x", MARKS, 0)
    assert [copies.received("r", "b", b"t", b"x", 1) for _ in range(3)] == [MARKS, MARKS, None]
    assert copies.received("other", "b", b"t", b"x", 1) == MARKS
    assert copies.received("r", "c", b"t", b"x", 1) is None
    assert copies.received("r", "b", b"t", b"y", 1) is None
    assert copies.received("r", "b", b"u", b"x", 1) is None


def test_copies_are_forgotten_in_time_and_in_number() -> None:
    copies = Copies()
    copies.sent("b", b"t", b"x", MARKS, 0)
    assert copies.received("r", "b", b"t", b"x", WINDOW + 1) is None
    copies.sent("b", b"t", b"y", MARKS, WINDOW + 1)
    assert (len(copies), copies.forgotten) == (1, 0)
    for number in range(COPIES + 10):
        copies.sent("b", b"t", b"%d" % number, MARKS, WINDOW + 1)
    assert len(copies) == COPIES
    assert copies.forgotten == 11


def storm(breaker: Breaker, every: int, seconds: float, grows: float = 1.0, heeds: bool = True) -> int | None:
    """When the breaker trips (ns) in a storm of one message; `heeds`: nothing comes while nothing is sent."""
    now, pause = 0, float(every)
    while now < seconds * SECOND:
        going_round = breaker.state == "closed" or (breaker.state == "probing" and breaker.probe(b"t", b"x", now))
        if going_round or not heeds:
            breaker.arrived(b"t", b"x", now)
            pause /= grows
        if breaker.look(now) == "tripped":
            return now
        now += max(int(pause), 10_000)
    return None


@pytest.mark.parametrize("every", [MILLISECOND, 5 * MILLISECOND, 20 * MILLISECOND])
def test_a_storm_that_lives_on_our_copies_trips_the_breaker_within_a_second(every: int) -> None:
    breaker = Breaker()
    tripped = turns(breaker, every)
    assert tripped is not None
    assert tripped < SECOND
    assert breaker.topic == b"t"
    assert breaker.arrived(b"other", b"y", tripped) == "tripped"
    breaker.reset()
    assert breaker.arrived(b"other", b"y", tripped) == "closed"


def turns(breaker: Breaker, every: int) -> int | None:
    """When it trips (ns), where one message goes round: each copy that leaves arrives `every` ns later."""
    arrivals, waiting, now = {0}, 0, 0
    while now < 3 * SECOND:
        if now in arrivals:
            breaker.arrived(b"t", b"x", now)
            waiting += 1
        state = breaker.look(now)
        if state == "tripped":
            return now
        if waiting and (state == "closed" or (state == "probing" and not breaker.probe(b"u", b"", now))):
            waiting -= 1
            breaker.probe(b"t", b"x", now)
            arrivals.add(now + every)
        now += MILLISECOND
    return None


def test_a_burst_of_equal_messages_is_no_storm() -> None:
    breaker = Breaker()
    now = 0
    for number in range(100):
        now = number * MILLISECOND // 10
        breaker.arrived(b"t", b"x", now)
    assert breaker.look(now + SECOND // 4) == "probing"
    assert not breaker.probe(b"t", b"other", now + SECOND // 4)
    assert breaker.probe(b"t", b"x", now + SECOND // 4)
    assert breaker.look(now + SECOND) == "closed"
    assert breaker.arrived(b"t", b"x", now + SECOND) == "closed"


def test_a_flood_while_one_copy_goes_round_is_no_storm() -> None:
    breaker = Breaker()
    for number in range(RATE + 1):
        breaker.arrived(b"t", b"x", number)
    assert breaker.look(SECOND // 6) == "holding"
    assert breaker.look(SECOND // 3) == "probing"
    assert breaker.probe(b"t", b"x", SECOND // 3)
    for number in range(20):
        breaker.arrived(b"t", b"x", SECOND // 3 + number)
    assert breaker.look(SECOND) == "closed"


def test_without_a_copy_to_let_go_it_closes() -> None:
    breaker = Breaker()
    for number in range(RATE + 1):
        breaker.arrived(b"t", b"x", number)
    breaker.look(SECOND // 3)
    assert breaker.look(SECOND // 2) == "probing"
    assert breaker.look(SECOND) == "closed"


def grown(breaker: Breaker, doubling: float, most: float) -> int | None:
    """When it trips (ns), where messages come at 25 a second, doubled every `doubling` s, up to `most` a second."""
    now, owed = 0, 0.0
    while now < 2 * SECOND:
        owed += min(25 * 2 ** (now / SECOND / doubling), most) / 1_000
        while owed >= 1:
            owed -= 1
            breaker.arrived(b"t", b"x", now)
        if breaker.look(now) == "tripped":
            return now
        now += MILLISECOND
    return None


def test_a_storm_that_others_feed_trips_it_while_it_doubles() -> None:
    tripped = grown(Breaker(), 0.05, 1_000_000)
    assert tripped is not None
    assert tripped < SECOND


@pytest.mark.parametrize("most", [200, 1_000, 3_000, 20_000])
def test_a_publisher_that_gathers_speed_is_no_storm(most: float) -> None:
    breaker = Breaker()
    assert grown(breaker, 0.03, most) is None
    assert breaker.state == "closed"


def test_a_message_that_follows_a_burst_is_no_storm() -> None:
    breaker = Breaker()
    for number in range(RATE + 5):
        breaker.arrived(b"t", b"x", number * MILLISECOND)
    now = SECOND // 3
    assert breaker.look(now) == "probing"
    assert breaker.probe(b"t", b"x", now)
    breaker.arrived(b"t", b"x", now + 20 * MILLISECOND)  # by chance
    assert breaker.look(now + 100 * MILLISECOND) == "probing"
    assert breaker.probe(b"t", b"x", now + 110 * MILLISECOND)
    assert breaker.look(now + SECOND) == "closed"


@pytest.mark.parametrize("rate", [5, RATE, 25, 100, 1_000, 20_000])
def test_steady_traffic_of_equal_messages_passes(rate: int) -> None:
    breaker = Breaker()
    states = {breaker.arrived(b"t", b"x", number * SECOND // rate) for number in range(min(rate * 5, 40_000))}
    assert "tripped" not in states
    assert breaker.look(6 * SECOND) == "closed"


def test_traffic_that_passed_the_test_is_left_alone() -> None:
    breaker = Breaker()
    states = [breaker.arrived(b"t", b"x", number * MILLISECOND) for number in range(5_000)]
    assert states.count("holding") < 300
    assert states[1_000:] == ["closed"] * 4_000


def test_messages_that_differ_are_no_storm_and_memory_is_bounded() -> None:
    breaker = Breaker()
    for number in range(FOLLOWED + 50):
        assert breaker.arrived(b"t", b"%d" % number, number * 1_000) == "closed"
    assert breaker.forgotten == 50


def test_a_retained_message_comes_again_only_after_subscribing() -> None:
    retained = Retained()
    retained.subscribed()
    assert not retained.again(b"t", b"1")
    assert not retained.again(b"t", b"1")  # its publisher repeats it
    retained.subscribed()
    assert retained.again(b"t", b"1")
    assert not retained.again(b"t", b"1")
    retained.subscribed()
    assert not retained.again(b"t", b"2")
    assert not retained.again(b"u", b"1")
    assert retained.held_back == 1


def test_retained_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "TOPICS", 2)
    retained = Retained()
    for topic in (b"a", b"b", b"c"):
        retained.again(topic, b"")
    retained.subscribed()
    assert [retained.again(topic, b"") for topic in (b"c", b"b", b"a")] == [True, True, False]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([b"1", b"2"])), max_size=60))
def test_of_parallel_bridges_as_many_copies_leave_as_the_one_that_heard_most_would_send(
    arrivals: list[tuple[str, bytes]],
) -> None:
    doubles = Doubles()
    sent: dict[bytes, int] = {b"1": 0, b"2": 0}
    heard: dict[tuple[str, bytes], int] = {}
    for now, (bridge_, payload) in enumerate(arrivals):
        heard[bridge_, payload] = heard.get((bridge_, payload), 0) + 1
        sent[payload] += doubles.first(bridge_, ("t", payload), 1, now)
        # At every moment nothing is missing and nothing is there twice.
        assert sent[payload] == max(heard.get((name, payload), 0) for name in "abc")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2 * WINDOW)), max_size=40))
def test_over_any_time_no_bridge_sends_less_than_it_must(arrivals: list[tuple[str, int]]) -> None:
    """Whatever falls out of the window: a message that no other bridge can have sent always leaves."""
    doubles = Doubles()
    now = 0
    sends: list[tuple[int, str]] = []
    taken: dict[str, int] = {"a": 0, "b": 0}
    for bridge_, pause in arrivals:
        now += pause // 8
        if doubles.first(bridge_, "way", 1, now):
            sends.append((now, bridge_))
        else:
            taken[bridge_] += 1
            others = [at for at, name in sends if name != bridge_ and now - at <= WINDOW]
            assert others, "it was left to a copy that nobody sent of late"
    for name, count in taken.items():
        assert count <= sum(1 for _, sender in sends if sender != name)


@given(st.lists(st.sampled_from(["weak", "strong"]), max_size=40))
def test_nothing_is_left_to_a_bridge_that_may_lose_it(arrivals: list[str]) -> None:
    doubles = Doubles()
    strong = 0
    for now, name in enumerate(arrivals):
        strong += name == "strong" and doubles.first(name, "way", 1, now)
        if name == "weak":
            doubles.first(name, "way", 0, now)
    assert strong == arrivals.count("strong")


def test_a_weak_bridge_leaves_it_to_a_strong_one() -> None:
    doubles = Doubles()
    assert doubles.first("strong", "way", 1, 1)
    assert not doubles.first("weak", "way", 0, 2)
    assert doubles.first("weak", "way", 0, 3)
    assert doubles.first("strong", "way", 1, 4)  # the weak one sent it, and may have lost it
    assert not doubles.first("other", "way", 1, 5)


def test_memory_of_doubles_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "COPIES", 10)
    doubles = Doubles()
    for number in range(25):
        assert doubles.first("a", number, 1, number)
    assert len(doubles) == 10
    assert doubles.forgotten == 15
    assert doubles.first("b", 0, 1, 30)
    assert not doubles.first("b", 24, 1, 30)
    doubles.first("a", "late", 1, 2 * WINDOW)
    assert len(doubles) == 1


def test_many_equal_copies_are_taken_quickly() -> None:
    copies = Copies()
    for number in range(20_000):
        copies.sent("old", b"t", b"x", MARKS, number)
    assert sum(copies.received("r", "old", b"t", b"x", 20_000) is not None for _ in range(20_001)) == 20_000


def test_long_topics_are_remembered_briefly_and_kept_apart() -> None:
    one, other = b"t" * 60_000 + b"1", b"t" * 60_000 + b"2"
    assert loops.brief(b"t" * loops.LONG) == b"t" * loops.LONG
    assert len(loops.brief(one)) < 2 * loops.LONG
    assert loops.brief(one) != loops.brief(other)
    retained = Retained()
    assert not retained.again(one, b"x")
    retained.subscribed()
    assert not retained.again(other, b"x")
    assert retained.again(one, b"x")
