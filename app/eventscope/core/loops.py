"""Loops that no mark shows: copies that lost their marks, storms, retained messages that come again.

MQTT 3.1.1 carries no marks, and foreign bridges may strip them. Everything here remembers within bounds and is told
the time (monotonic ns); a fingerprint is made of topic and payload.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Literal

from eventscope.core.marks import Marks

SECOND = 10**9
WINDOW = 30 * SECOND  # how long a copy that we sent is remembered
COPIES = 100_000
TOPICS = 100_000

Fingerprint = tuple[bytes, int, int]  # topic, hash and size of the payload


def fingerprint(topic: bytes, payload: bytes | None) -> Fingerprint:
    """What makes two messages look the same; equal only within one process."""
    return topic, hash(payload), len(payload or b"")


@dataclass(slots=True)
class _Copy:
    sent: int
    marks: Marks
    readers: set[str] = field(default_factory=set)


class Copies:
    """The copies that we sent to brokers that cannot carry marks, so that a reader there can give them back.

    Each reader (a bridge) takes each copy once, so that a genuine repeat of the same words passes by unmarked: of n
    equal messages at a broker as many are taken for copies as we sent. `forgotten` counts copies that had to make room.
    """

    def __init__(self) -> None:
        self.forgotten = 0
        self._known: dict[tuple[str, Fingerprint], deque[_Copy]] = {}
        self._order: deque[tuple[int, tuple[str, Fingerprint]]] = deque()

    def sent(self, broker: str, topic: bytes, payload: bytes | None, marks: Marks, now: int) -> None:
        """A copy is about to leave for a broker; to be told before it does."""
        self._forget(now)
        key = (broker, fingerprint(topic, payload))
        self._known.setdefault(key, deque()).append(_Copy(now, marks))
        self._order.append((now, key))

    def received(self, reader: str, broker: str, topic: bytes, payload: bytes | None, now: int) -> Marks | None:
        """The marks of a message without any, where it is one of our copies."""
        for copy in self._known.get((broker, fingerprint(topic, payload)), ()):
            if reader not in copy.readers and now - copy.sent <= WINDOW:
                copy.readers.add(reader)
                return copy.marks
        return None

    def __len__(self) -> int:
        return len(self._order)

    def _forget(self, now: int) -> None:
        while self._order and (now - self._order[0][0] > WINDOW or len(self._order) >= COPIES):
            sent, key = self._order.popleft()
            self.forgotten += now - sent <= WINDOW
            copies = self._known[key]
            copies.popleft()
            if not copies:
                del self._known[key]


State = Literal["closed", "holding", "tripped"]
RATE = 20  # a second, of one fingerprint, from which on it is looked at
GRACE = 50_000_000  # ns: what is under way when the holding begins still arrives
HOLD = 250_000_000  # ns
CALM = 60 * SECOND  # how long a fingerprint that passed is left alone
FOLLOWED = 10_000  # fingerprints


@dataclass(slots=True)
class _Rate:
    since: int
    count: int = 0
    calm: int = 0  # not looked at before this time


class Breaker:
    """Stops a storm that no mark shows: the same message again and again, because our own copies feed it.

    A fingerprint above RATE is put to the test: for HOLD nothing is sent (what arrives waits in the spool). A storm
    that lives on our copies then dries up, and the breaker trips; traffic of its own accord goes on, and is left alone
    for CALM unless it doubles while it is tested, which is a storm that others feed.
    """

    def __init__(self) -> None:
        self.state: State = "closed"
        self.topic = b""  # of the message that is tested or has tripped it
        self.forgotten = 0
        self._rates: OrderedDict[Fingerprint, _Rate] = OrderedDict()
        self._suspect: Fingerprint | None = None
        self._began = 0
        self._before = 0.0  # a second
        self._during = [0, 0]  # arrivals in the two halves of what is measured

    def arrived(self, topic: bytes, payload: bytes | None, now: int) -> State:
        """A message came in; what to do with copies from now on. "holding" ends by itself, "tripped" does not."""
        if self.state == "tripped":
            return self.state
        mark = fingerprint(topic, payload)
        if self.state == "holding":
            if mark == self._suspect and now - self._began > GRACE:
                self._during[now - self._began > (GRACE + HOLD) // 2] += 1
            return self.look(now)
        rate = self._rate(mark, now)
        if now - rate.since > SECOND:
            rate.since, rate.count = now, 0
        rate.count += 1
        if rate.count > RATE and now >= rate.calm:
            self._hold(mark, rate, now)
        return self.state

    def look(self, now: int) -> State:
        """The state as time goes on; to be asked while it holds."""
        if self.state == "holding" and now - self._began >= HOLD:
            self._judge(now)
        return self.state

    def reset(self) -> None:
        """A person has mended the cycle."""
        self.state, self.topic = "closed", b""
        self._suspect = None
        self._rates.clear()

    def _hold(self, mark: Fingerprint, rate: _Rate, now: int) -> None:
        self.state, self.topic = "holding", mark[0]
        self._suspect, self._began, self._during = mark, now, [0, 0]
        # Over 50 ms at least, or a burst would look infinitely fast.
        self._before = rate.count / max(now - rate.since, SECOND // 20) * SECOND

    def _judge(self, now: int) -> None:
        first, second = self._during
        during = (first + second) / (HOLD - GRACE) * SECOND
        # A burst says little about a rate, so that no more than 100 a second are expected to go on.
        dried_up = during < min(self._before, 100.0) / 4
        if dried_up or second > 2 * first + RATE:
            self.state = "tripped"
            return
        self.state = "closed"
        assert self._suspect is not None
        self._rates[self._suspect] = _Rate(now, calm=now + CALM)

    def _rate(self, mark: Fingerprint, now: int) -> _Rate:
        rate = self._rates.get(mark)
        if rate is None:
            if len(self._rates) >= FOLLOWED:
                self._rates.popitem(last=False)
                self.forgotten += 1
            rate = self._rates[mark] = _Rate(now)
        return rate


class Retained:
    """Retained messages that a broker sends again after every subscribing: unchanged ones are not forwarded again.

    Each is held back at most once for each subscribing, so that a publisher that repeats a retained message is heard.
    """

    def __init__(self) -> None:
        self.held_back = 0
        self._turn = 0
        self._known: OrderedDict[bytes, tuple[Fingerprint, int]] = OrderedDict()

    def subscribed(self) -> None:
        """We are about to subscribe; the broker will send what it has retained."""
        self._turn += 1

    def again(self, topic: bytes, payload: bytes | None) -> bool:
        """Whether a message with the RETAIN flag is the one that we had before the last subscribing."""
        mark = fingerprint(topic, payload)
        known = self._known.get(topic)
        self._known[topic] = (mark, self._turn)
        self._known.move_to_end(topic)
        if len(self._known) > TOPICS:
            self._known.popitem(last=False)
        same = known is not None and known[0] == mark and known[1] < self._turn
        self.held_back += same
        return same
