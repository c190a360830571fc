"""Loss, duplicates and reordering of one stream on one topic, exact, by sequence numbers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from eventscope.core.metrics import Integrity

WINDOW = 1 << 16  # numbers behind the highest one that are told apart one by one
LEAP = 10**9  # a jump ahead so far is no loss that anybody can have: it counts as a restart
GRACE = 5 * 10**9  # ns after which a missing message counts as lost, at least
_TOGETHER = 250_000_000  # ns: gaps noticed so close to each other are decided together
_MASK = (1 << WINDOW) - 1


@dataclass(slots=True)
class Totals:
    """Counts over many sequences, see core.metrics.Integrity."""

    sent: int = 0
    unique: int = 0
    lost: int = 0
    outstanding: int = 0
    late: int = 0
    duplicates: int = 0
    flagged: int = 0
    reordered: int = 0
    displacement: int = 0
    restarts: int = 0
    overlapping: int = 0
    beyond: int = 0
    unchecked: int = 0

    def add(self, other: Totals) -> None:
        """Sum up, the greatest displacement being the greater one."""
        furthest = max(self.displacement, other.displacement)
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.displacement = furthest

    def figures(self) -> Integrity:
        """As they cross layers."""
        return Integrity(
            received=self.unique,
            lost=self.lost,
            outstanding=self.outstanding,
            late=self.late,
            duplicates=self.duplicates,
            duplicates_flagged=self.flagged,
            reordered=self.reordered,
            max_displacement=self.displacement,
            restarts=self.restarts,
            overlapping=self.overlapping,
            beyond=self.beyond,
            unchecked=self.unchecked,
            sent=self.sent,
        )


class Sequence:
    """What has come of one (stream, topic) to one consumer.

    Two integers are bitmaps over the last WINDOW numbers, bit i standing for `highest - i`: `missing` has not
    come yet, `lost` was given up after the grace. While nothing is missing both are 0 and a run in order costs
    an addition. Every method counts into `totals`, so that always sent = unique + lost + outstanding.

    A number that cannot be new, but was sent later (`mono`, ns) than all before it, tells a restarted
    producer: a duplicate carries the stamp of its original. Pass mono -1 where the stamp has none.
    """

    __slots__ = ("first", "gaps", "highest", "latest", "lost", "missing", "published", "seen", "totals")

    def __init__(self, totals: Totals, seq: int, mono: int, now: int) -> None:
        self.totals = totals
        self.seen = now  # when the last one came, ns
        self.published = -1  # the last number that our own producer reported, kept here for the queue estimate
        self.missing = self.lost = 0
        self.gaps: deque[_Gap] | None = None
        self.latest = mono
        self._begin(seq, mono)

    @property
    def waiting(self) -> int:
        """How many are under way, as far as the producer's reports tell; 0 without reports."""
        if self.published < 0:
            return 0
        return max(self.published - self.highest, 0) + self.missing.bit_count()

    def run(self, seq: int, count: int, mono: int, now: int, grace: int) -> bool:
        """`count` messages with consecutive numbers from `seq`; False, and nothing done, if they are not all new.

        `mono` is the latest of their intended send times, `now` the receive time, `grace` how long to wait
        for those missing before them (all ns).
        """
        ahead = seq - self.highest
        if not 1 <= ahead <= LEAP:
            return False
        totals = self.totals
        if ahead > 1:
            self._skip(ahead - 1, now, grace)
        if self.missing or self.lost:
            self._shift(count)
        self.highest += count
        self.latest = max(self.latest, mono)
        self.seen = now
        totals.sent += count
        totals.unique += count
        return True

    def one(self, seq: int, mono: int, flagged: bool, now: int, grace: int, ordered: bool = True) -> bool:
        """One message that may be anything; answers whether it is a first copy.

        `flagged` is its DUP flag; with `ordered` False (members of a shared group) coming out of order is no
        fault and not counted.
        """
        if self.run(seq, 1, mono, now, grace):
            return True
        back = self.highest - seq
        if 0 <= back < WINDOW and seq >= self.first and (self.missing | self.lost) >> back & 1:
            self._fill(back, ordered)
            return True
        if mono > self.latest >= 0 or back < 0:
            self._restart(seq, mono)
            return True
        if seq < self.first and self.highest - seq < WINDOW:
            self._before_first(seq, now, grace, ordered)
            return True
        if back >= WINDOW:
            self.totals.beyond += 1
            return False
        self.totals.duplicates += 1
        self.totals.flagged += flagged
        return False

    def retained(self, seq: int, mono: int, now: int, grace: int) -> bool:
        """A message with RETAIN set: a copy of something old unless it fills a place; never a duplicate."""
        back = self.highest - seq
        fills = seq >= self.first and 0 <= back < WINDOW and bool((self.missing | self.lost) >> back & 1)
        return (fills or back < 0) and self.one(seq, mono, False, now, grace)

    def expire(self, now: int) -> int:
        """Give up what has been missing for longer than the grace; answers how many."""
        given_up = 0
        while self.gaps and self.gaps[0].until <= now:
            gap = self.gaps.popleft()
            given_up += self._give_up(gap.start, gap.stop)
        return given_up

    def forget(self) -> None:
        """The consumer asks for this no more: what is outstanding is neither lost nor awaited."""
        outstanding = self.missing.bit_count()
        self.totals.outstanding -= outstanding
        self.totals.sent -= outstanding
        self.missing = 0
        self.gaps = None

    def _begin(self, seq: int, mono: int) -> None:
        self.first = self.highest = seq
        self.latest = mono
        self.totals.sent += 1
        self.totals.unique += 1

    def _restart(self, seq: int, mono: int) -> None:
        """Numbers begin anew; what was still missing of the old run will not come."""
        self._give_up(self.first, self.highest + 1)
        self.missing = self.lost = 0
        self.gaps = None
        self.published = -1
        self.totals.restarts += 1
        self._begin(seq, mono)

    def _fill(self, back: int, ordered: bool) -> None:
        bit = 1 << back
        totals = self.totals
        if self.missing & bit:
            self.missing ^= bit
            totals.outstanding -= 1
        else:
            self.lost ^= bit
            totals.lost -= 1
            totals.late += 1
        totals.unique += 1
        self._count_reorder(back, ordered)

    def _before_first(self, seq: int, now: int, grace: int, ordered: bool) -> None:
        """Older than the first one seen: who got this one should have got those between them too."""
        between = self.first - seq - 1
        if between:
            self.missing |= ((1 << between) - 1) << (self.highest - self.first + 1)
            self._note_gap(seq + 1, self.first, now + grace)
            self.totals.outstanding += between
        self._count_reorder(self.highest - seq, ordered)
        self.first = seq
        self.totals.sent += between + 1
        self.totals.unique += 1

    def _count_reorder(self, back: int, ordered: bool) -> None:
        if ordered:
            self.totals.reordered += 1
            self.totals.displacement = max(self.totals.displacement, back)

    def _skip(self, count: int, now: int, grace: int) -> None:
        """`count` numbers were passed over; those that do not fit the window are lost at once."""
        kept = min(count, WINDOW - 1)
        self._shift(count)
        self.missing |= (1 << kept) - 1
        self.highest += count
        self.totals.sent += count
        self.totals.outstanding += kept
        self.totals.lost += count - kept
        self._note_gap(self.highest - kept + 1, self.highest + 1, now + grace)

    def _shift(self, count: int) -> None:
        """The window moves on; what leaves it undecided is lost."""
        if count >= WINDOW:
            gone, self.missing, self.lost = self.missing, 0, 0
        else:
            self.missing <<= count
            gone = self.missing >> WINDOW
            self.missing &= _MASK
            self.lost = (self.lost << count) & _MASK
        if gone:
            self.totals.outstanding -= gone.bit_count()
            self.totals.lost += gone.bit_count()

    def _note_gap(self, start: int, stop: int, until: int) -> None:
        if self.gaps is None:
            self.gaps = deque()
        last = self.gaps[-1] if self.gaps else None
        if last is not None and until - last.since < _TOGETHER:
            last.start, last.stop, last.until = min(last.start, start), max(last.stop, stop), max(last.until, until)
        else:
            self.gaps.append(_Gap(start, stop, until, until))

    def _give_up(self, start: int, stop: int) -> int:
        """Those of [start, stop) that are still missing are lost."""
        low = max(self.highest - stop + 1, 0)
        high = min(self.highest - start + 1, WINDOW)
        span = ((1 << (high - low)) - 1) << low if high > low else 0
        gone = self.missing & span
        count = gone.bit_count()
        self.missing ^= gone
        self.lost |= gone
        self.totals.outstanding -= count
        self.totals.lost += count
        return count


@dataclass(slots=True)
class _Gap:
    """Numbers of [start, stop) were missing; to be decided at `until`, the first of them noted for `since`."""

    start: int
    stop: int
    until: int
    since: int
