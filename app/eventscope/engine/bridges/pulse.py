"""The beats of a bridge and what follows from them: whether it lives while it carries nothing, and how late. Pure.

TCP tells of a peer that is gone, keep alive within 21 s of one that is silent. What neither tells: the source answers
pings but delivers nothing to our subscription; the disk takes nothing; the target takes bytes and answers none. So a
beat goes the whole way, by the cheapest means at each step. At the source it is a real message of another session,
heard by the subscription's own session, for only that proves delivery. It is no row of the spool, which would be in
its books and on its disk for ever, but waits its turn at the writer. At the target it is a PINGREQ on the session that
carries messages: a broker answers it in its turn, nobody else sees it, and it needs no right; that publishing works is
proved by the answers to messages, whose absence is noticed without beats (`outlet.RouteOutlet.unanswered`).
"""

from __future__ import annotations

from typing import Literal

from eventscope.core.busfigures import BeatState

SECOND = 10**9
LEAST = 2.0  # seconds that an answer may always take
PART = 0.8  # of the time between two beats: what dies after one beat is known before the next but one
UNHEARD = 3  # beats in a row that came to nothing before it is concluded that none ever will
KEPT = 16  # beats that are waited for; of older ones nothing is expected


def patience(every: int) -> float:
    """Seconds that an answer may take."""
    return max(LEAST, PART * every)


class Leg:
    """One step of the way: what was asked, and whether answers come. `lost` lasts until one does."""

    def __init__(self, patience: float) -> None:
        self.lost = False
        self._since = 0  # when it was lost
        self._patience = round(patience * SECOND)
        self._asked: dict[bytes, int] = {}

    def ask(self, beat: bytes, now: int) -> None:
        """A beat sets out."""
        self._asked[beat] = now
        if len(self._asked) > KEPT:
            del self._asked[next(iter(self._asked))]

    def answer(self, beat: bytes) -> bool:
        """A beat is there; False for one that is not waited for. Those before it are overtaken."""
        if beat not in self._asked:
            return False
        self.rest()
        self.lost = False
        return True

    def rest(self) -> None:
        """Nothing is expected any more, as of a side that is down."""
        self._asked.clear()

    def look(self, now: int, lived: int = 0) -> bool:
        """Whether it is lost as of now, and was not before; `lived` is when something else crossed."""
        self._asked = {beat: at for beat, at in self._asked.items() if at > lived}
        if self.lost:
            self.lost = lived <= self._since
        elif self._asked and now - next(iter(self._asked.values())) >= self._patience:
            self.lost, self._since = True, now
            return True
        return False


class Pulse:
    """`run` tells our beats from those of an earlier life; `sure`: the source tells what it does not allow (MQTT 5).

    All times are monotonic ns. `refusals` are the source's words against publishing beats, or subscribing to them.
    """

    def __init__(self, every: int, run: str, sure: bool) -> None:
        self.every = every
        self.sent = self.beats = 0
        self.lag: int | None = None  # ns from publishing to the source session
        self.took: dict[int, int] = {}  # by route, ns from publishing to the target's answer
        self.refusals: dict[str, str] = {}
        self.source = Leg(patience(every))
        self.queue = Leg(patience(every))
        self.targets: dict[int, Leg] = {}
        self._run = run
        self._sure = sure
        self._next = 0
        self._began: dict[bytes, int] = {}
        self._heard = self._taken = self._lived = False
        self._unheard = 0

    # --- on its way --------------------------------------------------------------------------------------

    def due(self, now: int) -> bytes | None:
        """The next beat, when it is time for one and none is refused."""
        if now < self._next or self.refusals:
            return None
        self._next = now + self.every * SECOND
        self.sent += 1
        beat = f"{self._run}-{self.sent}".encode()
        self._began[beat] = now
        if len(self._began) > KEPT:
            del self._began[next(iter(self._began))]
        return beat

    def published(self, beat: bytes, now: int) -> None:
        """It goes by way of the source."""
        self.source.ask(beat, now)
        self._unheard += 1

    def said(self, what: Literal["publish", "subscribe"], reason: int, words: str) -> None:
        """What the source said to a beat, or to the subscription to beats."""
        if reason < 0x80:
            self.refusals.pop(what, None)
            self._taken = self._taken or what == "publish"
            return
        self.refusals[what] = words
        self.source.rest()
        self.source.lost = False

    def again(self) -> None:
        """A new connection: the source may think otherwise."""
        self.refusals.pop("publish", None)

    def came(self, beat: bytes, now: int) -> bool:
        """It is back from the source; False for one that is not ours, or was overtaken."""
        if not self.source.answer(beat):
            return False
        self._heard, self._unheard = True, 0
        self.lag = now - self._began.get(beat, now)
        return True

    def queued(self, beat: bytes) -> None:
        """It has passed the queue's writer."""
        self.queue.answer(beat)
        self.beats += 1

    def asked(self, route: int, beat: bytes, now: int) -> None:
        """A target is asked."""
        self.targets.setdefault(route, Leg(patience(self.every))).ask(beat, now)

    def answered(self, route: int, beat: bytes, now: int) -> None:
        """It has answered."""
        if self.targets[route].answer(beat) and beat in self._began:
            self.took[route] = now - self._began[beat]

    # --- what follows ------------------------------------------------------------------------------------

    def look(self, now: int, lived: int) -> bool:
        """Whether the source is newly found to deliver nothing; `lived` is when it last gave a message, 0 for never."""
        self._lived = self._lived or lived > 0
        self.queue.look(now)
        return self._judges and self.source.look(now, lived)

    @property
    def _judges(self) -> bool:
        """Whether silence means anything: beats have come, or they must come because the source took them.

        Rules may let us publish and not read, and 3.1.1 has no words for a refusal. While messages come, a source
        that never gave a beat is one that forbids them.
        """
        return self._heard or (self._sure and self._taken and not self._lived)

    @property
    def unheard(self) -> bool:
        """Nothing refuses the beats, and none comes."""
        return not self._heard and not self._judges and self._unheard > UNHEARD

    @property
    def lost(self) -> bool:
        """Somebody is up, and dead all the same."""
        return self.source.lost or self.queue.lost or any(leg.lost for leg in self.targets.values())

    @property
    def state(self) -> BeatState:
        """For people."""
        if self.refusals or self.unheard:
            return "refused"
        return "lost" if self.lost else "heard" if self.beats else "waiting"
