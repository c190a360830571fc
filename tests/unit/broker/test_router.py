from __future__ import annotations

from hypothesis import given, strategies as st

from brokerwire import V5, V311, Client, Properties, SubscribeFilter, hub
from eventscope.broker import router as router_module
from eventscope.broker.router import Router, Subscription
from eventscope.broker.session import Session
from eventscope.core.topics import matches

level = st.sampled_from(["", "a", "b", "$x"])
topics = st.lists(level, min_size=1, max_size=4).map("/".join).filter(bool)
filters = st.builds(
    lambda levels, tail: "/".join(levels + tail),
    st.lists(st.sampled_from(["", "a", "b", "+", "$x"]), max_size=3),
    st.sampled_from([[], ["#"], ["a"]]),
).filter(bool)


@given(st.lists(filters, max_size=10, unique=True), topics, st.data())
def test_routes_follow_the_matching_rules_also_after_changes(
    wanted: list[str], topic: str, data: st.DataObject
) -> None:
    totals = hub()
    router = Router(totals)
    sessions = {name: Session(name, totals) for name in wanted}
    for name, session in sessions.items():
        assert router.subscribe(session, Subscription(name, 0))
        router.route(topic.encode())
    gone = data.draw(st.sets(st.sampled_from(wanted))) if wanted else set()
    for name in gone:
        assert router.unsubscribe(sessions[name], name)
        assert not router.unsubscribe(sessions[name], name)
    found = sorted(target.session.id for target in router.route(topic.encode()).targets)
    assert found == sorted(name for name in wanted if name not in gone and matches(name, topic))
    assert router.count == len(wanted) - len(gone)
    for name in set(wanted) - gone:
        router.remove(sessions[name])
    assert router._root.empty


def test_overlapping_subscriptions_give_one_message_with_the_highest_qos_and_all_identifiers() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("a/#", qos=0, identifier=7)
    receiver.subscribe("a/+", qos=2, identifier=300)
    receiver.subscribe("a/b", qos=1)
    sender.publish("a/b", qos=2)
    (message,) = receiver.messages()
    assert message.qos == 2
    assert sorted(message.properties.subscription_ids) == [7, 300]
    sender.publish("a/b", qos=0)
    (message,) = receiver.messages()
    assert sorted(message.properties.subscription_ids) == [7, 300]


def test_a_repeated_subscription_replaces_the_old_one() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("a", qos=2, identifier=7)
    assert receiver.subscribe("a", qos=0) == (0,)
    sender.publish("a", qos=2)
    (message,) = receiver.messages()
    assert (message.qos, message.properties.subscription_ids) == (0, ())
    assert some.router.count == 1


def test_no_local() -> None:
    some = hub()
    one, two = Client(some, "one"), Client(some, "two")
    for client in (one, two):
        client.subscribe(SubscribeFilter("a/#", 1, no_local=True))
    one.publish("a/b")
    assert one.messages() == []
    assert len(two.messages()) == 1
    one.subscribe(SubscribeFilter("a/b", 0))
    one.publish("a/b", b"mixed", qos=0)
    assert one.payloads() == [b"mixed"]


def test_retain_as_published() -> None:
    some = hub()
    receiver, plain, sender = Client(some, "r"), Client(some, "p"), Client(some, "s")
    receiver.subscribe(SubscribeFilter("a", 1, retain_as_published=True))
    plain.subscribe("a")
    sender.publish("a", retain=True)
    sender.publish("a", retain=False)
    assert [message.retain for message in receiver.messages()] == [True, False]
    assert [message.retain for message in plain.messages()] == [False, False]


def test_dollar_topics_are_hidden_from_wildcards() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("#", "+/b", "+/+/c")
    sender.publish("$a/b")
    sender.publish("$a/b/c")
    assert receiver.messages() == []
    receiver.subscribe("$a/#")
    sender.publish("$a/b", b"seen")
    assert receiver.payloads() == [b"seen"]


def test_both_versions_get_the_same_message_each_in_its_form() -> None:
    some = hub()
    old, new = Client(some, "old", V311), Client(some, "new", V5)
    for one in (old, new):
        one.subscribe("t", qos=1)
    user = Properties(user=(("k", "v"),), content_type="x")
    for sender in (Client(some, "s4", V311), Client(some, "s5", V5)):
        for qos in (0, 1):
            sender.publish("t", b"payload", qos=qos, properties=user if sender.version == V5 else None)
    assert old.payloads() == [b"payload"] * 4
    got = new.messages()
    assert [message.payload for message in got] == [b"payload"] * 4
    assert [message.properties for message in got] == [Properties(), Properties(), user, user]


def test_routes_are_forgotten_past_their_bound(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(router_module, "ROUTES", 3)
    router = Router(hub())
    for number in range(10):
        router.route(b"t%d" % number)
        assert len(router.routes) <= 3


def test_too_many_levels_are_refused() -> None:
    some = hub(topic_levels=3)
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("#")
    sender.publish("a/b/c")
    assert len(receiver.messages()) == 1
    sender.publish("a/b/c/d")
    assert receiver.messages() == []
    assert some.dropped == {"topic-refused": 1}
