from __future__ import annotations

from brokerwire import SECOND, Client, PacketType, Properties, Will, hub, later
from eventscope.broker import gauges
from eventscope.core.broker import RetainedInfo

KEPT = Properties(session_expiry=100, receive_maximum=2)


def test_gauges_are_counted_not_estimated() -> None:
    some = hub()
    receiver, sender = Client(some, "r", properties=KEPT), Client(some, "s")
    receiver.subscribe("t", qos=1)
    for number in range(5):
        sender.publish("t", b"1234", qos=1, packet_id=number + 1)
    some.now += 3 * SECOND
    first = next(one for one in gauges.snapshot(some).clients if one.client == "r")
    assert (first.connected, first.queued, first.in_flight, first.bytes, first.oldest) == (True, 3, 2, 25, 3.0)
    assert (first.delivered, first.received, first.dropped) == (0, 0, {})
    receiver.ack(receiver.messages()[0].packet_id)
    receiver.vanish()
    snapshot = gauges.snapshot(some, rss=77)
    second = next(one for one in snapshot.clients if one.client == "r")
    assert (second.connected, second.queued, second.in_flight, second.delivered) == (False, 2, 2, 1)
    assert (snapshot.received, snapshot.delivered, snapshot.connections, snapshot.sessions) == (5, 1, 1, 2)
    assert (snapshot.subscriptions, snapshot.uptime, snapshot.rss) == (1, 3.0, 77)
    assert snapshot.at == some.now
    assert snapshot.bytes_in > 60
    assert snapshot.bytes_out > 60


def test_qos_0_that_waits_for_a_socket_is_in_the_queue() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("t")
    receiver.pipe.stalled = True
    for _ in range(3):
        sender.publish("t", b"x" * 95)
    some.now += SECOND
    gauge = gauges.snapshot(some).clients[0]
    assert (gauge.queued, gauge.delivered, gauge.oldest, gauge.bytes) == (3, 0, 1.0, 3 * 101)
    receiver.pipe.drain()
    gauge = gauges.snapshot(some).clients[0]
    assert (gauge.queued, gauge.delivered, gauge.oldest, gauge.bytes) == (0, 3, 0.0, 0)


def test_group_gauges() -> None:
    some = hub()
    one, two, sender = Client(some, "1", properties=KEPT), Client(some, "2", properties=KEPT), Client(some, "s")
    for member in (one, two):
        member.subscribe("$share/g/t/#", qos=1)
    for number in range(7):
        sender.publish("t/x", b"1234567", qos=1, packet_id=number + 1)
    one.ack(one.messages()[0].packet_id)
    some.now += 2 * SECOND
    (group,) = gauges.snapshot(some).groups
    assert (group.group, group.filter, group.members) == ("g", "t/#", 2)
    assert (group.queued, group.in_flight, group.bytes, group.oldest) == (2, 4, 60, 2.0)
    assert (group.delivered, group.dropped, group.per_member) == (1, {}, {"1": 1, "2": 0})


def test_clients_in_words() -> None:
    some = hub()
    Client(some, "on", keep_alive=33, will=Will("w/t", b""), properties=KEPT)
    Client(some, "off", clean_start=False, properties=KEPT).vanish()
    some.now += 5 * SECOND
    on, off = sorted(gauges.clients(some), key=lambda one: one.client, reverse=True)
    assert (on.connected, on.address, on.listener, on.version, on.keep_alive) == (True, "127.0.0.1:on", "mqtt", 5, 33)
    assert (on.clean_start, on.session_expiry, on.receive_maximum, on.since, on.will) == (True, 100, 2, 5.0, "w/t")
    assert (off.connected, off.address, off.clean_start) == (False, "", False)


def test_subscriptions_with_options() -> None:
    some = hub()
    client = Client(some, "c")
    client.subscribe("a/#", qos=2, identifier=4)
    (one,) = gauges.subscriptions(some)
    assert (one.client, one.filter, one.qos, one.identifier, one.no_local) == ("c", "a/#", 2, 4, False)


def test_retained_messages_are_listed_cleared_and_restored() -> None:
    some = hub()
    sender = Client(some, "s")
    sender.publish("a/1", b"one", qos=1, retain=True, properties=Properties(content_type="x", message_expiry=60))
    sender.publish("a/2", b"two", retain=True)
    sender.publish("b", b"three", retain=True)
    some.now += 10 * SECOND
    listed = gauges.retained(some, "a/", 10)
    assert listed[0] == RetainedInfo("a/1", b"one", 1, 10.0, b"\x03\0\1x", 50.0)
    assert [one.topic for one in gauges.retained(some, "", 2)] == ["a/1", "a/2"]
    gone = gauges.clear_retained(some, ["a/1", "b", "never"])
    assert [one.topic for one in gone] == ["a/1", "b"]
    sender.publish("b", b"newer", retain=True)
    gauges.restore_retained(some, gone)
    assert [(one.topic, one.payload) for one in gauges.retained(some)] == [
        ("a/1", b"one"), ("a/2", b"two"), ("b", b"newer"),
    ]  # fmt: skip
    assert gauges.retained(some)[0] == listed[0]


def test_the_sums_of_a_client_account_for_every_message() -> None:
    """What was routed to it is delivered, dropped, queued or in flight: nothing else."""
    some = hub(queue_messages=4)
    receiver, sender = Client(some, "r", properties=KEPT), Client(some, "s")
    receiver.subscribe("#", qos=2)
    sent = 0
    for round_ in range(6):
        for qos in (0, 1, 2):
            sender.publish("t", b"x", qos=qos, packet_id=10 * round_ + qos + 1)
            sender.ack(10 * round_ + qos + 1, PacketType.PUBREL)
            sent += 1
            gauge = gauges.snapshot(some).clients[0]
            assert gauge.queued + gauge.in_flight + gauge.delivered + sum(gauge.dropped.values()) == sent
        if round_ == 2:
            receiver.pipe.stalled = True
        if round_ == 4:
            receiver.vanish()
    assert gauge.dropped
    later(some, 1)
