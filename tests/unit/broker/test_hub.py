"""Sessions and wills over time."""

from __future__ import annotations

import pytest

from brokerwire import V5, V311, Client, Connect, Properties, Will, hub, later
from eventscope.broker.hub import Hub
from eventscope.broker.session import NEVER

WILL_DELAYED = Will("will", b"gone", properties=Properties(will_delay=10))


def kept(seconds: int) -> Properties:
    return Properties(session_expiry=seconds)


@pytest.mark.parametrize(
    ("version", "expiry", "at_5", "at_15", "at_a_year"),
    [
        (V5, 0, False, False, False),
        (V5, 10, True, False, False),
        (V5, NEVER, True, True, True),
        (V311, 0, True, True, True),
    ],
)
def test_session_expiry(version: int, expiry: int, at_5: bool, at_15: bool, at_a_year: bool) -> None:
    some = hub()
    more = {"properties": kept(expiry)} if version == V5 else {}
    Client(some, "c", version, clean_start=False, **more).vanish()
    for seconds, expected in ((5, at_5), (15, at_15)):
        later(some, seconds)
        assert ("c" in some.sessions) is expected
    some.now += 365 * 24 * 3600 * 10**9
    some.tick()
    assert ("c" in some.sessions) is at_a_year


def test_a_connected_session_does_not_expire() -> None:
    some = hub()
    Client(some, "c", keep_alive=0, properties=kept(5)).vanish()
    later(some, 3)
    Client(some, "c", keep_alive=0, clean_start=False, properties=kept(5))
    later(some, 100)
    assert "c" in some.sessions


def watched() -> tuple[Hub, Client]:
    some = hub()
    watcher = Client(some, "watcher", keep_alive=0)
    watcher.subscribe("will", qos=2)
    return some, watcher


def test_a_will_without_delay_comes_at_once_with_its_qos_and_retain() -> None:
    some, watcher = watched()
    Client(some, "c", will=Will("will", b"gone", 1, True)).vanish()
    (message,) = watcher.messages()
    assert (message.payload, message.qos) == (b"gone", 1)
    assert len(some.retained) == 1


def test_a_will_is_delayed() -> None:
    some, watcher = watched()
    Client(some, "c", will=WILL_DELAYED, properties=kept(100)).vanish()
    later(some, 9)
    assert watcher.messages() == []
    later(some, 2)
    assert watcher.payloads() == [b"gone"]


def test_a_will_comes_with_the_end_of_its_session_at_the_latest() -> None:
    some, watcher = watched()
    Client(some, "c", will=WILL_DELAYED, properties=kept(3)).vanish()
    later(some, 4)
    assert watcher.payloads() == [b"gone"]
    Client(some, "d", will=WILL_DELAYED, properties=kept(0)).vanish()
    assert watcher.payloads() == [b"gone"]


def test_coming_back_in_time_cancels_a_will() -> None:
    some, watcher = watched()
    Client(some, "c", will=WILL_DELAYED, properties=kept(100)).vanish()
    later(some, 5)
    Client(some, "c", keep_alive=0, clean_start=False)
    later(some, 20)
    assert watcher.messages() == []


def test_coming_back_clean_ends_the_session_and_publishes_its_will() -> None:
    some, watcher = watched()
    Client(some, "c", will=WILL_DELAYED, properties=kept(100)).vanish()
    Client(some, "c", clean_start=True)
    assert watcher.payloads() == [b"gone"]


def test_a_take_over_publishes_the_will_unless_it_is_delayed() -> None:
    some, watcher = watched()
    Client(some, "c", will=Will("will", b"at once"), properties=kept(9))
    Client(some, "c", clean_start=False, will=WILL_DELAYED, properties=kept(9))
    assert watcher.payloads() == [b"at once"]
    Client(some, "c", clean_start=False, keep_alive=0)
    later(some, 20)
    assert watcher.messages() == []


def test_a_fault_publishes_the_will() -> None:
    some, watcher = watched()
    client = Client(some, "c", will=Will("will", b"fault"))
    client.raw(b"\x00\x00")
    assert watcher.payloads() == [b"fault"]


def test_the_end_of_a_session_counts_what_it_takes_along() -> None:
    some = hub()
    receiver, sender = Client(some, "r", properties=kept(5)), Client(some, "s", keep_alive=0)
    receiver.subscribe("t", qos=1)
    sender.publish("t", qos=1)
    receiver.vanish()
    sender.publish("t", qos=1)
    later(some, 6)
    assert some.dropped == {"session-ended": 2}
    assert some.router.count == 0
    sender.packets()
    sender.publish("t", qos=1)
    assert sender.packets()[0].reason == 0x10  # type: ignore[union-attr]


def test_a_write_that_fails_costs_one_client(caplog: pytest.LogCaptureFixture) -> None:
    some = hub()
    broken, fine, sender = Client(some, "b"), Client(some, "f"), Client(some, "s")
    for one in (broken, fine):
        one.subscribe("t")

    def fail(data: bytes) -> None:
        raise RuntimeError("a fault")

    broken.pipe.write = fail  # type: ignore[method-assign]
    sender.publish("t")
    assert broken.pipe.aborted
    assert len(fine.messages()) == 1
    assert some.events["failure"] == 1
    assert "a fault" in caplog.text


def test_an_id_given_by_the_broker_is_free() -> None:
    some = hub()
    Client(some, "auto-1", connect=False).connect(Connect("auto-1"))
    assert some.assign_id() == "auto-2"
