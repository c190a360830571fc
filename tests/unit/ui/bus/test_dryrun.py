"""What a dry run found, as rows."""

from __future__ import annotations

import pytest

from eventscope.core.bus import Route, Target
from eventscope.core.errors import BadInput
from eventscope.core.verbs import DryRunBridge
from eventscope.ui.viewmodels.bus import dryrun
from ui.fakebus import connections, dry_run, spec

SPEC = spec(
    "x",
    "Lab",
    routes=(
        Route(Target("Kafka staging", "orders.{2}"), when="payload.total > 10"),
        Route(Target("Audit hook"), when="payload.total > 1", on_error="dead-letter"),
    ),
)
run = dry_run(connections())


def rows(*lines: str) -> list[dryrun.DryRow]:
    return dryrun.rows(run(DryRunBridge(SPEC, lines)), SPEC)


def test_a_message_has_a_row_for_each_copy_and_each_reason() -> None:
    found = rows('{"topic": "orders/7/created", "payload": {"total": 5}}')
    assert [(row.target, row.leaves, row.reason) for row in found] == [
        ("Audit hook", "", ""), ("", "", "filtered"),
    ]  # fmt: skip
    assert [row.route for row in found] == [2, 1]


def test_what_would_die_says_so() -> None:
    found = rows('{"topic": "orders/7/created", "payload": "no json"}')
    assert [(row.reason, row.dead) for row in found] == [("unreadable", False), ("unreadable", True)]
    assert found[1].words


def test_what_the_source_does_not_give_is_a_reason_too() -> None:
    assert [row.reason for row in rows('{"topic": "other", "payload": "x"}')] == ["not_taken"]


def test_what_the_bridge_does_not_take_comes_last() -> None:
    found = rows('{"topic": "other"}', '{"topic": "orders/7/created", "payload": {"total": 50}}')
    assert [(row.number, row.reason) for row in found] == [(2, ""), (2, ""), (1, "not_taken")]


def test_the_detail_shows_input_and_output() -> None:
    found = rows('{"topic": "orders/7/created", "payload": {"total": 50}}')
    assert "orders.7" in dryrun.detail(found[0])
    assert '{"total":50}' in dryrun.detail(found[0])
    assert "qos" in dryrun.detail(found[0])
    filtered = rows('{"topic": "orders/7/created", "payload": {"total": 0}}')
    assert "No when of a route holds" in dryrun.detail(filtered[0])


def test_payloads_are_shown_harmless_and_cut() -> None:
    assert dryrun.shown(None) == "∅"
    assert dryrun.shown("a‮b".encode()) == "a‹RLO›b"
    assert dryrun.shown(b"x" * 9_000).endswith("… (9,000)")


def test_pasted_lines() -> None:
    assert dryrun.lines("a\n\n  \nb\n") == ("a", "b")
    with pytest.raises(BadInput, match="Paste a message"):
        dryrun.lines(" \n")
    with pytest.raises(BadInput, match="201 messages"):
        dryrun.lines("x\n" * 201)
