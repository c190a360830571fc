"""A connection is given up when CONNACK, bytes or the rest of a packet do not come, and only then."""

from __future__ import annotations

import pytest

from eventscope.links.mqtt.causes import Slow
from eventscope.links.mqtt.keepalive import SECOND
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.watch import STALLED, Watch


def test_connack_must_come_in_time() -> None:
    watch = Watch(0, 5 * SECOND)
    assert not watch.check(5 * SECOND - 1, False, False)
    with pytest.raises(Slow) as slow:
        watch.check(5 * SECOND, False, False)
    assert slow.value.step == "connack"


def test_after_connack_only_the_keep_alive_counts() -> None:
    watch = Watch(0, 5 * SECOND)
    watch.accepted(SECOND, 10)
    assert not watch.check(8 * SECOND, False, False)
    assert watch.check(9 * SECOND, False, False)  # ping
    with pytest.raises(Ended) as ended:
        watch.check(15 * SECOND, False, False)
    assert ended.value.trouble.code == "silent"


def test_a_begun_packet_must_go_on() -> None:
    watch = Watch(0, SECOND)
    watch.accepted(0, 0)
    watch.check(STALLED - 1, True, False)
    watch.check(STALLED, False, False)
    with pytest.raises(Ended) as ended:
        watch.check(STALLED, True, False)
    assert ended.value.trouble.code == "stalled-packet"


def test_unstored_messages_come_again_only_when_the_broker_stopped_sending() -> None:
    watch = Watch(0, SECOND)
    watch.accepted(0, 0)
    watch.flowed(5 * SECOND)
    watch.check(STALLED, False, True)
    with pytest.raises(Ended) as ended:
        watch.check(STALLED + 5 * SECOND, False, True)
    assert ended.value.trouble.code == "not-stored"


def test_nothing_is_concluded_while_we_do_not_read() -> None:
    watch = Watch(0, SECOND)
    watch.accepted(0, 2)
    for at in range(0, 60):
        watch.deaf(at * SECOND)
        watch.check(at * SECOND, True, True)


def test_next_is_the_earliest_of_all() -> None:
    watch = Watch(0, SECOND // 2)
    assert watch.next(0) == SECOND // 2
    watch.accepted(0, 1)
    assert watch.next(0) == int(0.75 * SECOND)
    watch.accepted(0, 0)
    assert watch.next(7) == SECOND + 7
