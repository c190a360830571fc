"""Spools for tests: opened and closed, without the large reserve, with calls that wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from eventscope.store import reserve
from eventscope.store.spool import Spool
from eventscope.store.spoolrows import Entry, Limits
from storing import Notices


class Wait:
    """A `done` that can be waited for."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self.error: Exception | None = None

    def __call__(self, error: Exception | None) -> None:
        self.error = error
        self._over.set()

    @property
    def over(self) -> bool:
        return self._over.is_set()

    def result(self) -> None:
        assert self._over.wait(20), "the spool did not answer"
        if self.error is not None:
            raise self.error


@contextmanager
def spooled(folder: Path, limits: Limits | None = None, notices: Notices | None = None) -> Iterator[Spool]:
    with mock.patch.object(reserve, "SIZE", 1 << 16):
        spool = Spool.open(folder, limits or Limits(), notices or Notices())
        try:
            yield spool
        finally:
            spool.close()


def entries(*payloads: bytes, route: int = 0, **fields: Any) -> list[Entry]:
    return [Entry(route, fields.get("topic", b"a/b"), body, **{k: v for k, v in fields.items() if k != "topic"})
            for body in payloads]  # fmt: skip


def put(spool: Spool, items: Sequence[Entry], **more: Any) -> None:
    """Into the spool, to the commit."""
    wait = Wait()
    spool.put(items, done=wait, **more)
    wait.result()


def settle(spool: Spool) -> None:
    """Until everything that was asked for is committed."""
    spool.firsts()


def loaded(spool: Spool) -> None:
    """Until what lay on disk is in memory: before, `take` gives as much as the writer happens to have read."""
    settle(spool)  # the writer reads after each transaction,
    settle(spool)  # so the next one ends after that


def payloads(spool: Spool, route: int = 0, count: int = 1_000) -> list[bytes | None]:
    return [row.payload for row in spool.take(route, count)]
