from __future__ import annotations

import pytest

from brokerwire import SECOND, V5, V311, Client, Connack, Connect, Disconnect, Properties, Will, hub, later
from eventscope.broker.access import hash_password
from eventscope.core.broker import AccessRule, BrokerConfig, Limits, User
from eventscope.core.identity import PROBE
from eventscope.mqtt import codec

USERS = (User("ann", hash_password("s3cret")), User("bob", hash_password("builder")))


def test_what_the_broker_announces() -> None:
    connack = Client(hub()).connack
    assert connack is not None
    assert (connack.session_present, connack.reason) == (False, 0)
    said = connack.properties
    assert (said.receive_maximum, said.maximum_packet_size, said.topic_alias_maximum) == (1000, 16 << 20, 100)
    assert said.assigned_client_id is said.server_keep_alive is said.response_information is None


def test_old_clients_get_no_properties() -> None:
    client = Client(hub(), "c", V311, connect=False)
    client.send(Connect("c", V311))
    assert client.pipe.data == b"\x20\x02\x00\x00"


def test_client_ids_are_assigned() -> None:
    some = hub()
    first, second = Client(some, ""), Client(some, "")
    names = [client.connack.properties.assigned_client_id for client in (first, second) if client.connack]
    assert len(set(names)) == 2
    assert set(names) == set(some.sessions)
    old = Client(some, "", V311)
    assert old.connack is not None
    assert len(some.sessions) == 3


def refused(some: object, packet: Connect) -> Connack:
    client = Client(some, packet.client_id, packet.version, connect=False)  # type: ignore[arg-type]
    client.send(packet)
    assert client.pipe.closed
    assert client.connection.session is None
    return client.expect(Connack)


def test_an_empty_id_needs_a_clean_session_in_3_1_1() -> None:
    assert refused(hub(), Connect("", V311, clean_start=False)).reason == 2


def test_enhanced_authentication_is_refused() -> None:
    connack = refused(hub(), Connect("c", properties=Properties(auth_method="SCRAM")))
    assert connack.reason == 0x8C
    assert connack.properties.reason_string


@pytest.mark.parametrize(
    ("user", "password", "new", "old"),
    [("ann", b"wrong", 0x86, 4), ("eve", b"s3cret", 0x86, 4), (None, None, 0x87, 5), ("ann", None, 0x86, 4)],
)
def test_wrong_credentials(user: str | None, password: bytes | None, new: int, old: int) -> None:
    some = hub(BrokerConfig(users=USERS))
    assert refused(some, Connect("c", V5, user=user, password=password)).reason == new
    assert refused(some, Connect("c", V311, user=user, password=password)).reason == old
    assert some.sessions == {}


def test_right_credentials() -> None:
    some = hub(BrokerConfig(users=USERS))
    client = Client(some, "c", user="ann", password=b"s3cret")
    assert client.connack is not None
    assert client.connack.reason == 0
    assert some.sessions["c"].user == "ann"


def test_packets_behind_connect_wait_for_the_password_check() -> None:
    some = hub(BrokerConfig(users=USERS))
    answers = []
    some.verify = lambda user, password, answer: answers.append(answer)
    client = Client(some, "c", connect=False)
    client.raw(codec.encode(Connect("c", user="ann", password=b"s3cret"), V5) + b"\xc0\x00")
    assert (client.packets(), client.pipe.reading) == ([], False)
    client.raw(b"\xc0\x00")
    answers[0](True)
    some.flush()
    assert client.pipe.reading
    assert [type(packet).__name__ for packet in client.packets()] == ["Connack", "Pingresp", "Pingresp"]


def test_a_client_that_leaves_during_the_check_leaves_nothing() -> None:
    some = hub(BrokerConfig(users=USERS))
    answers = []
    some.verify = lambda user, password, answer: answers.append(answer)
    client = Client(some, "c", connect=False)
    client.send(Connect("c", user="ann", password=b"s3cret"))
    client.vanish()
    answers[0](True)
    assert some.sessions == {}
    assert not some.connections


def test_a_session_belongs_to_its_user() -> None:
    some = hub(BrokerConfig(users=USERS))
    kept = Properties(session_expiry=99)
    ann = Client(some, "c", user="ann", password=b"s3cret", clean_start=False, properties=kept)
    ann.subscribe("secrets", qos=1)
    ann.vanish()
    bob = Client(some, "c", user="bob", password=b"builder", clean_start=False, properties=kept)
    assert bob.connack is not None
    assert not bob.connack.session_present
    assert some.sessions["c"].subscriptions == {}


@pytest.mark.parametrize(
    ("asked", "version", "told", "kept"),
    [
        (120, V5, 60, 60),
        (0, V5, 60, 60),
        (30, V5, None, 30),
        (60, V5, None, 60),
        (120, V311, None, 120),
        (0, V311, None, 0),
    ],
)
def test_server_keep_alive(asked: int, version: int, told: int | None, kept: int) -> None:
    client = Client(hub(BrokerConfig(server_keep_alive=60)), "c", version, keep_alive=asked)
    assert client.connack is not None
    assert client.connack.properties.server_keep_alive == told
    assert client.connection.keep_alive == kept


def test_response_information_is_given_when_asked_for() -> None:
    client = Client(hub(), "a/b", properties=Properties(request_response_information=1))
    assert client.connack is not None
    assert client.connack.properties.response_information == "responses/a-b"


def test_sessions_are_present_or_not() -> None:
    some = hub()
    for version, more in ((V5, {"properties": Properties(session_expiry=50)}), (V311, {})):
        name = f"v{version}"
        first = Client(some, name, version, clean_start=False, **more)
        first.vanish()
        second = Client(some, name, version, clean_start=False, **more)
        assert second.connack is not None
        assert second.connack.session_present
        second.vanish()
        clean = Client(some, name, version, clean_start=True, **more)
        assert clean.connack is not None
        assert not clean.connack.session_present


@pytest.mark.parametrize("topic", ["$SYS/broker/version", "test/will"])
def test_wills_obey_the_rules_of_publishing(topic: str) -> None:
    some = hub(BrokerConfig(access=(AccessRule("publish", "test/#", False),)))
    assert refused(some, Connect("c", will=Will(topic, b""))).reason == 0x87


def test_an_unknown_version_is_told() -> None:
    for level, answer in ((3, b"\x20\x02\x00\x01"), (6, None)):
        client = Client(hub(), connect=False)
        client.raw(b"\x10\x0d\x00\x04MQTT%c\x02\x00\x00\x00\x01c" % level)
        if answer:
            assert client.pipe.data == answer
        else:
            assert client.expect(Connack).reason == 0x84
        assert client.pipe.closed


def test_sessions_are_bounded() -> None:
    some = hub(sessions=1)
    Client(some, "one", properties=Properties(session_expiry=9)).vanish()
    assert refused(some, Connect("two")).reason == 0x97
    assert refused(some, Connect("two", V311)).reason == 3
    assert Client(some, "one").connack is not None


def test_take_over() -> None:
    some = hub()
    first = Client(some, "c", properties=Properties(session_expiry=9))
    first.subscribe("t")
    second = Client(some, "c", clean_start=False, properties=Properties(session_expiry=9))
    assert first.expect(Disconnect).reason == 0x8E
    assert first.pipe.closed
    assert second.connack is not None
    assert second.connack.session_present
    first.connection.lost()
    Client(some, "s").publish("t", b"to the new one")
    assert second.payloads() == [b"to the new one"]
    old = Client(some, "o", V311)
    Client(some, "o", V311)
    assert (old.packets(), old.pipe.closed) == ([], True)


def test_a_war_for_one_id_is_told_with_both_addresses() -> None:
    told = []
    some = hub()
    some.notice = lambda level, code, sentence, params: told.append((code, sentence.format(**params)))
    for number in range(4):
        some.now += SECOND
        Client(some, "c")
        assert bool(told) == (number == 3)
    assert told[0][0] == "broker-take-over-war"
    assert "c: 127.0.0.1:c and 127.0.0.1:c" in told[0][1]
    assert some.events["take-over-war"] == 1
    for _ in range(5):
        later(some, 6)
        Client(some, "c")
    assert some.events["take-over-war"] == 1


def test_who_finds_out_which_addresses_are_one_broker_fights_with_nobody() -> None:
    some = hub()
    for _ in range(9):
        Client(some, f"{PROBE}1")
    assert (some.events["take-over"], some.events["take-over-war"]) == (8, 0)


def test_wars_that_go_on_are_counted_and_told_once_in_ten_seconds() -> None:
    told: list[object] = []
    some = hub()
    some.notice = lambda level, code, sentence, params: told.append(params["client"])
    for number in range(300):
        Client(some, f"c{number % 3}")
    assert sorted(told) == ["c0", "c1", "c2"]
    assert some.events["take-over-war"] == 99
    for number in range(200):
        Client(some, f"d{number % 50}")
    assert len(told) == 10
    later(some, 11)
    for _ in range(4):
        Client(some, "c0")
    assert told[10:] == ["c0"]


def test_a_connect_that_is_too_large_is_refused_before_it_came() -> None:
    some = hub(BrokerConfig(limits=Limits(packet=16 << 20)))
    client = Client(some, connect=False)
    client.raw(b"\x10\xff\xff\xff\x07")
    assert client.pipe.closed
    assert client.pipe.data == b""
