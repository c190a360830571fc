"""The self-test of the log holds, and a log that breaks its promise is found out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sabotage
from eventscope.cli.selftest import damage, kills
from eventscope.cli.selftest.check import Broken
from eventscope.core.message import Block
from eventscope.store import folder
from eventscope.store.log import Log


@pytest.fixture(autouse=True)
def _soon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "KILLS", 2)
    monkeypatch.setattr(kills, "ENOUGH", 10)
    if "holds" not in request.node.name:
        monkeypatch.setattr(damage, "STORES_WITHIN", 1.0)


def test_p1_holds() -> None:
    assert kills.survives_kill().startswith("2 kills")


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        (sabotage.acknowledges_before_storing, "acknowledged messages are not in the log"),
        (sabotage.stores_twice, "twice, or out of order"),
        (sabotage.acknowledges_little, "were acknowledged"),
    ],
)
def test_p1_finds_a_log_that_lies(part: Callable[..., None], seen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "store", part)
    with pytest.raises(Broken, match=seen):
        kills.survives_kill()


def test_p14_holds() -> None:
    assert damage.opens_when_damaged().startswith("6 kinds")


def test_p14_finds_a_log_that_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path, spare: Path | None = None) -> None:
        raise RuntimeError("cannot read it")

    monkeypatch.setattr(folder.inspection, "load", fails)
    with pytest.raises(RuntimeError, match="cannot read"):  # which `attempt` tells as broken
        damage.opens_when_damaged()


def test_p14_finds_a_log_that_takes_no_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Log, "put", lambda self, block, acknowledge=None: None)
    with pytest.raises(Broken, match="takes no messages"):
        damage.opens_when_damaged()


def test_p14_finds_a_log_that_stores_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Log.put

    def put(self: Log, block: Block, acknowledge: Any = None) -> None:
        right(self, kills.block(1000), acknowledge)

    monkeypatch.setattr(Log, "put", put)
    with pytest.raises(Broken, match="takes no messages"):
        damage.opens_when_damaged()


def test_p14_finds_a_log_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    right = folder.open_folder
    monkeypatch.setattr("eventscope.store.log.open_folder", lambda path, notice: right(path, lambda *_, **__: None))
    with pytest.raises(Broken, match="nobody is told"):
        damage.opens_when_damaged()


def test_p14_finds_a_log_that_throws_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(file: Path, word: str = "damaged") -> None:
        file.unlink()

    monkeypatch.setattr(folder, "put_aside", away)
    with pytest.raises(Broken, match="was not kept"):
        damage.opens_when_damaged()


def test_a_storing_process_ends_when_it_is_left_alone(tmp_path: Path) -> None:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=kills.store, args=(str(tmp_path), 0, theirs), daemon=True)
    process.start()
    theirs.close()
    assert ours.recv() == 0
    ours.close()
    process.join(20)
    assert process.exitcode == 0
    process.close()
