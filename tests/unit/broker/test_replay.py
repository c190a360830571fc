"""Retained messages reach new subscriptions whole, in slices, at the pace of who reads them."""

from __future__ import annotations

import pytest

from brokerwire import V5, Client, Connect, Properties, Publish, SubscribeFilter, hub, later, turns
from eventscope.broker import replay
from eventscope.broker.hub import Hub
from eventscope.core.broker import AccessRule, BrokerConfig
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Subscribe

COUNT = 10_000


@pytest.fixture
def full() -> Hub:
    """A hub that keeps many retained messages; its clock moves on after them."""
    some = hub()
    sender = Client(some, "sender")
    for number in range(COUNT):
        sender.publish(f"t/{number}", b"%d" % number, retain=True)
    some.now += 1
    return some


def ask(client: Client, *filters: str, qos: int = 0) -> None:
    """Subscribe and do no more than one turn."""
    client.connection.feed(encoded(*filters, qos=qos))
    client.hub.flush()


def encoded(*filters: str, qos: int = 0) -> bytes:
    return codec.encode(Subscribe(1, tuple(SubscribeFilter(one, qos) for one in filters)), V5)


def topics(client: Client) -> list[str]:
    return [packet.topic for packet in client.packets() if isinstance(packet, Publish)]


@pytest.mark.parametrize("qos", [0, 1])
def test_one_turn_is_one_slice_and_all_of_it_comes(full: Hub, qos: int) -> None:
    client = Client(full, "c")
    ask(client, "t/#", qos=qos)
    first = topics(client)
    assert 0 < len(first) <= replay.SLICE
    turns(full)
    assert len(first) + len(topics(client)) == COUNT
    assert not full.replays
    assert full.dropped == {}


def test_others_are_heard_between_two_slices(full: Hub) -> None:
    greedy, quick = Client(full, "greedy"), Client(full, "quick")
    quick.subscribe("mine")
    ask(greedy, *(f"+/{'+/' * n}#" for n in range(10)), "t/#", "#", "t/+")
    quick.connection.feed(b"\x30\x08\x00\x04mine\x00x")
    full.flush()
    assert topics(quick) == ["mine"]
    assert full.replays


def test_a_slow_reader_gets_every_one_and_nothing_is_dropped() -> None:
    some = hub(queue_messages=50)
    sender, reader = Client(some, "s"), Client(some, "r")
    for number in range(COUNT):
        sender.publish(f"t/{number}", retain=True)
    some.now += 1
    reader.pipe.stalled = True
    ask(reader, "t/#")
    turns(some)
    got: list[str] = []
    while some.replays:
        reader.pipe.drain()
        reader.pipe.stalled = True
        turns(some)
        assert some.sessions["r"].queued <= replay.SLICE
        got += topics(reader)
    reader.pipe.drain()
    got += topics(reader)
    assert len(set(got)) == len(got) == COUNT
    assert some.dropped == {}


def test_asking_again_and_again_costs_one_search(full: Hub) -> None:
    client = Client(full, "c")
    client.connection.feed(encoded("t/#") * 1_000)
    full.flush()
    assert len(full.replays._owed[full.sessions["c"]]) == 1
    turns(full)
    assert len(topics(client)) < 2 * COUNT + replay.SLICE


def test_what_comes_meanwhile_is_delivered_once(full: Hub) -> None:
    client, sender = Client(full, "c"), Client(full, "s")
    ask(client, "t/#")
    full.now += 1
    sender.connection.feed(b"".join(b"\x31\x0d\x00\x06t/9%03d\x00new!" % number for number in range(1_000)))
    full.flush()
    turns(full)
    got = [packet for packet in client.packets() if isinstance(packet, Publish)]
    changed = {f"t/9{number:03d}" for number in range(1_000)}
    fresh = [packet.topic for packet in got if packet.payload == b"new!"]
    assert len(fresh) == 1_000
    assert set(fresh) == changed
    assert {packet.topic for packet in got} == {f"t/{number}" for number in range(COUNT)}


def test_what_is_unsubscribed_ended_or_expired_is_owed_no_more(full: Hub) -> None:
    client = Client(full, "c")
    ask(client, "t/#", "t/+")
    client.connection.feed(b"\xa2\x08\x00\x02\x00\x00\x03t/#")
    assert list(full.replays._owed[full.sessions["c"]]) == ["t/+"]
    client.disconnect()
    assert not full.replays


def test_an_offline_session_is_owed_it_until_it_returns(full: Hub) -> None:
    keep = {"clean_start": False, "properties": Properties(session_expiry=60)}
    client = Client(full, "c", **keep)
    ask(client, "t/#")
    before = topics(client)
    client.vanish()
    later(full, 1)
    assert full.replays
    again = Client(full, "c", connect=False)
    again.send(Connect("c", V5, **keep))  # type: ignore[arg-type]
    assert len(set(before) | set(topics(again))) == COUNT


def test_large_messages_make_small_slices() -> None:
    some = hub()
    sender, client = Client(some, "s"), Client(some, "c")
    for number in range(40):
        sender.publish(f"t/{number}", bytes(1 << 20), retain=True)
    some.now += 1
    ask(client, "t/#")
    assert len(topics(client)) < 10
    turns(some)
    assert not some.replays


def test_rules_are_asked_for_each_message() -> None:
    some = hub(BrokerConfig(access=(AccessRule("subscribe", "secret/#", False, client="guest"),)))
    owner, guest = Client(some, "owner"), Client(some, "guest")
    owner.publish("secret/1", retain=True)
    owner.publish("open/1", retain=True)
    some.now += 1
    guest.subscribe("#")
    assert [packet.topic for packet in guest.replayed if isinstance(packet, Publish)] == ["open/1"]
