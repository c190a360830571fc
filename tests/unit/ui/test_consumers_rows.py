"""Rows of the consumers' table."""

import pytest

from eventscope.core.consumer import ConsumerFigures, ConsumerSpec, ConsumerState
from eventscope.core.workspace import Connection
from eventscope.ui.viewmodels.consumers_rows import ConsumerRow, free_name, rows

SPEC = ConsumerSpec("a", "conn", "t")


def figures(state: ConsumerState, code: str = "") -> ConsumerFigures:
    return ConsumerFigures("a", state, "push", "topic", code=code)


def test_a_consumer_has_a_row_before_anything_is_told() -> None:
    (row,) = rows([SPEC], [], [Connection("conn", "Broker")])
    assert (row.name, row.connection, row.figures, row.runs, row.level) == ("a", "Broker", None, False, "muted")


def test_figures_go_with_their_consumer_by_name() -> None:
    other = ConsumerSpec("b", "gone", "t")
    found = rows([other, SPEC], [figures("up")], [])
    assert [(row.name, row.figures is not None, row.connection) for row in found] == [("b", False, ""), ("a", True, "")]


@pytest.mark.parametrize(
    ("state", "code", "level", "runs"),
    [
        ("up", "", "good", True), ("up", "receive-maximum-passed", "warn", True), ("refused", "login", "bad", True),
        ("waiting", "", "warn", True), ("connecting", "", "accent", True), ("stopped", "", "muted", False),
    ],
)  # fmt: skip
def test_a_state_has_a_colour(state: ConsumerState, code: str, level: str, runs: bool) -> None:
    row = ConsumerRow(SPEC, "Broker", figures(state, code))
    assert (row.level, row.runs) == (level, runs)


def test_a_new_name_is_free() -> None:
    assert free_name([], "consumer") == "consumer-1"
    assert free_name([ConsumerSpec(f"consumer-{n}", "", "") for n in (1, 3)], "consumer") == "consumer-2"
