from __future__ import annotations

from eventscope.broker.wills import LastWill, Wills
from eventscope.mqtt.packets import Properties, Will

SECOND = 1_000_000_000


def test_a_will_is_published_with_the_time_of_its_publication() -> None:
    will = LastWill.of(Will("w", b"gone", 1, True, Properties(will_delay=7, message_expiry=5, content_type="t")))
    assert will.delay == 7
    message = will.published(100 * SECOND)
    assert (message.topic, message.payload, message.qos, message.retain) == (b"w", b"gone", 1, True)
    assert (message.stamp, message.expires) == (100 * SECOND, 105 * SECOND)
    assert message.properties == b"\x03\0\1t"


def test_wills_come_due_once_and_can_be_taken_back() -> None:
    wills = Wills()
    first, second = LastWill.of(Will("a", b"")), LastWill.of(Will("b", b""))
    wills.put("one", 10, first)
    wills.put("two", 20, second)
    assert wills.due(9) == []
    assert wills.due(10) == [first]
    assert wills.due(15) == []
    assert wills.take("two") is second
    assert wills.take("two") is None
    assert wills.due(99) == []
    assert len(wills) == 0
