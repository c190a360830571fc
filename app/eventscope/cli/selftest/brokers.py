"""Checks of what waits in the embedded broker, and of whom it lets do what."""

from __future__ import annotations

from eventscope.base import clock
from eventscope.broker.configfile import hash_password
from eventscope.cli.selftest.brokerchild import ANY_PORT, broker, mqtt_port
from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.plainclient import PlainClient, client
from eventscope.core.broker import AccessRule, BrokerConfig, Limits, User
from eventscope.mqtt.packets import Connect, Properties

OFFLINE, ROOM, TOO_MANY = 500, 100, 150
GAUGES_WITHIN = 5.0  # seconds
KEPT = Properties(session_expiry=600)
BAD_PASSWORD, NOT_AUTHORIZED = 0x86, 0x87


def offline_queue() -> str:
    """An offline session keeps its messages in order, and the gauge tells how many."""
    with broker() as (process, gauges):
        port = mqtt_port(process)
        _leave_and_write(port, OFFLINE)
        told = clock.wait_for(lambda: gauges.waiting("sleeper") == OFFLINE, GAUGES_WITHIN)
        expect(told, f"the gauge says {gauges.waiting('sleeper')} of {OFFLINE}")
        came = _come_back(port, OFFLINE)
        emptied = clock.wait_for(lambda: gauges.waiting("sleeper") == 0, GAUGES_WITHIN)
    expect(came == list(range(OFFLINE)), "they did not come in order")
    expect(emptied, f"the gauge does not fall to 0, it says {gauges.waiting('sleeper')}")
    return f"{OFFLINE} waited (the gauge said {OFFLINE}), came in order, gauge back to 0"


def offline_bounded() -> str:
    """P4: a full queue drops, and counts what it drops: sent = waiting + dropped, to the message."""
    with broker(BrokerConfig(ANY_PORT, limits=Limits(queue_messages=ROOM))) as (process, gauges):
        port = mqtt_port(process)
        _leave_and_write(port, TOO_MANY)

        def counted() -> tuple[int, int]:
            gauge = gauges.of("sleeper")
            return gauges.waiting("sleeper"), sum(gauge.dropped.values()) if gauge else 0

        clock.wait_for(lambda: sum(counted()) == TOO_MANY, GAUGES_WITHIN)
        waiting, dropped = counted()
        expect(waiting <= ROOM, f"{waiting} wait where {ROOM} have room")
        expect(waiting + dropped == TOO_MANY, f"{TOO_MANY} sent, but {waiting} waiting + {dropped} dropped")
        came = _come_back(port, waiting)
    expect(len(set(came)) == waiting and came == sorted(came), "what waited did not come once and in order")
    return f"{TOO_MANY} sent to a queue with room for {ROOM}: {waiting} waited and came, {dropped} dropped and counted"


def _leave_and_write(port: int, count: int) -> None:
    with client(port, "sleeper", clean_start=True, properties=KEPT) as sleeper:
        sleeper.subscribe("selftest/#", 1)
    with client(port, "writer") as writer:
        for number in range(count):
            writer.publish("selftest/offline", b"%d" % number, 1, number + 1)


def _come_back(port: int, count: int) -> list[int]:
    with client(port, "sleeper", clean_start=False, properties=KEPT) as sleeper:
        return [int(sleeper.message().payload) for _ in range(count)]


def users_and_access() -> str:
    """A wrong password and forbidden topics are refused with the right reasons, the rest is served."""
    rules = (
        AccessRule("publish", "secret/#", False, user="sensor"),
        AccessRule("subscribe", "secret/#", False, user="sensor"),
        AccessRule("publish", "#", True),
        AccessRule("subscribe", "#", True),
    )
    with broker(BrokerConfig(ANY_PORT, (User("sensor", hash_password("right")),), rules)) as (process, _):
        port = mqtt_port(process)
        wrong = _connack(port, Connect("a", user="sensor", password=b"wrong"))
        nobody = _connack(port, Connect("a"))
        with client(port, "b", user="sensor", password=b"right") as good:
            forbidden = good.publish("secret/x", b"x", 1, 1)
            (denied,) = good.subscribe("secret/x", 1)
            (granted,) = good.subscribe("open/#", 1)
            good.publish("open/x", b"served")
            served = good.message().payload
    expect(wrong == BAD_PASSWORD, f"a wrong password was answered with 0x{wrong:02x}")
    expect(nobody >= 0x80, f"a client without a name was answered with 0x{nobody:02x}")
    expect(forbidden == NOT_AUTHORIZED, f"a forbidden topic was answered with 0x{forbidden:02x}")
    expect(denied == NOT_AUTHORIZED, f"a forbidden subscription was answered with 0x{denied:02x}")
    expect((granted, served) == (1, b"served"), "what is allowed was not served")
    return "wrong password 0x86, forbidden topic and subscription 0x87, the rest served"


def _connack(port: int, connect: Connect) -> int:
    found = PlainClient(port, connect)
    found.close()
    return found.connack.reason


CHECKS = (
    Check("Z13", "Users and access rules", users_and_access),
    Check("L2", "An offline queue is kept in order and told exactly", offline_queue),
    Check("P4", "A full queue drops nothing unsaid", offline_bounded),
)
