"""The topic tree and the ranking with 100,000 topics: the longest turn of the window's loop for everything one does.

    QT_QPA_PLATFORM=offscreen .venv/bin/python tests/perf/topictree.py [TOPICS]

Prints a line for each action: the processor time in ms that its longest turn took on the window's thread, painting
included (a frame has 33), and of the ranking what the engine's thread spends on one answer. Processor time, because
it is the same on a busy machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from eventscope.core.news import Topics
from eventscope.core.topicverbs import RankTopics
from eventscope.engine.floods import Floods
from eventscope.engine.topics import TopicTable
from eventscope.ui.app import application
from eventscope.ui.panels.topics import TopicsPanel
from measuring import Event, block
from ui.fakes import make_desk, push

TURNS = 40


class Turns(QObject):
    """The longest turn of the loop: the time between two of its waits."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app

    def longest(self, action: Callable[[], object], seconds: float = 0.5) -> float:
        """Of the action itself and of what comes of it for so long, in ms of processor time."""
        found = [_spent(action), _spent(self._turn)]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found.append(_spent(self._turn))
            time.sleep(0.001)
        return max(found)

    def _turn(self) -> None:
        self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _spent(action: Callable[[], object]) -> float:
    before = time.thread_time_ns()
    action()
    return (time.thread_time_ns() - before) / 1e6


def main(count: int) -> None:
    """Measure all."""
    turns = Turns(application())
    names = tuple(b"site/hall-%03d/device-%05d" % (n // 1000, n) for n in range(count))
    rates = np.random.default_rng(1).pareto(1.2, count).astype(np.float32)
    figures = (np.arange(count, dtype=np.int64), rates)
    table = TopicTable()
    for start in range(0, count, 5_000):
        table.fold(block([Event(topic=name, raw=b"", payload=b"x" * 20) for name in names[start : start + 5_000]]))
    table.news(1.0)
    floods = Floods(table)
    desk = make_desk({RankTopics: floods.rank})
    panel = TopicsPanel(desk)
    panel.resize(300, 900)
    panel.show()
    turns.longest(lambda: None)

    def say(name: str, found: float) -> None:
        print(f"{found:8.1f} ms  {name}", flush=True)

    say("all topics come at once", turns.longest(lambda: push(desk, Topics(0, names, *figures)), 6.0))
    assert not panel.tree.busy
    news = Topics(count, (), *figures)
    say("their figures move", max(turns.longest(lambda: push(desk, news), 0.15) for _ in range(TURNS)))
    node = panel.tree.path  # a name for what is used often
    halls = [n for n in range(1, len(panel.tree.labels)) if node(n).count(b"/") == 1]
    say("a branch of 100 opens", turns.longest(lambda: panel.list.set_open(1, True)))
    say("a branch of 1,000 opens", turns.longest(lambda: panel.list.set_open(halls[0], True)))
    say("its next page", turns.longest(lambda: (panel.tree.show_more(halls[0]), panel.list.refresh())))
    say("twenty more open", max(turns.longest(lambda n=n: panel.list.set_open(n, True), 0.1) for n in halls[1:21]))
    say("figures move while they are open", max(turns.longest(lambda: push(desk, news), 0.15) for _ in range(TURNS)))
    say("to the end of it all", turns.longest(panel.list.scrollToBottom))
    say("one closes", turns.longest(lambda: panel.list.set_open(halls[0], False)))
    for text in ("d", "device-0", "device-09999", ""):
        say(f"find {text!r}", turns.longest(lambda text=text: panel.search.setText(text)))
    grown = tuple(b"site/new/%d" % n for n in range(1000))
    more = (np.arange(count + 1000, dtype=np.int64), np.concatenate([rates, np.ones(1000, np.float32)]))
    say("1,000 more topics", turns.longest(lambda: push(desk, Topics(count, grown, *more)), 1.0))
    for levels in range(4):
        for words in ("first", "again"):
            took = _spent(lambda levels=levels: floods.rank(RankTopics("rate", levels, "", 200)))
            say(f"engine ranks by {levels} levels, {words}", took)
    say("engine ranks what holds a text", _spent(lambda: floods.rank(RankTopics("rate", 0, "device-09", 200))))
    desk.door.answers[RankTopics] = floods.rank(RankTopics("rate", 0, "", 200))
    say("the ranking shows", turns.longest(lambda: panel.ranked.setChecked(True)))
    say("the ranking moves", max(turns.longest(panel.floods._ask, 0.1) for _ in range(10)))
    panel.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
