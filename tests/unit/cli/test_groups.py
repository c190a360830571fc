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


class FakeGroups:
    def __init__(self, before: int | None, *members: Member) -> None:
        self.made = Reset("g", (Move(Partition("t", 0), before, 3),))
        self.group = Group("g", "stable", members=members)

    def plan(self, group: str, *_: object) -> Reset:
        return self.made

    def some(self, names: list[str]) -> tuple[Group, ...]:
        return (self.group,)

    def reset(self, plan: Reset) -> Reset:
        return Reset(plan.group, plan.moves, done=True)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (FakeGroups(5, *GROUP.members), "Group 'g' has 1 member(s) that are reading. Stop them first"),
        (FakeGroups(None), "Group 'g' has no place in t yet: check its name"),
        (FakeGroups(5), ""),
    ],
)
def test_a_dry_run_tells_what_the_move_would_meet(
    known: FakeGroups, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not groups._reset(known, "g", "t", None, "3", True).done  # type: ignore[arg-type]
    said = capsys.readouterr().err
    assert said.startswith(words) if words else not said
    assert groups._reset(known, "g", "t", None, "3", False).done  # type: ignore[arg-type]
    assert not capsys.readouterr().err


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
