"""One running consumer: messages in hand, worked on by pretended servers or handed out on request."""

from __future__ import annotations

import asyncio
import itertools
import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from eventscope.base import clock
from eventscope.core.consumer import ConsumerSpec, ConsumerState, Pulled
from eventscope.core.errors import Refused
from eventscope.core.message import Block
from eventscope.core.servicetime import ServiceTimes
from eventscope.core.stampblock import Stamps
from eventscope.core.station import Station
from eventscope.engine.consumption.held import Held, held
from eventscope.engine.consumption.tally import Tally
from eventscope.engine.schedule import Schedule
from eventscope.links.base import Acknowledge

HELD_BYTES = 64 << 20  # in hand: with large messages it takes no more before the window is full
PULL, PULL_BYTES = 1_000, 8 << 20  # of one answer: messages, and bytes unless one alone is larger
SECOND = 10**9
_IDS = itertools.count(1)  # of pulled messages, negative, so that each can be asked for again
Fold = Callable[[Block], Stamps | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How its source stands."""

    state: ConsumerState = "connecting"
    code: str = ""
    words: str = ""
    params: dict[str, str] = field(default_factory=dict)


class Running:
    """Implements Receiver. One lock guards everything; `pull` is awaited on the loop, the rest comes from any thread.

    `fold` measures a block for the charts. `ask` tells the source what is asked for, where nothing comes unasked
    (`shy`); then `room` is what was asked for and has not come.
    """

    def __init__(self, spec: ConsumerSpec, fold: Fold, schedule: Schedule, shy: bool = False) -> None:
        self.spec = spec
        self.tally = Tally()
        self.state = Standing()
        self.ask: Callable[[int], None] = lambda count: None
        self._fold = fold
        self._schedule = schedule
        self._asked: int | None = 0 if shy else None
        self._station = _station(spec)
        self._at_once = spec.mode == "push" and spec.simulate is None
        self._out: dict[int, Held] = {}
        self._tokens = itertools.count(1)
        self._bytes = 0
        self._armed: int | None = None
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._pullers: set[asyncio.Event] = set()
        self._more = threading.Condition()

    # --- what the source brings --------------------------------------------------------------------------

    @property
    def wanted(self) -> bool:
        """See Receiver."""
        with self._more:
            return self._asked is None or self._asked > 0

    def room(self) -> int:
        """See Receiver."""
        with self._more:
            self._more.wait_for(lambda: self._closed or self._free > 0)
            return 0 if self._closed else self._free

    def take(self, block: Block, acknowledge: Acknowledge | None, part: object = None) -> None:
        """See Receiver."""
        stamps = self._fold(block)
        with self._more:
            if self._closed:
                return
            now = clock.mono_ns()
            self.tally.take(block, stamps)
            if self._asked is not None:
                self._asked = max(self._asked - len(block), 0)
            if self._at_once:
                self.tally.at_once(block, stamps, now)
            else:
                self._hold(block, stamps, acknowledge, part, now)
            pullers = list(self._pullers)
        if self._at_once and acknowledge is not None:
            acknowledge()
        self._wake(pullers)

    def give_back(self, gone: Callable[[Held], bool]) -> list[Held]:
        """See Receiver; what is being worked on is finished all the same, and done twice."""
        with self._more:
            away = self._station.remove(gone)
            for token, item in list(self._out.items()):
                if gone(item):
                    away.append(self._out.pop(token))
            self._dropped(away)
        return away

    def standing(self, state: ConsumerState, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        """See Receiver."""
        self.state = Standing(state, code, words, dict(params))

    # --- what people take --------------------------------------------------------------------------------

    async def pull(self, count: int, wait: float, acknowledge: bool) -> tuple[Pulled, ...]:
        """Up to `count` messages, the oldest first; waits up to `wait` seconds for the first one."""
        if not self.spec.hands_out:
            sentence = "{name} is pushed its messages: nobody can pull them. Set its mode to pull or hybrid."
            raise Refused("consumer-pushed", sentence, name=self.spec.name)
        count = min(max(count, 1), PULL)
        end, arrived = clock.mono_ns() + int(wait * SECOND), asyncio.Event()
        self._want(count, arrived)
        try:
            while not (given := self._given(count, acknowledge)) and (left := (end - clock.mono_ns()) / SECOND) > 0:
                if self._closed:
                    raise Refused("consumer-ended", "{name} was stopped meanwhile.", name=self.spec.name)
                arrived.clear()
                await _within(arrived, left)
            return given
        finally:
            self._pullers.discard(arrived)

    def acknowledge(self, tokens: tuple[int, ...], done: bool) -> int:
        """See the verb."""
        known = 0
        with self._more:
            now = clock.mono_ns()
            for token in sorted(set(tokens), reverse=not done):  # given back last first, so that they keep their order
                item = self._out.pop(token, None)
                if item is None:
                    continue
                known += 1
                if done:
                    self._settle(item, item.begun, now)
                else:
                    item.again()
                    self.tally.redelivered += 1
                    self._station.put_back(item, now)
            self._arm()
            self._more.notify_all()
            pullers = list(self._pullers)
        self._wake(pullers)
        return known

    def _want(self, count: int, arrived: asyncio.Event) -> None:
        with self._more:
            self._pullers.add(arrived)
            if self._asked is None:
                return
            self._asked = max(self._asked, min(count, self.spec.reach - self._holding) - self._station.waiting)
            asked = self._asked
            self._more.notify_all()
        if asked > 0:
            self.ask(asked)

    def _given(self, count: int, acknowledge: bool) -> tuple[Pulled, ...]:
        given: list[Pulled] = []
        size = 0
        with self._more:
            now = clock.mono_ns()
            while len(given) < count and size < PULL_BYTES and (item := self._station.take()) is not None:
                token, item.begun = next(self._tokens), now
                size += item.size
                given.append(Pulled(token, item.message(self.spec.connection, -next(_IDS))))
                if acknowledge:
                    self._settle(item, now, now)
                else:
                    self._out[token] = item
            self._more.notify_all()
        return tuple(given)

    # --- inside; the lock is held ------------------------------------------------------------------------

    @property
    def holding(self) -> int:
        """Messages in hand."""
        with self._more:
            return self._holding

    @property
    def in_service(self) -> int:
        """Messages that somebody works on."""
        with self._more:
            return self._station.busy + len(self._out)

    @property
    def locked(self) -> threading.Condition:
        """The lock, for who reads several figures of one moment."""
        return self._more

    @property
    def _holding(self) -> int:
        return self._station.waiting + self._station.busy + len(self._out)

    @property
    def _free(self) -> int:
        if self._bytes >= HELD_BYTES:
            return 0
        free = self.spec.reach - self._holding
        return free if self._asked is None else min(free, self._asked)

    def _hold(
        self, block: Block, stamps: Stamps | None, acknowledge: Acknowledge | None, part: object, now: int
    ) -> None:
        for item in held(block, stamps, acknowledge, part):
            self._bytes += item.size
            self._station.arrive(item, now)
        self._arm()

    def _settle(self, item: Held, begun: int, end: int, failed: bool = False, attempts: int = 1, took: int = 0) -> None:
        self._bytes -= item.size
        self.tally.finish(item, begun, end, failed, attempts, took)
        item.settling.done(item.row)

    def _dropped(self, items: list[Held]) -> None:
        self._bytes -= sum(item.size for item in items)
        self.tally.give_back(items, clock.mono_ns())
        self._more.notify_all()

    # --- the pretended work ------------------------------------------------------------------------------

    def _arm(self) -> None:
        """Have `_ended` called when the next work ends."""
        due = self._station.due
        if due is not None and (self._armed is None or due < self._armed):
            self._armed = due
            self._schedule.at(due, self._ended)

    def _ended(self, now: int) -> int | None:
        """Work is over: acknowledge it. Answers when the next is; None where another call is under way already."""
        with self._more:
            if self._armed is None or now < self._armed:
                return None
            for work in self._station.finished(now):
                took = work.end - work.begun
                self._settle(work.item, work.begun, max(now, work.end), work.failed, work.attempts, took)
            self._armed = self._station.due
            self._more.notify_all()
            return self._armed

    def close(self) -> None:
        """Hold no more; what is in hand stays at the broker."""
        with self._more:
            self._closed = True
            self._armed = None
            away = [*self._station.abandon(), *self._out.values()]
            self._out.clear()
            self._dropped(away)
            pullers = list(self._pullers)
        self._wake(pullers)

    def _wake(self, pullers: list[asyncio.Event]) -> None:
        for each in pullers:
            self._loop.call_soon_threadsafe(each.set)


def _station(spec: ConsumerSpec) -> Station[Held]:
    if spec.simulate is None:
        return Station()
    dice = random.Random(spec.simulate.seed).random  # noqa: S311  # not for secrets
    times = ServiceTimes(spec.simulate, dice)
    return Station(spec.simulate.concurrency, times.next, times.fails, spec.simulate.retries)


async def _within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        pass
