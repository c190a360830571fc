from __future__ import annotations

from hypothesis import given, strategies as st

from eventscope.broker.message import Message
from eventscope.broker.retained import Retained
from eventscope.core.topics import matches

level = st.sampled_from(["", "a", "b", "$x"])
topics = st.lists(level, min_size=1, max_size=4).map("/".join).filter(bool)
filters = st.builds(
    lambda levels, tail: "/".join(levels + tail),
    st.lists(st.sampled_from(["", "a", "b", "+", "$x"]), max_size=3),
    st.sampled_from([[], ["#"], ["a"]]),
).filter(bool)


def stored(*names: str) -> Retained:
    store = Retained()
    for name in names:
        store.put(Message(name.encode(), name.encode(), retain=True))
    return store


@given(st.lists(topics, max_size=12, unique=True), filters)
def test_it_finds_what_the_matching_rules_say(names: list[str], wanted: str) -> None:
    found = sorted(message.topic.decode() for message in stored(*names).search(wanted) if message)
    assert found == sorted(name for name in names if matches(wanted, name))


@given(st.lists(topics, max_size=12, unique=True), st.data())
def test_clearing_leaves_the_rest_and_no_rubbish(names: list[str], data: st.DataObject) -> None:
    store = stored(*names)
    gone = data.draw(st.sets(st.sampled_from(names))) if names else set()
    for name in gone:
        assert store.clear(name.encode()) is not None
        assert store.clear(name.encode()) is None
    assert len(store) == len(names) - len(gone)
    for name in set(names) - gone:
        store.clear(name.encode())
    assert store.bytes == 0
    assert not store._root.children


def test_a_search_goes_on_while_messages_come_and_go() -> None:
    store = stored(*(f"a/{n}" for n in range(100)), "$own/x")
    search = store.search("#")
    found = [message.topic for message in (next(search) for _ in range(40)) if message]
    gone = [b"a/%d" % n for n in range(100) if b"a/%d" % n not in found][:30]
    for topic in gone:
        store.clear(topic)
    store.put(Message(b"b/new", b"x", retain=True))
    found += [message.topic for message in search if message]
    assert len(found) == len(set(found))
    assert (
        {b"a/%d" % n for n in range(100)} - set(gone)
        <= set(found)
        <= {b"a/%d" % n for n in range(100)} - set(gone) | {b"b/new"}
    )


def test_each_step_of_a_search_is_small() -> None:
    """What finds nothing still says None now and then, so that whoever walks can stop."""
    store = stored(*(f"a/{n}/x" for n in range(100)))
    assert sum(1 for _ in store.search("+/+/none")) > 100
    assert list(store.search("none")) == [None]


def test_the_last_message_of_a_topic_counts_once() -> None:
    store = stored("a")
    store.put(Message(b"a", b"12345", retain=True))
    assert (len(store), store.bytes) == (1, 6)
    message = store.get(b"a")
    assert message is not None
    assert message.payload == b"12345"


def test_expired_messages_are_not_kept() -> None:
    store = Retained()
    store.put(Message(b"a", b"1", retain=True, expires=10))
    store.put(Message(b"b", b"1", retain=True))
    assert store.expire(9) == 0
    assert store.expire(10) == 1
    assert len(store) == 1


def test_listing_by_prefix_is_in_order() -> None:
    store = stored("b", "a/2", "a/1", "ab")
    assert [message.topic for message in store.beginning_with("a")] == [b"a/1", b"a/2", b"ab"]
