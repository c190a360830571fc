"""Who notes arrivals in `bench latency`: our engine in its log, a plain reader, stock paho; told by message number."""

from __future__ import annotations

import contextlib
import multiprocessing
import select
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eventscope.base import clock
from eventscope.cli.bench.load import Load
from eventscope.cli.bench.packets import NUMBER
from eventscope.cli.bench.peers import started
from eventscope.cli.bench.reading import chunk
from eventscope.cli.bench.receivers import FILTER, our_command
from eventscope.core.errors import Unavailable
from eventscope.core.message import NO_LATENCY, Block
from eventscope.links.mqtt import stock
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Connect, Publish, Subscribe, SubscribeFilter

Int = NDArray[np.int64]
PATIENCE = 30.0  # seconds for a process to answer
LATE = 5.0  # seconds after the last message left; what has not come by then is lost


@dataclass(frozen=True, slots=True)
class Arrived:
    """Message `numbers` arrived at those monotonic `times` (ns); `shown` is the latency that the engine shows (ns)."""

    numbers: Int
    times: Int
    shown: Int | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """A receiver at work: the number of its process, and `end`, which waits until it is over and tells."""

    pid: int
    end: Callable[[], Arrived]


Watcher = Callable[[int, Load], AbstractContextManager[Watch]]


@contextlib.contextmanager
def ours(port: int, load: Load) -> Iterator[Watch]:
    """`eventscope sub`, whose log has the time and the latency of each message."""
    with tempfile.TemporaryDirectory(prefix="eventscope-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # Through a broker one message more comes: the one that found out that we have subscribed.
        wanted = replace(load, count=load.count + bool(load.port))
        with contextlib.ExitStack() as stack:
            process = stack.enter_context(started(our_command(port, wanted, ("--log", str(folder)))))

            def end() -> Arrived:
                stack.close()  # which waits for its good end, for a while
                return from_log(folder)

            yield Watch(process.pid, end)


def from_log(folder: Path) -> Arrived:
    """The arrivals that a log holds, in its order."""
    from eventscope.core.workspace import Retention
    from eventscope.store.log import Log

    parts: list[tuple[Int, Int, Int]] = []
    with contextlib.closing(Log.open(folder, Retention((1 << 63) - 1, 36_500), lambda *_, **__: None)) as log:
        at = log.oldest
        while at <= log.newest and (run := log.forward(at)) is not None:
            at = run.end
            if run.block is not None:
                parts.append(of_block(run.block))
    if not parts:
        raise Unavailable("bench-receiver-gave-up", "Eventscope stored nothing, so there is nothing to tell.")
    numbers, times, shown = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Arrived(numbers, times, shown)


def of_block(block: Block) -> tuple[Int, Int, Int]:
    """(number, arrival, shown latency) of its messages that carry a number and a stamp."""
    rows = block.rows[(block.rows["latency"] != NO_LATENCY) & (block.rows["size"] >= NUMBER)]
    blob = np.frombuffer(block.blob, np.uint8)
    digits = blob[rows["at"].astype(np.int64)[:, None] + np.arange(NUMBER)].astype(np.int64) - ord("0")
    numbers: Int = digits @ 10 ** np.arange(NUMBER - 1, -1, -1, dtype=np.int64)
    return numbers, rows["mono"].astype(np.int64), rows["latency"].astype(np.int64)


@contextlib.contextmanager
def paho(port: int, load: Load) -> Iterator[Watch]:
    """Stock paho's callback, version 5."""
    mine, theirs = multiprocessing.get_context("spawn").Pipe()
    with mine, stock.clock_reader(stock.Place(port, FILTER, load.qos, V5), load.count, theirs) as pid:
        theirs.close()
        yield Watch(pid, lambda: _asked(mine))


@contextlib.contextmanager
def plain(port: int, load: Load) -> Iterator[Watch]:
    """A loop around recv, in a process of its own: as early as anybody can know."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_read, args=(port, load.count, theirs), name="bench-reader", daemon=True)
    process.start()
    theirs.close()
    try:
        yield Watch(process.pid or 0, lambda: _asked(mine))
    finally:
        process.kill()
        process.join()
        mine.close()


def _asked(pipe: Pipe) -> Arrived:
    try:
        if not pipe.poll(LATE):
            pipe.send("end")
        if pipe.poll(PATIENCE):
            numbers, times = pipe.recv()
            return Arrived(np.asarray(numbers, np.int64), np.asarray(times, np.int64))
    except (EOFError, OSError):
        pass
    raise Unavailable("bench-receiver-gave-up", "A receiver gave up, so its figures mean nothing.")


def _read(port: int, count: int, pipe: Pipe) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the command, which ends us
    splitter = codec.Splitter(1 << 24, V5)
    numbers: list[int] = []
    times: list[int] = []
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as sock:
        sock.sendall(codec.encode(Connect("bench-reader", V5, keep_alive=0), V5))
        sock.sendall(codec.encode(Subscribe(1, (SubscribeFilter(FILTER, 0),)), V5))
        while len(numbers) < count and not pipe.poll():
            if select.select([sock], [], [], 0.05)[0]:
                data = chunk(sock)
                now = clock.mono_ns()
                found = [number for frame in splitter.feed(data) if (number := _number(*frame)) is not None]
                numbers += found
                times += [now] * len(found)
    pipe.send((numbers, times))


def _number(first: int, body: bytes | memoryview) -> int | None:
    packet = codec.decode(first, body, V5)
    head = packet.payload[:NUMBER] if isinstance(packet, Publish) else b""
    return int(head) if head.isdigit() else None
