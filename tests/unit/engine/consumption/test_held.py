"""Messages in hand and the acknowledgement of their block."""

import random

from consuming import Settled, block
from eventscope.core.message import DUP, RETAIN, connection_tag
from eventscope.engine.consumption.held import Settling, comes_again, held


def test_a_block_is_settled_as_far_as_it_is_done_without_a_gap() -> None:
    told = Settled(4)
    settling = Settling(told, 4)
    settling.done(2)
    assert told.told == 0
    settling.done(0)
    assert told.told == 1
    settling.done(1)
    assert told.told == 3
    settling.done(3)
    assert told.told == 4


def test_any_order_settles_it_all() -> None:
    for seed in range(20):
        told, order = Settled(30), list(range(30))
        random.Random(seed).shuffle(order)
        settling = Settling(told, 30)
        for place, row in enumerate(order):
            settling.done(row)
            settling.done(row)
            missing = [row for row in range(30) if row not in order[: place + 1]]
            assert told.told == min(missing, default=30)


def test_a_plain_acknowledgement_waits_for_the_whole_block() -> None:
    calls: list[str] = []
    settling = Settling(lambda: calls.append("all"), 2)
    settling.done(0)
    assert calls == []
    settling.done(1)
    assert calls == ["all"]


def test_without_an_acknowledgement_nothing_happens() -> None:
    Settling(None, 1).done(0)


def test_messages_know_their_times() -> None:
    first, second = held(block(2, mono=77, latency=5), None, None)
    assert (first.received, first.latency, first.lag, first.way) == (77, 5, None, None)
    assert (second.row, second.size) == (1, 1)


def test_the_age_of_a_retained_copy_is_no_latency() -> None:
    (item,) = held(block(1, latency=5, flags=RETAIN), None, None)
    assert item.latency is None


def test_a_message_is_shown_under_its_connection() -> None:
    _, second = held(block(2), None, None)
    second.again()
    message = second.message("orders", -7)
    assert (message.payload, message.topic) == (b"1", b"t/1")
    assert message.connection == connection_tag("orders")
    assert message.id == -7
    assert message.flags & DUP


def test_qos_2_does_not_come_again() -> None:
    for qos, again in ((0, True), (1, True), (2, False)):
        (item,) = held(block(1, qos=qos), None, None)
        assert comes_again(item) is again
