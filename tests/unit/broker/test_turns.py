"""No client's bytes take the broker for long: what is too much for one turn waits for the next, whole and in order."""

from __future__ import annotations

import pytest

from brokerwire import V5, V311, Ack, Client, PacketType, Properties, Publish, Subscribe, SubscribeFilter, hub, turns
from eventscope.broker import dialogue
from eventscope.broker.hub import Hub
from eventscope.core.broker import BrokerConfig, User
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Connect, Disconnect, Packet, Pingreq, Suback, Unsuback, Unsubscribe

MANY = 2_000


def encoded(*packets: Packet, version: int = V5) -> bytes:
    return b"".join(codec.encode(packet, version) for packet in packets)


def turn(some: Hub) -> None:
    """What the server does once around."""
    some.go_on()
    some.flush()


def storm(count: int = MANY) -> bytes:
    return encoded(*(Publish(f"new/{number}", b"%d" % number) for number in range(count)))


def test_others_are_heard_between_two_turns_of_a_storm_and_nothing_of_it_is_lost() -> None:
    some = hub()
    everything, quiet = Client(some, "r"), Client(some, "quiet")
    everything.subscribe("new/#")
    quiet.subscribe("quiet")
    loud, other = Client(some, "loud"), Client(some, "other")
    loud.connection.feed(storm())
    assert loud.connection.owes
    assert not loud.pipe.reading
    some.flush()
    assert 0 < len(everything.payloads()) < MANY // 2
    other.connection.feed(encoded(Publish("quiet", b"now")))
    some.flush()
    assert quiet.payloads() == [b"now"]
    some_left = []
    while loud.connection.owes:
        turn(some)
        some_left += everything.payloads()
    assert some_left[-1] == b"%d" % (MANY - 1)
    assert some.received == MANY + 1
    assert loud.pipe.reading


def test_what_still_comes_is_kept_behind_the_rest() -> None:
    some = hub()
    receiver, loud = Client(some, "r"), Client(some, "loud")
    receiver.subscribe("#")
    whole = storm() + encoded(Publish("last", b"last"))
    loud.connection.feed(whole[:-3])
    loud.connection.feed(whole[-3:])
    while loud.connection.owes:
        turn(some)
    assert receiver.payloads() == [b"%d" % number for number in range(MANY)] + [b"last"]


@pytest.mark.parametrize("version", [V311, V5])
def test_subscribe_with_thousands_of_filters_is_answered_once_all_are_done(version: int) -> None:
    some = hub()
    client = Client(some, "c", version)
    names = [f"a/{number}/+" for number in range(5_000)]
    wanted = Subscribe(7, tuple(SubscribeFilter(name, 1) for name in names))
    client.connection.feed(encoded(wanted, Pingreq(), version=version))
    assert client.connection.owes
    assert client.packets() == []
    assert 0 < some.router.count < len(names)
    client.raw(b"")
    suback = client.packets()[0]
    assert isinstance(suback, Suback)
    assert suback.reasons == (1,) * len(names)
    client.raw(encoded(Unsubscribe(8, tuple(names)), version=version))
    assert isinstance(client.expect(Unsuback), Unsuback)
    assert some.router.count == 0


def test_a_goodbye_in_the_rest_comes_at_its_place_and_a_fault_ends_it_there() -> None:
    some = hub()
    receiver, leaving, wrong = Client(some, "r"), Client(some, "leaving"), Client(some, "wrong")
    receiver.subscribe("#")
    leaving.raw(storm() + encoded(Disconnect(0), Publish("never", b"")))
    assert leaving.pipe.closed
    wrong.raw(storm() + b"\x36\x05\x00\x01a\x00\x01" + encoded(Publish("never", b"")))
    assert wrong.expect(Disconnect).reason == 0x81
    assert len(receiver.messages()) == 2 * MANY
    assert not leaving.connection.owes
    assert not wrong.connection.owes


def test_a_client_that_is_thrown_out_owes_nothing_more() -> None:
    some = hub()
    loud = Client(some, "loud")
    loud.connection.feed(storm())
    loud.connection.throw_out()
    assert not loud.connection.owes
    loud.connection.take_turn()
    assert some.received < MANY


def test_what_came_before_the_socket_went_is_acted_upon_to_the_end() -> None:
    some = hub()
    receiver, loud = Client(some, "r"), Client(some, "loud")
    receiver.subscribe("#")
    loud.connection.feed(storm())
    loud.connection.lost()
    assert loud.connection in some.connections
    turns(some)
    assert receiver.payloads() == [b"%d" % number for number in range(MANY)]
    assert loud.connection not in some.connections
    assert some.owing == []


def test_what_came_behind_connect_while_a_password_was_checked_has_its_turns() -> None:
    some = hub(BrokerConfig(users=(User("u", "hash"),)))
    answers = []
    some.verify = lambda user, password, answer: answers.append(answer)
    loud = Client(some, "loud", connect=False)
    loud.connection.feed(encoded(Connect("loud", V5, user="u", password=b"p")) + storm())
    answers[0](True)
    assert some.owing == [loud.connection]
    turns(some)
    assert some.received == MANY


def test_acknowledgements_by_the_thousand_are_work_too() -> None:
    some = hub()
    client = Client(some, "c")
    client.connection.feed(encoded(*(Ack(PacketType.PUBACK, 9) for _ in range(MANY))))
    assert client.connection.owes


@pytest.mark.parametrize("version", [V311, V5])
@pytest.mark.parametrize("share", [-1, 7, 20])
def test_the_length_of_a_turn_changes_nothing(monkeypatch: pytest.MonkeyPatch, version: int, share: int) -> None:
    def played() -> tuple[list[Packet], list[Packet], int]:
        some = hub()
        receiver = Client(some, "r", version)
        receiver.subscribe("#", qos=2)
        sender = Client(some, "s", version)
        properties = Properties(user=(("k", "v"),)) if version == V5 else Properties()
        packets: list[Packet] = [
            Publish(f"t/{n % 3}", b"%d" % n, n % 3, packet_id=n + 1, properties=properties) for n in range(30)
        ]
        packets += [Ack(PacketType.PUBREL, n + 1) for n in range(30) if n % 3 == 2]
        packets += [Subscribe(77, tuple(SubscribeFilter(f"s/{n}", 0) for n in range(9)))]
        packets += [Publish("s/3", b"own")] * 20 + [Unsubscribe(78, ("s/3",)), Pingreq()]
        sender.raw(encoded(*packets, version=version))
        return receiver.packets(), sender.packets(), some.received

    usual = played()
    monkeypatch.setattr(dialogue, "SHARE", share)
    assert played() == usual
