"""Several looks give one answer: within count, bytes and time, and an export ends though messages keep coming."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from eventscope.api import paging
from eventscope.core.message import Message, PublishProperties
from eventscope.core.verbs import Explained, FindMessages, Found

SAID = Explained(PublishProperties())


def found(*ids: int, cursor: int, more: bool = True, size: int = 1, missed: int = 0) -> Found:
    messages = tuple(Message(ident, 0, 0, 0, b"t", b"x" * size, b"", 0, None) for ident in ids)
    return Found(messages, (SAID,) * len(ids), cursor, more, missed)


class Engine:
    def __init__(self, *answers: Found) -> None:
        self.answers = list(answers)
        self.asked: list[FindMessages] = []

    async def ask(self, verb: Any) -> Any:
        self.asked.append(verb)
        return self.answers.pop(0)


def search(engine: Engine, verb: FindMessages, seconds: float) -> Found:
    return asyncio.run(paging.search(engine, verb, seconds))  # type: ignore[arg-type]


def test_it_looks_until_there_are_enough() -> None:
    engine = Engine(found(9, cursor=9, missed=1), found(cursor=5, missed=2), found(4, 3, cursor=3))
    answer = search(engine, FindMessages("x", before=10, count=3), 30)
    assert [item.id for item in answer.messages] == [9, 4, 3]
    assert (answer.cursor, answer.more, answer.missed, len(answer.explained)) == (3, True, 3, 3)
    assert [(item.before, item.after, item.count) for item in engine.asked] == [
        (10, None, 3),
        (9, None, 2),
        (5, None, 2),
    ]


def test_forward_too() -> None:
    engine = Engine(found(cursor=5), found(6, cursor=6, more=False))
    assert search(engine, FindMessages("x", after=0, count=3), 30).cursor == 6
    assert engine.asked[1].after == 5


def test_without_time_it_looks_once() -> None:
    assert search(Engine(found(cursor=5)), FindMessages("x", before=10), 0).more


def test_large_messages_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "BYTES", 10)
    assert len(search(Engine(found(9, cursor=9, size=10)), FindMessages("x", before=10), 30).messages) == 1


def test_an_export_ends_at_what_was_newest() -> None:
    engine = Engine(found(3, cursor=3), found(1, cursor=1), found(cursor=2), found(3, 4, cursor=4))

    async def run() -> str:
        pieces = await paging.export(engine, "x", "jsonl", {0: "edge"})  # type: ignore[arg-type]
        return "".join([piece async for piece in pieces])

    lines = [json.loads(line) for line in asyncio.run(run()).splitlines()]
    assert [(item["id"], item["connection"]) for item in lines] == [(1, "edge"), (3, "edge")]
    assert engine.answers == []
