"""A connection's bytes may be cut anywhere: the answers are the same."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

from hypothesis import given, settings, strategies as st

from eventscope.links.http import replies
from eventscope.links.http.dialogue import Dialogue
from eventscope.links.http.replies import Reply
from eventscope.links.http.rules import Head

STREAM = (
    b"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
    b"POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3;x\r\ncde\r\n0\r\n\r\n"
    b"POST /c HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"
    b"POST /no HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz"
)


class Door:
    """Takes everything but /no."""

    def __init__(self) -> None:
        self.taken: list[tuple[bytes, bytes]] = []
        self.held = self.most = 0

    async def check(self, head: Head) -> Reply | None:
        return replies.NOBODY if head.target == b"/no" else None

    def hold(self, size: int) -> bool:
        self.held += size
        self.most = max(self.most, self.held)
        return True

    def release(self, size: int) -> None:
        self.held -= size

    async def take(self, head: Head, body: bytes) -> Reply:
        if head.target == b"/bug":
            raise RuntimeError("a bug")
        self.taken.append((head.target, body))
        return replies.taken(1)


class Writer:
    """What an asyncio.StreamWriter does, into memory."""

    def __init__(self) -> None:
        self.data = b""
        self.transport = self

    def write(self, data: bytes) -> None:
        self.data += data

    async def drain(self) -> None:
        await asyncio.sleep(0)

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        """Half closed."""

    def close(self) -> None:
        """Closed."""

    async def wait_closed(self) -> None:
        """At once."""

    def abort(self) -> None:
        """Closed."""


def spoken(pieces: list[bytes]) -> tuple[Door, bytes]:
    door, writer = Door(), Writer()

    async def run() -> None:
        reader = asyncio.StreamReader()
        dialogue: Any = Dialogue(reader, writer, door)  # type: ignore[arg-type]
        running = asyncio.ensure_future(dialogue.run())
        for piece in pieces:
            reader.feed_data(piece)
            await asyncio.sleep(0)
        reader.feed_eof()
        await running

    asyncio.run(run())
    return door, writer.data


WHOLE = spoken([STREAM])


def test_the_whole() -> None:
    door, said = WHOLE
    assert door.taken == [(b"/a", b"hello"), (b"/b", b"abcde"), (b"/c", b"")]
    assert said.count(b"HTTP/1.1 202 ") == 3
    assert said.count(b"HTTP/1.1 404 ") == 1
    assert (door.held, door.most) == (0, 5)


def test_cut_at_every_place() -> None:
    for at in range(1, len(STREAM)):
        door, said = spoken([STREAM[:at], STREAM[at:]])
        assert (door.taken, said, door.held) == (WHOLE[0].taken, WHOLE[1], 0), at


@settings(max_examples=50)
@given(st.lists(st.integers(1, len(STREAM) - 1), max_size=12))
def test_cut_into_many_pieces(places: list[int]) -> None:
    cuts = [0, *sorted(set(places)), len(STREAM)]
    door, said = spoken([STREAM[one:other] for one, other in pairwise(cuts)])
    assert (door.taken, said) == (WHOLE[0].taken, WHOLE[1])


def test_ended_at_every_place() -> None:
    for at in range(len(STREAM)):
        door, _ = spoken([STREAM[:at]])
        assert door.taken == WHOLE[0].taken[: len(door.taken)], "half a request is none"
        assert door.held == 0


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(0, len(STREAM)))
def test_garbage_never_raises(garbage: bytes, at: int) -> None:
    door, said = spoken([STREAM[:at], garbage])
    assert door.held == 0
    assert said == b"" or said.startswith(b"HTTP/1.1 ")


def test_a_fault_behind_it_is_answered() -> None:
    door, said = spoken([STREAM.replace(b"/a", b"/bug", 1)])
    assert said.startswith(b"HTTP/1.1 500 ")
    assert (door.taken, door.held) == ([], 0)
