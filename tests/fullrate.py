"""Numbered QoS 1 messages at full rate from a broker of a few lines, and a book of what was acknowledged.

No code under test makes these bytes or reads the answers. Acknowledgements have to come in the order of the messages
[MQTT-4.6.0-2].
"""

from __future__ import annotations

import select
import time

import numpy as np
from numpy.typing import NDArray

import peers
from eventscope.store.log import Log
from peers import Talk

TOPICS = 50
DIGITS = 12  # of a number, at the begin of each payload
IDS = 60_000  # packet identifiers of numbered messages are 1 to IDS; higher ones are free for others
WINDOW = 20_000  # unacknowledged messages at most; always less than IDS
STEP = 2_000  # messages of one write
SEND = 1 << 18  # bytes
PUBACK, PINGREQ, PINGRESP, DISCONNECT = 0x40, b"\xc0\x00", b"\xd0\x00", 0xE0
Numbers = NDArray[np.int64]


def messages(
    numbers: Numbers | range, size: int = 100, dup: bool = False, version: int = peers.V5, prefix: bytes = b"rate/"
) -> bytes:
    """One for each number, over 50 topics, with payloads of `size` bytes that begin with it."""
    ones = [
        peers.publish(prefix + b"%02d" % n, b"0" * DIGITS + b"." * (size - DIGITS), 1, 1, version=version, dup=dup)
        for n in range(TOPICS)
    ]
    numbers, width = np.asarray(numbers, np.int64), len(ones[0])
    made = np.frombuffer(b"".join(ones), np.uint8).reshape(TOPICS, width)[numbers % TOPICS]
    ids, at = numbers % IDS + 1, width - size - (3 if version == peers.V5 else 2)
    made[:, at], made[:, at + 1] = ids >> 8, ids & 0xFF
    for place in range(DIGITS):
        made[:, width - size + place] = numbers // 10 ** (DIGITS - 1 - place) % 10 + ord("0")
    return made.tobytes()


class Book:
    """What one broker knows of one session, over all its connections. Numbers from `first` to `sent - 1` have left."""

    def __init__(self, first: int = 0) -> None:
        self.first = self.sent = first
        self.others: list[int] = []  # identifiers above IDS that were acknowledged
        self.resent = 0  # how many messages left a second time
        self.reasons: list[int] = []  # of the DISCONNECT packets that came
        self.pings = 0
        self._begun = 0.0
        self._ended = 0.0
        self._done = np.zeros(max(1 << 20, 2 * first), bool)
        self._done[:first] = True
        self._lowest = first  # all below are acknowledged
        self._count = 0

    @property
    def acked(self) -> int:
        """How many were acknowledged."""
        return self._count

    @property
    def rate(self) -> float:
        """Messages acknowledged a second, from the first that left to the last that was acknowledged."""
        return self._count / max(self._ended - self._begun, 1e-9)

    @property
    def waiting(self) -> Numbers:
        """Those that were not."""
        return self._lowest + np.flatnonzero(~self._done[self._lowest : self.sent])

    @property
    def done(self) -> Numbers:
        """Those that were."""
        return self.first + np.flatnonzero(self._done[self.first : self.sent])

    def begin(self) -> None:
        """The first message leaves."""
        self._begun = self._begun or time.monotonic()

    def room(self, window: int) -> int:
        """How many more may leave: no more than `window` under way, and none with an identifier that is in use."""
        return min(self.first + self._count + window, self._lowest + IDS) - self.sent

    def note(self, ids: Numbers, after: int) -> int:
        """Packets of these identifiers are acknowledged, the first of them behind number `after`; answers the last."""
        numbers = self._lowest + (ids - 1 - self._lowest) % IDS
        assert (np.diff(numbers, prepend=after) > 0).all(), "acknowledged in another order, or twice"
        assert numbers[-1] < self.sent, "acknowledged before it was sent"
        while self.sent > len(self._done):
            self._done = np.concatenate([self._done, np.zeros_like(self._done)])
        self._done[numbers] = True
        self._ended = time.monotonic()
        self._count += len(numbers)
        rest = self._done[self._lowest : self.sent]
        self._lowest += len(rest) if rest.all() else int(rest.argmin())
        return int(numbers[-1])


class Flood:
    """The broker's side of one connection; `book` goes on from the one before."""

    def __init__(self, talk: Talk, book: Book, window: int = WINDOW, size: int = 100, prefix: bytes = b"rate/") -> None:
        self._talk = talk
        self._book = book
        self._window = window
        self._size = size
        self._prefix = prefix
        self._buffer = self._unsent = b""
        self._last = -1  # number that was acknowledged on this connection
        talk.sock.settimeout(60)  # no more than a guard: every wait is a select

    def resume(self) -> None:
        """Send again what was not acknowledged, as a broker does that kept the session [MQTT-4.4.0-1]."""
        waiting = self._book.waiting
        self._book.resent += len(waiting)
        self._send(self._messages(waiting, dup=True))

    def push(self, count: int, rate: float = 0.0) -> None:
        """So many more, as fast as they are taken, or at most `rate` a second."""
        book, begun = self._book, time.monotonic()
        book.begin()
        first, end = book.sent, book.sent + count
        while book.sent < end:
            due = end if not rate else min(end, first + int((time.monotonic() - begun) * rate))
            step = min(STEP, due - book.sent, book.room(self._window))
            if step > 0:
                self._numbered(step)
            self.take(0.0 if step == STEP else 0.001)

    def _numbered(self, count: int) -> None:
        self._send(self._messages(range(self._book.sent, self._book.sent + count)))
        self._book.sent += count

    def _messages(self, numbers: Numbers | range, dup: bool = False) -> bytes:
        return messages(numbers, self._size, dup, self._talk.version, self._prefix)

    def slip(self, *packets: bytes) -> None:
        """Other packets, between numbered ones in one write, so that they are read in the middle of a burst."""
        book = self._book
        book.begin()
        while book.room(self._window) < 2 * STEP:
            self.take(1.0)
        before, behind = (self._messages(range(at, at + STEP)) for at in (book.sent, book.sent + STEP))
        book.sent += 2 * STEP
        self._send(before + b"".join(packets) + behind)

    def drain(self, seconds: float = 60.0) -> None:
        """Wait until everything is acknowledged."""
        deadline = time.monotonic() + seconds
        while self._book.acked < self._book.sent:
            assert time.monotonic() < deadline, f"acknowledged {self._book.acked} of {self._book.sent}"
            self.take(0.1)

    def stay(self) -> None:
        """Answer pings until the client leaves."""
        try:
            while True:
                self.take(1.0)
        except (EOFError, OSError):
            return

    def take(self, seconds: float) -> None:
        """What the client says, waited for so long; EOFError when it has left."""
        if not select.select([self._talk.sock], [], [], seconds)[0]:
            return
        self._hear()
        if self._unsent:
            self._send(b"")

    def _hear(self) -> None:
        data = self._talk.sock.recv(1 << 18)
        if not data:
            raise EOFError
        self._buffer += data
        while self._read():
            pass

    def _send(self, data: bytes) -> None:
        """All of it; a client that does not read at the moment is listened to meanwhile."""
        self._unsent += data
        left = memoryview(self._unsent)
        self._unsent = b""
        while left:
            readable, writable, _ = select.select([self._talk.sock], [self._talk.sock], [], 60)
            assert readable or writable, "the client neither reads nor speaks"
            if readable:
                self._hear()
            if writable:
                left = left[self._talk.sock.send(left[:SEND]) :]
        if self._unsent:
            self._send(b"")

    def _read(self) -> bool:
        """Take acknowledgements, or one other packet, from the buffer; whether there may be more."""
        raw = self._buffer
        packets = np.frombuffer(raw, np.uint8, len(raw) // 4 * 4).reshape(-1, 4)
        good = (packets[:, 0] == PUBACK) & (packets[:, 1] == 2)
        run = len(packets) if good.all() else int(good.argmin())
        if run:
            self._note(packets[:run, 2].astype(np.int64) << 8 | packets[:run, 3])
            self._buffer = raw[4 * run :]
            return True
        if len(raw) < 2 or len(raw) < 2 + raw[1]:
            return False
        self._other(raw[0], raw[2 : 2 + raw[1]])
        self._buffer = raw[2 + raw[1] :]
        return True

    def _note(self, ids: Numbers) -> None:
        self._book.others += ids[ids > IDS].tolist()
        ids = ids[ids <= IDS]
        if len(ids):
            self._last = self._book.note(ids, self._last)

    def _other(self, first: int, body: bytes) -> None:
        if first == PINGREQ[0]:
            self._book.pings += 1
            self._unsent += PINGRESP  # not into the middle of another packet
        elif first == DISCONNECT:
            self._book.reasons.append(body[0] if body else 0)
        else:
            assert first & 0xF0 in (0x80, 0xA0), f"0x{first:02X} is nothing that a receiver says"


def numbers(log: Log, prefix: bytes = b"rate/") -> Numbers:
    """The numbers that are stored, in their order; messages of other topics are left out."""
    found: list[Numbers] = []
    at = log.oldest
    while at <= log.newest and (run := log.forward(at)) is not None:
        if run.block is not None:
            ours = np.array([topic.startswith(prefix) for topic in run.block.topics])
            rows = run.block.rows[ours[run.block.rows["topic"]]]
            places = rows["at"].astype(np.int64)[:, None] + np.arange(DIGITS)
            digits = np.frombuffer(run.block.blob, np.uint8)[places].astype(np.int64) - ord("0")
            found.append(digits @ 10 ** np.arange(DIGITS - 1, -1, -1))
        at = run.end
    return np.concatenate(found) if found else np.empty(0, np.int64)


def check_complete(stored: Numbers, sent: int, resent: int = 0) -> None:
    """Every number is there, first copies in order, and no more copies than messages that were sent again."""
    first = np.unique(stored, return_index=True)[1]
    known = stored[first]
    missing = np.setdiff1d(np.arange(sent), known)
    assert len(known) == sent, f"{len(missing)} missing, the first are {missing[:5]}"
    assert (np.diff(first) > 0).all(), "the order is kept"
    assert len(stored) - sent <= resent, f"{len(stored) - sent} are there twice, {resent} were sent twice"
