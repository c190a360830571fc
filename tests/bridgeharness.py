"""A bridge MQTT to MQTT of nothing but a spool and two durable sessions, as a process of its own that tests may kill.

    python bridgeharness.py '{"folder": …, "source": port, "target": port, "qos": 1, "version": "5", "filter": "t/#"}'

It prints one JSON line when both sides are connected, and ends on SIGTERM. Also: the publisher and the subscriber
whose ledgers judge it, on plain sockets, so that nothing under test judges itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from eventscope.base import clock, tasks
from eventscope.core.workspace import Connection
from eventscope.links.mqtt.durable import Durable
from eventscope.links.mqtt.durableparts import SourcePart, TargetPart
from eventscope.links.mqtt.durablerow import Failure
from eventscope.links.mqtt.durablesource import Batch, Source
from eventscope.links.mqtt.durabletarget import Target
from eventscope.mqtt.packets import SubscribeFilter
from eventscope.store.spool import Spool
from eventscope.store.spoolcounts import Figures
from eventscope.store.spoolrows import Drop, Entry, Limits, Marks, Row
from peers import length, packet, text

SESSION = "source"
ROUTE = 0


class SpoolSource:
    """Batches into the spool, every message for route 0, at the QoS of the bridge."""

    def __init__(self, spool: Spool, qos: int) -> None:
        self._spool = spool
        self._qos = qos
        self._loop = asyncio.get_running_loop()

    async def store(self, batch: Batch) -> None:
        entries = [
            Entry(ROUTE, item.topic, item.payload, qos=min(item.qos, self._qos), retain=item.retain,
                  properties=item.properties, source=f"mid={item.packet_id}")
            for item in batch.arrivals
        ]  # fmt: skip
        example = batch.example
        drops = (
            [Drop(ROUTE, "dropped", "qos0_overflow", batch.dropped, example.topic, example.payload)] if example else []
        )
        await self._put(entries, Marks(SESSION, batch.inbox) if batch.inbox else None, drops)

    async def forget(self) -> None:
        await self._put([], Marks(SESSION, forget=True), [])

    async def _put(self, entries: Sequence[Entry], marks: Marks | None, drops: Sequence[Drop]) -> None:
        done: asyncio.Future[None] = self._loop.create_future()
        self._spool.put(entries, marks, drops, done=partial(self._loop.call_soon_threadsafe, _settle, done))
        await done


def _settle(future: asyncio.Future[None], error: Exception | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(None)


class SpoolTarget:
    """Rows of route 0 out of the spool; what fails for good is buried, the rest is tried again in a moment."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._loop = asyncio.get_running_loop()

    def take(self, count: int) -> Sequence[Row]:
        return self._spool.take(ROUTE, count)

    def sent(self, pairs: Sequence[tuple[int, int]], done: Any) -> None:
        self._spool.sent(pairs, partial(self._loop.call_soon_threadsafe, done))

    def received(self, pairs: Sequence[tuple[int, int]], done: Any) -> None:
        self._spool.received(pairs, partial(self._loop.call_soon_threadsafe, done))

    def done(self, ids: Sequence[int]) -> None:
        self._spool.done(ids)

    def failed(self, failures: Sequence[Failure]) -> None:
        for item in failures:
            if item.permanent:
                self._spool.bury(item.id, item.reason, item.words)
            else:
                self._spool.retry(item.id, 0.2, item.reason, item.words)

    def note(self, name: str, count: int) -> None:
        self._spool.note(name, count)


def connection(port: int, name: str, version: str) -> Connection:
    return Connection(
        name, name, host="127.0.0.1", port=port, version=version, client_id=f"{name}-{port}",  # type: ignore[arg-type]
        keep_alive=5, connect_timeout=5,
    )  # fmt: skip


class Bridge:
    """Both sides on the running loop."""

    def __init__(self, options: dict[str, Any], spool: Spool) -> None:
        qos, version = options["qos"], options["version"]
        self.spool = spool
        self.states = {"source": "", "target": ""}
        self.subscribed: dict[str, int] = {}
        self.changed = asyncio.Event()
        level = 5 if version == "5" else 4
        self.source = Source(level, 1_000, spool.inbox(SESSION))
        self._in = SourcePart(
            self.source, [SubscribeFilter(options["filter"], qos, retain_as_published=level == 5)],
            SpoolSource(spool, qos), self._granted,
        )  # fmt: skip
        self.target = Target(level, spool.restored, clock.steady_ns)
        self._out = TargetPart(self.target, SpoolTarget(spool))
        loop = asyncio.get_running_loop()
        spool.listen(ROUTE, partial(loop.call_soon_threadsafe, self._out.ready))
        quick = options.get("jitter", 0.1)
        self.sessions = [
            Durable(
                connection(options["source"], "source", version),
                None,
                self._in,
                partial(self._tell, "source"),
                lambda: quick,
            ),
            Durable(
                connection(options["target"], "target", version),
                None,
                self._out,
                partial(self._tell, "target"),
                lambda: quick,
            ),
        ]
        self.tasks = [tasks.spawn(session.run(), "session") for session in self.sessions]
        self._store = tasks.spawn(self._in.run(), "store")

    def _tell(self, side: str, state: str, trouble: Any) -> None:
        self.states[side] = state
        if trouble is not None:
            print(f"{side}: {trouble.words}", file=sys.stderr, flush=True)
        self.changed.set()

    def _granted(self, filter_: str, reason: int, words: str) -> None:
        self.subscribed[filter_] = reason
        self.changed.set()

    @property
    def up(self) -> bool:
        return set(self.states.values()) == {"connected"} and bool(self.subscribed)

    async def drain(self, seconds: float = 20.0) -> None:
        """Take nothing in any more, and send what waits."""
        self.sessions[0].close()
        await asyncio.wait(self.tasks[:1])
        end = time.monotonic() + seconds
        while self.spool.figures().queued and time.monotonic() < end:
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        for session in self.sessions:
            session.close()
        await asyncio.wait(self.tasks)
        self._store.cancel()
        await asyncio.wait([self._store])


async def _serve(options: dict[str, Any]) -> None:
    spool = Spool.open(Path(options["folder"]), Limits(**options.get("limits", {})), _notice)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    bridge = Bridge(options, spool)
    try:
        while not bridge.up and not stop.is_set():
            await bridge.changed.wait()
            bridge.changed.clear()
        print(json.dumps({"up": True}), flush=True)
        await stop.wait()
        await bridge.drain()
        print(json.dumps({"cpu_ns": clock.cpu_ns()}), flush=True)
    finally:
        await bridge.close()
        spool.close()


def _notice(level: str, code: str, sentence: str, **params: object) -> None:
    print(f"{level} {code}: {sentence.format(**params)}", file=sys.stderr, flush=True)


class Process:
    """The bridge as a process."""

    def __init__(self, **options: Any) -> None:
        self.options = {"version": "5", "filter": "t/#", **options}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, wait: bool = True) -> None:
        tests = Path(__file__).resolve().parent
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tests.parent / "app"), str(tests)])}
        command = [sys.executable, str(Path(__file__).resolve()), json.dumps(self.options)]
        log = (Path(self.options["folder"]).parent / "bridge.err").open("ab")
        with log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=env)
        if wait:
            assert self._process.stdout is not None
            assert self._process.stdout.readline().startswith(b'{"up"')

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> bytes:
        return self._end(signal.SIGTERM)

    def _end(self, number: int) -> bytes:
        process, self._process = self._process, None
        if process is None:
            return b""
        process.send_signal(number)
        rest, _ = process.communicate(timeout=30)
        return rest

    def figures(self) -> Figures:
        """Of the spool, while the process is not running."""
        assert self._process is None
        spool = Spool.open(Path(self.options["folder"]), Limits(), _notice)
        try:
            return spool.figures()
        finally:
            spool.close()


# --- the judges ------------------------------------------------------------------------------------------------


class Raw:
    """MQTT 3.1.1 by hand: enough for a publisher and a subscriber that keep their sessions."""

    def __init__(self, port: int, name: str) -> None:
        self._port, self._name = port, name
        self.sock: socket.socket | None = None
        self._buffer = bytearray()

    def connect(self, seconds: float = 30.0) -> bool:
        """Whether the broker kept the session."""
        end = time.monotonic() + seconds
        while True:
            try:
                self.sock = socket.create_connection(("127.0.0.1", self._port), timeout=5)
                self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._buffer.clear()
                self.send(
                    packet(0x10, text(b"MQTT") + b"\x04\x00" + (0).to_bytes(2, "big") + text(self._name.encode()))
                )
                first, body = self.read()
                assert first == 0x20
                assert body[1] == 0
                return bool(body[0])
            except OSError:
                self.close()
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)

    def send(self, data: bytes) -> None:
        assert self.sock is not None
        self.sock.sendall(data)

    def read(self) -> tuple[int, bytes]:
        while True:
            found = self._cut()
            if found is not None:
                return found
            assert self.sock is not None
            data = self.sock.recv(65536)
            if not data:
                raise ConnectionError("closed")
            self._buffer += data

    def _cut(self) -> tuple[int, bytes] | None:
        held = self._buffer
        size, at = 0, 1
        while True:
            if at >= len(held):
                return None
            size |= (held[at] & 127) << 7 * (at - 1)
            at += 1
            if held[at - 1] < 128:
                break
        if len(held) < at + size:
            return None
        found = held[0], bytes(held[at : at + size])
        del held[: at + size]
        return found

    def close(self) -> None:
        if self.sock is not None:
            self.sock.close()
            self.sock = None


class Publisher:
    """Publishes numbers as payloads, `streams` topics in turn; the broker rests while `pause` is held."""

    def __init__(self, port: int, qos: int, streams: int = 4, burst: int = 50) -> None:
        self.acknowledged = 0  # numbers below this were acknowledged
        self.pause = threading.Lock()
        self._raw = Raw(port, "publisher")
        self._qos, self._streams, self._burst = qos, streams, burst
        self._sent = 0
        self._wanted = threading.Event()
        self._wanted.set()
        self._rate = 0.0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.error: BaseException | None = None

    def start(self, rate: float = 0.0) -> None:
        """About `rate` messages/s, 0 for as many as the broker acknowledges."""
        self._rate = rate
        self._thread.start()

    def stop(self) -> None:
        self._wanted.clear()
        if self._thread.ident is not None:
            self._thread.join(60)
            assert not self._thread.is_alive()
        self._raw.close()
        if self.error is not None:
            raise self.error

    def send(self, count: int) -> None:
        """A burst, to its last acknowledgement."""
        if self._raw.sock is None:
            self._raw.connect()
        out, ends = bytearray(), 0x40 if self._qos == 1 else 0x70
        for index in range(count):
            number = self._sent + index
            topic = b"t/%d" % (number % self._streams)
            body = text(topic) + (1 + index).to_bytes(2, "big") + b"%d" % number
            out += bytes([0x30 | self._qos << 1]) + length(len(body)) + body
        self._raw.send(bytes(out))
        open_ = count
        while open_:
            first, body = self._raw.read()
            if first == 0x50:
                self._raw.send(b"\x62\x02" + body[:2])
            open_ -= first == ends
        self._sent += count
        self.acknowledged = self._sent

    def _run(self) -> None:
        try:
            while self._wanted.is_set():
                with self.pause:
                    self.send(self._burst)
                if self._rate:
                    time.sleep(self._burst / self._rate)
        except BaseException as error:
            self.error = error

    def leave(self) -> None:
        """Before the broker is restarted: this client must not be what is tested."""
        self._raw.close()


class Subscriber:
    """Notes every number in the order of its coming; exactly once for QoS 2, over reconnects too."""

    def __init__(self, port: int, qos: int) -> None:
        self.numbers: list[int] = []
        self._raw = Raw(port, "subscriber")
        self._qos = qos
        self._held: set[int] = set()
        self._wanted = True
        self._subscribed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.error: BaseException | None = None

    def start(self) -> None:
        self._thread.start()
        assert self._subscribed.wait(20)

    def stop(self) -> None:
        self._wanted = False
        if self._raw.sock is not None:
            try:
                self._raw.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self._thread.join(20)
        self._raw.close()
        if self.error is not None:
            raise self.error

    def _run(self) -> None:
        try:
            while self._wanted:
                try:
                    kept = self._raw.connect()
                    assert kept or not self.numbers, "the broker lost the session of the subscriber"
                    self._raw.send(packet(0x82, b"\x00\x01" + text(b"#") + bytes([self._qos])))
                    self._listen()
                except (OSError, TimeoutError):
                    self._raw.close()
        except BaseException as error:
            if self._wanted:
                self.error = error

    def _listen(self) -> None:
        while self._wanted:
            try:
                first, body = self._raw.read()
            except TimeoutError:
                continue
            if first == 0x90:
                self._subscribed.set()
            elif first & 0xF0 == 0x30:
                self._publish(first, body)
            elif first == 0x62:
                self._held.discard(int.from_bytes(body[:2], "big"))
                self._raw.send(b"\x70\x02" + body[:2])

    def _publish(self, first: int, body: bytes) -> None:
        at = 2 + int.from_bytes(body[:2], "big")
        qos = first >> 1 & 3
        mid = int.from_bytes(body[at : at + 2], "big") if qos else 0
        payload = body[at + 2 :] if qos else body[at:]
        if qos != 2 or mid not in self._held:
            self.numbers.append(int(payload))
        if qos == 2:
            self._held.add(mid)
            self._raw.send(b"\x50\x02" + mid.to_bytes(2, "big"))
        elif qos == 1:
            self._raw.send(b"\x40\x02" + mid.to_bytes(2, "big"))


def verdict(numbers: Sequence[int], count: int, streams: int = 4) -> dict[str, int]:
    """Lost, duplicated, and first copies that came after a later one of their stream."""
    seen: set[int] = set()
    newest: dict[int, int] = {}
    inversions = duplicates = 0
    for number in numbers:
        if number in seen:
            duplicates += 1
            continue
        seen.add(number)
        stream = number % streams
        inversions += number < newest.get(stream, -1)
        newest[stream] = max(number, newest.get(stream, -1))
    return {"lost": len(set(range(count)) - seen), "duplicates": duplicates, "inversions": inversions}


if __name__ == "__main__":
    asyncio.run(_serve(json.loads(sys.argv[1])))
