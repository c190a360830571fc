"""What a window does with its engine, without a window: the engine process, its answers and its news."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from eventscope.core import verbs
from eventscope.core.news import News, Notice, Summary
from eventscope.engine.engine import Options
from eventscope.host.process import EngineProcess

T = TypeVar("T")


class Window:
    """One engine process and everything it told."""

    def __init__(self, options: Options) -> None:
        self.woken = threading.Event()
        self.news: list[News] = []
        self.engine = EngineProcess(options, self.woken.set)

    def until(self, condition: Callable[[], T], what: str, seconds: float = 30.0) -> T:
        end = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < end, f"{what}: not within {seconds} s; told: {self.news[-3:]}"
            self.woken.wait(0.05)
            self.woken.clear()
            self.news += self.engine.client.drain()
        return value

    def ask(self, verb: verbs.Verb[T]) -> T:
        got: list[Any] = []
        self.engine.client.submit(
            verb, lambda value: got.append((value, None)), lambda error: got.append((None, error))
        )
        value, error = self.until(lambda: got, type(verb).__name__)[0]
        if error is not None:
            raise error
        return value  # type: ignore[no-any-return]

    def summary(self) -> Summary | None:
        return next((item for item in reversed(self.news) if isinstance(item, Summary)), None)

    def stored(self) -> int:
        found = self.summary()
        return found.counts.stored if found else 0

    def notices(self) -> list[str]:
        return [item.code for item in self.news if isinstance(item, Notice)]


@contextmanager
def window(options: Options) -> Iterator[Window]:
    made = Window(options)
    try:
        yield made
    finally:
        made.engine.close()
