"""Events that wait for a link's sender: in order, once at QoS 0, ten times at most else, bounded."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from eventscope.core.message import Draft, Receipt
from eventscope.links.http import drafts as module
from eventscope.links.http.drafts import Drafts
from eventscope.links.http.receipts import Receipts
from eventscope.links.http.supply import Refusal


class Waiting:
    def __init__(self) -> None:
        self.receipts: list[Receipt] = []
        self.states: list[str] = []
        self.drafts = Drafts(Receipts(self.receipts.append), None, lambda state, trouble: self.states.append(state))

    def put(self, *idents: int, qos: int = 1, **more: Any) -> None:
        for ident in idents:
            self.drafts.put(ident, Draft("h", more.get("topic", "t"), more.get("payload", b"x"), qos))

    def taken(self, count: int = 100) -> list[int]:
        async def take() -> list[int]:
            return [post.ident for post in self.drafts.take(count)]

        return asyncio.run(take())

    def failed(self) -> dict[int, str]:
        return {receipt.id: receipt.failed for receipt in self.receipts if receipt.failed}

    def refuse(self, ident: int, permanent: bool = False, seconds: float | None = 0.0) -> None:
        self.drafts.failed([Refusal(ident, "server_error", "It said 500.", permanent, seconds)])


@pytest.fixture
def waiting() -> Waiting:
    made = Waiting()
    made.drafts.standing("up", None)
    return made


def test_in_order_through_failures(waiting: Waiting) -> None:
    waiting.put(1, 2, 3)
    assert waiting.taken(2) == [1, 2]
    waiting.refuse(1)
    waiting.drafts.back([2], lambda error: None)
    assert waiting.taken() == [1, 2, 3]
    waiting.drafts.done([1, 2, 3])
    assert waiting.failed() == {}
    assert [receipt.id for receipt in waiting.receipts if receipt.acknowledged] == [1, 2, 3]


def test_tries_end(waiting: Waiting) -> None:
    waiting.put(1, 2)
    for _ in range(module.TRIES):
        assert waiting.taken(1) == [1]
        waiting.refuse(1)
    assert waiting.failed() == {1: "server-error"}
    assert waiting.taken() == [2]
    waiting.refuse(2, permanent=True)
    assert waiting.failed()[2] == "server-error"


def test_qos_0(waiting: Waiting) -> None:
    waiting.put(1, 2, qos=0)
    assert waiting.taken(1) == [1]
    waiting.refuse(1)
    waiting.drafts.standing("waiting", None)
    assert waiting.failed() == {1: "server-error", 2: "not-connected"}
    waiting.put(3, qos=0)
    waiting.put(4, qos=1)
    assert waiting.failed()[3] == "not-connected"
    waiting.drafts.standing("up", None)
    assert waiting.taken() == [4]


def test_what_was_under_way_when_it_went_down(waiting: Waiting) -> None:
    waiting.put(1, qos=0)
    waiting.put(2)
    assert waiting.taken() == [1, 2]
    waiting.drafts.standing("waiting", None)
    told: list[Exception | None] = []
    waiting.drafts.back([1, 2], told.append)
    assert told == [None]
    assert waiting.failed() == {1: "not-connected"}
    waiting.drafts.standing("up", None)
    assert waiting.taken() == [2]


@pytest.mark.parametrize(("name", "limit", "payload"), [("EVENTS", 2, b""), ("BYTES", 2, b"x")])
def test_bounded(waiting: Waiting, monkeypatch: pytest.MonkeyPatch, name: str, limit: int, payload: bytes) -> None:
    monkeypatch.setattr(module, name, limit)
    waiting.put(1, 2, 3, payload=payload)
    assert waiting.failed() == {3: "queue-full"}
    waiting.taken(1)
    waiting.put(4, payload=payload)
    assert waiting.failed() == {3: "queue-full"}


def test_what_cannot_be_posted_fails_alone(waiting: Waiting) -> None:
    waiting.put(1, topic="a/../b")
    waiting.put(2)
    assert waiting.taken() == [2]
    assert waiting.failed() == {1: "bad-path"}


def test_asked_to_wait_it_wakes_the_sender(waiting: Waiting) -> None:
    async def run() -> None:
        over = asyncio.Event()
        waiting.drafts.ready = over.set
        waiting.put(1)
        (post,) = waiting.drafts.take(5)
        waiting.refuse(post.ident, seconds=0.05)
        assert waiting.drafts.take(5) == []
        await asyncio.wait_for(over.wait(), 10)
        while not (found := waiting.drafts.take(5)):
            await asyncio.sleep(0.01)
        assert [item.ident for item in found] == [1]

    asyncio.run(run())
