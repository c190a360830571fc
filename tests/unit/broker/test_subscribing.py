from __future__ import annotations

import pytest

from brokerwire import V5, V311, Client, Connack, Connect, Properties, Publish, SubscribeFilter, hub
from eventscope.broker.access import hash_password
from eventscope.core.broker import AccessRule, BrokerConfig, User


@pytest.mark.parametrize("version", [V311, V5])
def test_each_filter_is_granted_on_its_own(version: int) -> None:
    client = Client(hub(), "c", version)
    bad = 0x8F if version == V5 else 0x80
    reasons = client.subscribe(SubscribeFilter("a", 2), SubscribeFilter("a/#/b", 1), SubscribeFilter("+/b", 1))
    assert reasons == (2, bad, 1)


@pytest.mark.parametrize("filter_", ["", "#/", "a/b#", "a+/b", "$share//t", "$share/g", "$share/g/", "$share/+/t"])
def test_bad_filters(filter_: str) -> None:
    some = hub()
    assert Client(some, "c").subscribe(filter_) == (0x8F,)
    assert some.router.count == 0


def test_filters_of_too_many_levels() -> None:
    client = Client(hub(), "c")
    assert client.subscribe("/".join("a" * 200), "/".join("a" * 201)) == (0, 0x8F)


def test_unsubscribing() -> None:
    some = hub()
    client, sender = Client(some, "c"), Client(some, "s")
    client.subscribe("a", "b")
    assert client.unsubscribe("a", "c", "a") == (0, 0x11, 0x11)
    sender.publish("a")
    sender.publish("b", b"b")
    assert client.payloads() == [b"b"]
    old = Client(some, "o", V311)
    assert old.unsubscribe("never") == ()


def test_retain_handling() -> None:
    some = hub()
    client, sender = Client(some, "c"), Client(some, "s")
    sender.publish("t", b"kept", retain=True)
    always, when_new, never = (SubscribeFilter("t", 1, retain_handling=number) for number in (0, 1, 2))
    for entry, expected in ((never, 0), (when_new, 0), (always, 1), (always, 1)):
        client.subscribe(entry)
        assert len(client.replayed) == expected
    client.unsubscribe("t")
    client.subscribe(when_new)
    assert [packet.payload for packet in client.replayed] == [b"kept"]  # type: ignore[union-attr]
    client.unsubscribe("t")
    client.subscribe(never)
    assert client.replayed == []


def test_retained_messages_come_after_suback_with_retain_and_identifier_at_the_lower_qos() -> None:
    some = hub()
    client, sender = Client(some, "c"), Client(some, "s")
    sender.publish("a/1", b"1", qos=2, retain=True, properties=Properties(content_type="x", message_expiry=9))
    sender.publish("a/2", b"2", qos=0, retain=True)
    sender.publish("b", b"3", retain=True)
    client.subscribe("a/+", qos=1, identifier=5)
    got = {packet.topic: packet for packet in client.replayed if isinstance(packet, Publish)}
    assert set(got) == {"a/1", "a/2"}
    assert (got["a/1"].qos, got["a/1"].retain, got["a/2"].qos, got["a/2"].retain) == (1, True, 0, True)
    assert got["a/1"].properties == Properties(content_type="x", message_expiry=9, subscription_ids=(5,))


def test_a_bridge_of_3_1_1_gets_retain_as_published_and_nothing_of_its_own() -> None:
    some = hub()
    bridge, plain, sender = Client(some, "b", V311, bridge=True), Client(some, "p", V311), Client(some, "s")
    bridge.subscribe("t/#", qos=1)
    plain.subscribe("t/#", qos=1)
    sender.publish("t/1", b"kept", qos=1, retain=True)
    sender.publish("t/1", b"live", qos=1)
    sender.publish("t/1", b"live at 0", retain=True)
    found = [(packet.payload, packet.retain) for packet in bridge.messages()]
    assert found == [(b"kept", True), (b"live", False), (b"live at 0", True)]
    assert [packet.retain for packet in plain.messages()] == [False, False, False]
    bridge.publish("t/1", b"own")
    assert (bridge.payloads(), plain.payloads()) == ([], [b"own"])


def test_what_a_bridge_is_lasts_as_its_session() -> None:
    some = hub()
    first = Client(some, "b", V311, bridge=True, clean_start=False)
    first.subscribe("t", qos=1)
    first.vanish()
    Client(some, "s").publish("t", b"kept", qos=1, retain=True)
    again = Client(some, "b", V311, connect=False)
    again.send(Connect("b", V311, clean_start=False, bridge=True))
    connack, kept = again.packets()
    assert isinstance(connack, Connack)
    assert connack.session_present
    assert isinstance(kept, Publish)
    assert (kept.payload, kept.retain) == (b"kept", True)
    again.ack(kept.packet_id or 0)
    plainer = Client(some, "b", V311, clean_start=False)  # one that was turned down elsewhere, say
    plainer.subscribe("t", qos=1)
    Client(some, "s").publish("t", b"live", qos=1, retain=True)
    assert plainer.messages()[-1].retain is False


def test_an_empty_payload_clears() -> None:
    some = hub()
    client, sender = Client(some, "c"), Client(some, "s")
    client.subscribe("t")
    sender.publish("t", b"kept", retain=True)
    sender.publish("t", b"", retain=True)
    assert [(message.payload, message.retain) for message in client.messages()] == [(b"kept", False), (b"", False)]
    assert len(some.retained) == 0
    client.subscribe("t")
    assert client.replayed == []


def test_retained_messages_are_bounded() -> None:
    some = hub(retained_messages=2, retained_bytes=20)
    sender = Client(some, "s")
    for topic, payload in (("a", b"1"), ("b", b"1"), ("c", b"1"), ("a", b"x" * 30), ("b", b"22")):
        sender.publish(topic, payload, retain=True)
    assert [message.payload for message in some.retained.beginning_with("")] == [b"1", b"22"]
    assert some.dropped == {"retained-full": 2}


def test_refused_by_rule() -> None:
    rules = (AccessRule("subscribe", "secret/#", False),)
    open_broker = hub(BrokerConfig(access=rules))
    assert Client(open_broker, "n").subscribe("secret/a", "fine") == (0x80, 0)
    assert Client(open_broker, "o", V311).subscribe("secret/a") == (0x80,)
    users = (User("ann", hash_password("pw")),)
    closed = hub(BrokerConfig(users=users, access=rules))
    assert Client(closed, "n", user="ann", password=b"pw").subscribe("secret/a", "fine") == (0x87, 0)
    assert Client(closed, "o", V311, user="ann", password=b"pw").subscribe("secret/a") == (0x80,)


def test_a_wide_subscription_does_not_show_what_a_rule_hides() -> None:
    some = hub(BrokerConfig(access=(AccessRule("subscribe", "secret/#", False, client="guest"),)))
    guest, owner, sender = Client(some, "guest"), Client(some, "owner"), Client(some, "s")
    sender.publish("secret/old", b"1", retain=True)
    for one in (guest, owner):
        assert one.subscribe("#") == (0,)
    assert guest.replayed == []
    assert len(owner.replayed) == 1
    sender.publish("secret/new", b"2", qos=1)
    sender.publish("open", b"3")
    assert guest.payloads() == [b"3"]
    assert owner.payloads() == [b"2", b"3"]


def test_subscriptions_of_one_client_are_bounded() -> None:
    client = Client(hub(subscriptions=2), "c")
    assert client.subscribe("a", "b", "c") == (0, 0, 0x97)
    assert client.subscribe("b") == (0,)
