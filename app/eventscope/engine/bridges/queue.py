"""What waits between source and target: a spool on disk, or for at most once a bounded queue in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from eventscope.core.deadletter import DeadLetter
from eventscope.store.spoolcounts import Figures
from eventscope.store.spooldead import Arrival
from eventscope.store.spoolrows import Corpse, Drop, Entry, Marks, Row

Done = Callable[[Exception | None], None]


class Morgue(Protocol):
    """Dead letters as `store.spooldead.DeadLetters` keeps them; every call may wait for the disk."""

    def page(self, after: int = 0, count: int = 256, route: int | None = None, reason: str = "") -> list[DeadLetter]:
        """The next ones behind an id, oldest first."""

    def reasons(self) -> dict[str, int]:
        """How many there are of each reason."""

    def replay(self, ids: Sequence[int], edits: Mapping[str, object] | None = None) -> int:
        """To the end of the queue as they are."""

    def arrive(self, ids: Sequence[int], plan: Callable[[DeadLetter], Arrival]) -> int:
        """Let them come in anew."""

    def purge(self, ids: Sequence[int] | None = None) -> int:
        """Throw them away."""

    def export(self, route: int | None = None, reason: str = "") -> Iterator[str]:
        """As JSON lines."""


class Queue(Protocol):
    """As `store.spool.Spool`: any thread calls, nothing waits but `inbox` and `close`."""

    @property
    def restored(self) -> Sequence[Row]:
        """Rows on their way when the last process ended."""

    @property
    def offsets(self) -> Mapping[tuple[str, int], int]:
        """The next offset to read of each topic and partition, as it was at the start."""

    @property
    def dead(self) -> Morgue:
        """The dead letters."""

    @property
    def epoch(self) -> int:
        """Counts the starts."""

    @property
    def commits(self) -> tuple[int, int]:
        """How many transactions, and their time in all (ns)."""

    def put(
        self,
        entries: Sequence[Entry],
        marks: Marks | None = None,
        drops: Sequence[Drop] = (),
        corpses: Sequence[Corpse] = (),
        done: Done | None = None,
    ) -> None:
        """In; `done` comes late while there is no room."""

    def mark(self, marks: Marks, done: Done | None = None) -> None:
        """Remember marks at once, after what was told to `done` before."""

    def inbox(self, session: str) -> set[int]:
        """QoS 2 packet ids that are held."""

    def listen(self, route: int, ready: Callable[[], None]) -> None:
        """Hear when `take` may give something."""

    def take(self, route: int, count: int) -> list[Row]:
        """The next rows."""

    def sent(self, pairs: Sequence[tuple[int, int]], done: Done | None = None) -> None:
        """About to be sent."""

    def received(self, pairs: Sequence[tuple[int, int]], done: Done | None = None) -> None:
        """Received by the target."""

    def done(self, ids: Iterable[int], done: Done | None = None) -> None:
        """Through."""

    def drop(self, ids: Iterable[int], reason: str, done: Done | None = None) -> None:
        """Given up."""

    def retry(self, id_: int, seconds: float, reason: str, sentence: str, done: Done | None = None) -> None:
        """Again, later."""

    def back(self, ids: Sequence[int], done: Done | None = None) -> None:
        """Not tried; the next again."""

    def bury(self, id_: int, reason: str, sentence: str, done: Done | None = None) -> None:
        """To the dead letters."""

    def figures(self) -> Figures:
        """The books."""

    def oldest(self, route: int) -> int:
        """When the oldest row of a route came (wall ns), 0 for none."""

    def note(self, name: str, count: int = 1) -> None:
        """Count what moves no message."""

    def close(self) -> None:
        """End."""
