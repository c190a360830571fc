"""A spool against a model: whatever is done to it in whatever order, the books are exact and order is kept."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from eventscope.store.spool import Spool
from eventscope.store.spoolrows import Corpse, Drop, Entry, Limits, Marks, Row
from spooling import Wait, loaded, settle, spooled


class SpoolModel(RuleBasedStateMachine):
    """Two routes. What is known of each message: waiting, taken, or gone, and why."""

    @initialize(policy=st.sampled_from(["drop-oldest", "drop-newest", "to-dead-letters"]), limit=st.integers(3, 12))
    def open(self, policy: str, limit: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.limits = Limits(messages=limit, when_full=policy)  # type: ignore[arg-type]
        self.number = 0
        self.came: Counter[int] = Counter()
        self.out: Counter[int] = Counter()
        self.taken: dict[int, Row] = {}
        self.newest = {0: -1, 1: -1}
        self.inbox: set[int] = set()
        self.tried: set[int] = set()
        self._start()

    def _start(self) -> None:
        self._context = spooled(Path(self.folder.name), self.limits)
        self.spool: Spool = self._context.__enter__()
        loaded(self.spool)  # else the steps to come, and what is drawn in them, would depend on how fast the writer is

    @rule(routes=st.lists(st.integers(0, 1), max_size=6), mids=st.dictionaries(st.integers(1, 5), st.booleans()))
    def put(self, routes: list[int], mids: dict[int, bool]) -> None:
        items = []
        for route in routes:
            items.append(Entry(route, b"t%d" % route, b"%d" % self.number))
            self.number += 1
            self.came[route] += 1
        wait = Wait()
        self.spool.put(items, Marks("s", mids), done=wait)
        wait.result()
        self.inbox = (self.inbox | {mid for mid, held in mids.items() if held}) - {m for m, h in mids.items() if not h}

    @rule(count=st.integers(0, 5), route=st.integers(0, 1))
    def take(self, count: int, route: int) -> None:
        for row in self.spool.take(route, count):
            number = int(row.payload or b"")
            if row.id not in self.tried:
                assert number > self.newest[route], "first copies keep their order"
                self.newest[route] = number
            assert row.id not in self.taken
            self.taken[row.id] = row

    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        if not self.taken:
            return
        row = self.taken.pop(data.draw(st.sampled_from(sorted(self.taken))))
        how = data.draw(st.sampled_from(["done", "bury", "retry", "drop"]))
        if how == "done":
            self.spool.done([row.id])
            self.out[row.route] += 1
        elif how == "bury":
            self.spool.bury(row.id, "quota", "words")
        elif how == "drop":
            self.spool.drop([row.id], "given_up")
        else:
            self.spool.retry(row.id, 0.0, "quota", "words")
            self.tried.add(row.id)
        settle(self.spool)

    @rule()
    def exits(self) -> None:
        wait = Wait()
        corpse = Corpse(Entry(1, b"\xff", b"x"), "invalid_topic", "words")
        self.spool.put(
            [], None, [Drop(0, "loop_stopped", "loop", 2), Drop(None, "dropped", "filtered")], [corpse], wait
        )
        wait.result()
        self.came.update({0: 2, 1: 1, -1: 1})

    @rule()
    def purge(self) -> None:
        self.spool.dead.purge([letter.id for letter in self.spool.dead.page(count=2)])

    @rule()
    def restart(self) -> None:
        self._context.__exit__(None, None, None)
        self._start()
        # What was on its way without a stored packet id is queued again, in its old place.
        self.tried |= set(self.taken)
        self.taken.clear()
        assert self.spool.inbox("s") == self.inbox

    @invariant()
    def the_books_are_exact(self) -> None:
        figures = self.spool.figures()
        assert figures.error == 0
        assert {route: item.incoming for route, item in figures.routes.items() if item.incoming} == +self.came
        assert sum(item.out for item in figures.routes.values()) == sum(self.out.values())
        assert figures.queued >= len(self.taken)

    def teardown(self) -> None:
        if hasattr(self, "_context"):
            self._context.__exit__(None, None, None)
            self.folder.cleanup()


TestSpoolModel = SpoolModel.TestCase
TestSpoolModel.settings = settings(max_examples=25, stateful_step_count=30)
