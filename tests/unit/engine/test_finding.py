"""Paging and pulling by cursor: order, limits, what is missing, and the wait for what is not stored yet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.message import Message
from eventscope.core.verbs import FindMessages, Found
from eventscope.core.workspace import Retention
from eventscope.engine import finding
from eventscope.engine.finding import Finder
from eventscope.engine.receipts import Receipts
from eventscope.store.log import Log
from storing import Item, block, counted, fill, opened

Test = Callable[[Finder], Awaitable[None]]


def run(log: Log, test: Test) -> None:
    async def main() -> None:
        await test(Finder(log, Receipts()))

    asyncio.run(main())


def ask(log: Log, **wanted: object) -> Found:
    found: list[Found] = []

    async def test(finder: Finder) -> None:
        found.append(await finder.find(FindMessages(**wanted)))  # type: ignore[arg-type]

    run(log, test)
    return found[0]


def payloads(found: Found) -> list[bytes]:
    return [item.payload for item in found.messages]


def ids(messages: tuple[Message, ...]) -> list[int]:
    return [item.id for item in messages]


def test_pages_forward_join_up_to_everything_once(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        fill(log, counted(0, 700), counted(700, 300))
        seen: list[int] = []
        after = 0
        while True:
            found = ask(log, after=after, count=64)
            seen += ids(found.messages)
            after = found.cursor
            if not found.more:
                break
        assert seen == list(range(1, 1001))


def test_backward_is_newest_first_and_joins_up_too(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        fill(log, counted(0, 500), counted(500, 77))
        seen: list[int] = []
        before = 10**9
        while True:
            found = ask(log, before=before, count=50)
            seen += ids(found.messages)
            before = found.cursor
            if not found.more:
                break
        assert seen == list(range(577, 0, -1))


@pytest.mark.parametrize("text", ["topic:orders/#", "topic == 'orders/1'"])
def test_a_filter_selects_and_the_cursor_passes_what_did_not_match(tmp_path: Path, text: str) -> None:
    with opened(tmp_path) as log:
        items = [Item(topic=b"orders/1" if n % 100 == 0 else b"x", payload=b"%d" % n) for n in range(1000)]
        fill(log, block(items))
        found = ask(log, filter=text, after=0, count=7)
        assert payloads(found) == [b"%d" % n for n in range(0, 700, 100)]
        assert (found.cursor, found.more) == (601, True)
        rest = ask(log, filter=text, after=found.cursor, count=100)
        assert payloads(rest) == [b"700", b"800", b"900"]
        assert (rest.cursor, rest.more, rest.missed) == (1000, False, 0)


def test_without_a_cursor_only_what_comes_from_now_on(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        fill(log, counted(0, 10))
        found = ask(log)
        assert (found.messages, found.cursor, found.more) == ((), 10, False)


def test_it_waits_for_the_first_one_that_matches(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        fill(log, counted(0, 3))

        async def test(finder: Finder) -> None:
            waiting = asyncio.ensure_future(finder.find(FindMessages(filter="topic:b", after=3, wait=30.0)))
            await asyncio.to_thread(fill, log, block([Item(topic=b"a")]), block([Item(topic=b"b", payload=b"!")]))
            found = await asyncio.wait_for(waiting, 20)
            assert payloads(found) == [b"!"]
            assert found.cursor == 5
            assert not finder._waiting

        run(log, test)


def test_the_wait_ends(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        found = ask(log, after=0, wait=0.05)
        assert (found.messages, found.cursor, found.more) == ((), 0, False)


def test_what_the_log_forgot_is_counted_as_missed(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        fill(log, counted(0, 100))
        log.clear()
        fill(log, counted(100, 5))
        found = ask(log, after=40)
        assert ids(found.messages) == [101, 102, 103, 104, 105]
        assert found.missed == 60
        assert ask(log, after=101).missed == 0


def test_one_answer_has_bounded_bytes_but_always_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "BYTES", 250)
    with opened(tmp_path, Retention()) as log:
        fill(log, block([b"x" * 100, b"x" * 100, b"x" * 100, b"x" * 1000]))
        assert ids(ask(log, after=0).messages) == [1, 2]
        assert ids(ask(log, after=2).messages) == [3]
        assert ids(ask(log, after=3).messages) == [4]
        assert ids(ask(log, before=5).messages) == [4]
        assert ids(ask(log, before=4).messages) == [3, 2]


def test_one_look_is_bounded_in_time_and_goes_on_from_its_cursor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LOOK", 1)
    with opened(tmp_path) as log:
        fill(log, block([b"%d" % n for n in range(600)]))
        first = ask(log, filter="payload == 599", after=0)
        steps = 1
        found = first
        while found.more and not found.messages:
            found = ask(log, filter="payload == 599", after=found.cursor)
            steps += 1
            assert steps < 1000
        assert ids(found.messages) == [600]


@pytest.mark.parametrize("wanted", [{"filter": "/(/"}, {"count": 0}, {"count": 1001}])
def test_what_is_wrong_is_told(tmp_path: Path, wanted: dict[str, object]) -> None:
    with opened(tmp_path) as log, pytest.raises(BadInput):
        ask(log, **wanted)
