"""The world around goes wrong while messages come at full rate (promises.md b, rows 35, 43, 47, 48, 49 and 66)."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from disks import mounted
from enginebench import Bench, options, running, until
from eventscope.base import clock
from eventscope.core import verbs
from eventscope.core.message import Block
from eventscope.core.news import LinkNews, Summary
from eventscope.links.mqtt import watch
from eventscope.store import backlog, recorder, writer
from eventscope.store.recorder import Recorder
from fullrate import IDS, STEP, Book, Flood, check_complete, numbers
from peers import V311, Talk, packet, publish, text
from ratecourse import BEFORE, PATIENCE, RATE, Case, check_counts, kept, last_summary, run, settled, taking

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
HOUR = 3_600 * 10**9
QUEUE = 8_000  # messages that wait for the log
BLOCK = 16_384  # messages of a block, with what one read may pass its bound by
POISON = b"poison" * 7


class Steady:
    """A broker that sends until it is told to stop; `bad` comes once on each connection."""

    def __init__(self, bad: bytes = b"", window: int = 20_000) -> None:
        self.book = Book()
        self.stop = threading.Event()
        self.done = False
        self._bad = bad
        self._window = window

    def __call__(self, talk: Talk) -> None:
        talk.accept()
        talk.grant(1)
        flood = Flood(talk, self.book, self._window)
        flood.resume()
        with contextlib.suppress(EOFError, OSError):
            flood.slip(self._bad)
            while not self.stop.is_set():
                flood.push(STEP, RATE)
            flood.drain(PATIENCE)
            self.done = True
            flood.stay()


async def drained(bench: Bench, source: Steady) -> None:
    """Let the source stop, and wait until all that it sent is acknowledged and stored."""
    source.stop.set()
    await until(lambda: source.done, "all is acknowledged", PATIENCE)
    await settled(bench, source.book, source.book.sent)


async def stored(bench: Bench, count: int) -> None:
    """So many more than now."""
    wanted = bench.engine.log.stored + count
    await until(lambda: bench.engine.log.stored >= wanted, f"{count} more", PATIENCE)


def test_a_disk_that_hangs_stops_the_reading_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 47: keep-alive goes on while nothing is read; what waits has a bound, and a curve."""
    monkeypatch.setattr(backlog.Backlog.__init__, "__defaults__", (QUEUE, backlog.BYTES))
    record, hangs, free = Recorder.record, threading.Event(), threading.Event()

    def hanging(self: Recorder, blocks: Iterable[Block]) -> None:
        if hangs.is_set():
            free.wait(PATIENCE)
        record(self, blocks)

    monkeypatch.setattr(Recorder, "record", hanging)
    source = Steady(window=IDS - STEP)  # more than we take, so that it is not the broker who waits

    async def main() -> None:
        async with taking(tmp_path, {"keep_alive": 1}, source) as (bench, peer):
            await stored(bench, BEFORE)
            hangs.set()
            pings = source.book.pings
            await until(lambda: source.book.pings > pings + 1, "it pings while it does not read", PATIENCE)
            taken = received(bench)
            await until(lambda: source.book.pings > pings + 2, "it pings again", PATIENCE)
            assert received(bench) == taken < source.book.sent
            hangs.clear()
            free.set()
            await drained(bench, source)
            check_complete(numbers(bench.engine.log), source.book.sent)
            assert peer.connections == 1
            check_counts(bench)
            most = max(item.counts.waiting for item in bench.news if isinstance(item, Summary))
            assert QUEUE // 2 < most < QUEUE + 2 * BLOCK
            chart = await bench.ask(verbs.GetChart(0, 0, 10_000, names=("queue.intake.log",)))
            assert chart.curves[0].values.max() > QUEUE // 2

    asyncio.run(main())


def received(bench: Bench) -> int:
    """Messages that the engine has taken from links."""
    summary = last_summary(bench)
    assert summary is not None
    return summary.counts.received


def test_a_disk_that_is_slow_slows_the_source_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P4: what was received is stored or waits, at all times, and the source gets no further than that."""
    record = Recorder.record

    def slowly(self: Recorder, blocks: Iterable[Block]) -> None:
        time.sleep(0.02)
        record(self, blocks)

    monkeypatch.setattr(Recorder, "record", slowly)
    run(tmp_path, Case())


def test_what_a_broker_reports_as_dropped_is_said_on_its_connection(tmp_path: Path) -> None:
    """P4: read out of the stream, shown as its word, and no message is counted differently for it."""
    topic = b"$SYS/broker/publish/messages/dropped"

    async def look(bench: Bench) -> None:
        summary = last_summary(bench)
        assert summary is not None
        assert summary.losses["c"].reported == 42
        assert summary.losses["c"].missing == 0

    run(tmp_path, Case((publish(topic, b"42"),), ((topic, b"42"),), look=look))


def test_a_jump_of_the_clock_changes_no_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 49: told and marked; durations, order and retention are not touched."""
    real, offset = clock.wall_ns, [0]
    monkeypatch.setattr(clock, "wall_ns", lambda: real() + offset[0])

    async def jump(bench: Bench) -> None:
        for number, by in enumerate((HOUR, -HOUR), 1):
            offset[0] = by
            await until(lambda number=number: bench.notices().count("clock-jump") == number, "told", PATIENCE)

    async def look(bench: Bench) -> None:
        page = bench.engine.log.page(bench.engine.log.oldest, 1 << 30)
        assert (np.diff(page.rows["mono"]) >= 0).all()
        summary = last_summary(bench)
        assert summary is not None
        assert summary.latency.negative == 0
        assert summary.oldest == 1, "nothing was forgotten"

    run(tmp_path, Case(during=jump, look=look))


def test_a_block_that_cannot_be_stored_stops_no_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 48: what it held fills a part of the broker's window; a new connection brings it again."""
    monkeypatch.setattr(watch, "STALLED", 300_000_000)
    record, cured = Recorder.record, threading.Event()

    def failing(self: Recorder, blocks: Iterable[Block]) -> None:
        made = list(blocks)
        if not cured.is_set() and any(POISON in block.blob for block in made):
            raise ValueError("a fault of the log")
        record(self, made)

    monkeypatch.setattr(Recorder, "record", failing)
    source = Steady(publish(b"poison", POISON, 1, IDS + 1))

    async def main() -> None:
        async with taking(tmp_path, {}, source) as (bench, peer):
            await until(lambda: "log-bug" in bench.notices(), "it is told", PATIENCE)
            cured.set()
            told = bench.engine.log.stored
            await until(lambda: peer.connections == 2, "the others go on, then the connection is renewed", PATIENCE)
            assert bench.engine.log.stored > told
            source.stop.set()
            await until(lambda: source.done, "all is acknowledged", PATIENCE)
            dropped = bench.engine.log.dropped["log-bug"]
            await settled(bench, source.book, source.book.sent + 1)
            found = numbers(bench.engine.log)
            assert len(np.unique(found)) == source.book.sent
            assert len(found) <= source.book.sent + source.book.resent
            assert [item.payload for item in kept(bench)] == [POISON]
            assert source.book.others == [IDS + 1]
            assert any(item.code == "not-stored" for item in bench.news if isinstance(item, LinkNews))
            check_counts(bench, dropped={"log-bug": dropped})

    asyncio.run(main())


def test_a_full_disk_acknowledges_nothing_and_goes_on_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 66: nothing that was acknowledged is missing, the broker keeps the rest."""
    monkeypatch.setattr(writer, "RETRY", 0.05)
    source = Steady()

    async def main() -> None:
        with mounted(tmp_path / "disk", "64m") as disk:
            filler = disk / "filler"
            filler.write_bytes(b"\xaa" * (30 << 20))
            async with taking(disk, {}, source) as (bench, peer):
                await until(lambda: "log-full" in bench.notices(), "the disk is full", PATIENCE)
                before = bench.engine.log.stored
                await until(lambda: source.book.acked == before, "what is stored is acknowledged", PATIENCE)
                assert bench.engine.log.stored == before < source.book.sent
                filler.unlink()
                await until(lambda: "log-resumed" in bench.notices(), "it goes on", PATIENCE)
                await drained(bench, source)
                check_complete(numbers(bench.engine.log), source.book.sent)
                assert peer.connections == 1
                check_counts(bench)

    asyncio.run(main())


def test_segments_that_are_damaged_meanwhile_take_no_others_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 35: found when they are read, told, left out; what is written meanwhile is not touched."""
    monkeypatch.setattr(recorder, "SEGMENT_BYTES", 2 << 20)
    source = Steady()

    async def main() -> None:
        async with taking(tmp_path, {}, source) as (bench, _):
            log = bench.engine.log
            await stored(bench, 2 * BEFORE)
            closed = [item for item in log._shelf.all() if not item.writing]
            assert len(closed) > 4
            lost = np.concatenate([np.arange(item.first, item.last + 1) for item in (closed[1], closed[3])])
            closed[1].path.write_bytes(b"\x00 no database \xff" * 1000)
            with closed[3].path.open("r+b") as file:
                file.seek(closed[3].path.stat().st_size // 2)
                file.write(b"\xaa" * 65_536)
            for item in closed:
                item.rest()
            log._cache.clear()
            assert len(numbers(log)), "reading all finds them"
            assert {"log-damaged", "log-block-damaged"} >= set(bench.notices()) > set()
            await drained(bench, source)
            missing = np.setdiff1d(np.arange(source.book.sent), numbers(log))
            assert 0 < len(missing) <= len(lost)
            assert np.isin(missing + 1, lost).all(), "row ids begin at 1, and each number is stored once"
            check_counts(bench)

    asyncio.run(main())


def test_a_crowd_at_the_broker_takes_nothing_from_those_who_are_there(tmp_path: Path) -> None:
    """Row 43: connections that say nothing, say nonsense or do not read, while messages pass at full rate."""
    book, stop, done = Book(), threading.Event(), threading.Event()

    async def main() -> None:
        async with running(options(tmp_path)) as bench:
            await bench.granted()
            ports = bench.engine.broker.ports
            assert ports is not None
            assert ports.mqtt is not None
            threading.Thread(target=_publish, args=(ports.mqtt, book, stop, done), daemon=True).start()
            await stored(bench, BEFORE // 2)
            with contextlib.ExitStack() as crowd:
                await asyncio.to_thread(_crowd, ports.mqtt, crowd)
                await stored(bench, BEFORE // 2)
                await until(lambda: _refused(bench) > 0, "some are refused, and counted", PATIENCE)
                stop.set()
                await until(done.is_set, "all is acknowledged by the broker", PATIENCE)
                await until(lambda: bench.engine.log.stored >= book.sent, "all is stored", PATIENCE)
            check_complete(numbers(bench.engine.log, b"t/"), book.sent)
            states = [item.state for item in bench.news if isinstance(item, LinkNews)]
            assert (states[-1], states.count("up")) == ("up", 1), "the link was not thrown out"
            print(f"{book.sent} messages, {book.rate:.0f}/s")

    asyncio.run(main())


def _publish(port: int, book: Book, stop: threading.Event, done: threading.Event) -> None:
    """As a client of the broker; in 3.1.1 nobody asks for fewer than the window."""
    with socket.create_connection(("127.0.0.1", port)) as sock:
        talk = Talk(sock, 1)
        talk.version = V311
        talk.send(packet(0x10, text(b"MQTT") + b"\x04\x02\x00\x3c" + text(b"publisher")))
        assert talk.read() == (0x20, b"\x00\x00")
        flood = Flood(talk, book, window=5_000, prefix=b"t/")
        while not stop.is_set():
            flood.push(STEP, RATE)
        flood.drain(PATIENCE)
        done.set()


def _crowd(port: int, stack: contextlib.ExitStack) -> None:
    """More than are let in; the first one subscribes to everything and never reads."""
    connect = packet(0x10, text(b"MQTT") + b"\x04\x02\x00\x00" + text(b"deaf"))
    subscribe = packet(0x82, b"\x00\x01" + text(b"t/#") + b"\x00")
    for number in range(1_100):
        with contextlib.suppress(OSError):
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            if number == 0:
                sock.sendall(connect + subscribe)
            elif number % 3 == 0:
                sock.sendall(b"GET / HTTP/1.1\r\n\r\n")


def _refused(bench: Bench) -> int:
    told = bench.broker_news()
    gauges = told[-1].gauges if told else None
    return gauges.events.get("connections-refused", 0) if gauges else 0
