"""Loops that no mark shows: copies that lost their marks, storms, retained messages that come again.

MQTT 3.1.1 carries no marks, and foreign bridges may strip them. Everything here remembers within bounds and is told
the time (monotonic ns); a fingerprint is made of topic and payload.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Generic, Literal, TypeVar

from eventscope.core.marks import Marks

SECOND = 10**9
WINDOW = 30 * SECOND  # how long a copy that we sent is remembered
COPIES = 100_000
TOPICS = 100_000

LONG = 256  # bytes of a topic that are remembered as they are

Fingerprint = tuple[bytes, int, int]  # topic, hash and size of the payload
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def fingerprint(topic: bytes, payload: bytes | None) -> Fingerprint:
    """What makes two messages look the same; equal only within one process."""
    return brief(topic), hash(payload), len(payload or b"")


def brief(topic: bytes) -> bytes:
    """A topic, or what stands for it in memory: thousands of 65,535 bytes each would fill it."""
    return topic if len(topic) <= LONG else topic[:LONG] + blake2b(topic, digest_size=16).hexdigest().encode()


@dataclass(slots=True)
class _Line(Generic[T]):
    """What looks the same, in its order. Each reader goes along it by itself and takes each item once."""

    items: deque[tuple[int, T]] = field(default_factory=deque)  # with its time
    gone: int = 0  # items that were forgotten
    places: dict[str, int] = field(default_factory=dict)  # what each reader takes next, counted from the first ever

    def take(self, reader: str, oldest: int) -> tuple[int, T] | None:
        """The next item not before `oldest`, with its place in `items`; None where there is none."""
        place = max(self.places.get(reader, 0), self.gone)
        while place - self.gone < len(self.items):
            at, item = self.items[place - self.gone]
            place += 1
            if at >= oldest:
                self.places[reader] = place
                return place - self.gone - 1, item
        self.places[reader] = place
        return None

    def forget(self) -> None:
        """The first item."""
        self.items.popleft()
        self.gone += 1


class Copies:
    """The copies that we sent to brokers that cannot carry marks, so that a reader there can give them back.

    Each reader (a bridge) takes each copy once, so that a genuine repeat of the same words passes by unmarked: of n
    equal messages at a broker as many are taken for copies as we sent. `forgotten` counts copies that had to make room.
    """

    def __init__(self) -> None:
        self.forgotten = 0
        self._known: dict[tuple[str, Fingerprint], _Line[Marks]] = {}
        self._order: deque[tuple[int, tuple[str, Fingerprint]]] = deque()

    def sent(self, broker: str, topic: bytes, payload: bytes | None, marks: Marks, now: int) -> None:
        """A copy is about to leave for a broker; to be told before it does."""
        self.forgotten += _forget(self._known, self._order, now)
        key = (broker, fingerprint(topic, payload))
        self._known.setdefault(key, _Line()).items.append((now, marks))
        self._order.append((now, key))

    def received(self, reader: str, broker: str, topic: bytes, payload: bytes | None, now: int) -> Marks | None:
        """The marks of a message without any, where it is one of our copies."""
        line = self._known.get((broker, fingerprint(topic, payload)))
        found = line.take(reader, now - WINDOW) if line is not None else None
        return found[1] if found else None

    def __len__(self) -> int:
        return len(self._order)


class Doubles:
    """Bridges that lead the same message from one broker to the same topic of another: one copy of it leaves.

    Within WINDOW the n-th arrival at any of them is the same message. Whoever hears it first sends it, the others do
    not, so that as many copies leave as the one that heard most would send alone: genuine repeats pass. A bridge
    leaves nothing to a weaker one, which may lose it. `forgotten` counts arrivals that had to make room.
    """

    def __init__(self) -> None:
        self.forgotten = 0
        self._known: dict[Hashable, _Line[int]] = {}
        self._order: deque[tuple[int, Hashable]] = deque()

    def first(self, bridge: str, way: Hashable, strength: int, now: int) -> bool:
        """Whether `bridge` is to send a message. `way` names message, brokers and topics of both ends.

        `strength` is how far the bridge can be relied on: 0 where it may drop what it took.
        """
        self.forgotten += _forget(self._known, self._order, now)
        line = self._known.setdefault(way, _Line())
        found = line.take(bridge, now - WINDOW)
        if found is None:
            line.items.append((now, strength))
            line.places[bridge] = line.gone + len(line.items)
            self._order.append((now, way))
            return True
        place, sent = found
        if sent >= strength:
            return False
        line.items[place] = (line.items[place][0], strength)
        return True

    def __len__(self) -> int:
        return len(self._order)


def _forget(known: dict[K, _Line[T]], order: deque[tuple[int, K]], now: int) -> int:
    """Let go what is over, and what must make room; how much of it was still good."""
    forgotten = 0
    while order and (now - order[0][0] > WINDOW or len(order) >= COPIES):
        sent, key = order.popleft()
        forgotten += now - sent <= WINDOW
        line = known[key]
        line.forget()
        if not line.items:
            del known[key]
    return forgotten


State = Literal["closed", "holding", "probing", "tripped"]
RATE = 20  # a second, of one fingerprint, from which on it is looked at
GRACE = 50_000_000  # ns: what is under way when the holding begins still arrives
HOLD = 200_000_000  # ns
PROBE = 400_000_000  # ns that a copy may take to come round
SETTLE = 60_000_000  # ns after the first that comes round, to see whether it is one or a flood
CIRCLE = 10  # as many may come round for one copy; more come by themselves
ROUNDS = 2  # probes that must come round: a single message may follow a burst by chance
CALM = 60 * SECOND  # how long a fingerprint that passed is left alone
FOLLOWED = 10_000  # fingerprints


@dataclass(slots=True)
class _Rate:
    since: int
    count: int = 0
    calm: int = 0  # not looked at before this time


class Breaker:
    """Stops a storm that no mark shows: the same message again and again, because our own copies feed it.

    A fingerprint above RATE is put to the test: for HOLD nothing is sent (what arrives waits in the queue). A storm
    that lives on our copies then dries up, and so does a burst that is just over: so one copy is let go, and when it
    comes round, one more. If that comes round as well, the breaker trips. Traffic of its own accord goes on, and is
    left alone for CALM unless it doubles and doubles again while it is tested, which is a storm that others feed; a
    publisher that begins at full speed grows once.
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
        self._grew = False
        self.rounds = 0  # copies that came round
        self._left = 0  # when the probe left
        self._back: list[int] = []  # when it, and more of it, came

    def arrived(self, topic: bytes, payload: bytes | None, now: int) -> State:
        """A message came in; what to do with copies from now on. Only "tripped" does not end by itself."""
        if self.state == "tripped":
            return self.state
        mark = fingerprint(topic, payload)
        if self.state != "closed":
            if mark == self._suspect:
                self._again(now)
            return self.look(now)
        rate = self._rate(mark, now)
        if now - rate.since > SECOND:
            rate.since, rate.count = now, 0
        rate.count += 1
        if rate.count > RATE and now >= rate.calm:
            self._hold(mark, rate, now)
        return self.state

    def look(self, now: int) -> State:
        """The state as time goes on; to be asked while it is not closed."""
        if self.state == "holding" and now - self._began >= HOLD:
            self._judge(now)
        elif self.state == "probing":
            self._judge_probe(now)
        return self.state

    def probe(self, topic: bytes, payload: bytes | None, now: int) -> bool:
        """While probing: a copy leaves; whether it is the one that is to come round, after which none may leave."""
        if self.state == "probing" and not self._left and fingerprint(topic, payload) == self._suspect:
            self._left = now
        return self._left > 0

    def saw(self, payload: tuple[int, int], now: int) -> bool:
        """Whether a payload (hash and size) came under some topic more than RATE / 2 times of late."""
        if self.state != "closed" and self._suspect is not None and self._suspect[1:] == payload:
            return True
        return any(
            mark[1:] == payload and rate.count > RATE // 2 and now - rate.since <= 3 * SECOND
            for mark, rate in self._rates.items()
        )

    def reset(self) -> None:
        """A person has mended the cycle."""
        self.state, self.topic = "closed", b""
        self._suspect = None
        self._rates.clear()

    def _hold(self, mark: Fingerprint, rate: _Rate, now: int) -> None:
        self.state, self.topic = "holding", mark[0]
        self._suspect, self._began, self._during = mark, now, [0, 0]
        self._left, self._back = 0, []
        self._grew, self.rounds = False, 0
        # Over 50 ms at least, or a burst would look infinitely fast.
        self._before = rate.count / max(now - rate.since, SECOND // 20) * SECOND

    def _again(self, now: int) -> None:
        if self._left:
            self._back.append(now)
        elif self.state == "holding" and now - self._began > GRACE:
            self._during[now - self._began > (GRACE + HOLD) // 2] += 1

    def _judge(self, now: int) -> None:
        first, second = self._during
        during = (first + second) / (HOLD - GRACE) * SECOND
        if first and second > 2 * first + RATE:
            if self._grew:
                self.state = "tripped"
            self._grew = True
            self._began, self._during = now - GRACE, [0, 0]
        # A burst says little about a rate, so that no more than 100 a second are expected to go on.
        elif during < min(self._before, 100.0) / 4:
            self.state, self._began = "probing", now
        else:
            self._close(now)

    def _judge_probe(self, now: int) -> None:
        """With no copy to let go, or none that came round, it was a burst."""
        if len(self._back) > CIRCLE:
            self._close(now)
        elif self._back and now - self._back[0] >= SETTLE:
            self.rounds += 1
            if self.rounds == ROUNDS:
                self.state = "tripped"
            self._began, self._left, self._back = now, 0, []
        elif not self._back and now - (self._left or self._began) >= PROBE:
            self._close(now)

    def _close(self, now: int) -> None:
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
        known = self._known.get(mark[0])
        self._known[mark[0]] = (mark, self._turn)
        self._known.move_to_end(mark[0])
        if len(self._known) > TOPICS:
            self._known.popitem(last=False)
        same = known is not None and known[0] == mark and known[1] < self._turn
        self.held_back += same
        return same
