"""Blocks reach the sink in order; a full or failing sink never stops the thread that reads."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import numpy as np

from eventscope.core.message import ROW, Block
from eventscope.links.mqtt.handoff import DEPTH, Handoff
from linksinks import RecordingSink
from servers import wait_until


def block(mark: bytes = b"") -> Block:
    return Block(np.zeros(1, ROW), (b"t",), mark)


def handoff(sink: Any, failures: list[Any] | None = None) -> Handoff:
    made = Handoff("c", sink, lambda: None, lambda *failure: None if failures is None else failures.append(failure))
    made.start()
    return made


def test_blocks_arrive_in_order() -> None:
    sink = RecordingSink()
    made = handoff(sink)
    for n in range(100):
        wait_until(lambda: not made.full)
        made.put(block(bytes([n])), None)
    assert made.stop(5)
    assert [b.blob[0] for b in sink.blocks] == list(range(100))


def test_a_blocked_sink_fills_the_queue_and_put_never_waits() -> None:
    sink, gate = RecordingSink(), threading.Event()
    sink.on_block_do = lambda _: gate.wait(10) and None
    made = handoff(sink)
    for _ in range(DEPTH):
        assert not made.full
        made.put(block(), None)
    assert made.full
    assert not made.idle
    assert not made.stop(0.05)  # says so and does not hang
    gate.set()
    assert made.stop(5)
    assert made.idle
    assert len(sink.blocks) == DEPTH


def test_a_failing_sink_is_reported_and_the_next_block_arrives() -> None:
    sink, failures = RecordingSink(), list[Any]()

    def fail_on_first(given: Block) -> None:
        if given.blob == b"bad":
            raise ValueError("no")

    sink.on_block_do = fail_on_first
    made = handoff(sink, failures)
    acknowledge = partial(print, "never")
    made.put(block(b"bad"), acknowledge)
    made.put(block(b"good"), None)
    assert made.stop(5)
    assert [b.blob for b in sink.blocks] == [b"good"]
    assert failures[0][0] is acknowledge
    assert failures[0][1] == 1
    assert str(failures[0][2]) == "no"


def test_stopping_what_never_started_is_harmless() -> None:
    made = Handoff("c", RecordingSink(), lambda: None, lambda *_: None)
    assert made.stop(0.1)
