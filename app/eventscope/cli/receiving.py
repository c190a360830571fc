"""What `sub` does with what was stored: prints it in order and counts, honest to the end."""

from __future__ import annotations

import asyncio
import base64
from datetime import datetime
from typing import Any

from eventscope.base import clock
from eventscope.cli import output
from eventscope.cli.session import Session
from eventscope.cli.target import IDENT
from eventscope.core import visible
from eventscope.core.message import Block, Message
from eventscope.core.verbs import Explained
from eventscope.engine.explain import explain

SETTLE = 2.0  # seconds for the log to store what has come


class Receiving:
    """Reads the log from where it was at the start. `shape` is json, text, raw or quiet."""

    def __init__(self, session: Session, limit: int | None, shape: str) -> None:
        self._session = session
        self._engine = session.engine
        self._limit = limit
        self._shape = shape
        self._next = self._engine.log.newest + 1
        self._first = self._last = 0  # arrival of the first and the last message, monotonic ns
        self._cpu = clock.cpu_ns()
        self._received = self._printed = 0
        self._engine.intake.listen(self._arrived)
        self._engine.log.listen(session.wake)

    @property
    def count(self) -> int:
        """Messages so far: stored ones, or printed ones where they are printed."""
        return self._engine.log.stored if self._shape == "quiet" else self._printed

    @property
    def full(self) -> bool:
        """Whether there are as many as were wanted."""
        return self._limit is not None and self.count >= self._limit

    @property
    def news(self) -> bool:
        """Whether something is stored that was not looked at."""
        return self._engine.log.newest >= self._next

    async def step(self) -> None:
        """Print what is stored by now."""
        if self._shape == "quiet":
            self._next = self._engine.log.newest + 1
            return
        while not self.full and (run := await asyncio.to_thread(self._engine.log.forward, self._next)) is not None:
            self._next = run.end
            if run.block is not None:
                self._print(run.block)

    async def finish(self) -> dict[str, Any]:
        """Take the figures, then disconnect; what has come is stored and printed before."""
        lost = self._engine.monitor.snapshot().integrity
        cpu = clock.cpu_ns() - self._cpu
        await self._engine.links.close(IDENT)
        for _ in range(int(SETTLE * 100)):
            if self._engine.log.waiting == 0:
                break
            await asyncio.sleep(0.01)
        await self.step()
        seconds = (self._last - self._first) / 1e9
        return {
            "received": self._received,
            "stored": self._engine.log.stored,
            "dropped": sum(self._engine.log.dropped.values()),
            "lost": lost.lost + lost.outstanding,
            "duplicates": lost.duplicates,
            "rate": round((self._received - 1) / seconds, 1) if seconds > 0 else 0.0,
            "cpu_us_per_message": round(cpu / 1e3 / self._received, 2) if self._received else None,
        }

    def _arrived(self, connection: str, block: Block) -> None:
        """On the link's thread."""
        self._received += len(block)
        self._last = clock.mono_ns()
        self._first = self._first or self._last

    def _print(self, block: Block) -> None:
        for index in range(len(block)):
            if self.full:
                return
            self._printed += 1
            message = block.message(index)
            if self._shape == "json":
                output.data(as_object(message, explain(message, self._engine.receipts)))
            elif self._shape == "raw":
                output.raw(message.payload)
            else:
                output.line(as_line(message))


def as_line(message: Message) -> str:
    """Time, topic and payload; what is no UTF-8 or cannot be seen shows as marks."""
    moment = datetime.fromtimestamp(message.wall / 1e9).astimezone()
    topic, body = visible.decode(message.topic).text, visible.decode(message.payload).text
    return f"{moment:%H:%M:%S.%f}"[:-3] + f" {topic} {body}"


def as_object(message: Message, explained: Explained) -> dict[str, Any]:
    """One message as JSON: whatever is no UTF-8 is there as base64."""
    item: dict[str, Any] = {}
    item |= _text_or_base64("topic", message.topic)
    item |= _text_or_base64("payload", message.payload)
    item |= {"qos": message.qos, "retain": message.retain, "properties": _properties(explained)}
    item["received_ns"] = message.wall
    if message.latency is not None:
        item["latency_ms"] = round(message.latency / 1e6, 3)
    return item


def _text_or_base64(name: str, raw: bytes) -> dict[str, str]:
    try:
        return {name: raw.decode("utf-8")}
    except UnicodeDecodeError:
        return {name + "_base64": base64.b64encode(raw).decode("ascii")}


def _properties(explained: Explained) -> dict[str, Any]:
    """Those that are there, by their names in MQTT 5; `user` as pairs in order."""
    found = explained.properties
    item: dict[str, Any] = {
        "payload_format": found.payload_format,
        "message_expiry": found.message_expiry,
        "content_type": found.content_type or None,
        "response_topic": found.response_topic or None,
        "subscription_ids": list(explained.subscription_ids) or None,
        "user": [list(pair) for pair in found.user] or None,
        "wrong": explained.wrong or None,
    }
    if found.correlation_data:
        item |= _text_or_base64("correlation_data", found.correlation_data)
    return {key: value for key, value in item.items() if value is not None}
