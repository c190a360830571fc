"""Rows that the broker would not take are known before they leave; the others become the bytes of a PUBLISH."""

from __future__ import annotations

import pytest

from durablefakes import Item
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durablerow import encode, refused
from eventscope.mqtt import codec

ROW = Item(1)
SECOND = 10**9


@pytest.mark.parametrize(
    ("row", "limits", "reason"),
    [
        (ROW._replace(topic=b"a/#"), Capabilities(), "invalid_topic"),
        (ROW._replace(topic=b"\xff"), Capabilities(), "invalid_topic"),
        (ROW._replace(properties=b"\xff"), Capabilities(), "serialisation"),
        (ROW._replace(qos=2), Capabilities(maximum_qos=1), "qos_unsupported"),
        (ROW._replace(retain=1), Capabilities(retain=False), "retain_unsupported"),
        (ROW._replace(payload=bytes(100)), Capabilities(maximum_packet_size=100), "too_large"),
    ],
)
def test_what_the_broker_would_not_take(row, limits, reason) -> None:
    found = refused(row, limits, v5=True)
    assert found is not None
    assert (found.id, found.reason, found.permanent) == (1, reason, True)


def test_a_plain_one_may_leave_and_properties_mean_nothing_before_version_5() -> None:
    assert refused(ROW, Capabilities(), v5=True) is None
    assert refused(ROW._replace(properties=b"\xff"), Capabilities(), v5=False) is None


def test_a_second_try_is_marked_and_has_the_same_id() -> None:
    first, again = (encode(ROW, 7, dup, True, lambda: 0) for dup in (False, True))
    assert again == codec.mark_duplicate(first)
    assert (7).to_bytes(2, "big") in first


@pytest.mark.parametrize(("now", "left"), [(7.0, 3), (9.5, 1), (20.0, 1)])
def test_the_time_that_is_left_is_said_and_never_0(now, left) -> None:
    row = ROW._replace(expires=10 * SECOND, properties=b"\x02\x00\x00\x00\x63")
    sent = encode(row, 7, False, True, lambda: int(now * SECOND))
    assert b"\x02" + left.to_bytes(4, "big") in sent
