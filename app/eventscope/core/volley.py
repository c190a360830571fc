"""Many events of one job, sent as one thing: what they are, and what became of each, as columns instead of receipts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventscope.core.message import Draft, Receipt

Times = NDArray[np.int64]
Where = slice | Sequence[int]  # events of a volley
Changed = Callable[[int, int, str], None]  # (events that came to a good end, that failed, why the last one did)


class Volley:
    """All of one QoS, in the order in which they shall leave; arrays have shape (n,), times are monotonic ns.

    `drafts` is one Draft that all events share but for their intended times, or one for each. `intended` is None
    where each is meant to leave when it does. Once a link has it, only the link's thread writes into it; any other
    may read. A stage that has not come is 0; `seq` is -1 where an event carries no stamp.
    """

    def __init__(
        self, drafts: Draft | Sequence[Draft], intended: Times | None, count: int, at: tuple[int, int], changed: Changed
    ) -> None:
        """`at` is when they were queued: (monotonic ns, wall ns)."""
        self.same = drafts if isinstance(drafts, Draft) else None
        self._drafts = () if isinstance(drafts, Draft) else drafts
        self.intended = intended
        self.qos = (self.same or self._drafts[0]).qos
        self.queued, self.wall = at
        self.sent: Times = np.zeros(count, np.int64)
        self.acknowledged: Times = np.zeros(count, np.int64)
        self.seq: Times = np.full(count, -1, np.int64)
        self.stream = ""
        self._said: list[tuple[str, str, int]] = [("", "", 0)]  # (code, words, reason) that outcomes point to
        self._outcome = np.zeros(count, np.uint16)
        self._changed = changed
        self._done = self._failed = 0  # since the last `tell`

    def __len__(self) -> int:
        return len(self.sent)

    @property
    def size(self) -> int:
        """Payload bytes that it holds in memory while it waits."""
        return len(self.same.payload) if self.same is not None else sum(len(draft.payload) for draft in self._drafts)

    @property
    def offered(self) -> int:
        """Payload bytes that leave when all of it does."""
        return self.size * len(self) if self.same is not None else self.size

    def draft(self, index: int) -> Draft:
        """One event, at its own intended time."""
        if self.same is None:
            return self._drafts[index]
        return self.same if self.intended is None else replace(self.same, intended=int(self.intended[index]))

    # --- written by the link -------------------------------------------------------------------------------

    def number(self, start: int, stop: int, stream: str, first: int) -> None:
        """These carry numbers of that stream from `first` on."""
        self.stream = stream
        self.seq[start:stop] = np.arange(first, first + stop - start)

    def left(self, where: Where, now: int) -> None:
        """They are in the socket; QoS 0 has come to its end."""
        fresh = self.sent[where] == 0  # not what left before the connection broke, and was acknowledged meanwhile
        self.sent[where] = np.where(fresh, now, self.sent[where])
        if not self.qos:
            self._done += int(np.count_nonzero(fresh))

    def settled(self, where: Where, now: int, reason: int = 0, words: str = "") -> None:
        """The broker has answered for good; a reason from 0x80 on is a refusal."""
        sent = self.sent[where]
        self.sent[where] = np.where(sent == 0, now, sent)  # a batch that is still on its way to the socket
        self.acknowledged[where] = now
        refused = reason >= 0x80
        self._end(where, ("refused" if refused else "", words, reason), refused)

    def failed(self, where: Where, code: str, words: str, reason: int = 0) -> None:
        """They will not go."""
        self._end(where, (code, words, reason), True)

    def _end(self, where: Where, said: tuple[str, str, int], failed: bool) -> None:
        count = len(self.sent[where])
        self._done += 0 if failed else count
        self._failed += count if failed else 0
        if said != self._said[0]:
            if said not in self._said:
                self._said.append(said)
            self._outcome[where] = self._said.index(said)

    def tell(self) -> None:
        """Let who made it know what was not told yet."""
        done, failed, self._done, self._failed = self._done, self._failed, 0, 0
        if done or failed:
            words = next((words or code for code, words, _ in reversed(self._said) if code), "") if failed else ""
            self._changed(done, failed, words)

    # --- read by anyone ------------------------------------------------------------------------------------

    def find(self, topic: str, seq: int, stream: str) -> int | None:
        """Which event carries that number of that stream on that topic."""
        if stream != self.stream:
            return None
        for index in np.flatnonzero(self.seq == seq).tolist():
            if (self.same or self._drafts[index]).topic == topic:
                return int(index)
        return None

    def receipt(self, index: int, ident: int = 0) -> Receipt:
        """What became of one event, as of those that are published one by one; queued is when it was meant to leave."""
        draft = self.draft(index)
        late = 0 if draft.intended is None else draft.intended - self.queued
        code, words, reason = self._said[int(self._outcome[index])]
        stages: dict[str, Any] = {name: int(getattr(self, name)[index]) or None for name in ("sent", "acknowledged")}
        return Receipt(
            ident, draft.topic, draft.qos, self.queued + late, self.wall + late, **stages,
            reason=reason, failed=code, words=words,
        )  # fmt: skip
