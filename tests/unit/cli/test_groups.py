"""What `groups` prints."""

from __future__ import annotations

import json

import pytest

from eventscope.cli import groups
from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import Group, Member, Move, PartitionLag, Reset

GROUP = Group(
    "billing\x1b[31m", "stable",
    members=(Member("m-1", "client", "/127.0.0.1", (Partition("t", 0),)),),
    partitions=(
        PartitionLag(Partition("t", 0), 3, 0, 1_010, 1_007, 12.5),
        PartitionLag(Partition("t", 1), None, 0, 5, None),
    ),
)  # fmt: skip


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    groups._show((GROUP,), as_json=False)
    said = capsys.readouterr().out
    assert "stable, 1 member(s), lag 1,007, 1 partition(s) unknown" in said
    assert "t/0  3 of 1,010  lag 1,007, 12.5 s" in said
    assert "\x1b" not in said


def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    groups._show((GROUP,), as_json=True)
    (found,) = json.loads(capsys.readouterr().out)["groups"]
    assert (found["lag"], found["unknown"]) == (1_007, 1)
    assert found["partitions"][0]["time-lag"] == 12.5
    assert found["partitions"][1]["lag"] is None
    assert found["members"][0]["partitions"] == [["t", 0]]


def test_moves(capsys: pytest.CaptureFixture[str]) -> None:
    moves = (Move(Partition("t", 0), 5, 3), Move(Partition("t", 1), 5, 9), Move(Partition("t", 2), None, 0))
    groups._moves(Reset("g", moves), as_json=False)
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "t partition 0: 5 -> 3 (reads 2 again)",
        "t partition 1: 5 -> 9 (skips 4)",
        "t partition 2: – -> 0",
        "Nothing was moved (dry run).",
    ]
