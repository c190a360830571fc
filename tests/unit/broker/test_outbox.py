from __future__ import annotations

from brokerwire import Pipe
from eventscope.broker.outbox import BATCH, Outbox, prune
from eventscope.core.broker import Limits
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Publish


class Watched:
    """An outbox on a pipe with its two sums."""

    def __init__(self, **limits: int) -> None:
        self.pipe = Pipe()
        self.dirty: list[Outbox] = []
        self.limits = Limits(**limits)  # type: ignore[arg-type]
        self.crowded = False
        self.box = Outbox(self.pipe, self.dirty, self)
        self.pipe.connection = self  # type: ignore[assignment]
        self.delivered = 0
        self.dropped: dict[str, int] = {}
        self.box.watch(self._deliver, self._drop)

    def _deliver(self, count: int) -> None:
        self.delivered += count

    def _drop(self, reason: str, count: int) -> None:
        self.dropped[reason] = self.dropped.get(reason, 0) + count

    def pause(self) -> None:
        self.box.pause()

    def resume(self) -> None:
        self.box.resume(5)

    def message(self, payload: bytes = b"m", now: int = 1) -> None:
        self.box.put(codec.encode(Publish("t", payload), 4))
        self.box.messages += 1
        self.box.flush(now)


def test_one_turn_is_one_write() -> None:
    one = Watched()
    one.box.put(b"a")
    one.box.put(b"b")
    assert one.dirty == [one.box]
    assert one.pipe.data == b""
    one.box.flush(1)
    assert one.pipe.data == b"ab"


def test_a_message_counts_as_delivered_when_the_socket_took_it() -> None:
    one = Watched()
    one.message()
    assert (one.delivered, one.box.waiting) == (1, 0)
    one.pipe.stalled = True
    one.message(now=2)
    one.message(now=3)
    assert (one.delivered, one.box.waiting, one.box.oldest) == (1, 2, 2)
    one.pipe.drain()
    assert (one.delivered, one.box.waiting, one.box.oldest) == (3, 0, 0)


def test_a_full_backlog_drops_the_newest_messages_and_no_other_packet() -> None:
    one = Watched(queue_messages=3)
    one.pipe.stalled = True
    for number in range(6):
        one.message(b"%d" % number)
    one.box.put(b"\xd0\x00")
    one.box.flush(9)
    assert one.dropped == {"queue-full": 3}
    one.pipe.drain()
    frames = codec.Splitter(1 << 20).feed(bytes(one.pipe.data))
    assert [body[-1:] for first, body in frames if first == 0x30] == [b"0", b"1", b"2"]
    assert frames[-1] == (0xD0, b"")
    assert one.delivered == 3


def test_the_backlog_is_bounded_by_bytes_too() -> None:
    one = Watched(queue_bytes=100)
    one.pipe.stalled = True
    one.message()
    for _ in range(4):
        one.message(b"x" * 40)
    assert one.dropped == {"queue-bytes": 2}
    assert one.box.backlog_bytes <= 100


def test_nothing_more_waits_when_the_broker_is_full() -> None:
    one = Watched()
    one.pipe.stalled = True
    one.message()
    one.crowded = True
    one.message()
    assert one.dropped == {"total-bytes": 1}


def test_one_batch_that_does_not_fit_whole_is_cut_between_messages() -> None:
    packets = b"".join(codec.encode(Publish("t", b"%d" % number), 4) for number in range(5))
    kept, count, reason = prune(packets + b"\xd0\x00", 2, 1000)
    assert (count, reason) == (2, "queue-full")
    assert b"".join(kept) == packets[:12] + b"\xd0\x00"


def test_a_backlog_leaves_in_bounded_writes() -> None:
    one = Watched()
    one.pipe.stalled = True
    for _ in range(4):
        one.message(b"x" * (BATCH - 100))
    one.pipe.stalled = False
    writes: list[int] = []
    write = one.pipe.write
    one.pipe.write = lambda data: (writes.append(len(data)), write(data))[1]  # type: ignore[method-assign]
    one.pipe.drain()
    assert len(writes) >= 2
    assert max(writes) <= 2 * BATCH
    assert one.delivered == 4


def test_what_a_lost_connection_held_is_counted() -> None:
    one = Watched()
    one.pipe.stalled = True
    one.message()
    one.message()
    one.box.put(b"\xd0\x00")
    one.box.discard()
    assert one.dropped == {"disconnected": 2}
    assert one.box.waiting == one.box.backlog_bytes == 0
