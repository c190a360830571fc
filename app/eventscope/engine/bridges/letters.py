"""Dead letters of one bridge for people: looked at, sent again as they are or planned anew, thrown away, exported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from eventscope.core.deadletter import DeadEdit, DeadLetter
from eventscope.core.errors import BadInput
from eventscope.engine.bridges.planner import Planner
from eventscope.engine.bridges.queue import Morgue
from eventscope.store.spooldead import Arrival

PAGE = 256


class Opened(Protocol):
    """How to come by the dead letters and the planners of a bridge, running or not."""

    def __call__(self) -> AbstractContextManager[tuple[Morgue, Sequence[Planner]]]:
        """Both; the planners are empty where nobody knows the bridge, but its spool is there."""


class BridgeLetters:
    """See `service.Letters`. Every call may wait for the disk: it is made off the event loop."""

    def __init__(self, bridge: str, opened: Opened) -> None:
        self._bridge = bridge
        self._opened = opened

    def page(self, after: int = 0, count: int = PAGE, route: int | None = None, reason: str = "") -> list[DeadLetter]:
        """The next ones behind an id, oldest first, at most 256."""
        with self._opened() as (morgue, _):
            return morgue.page(after, min(count, PAGE), route, reason)

    def reasons(self) -> dict[str, int]:
        """How many there are of each reason."""
        with self._opened() as (morgue, _):
            return morgue.reasons()

    def replay(self, ids: Sequence[int] | None, edit: DeadEdit | None = None) -> int:
        """Send them again (None: all); answers how many. What had never been planned is planned now."""
        with self._opened() as (morgue, planners):
            return sum(self._batch(morgue, planners, batch, edit) for batch in _batches(morgue, ids))

    def _batch(
        self, morgue: Morgue, planners: Sequence[Planner], letters: Sequence[DeadLetter], edit: DeadEdit | None
    ) -> int:
        ready = [letter.id for letter in letters if letter.came_by is None]
        raw = [letter.id for letter in letters if letter.came_by is not None]
        if raw and not planners:
            sentence = "Nobody knows the bridge {bridge} any more, so these letters cannot be planned. Export them."
            raise BadInput("dead-unplanned", sentence, bridge=self._bridge)
        count = morgue.replay(ready, _changes(edit)) if ready else 0
        if not raw:
            return count
        return count + morgue.arrive(raw, lambda letter: _arrival(planners, letter, edit))

    def purge(self, ids: Sequence[int] | None = None) -> int:
        """Throw them away, all where `ids` is None."""
        with self._opened() as (morgue, _):
            return morgue.purge(ids)

    def export(self, route: int | None = None, reason: str = "") -> Iterator[str]:
        """One JSON object each."""
        with self._opened() as (morgue, _):
            yield from morgue.export(route, reason)


def _batches(morgue: Morgue, ids: Sequence[int] | None) -> Iterator[list[DeadLetter]]:
    """Those that are meant, in order. What dies again meanwhile has a newer id and does not come a second time."""
    wanted = None if ids is None else set(ids)
    after, last = 0, max(wanted, default=0) if wanted is not None else _newest(morgue)
    while letters := morgue.page(after, PAGE):
        after = letters[-1].id
        yield [letter for letter in letters if letter.id <= last and (wanted is None or letter.id in wanted)]
        if after >= last:
            return


def _newest(morgue: Morgue) -> int:
    after = 0
    while letters := morgue.page(after, PAGE):
        after = letters[-1].id
    return after


def _changes(edit: DeadEdit | None) -> dict[str, object]:
    if edit is None:
        return {}
    given = {"topic": edit.topic, "payload": edit.payload, "key": edit.key}
    return {name: value for name, value in given.items() if value is not None}


def _arrival(planners: Sequence[Planner], letter: DeadLetter, edit: DeadEdit | None) -> Arrival:
    assert letter.came_by is not None
    planner = planners[min(letter.came_by, len(planners) - 1)]
    return planner.again(replace(letter, **_changes(edit)))  # type: ignore[arg-type]
