from __future__ import annotations

from brokerwire import SECOND, Client, Publish, hub
from eventscope import __version__
from eventscope.broker.systopics import SystemTopics


def values(client: Client, filter_: str = "$SYS/#") -> dict[str, str]:
    client.subscribe(filter_)
    return {packet.topic: packet.payload.decode() for packet in client.replayed if isinstance(packet, Publish)}


def test_the_names_that_people_know() -> None:
    some = hub()
    client = Client(some, "c")
    SystemTopics(some).publish()
    told = values(client)
    assert told["$SYS/broker/version"] == f"Eventscope {__version__}"
    assert told["$SYS/broker/uptime"] == "0 seconds"
    assert told["$SYS/broker/clients/connected"] == "1"
    for name in (
        "subscriptions/count",
        "retained messages/count",
        "messages/received",
        "bytes/sent",
        "messages/stored",
    ):
        assert told[f"$SYS/broker/{name}"].isdigit()
    assert len(some.retained) == 0


def test_only_what_changed_is_published_every_ten_seconds() -> None:
    some = hub()
    client, sender = Client(some, "c"), Client(some, "s")
    topics = SystemTopics(some)
    topics.publish()
    values(client)
    sender.publish("t")
    some.now += 5 * SECOND
    topics.publish()
    some.flush()
    assert client.messages() == []
    some.now += 5 * SECOND
    topics.publish()
    some.flush()
    got = {message.topic: message.payload for message in client.messages()}
    assert got["$SYS/broker/messages/received"] == b"1"
    assert got["$SYS/broker/uptime"] == b"10 seconds"
    assert "$SYS/broker/version" not in got


def test_loads_are_moving_averages() -> None:
    some = hub()
    sender, client = Client(some, "s"), Client(some, "c")
    topics = SystemTopics(some)
    topics.publish()
    for _ in range(100):
        sender.publish("t")
    some.now += 10 * SECOND
    topics.publish()
    told = values(client, "$SYS/broker/load/messages/received/+")
    loads = [float(told[f"$SYS/broker/load/messages/received/{n}min"]) for n in (1, 5, 15)]
    assert 600 > loads[0] > loads[1] > loads[2] > 0


def test_wildcards_do_not_show_them() -> None:
    some = hub()
    client = Client(some, "c")
    SystemTopics(some).publish()
    assert values(client, "#") == {}
    assert values(client, "+/broker/version") == {}
