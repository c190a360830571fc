"""The state of a bridge and its reason, from what is true of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eventscope.engine.bridges.lifecycle import WORDS, Facts, Reason, SideFact, judge, reason

UP = SideFact("a", "up", True, takes="t/#")
TARGET = SideFact("b", "up", True)
RUNNING = Facts("up", sources=(UP,), targets=(TARGET,))


def state(facts: Facts) -> tuple[str, str]:
    found, why = judge(facts)
    return found, why.code


def test_running() -> None:
    assert state(RUNNING) == ("running", "")


@pytest.mark.parametrize("phase", ["disabled", "validating", "paused", "draining", "stopped", "failed"])
def test_a_phase_is_the_state_with_its_reason(phase: str) -> None:
    why = Reason("x", {}, "y")
    assert judge(replace(RUNNING, phase=phase, why=why, blocked="queue")) == (phase, why)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("blocked", "code"),
    [("queue", "bridge-queue-full"), ("dead-letters", "bridge-dead-letters-full"), ("disk", "bridge-disk-full")],
)
def test_blocked_goes_before_a_side_that_is_down(blocked: str, code: str) -> None:
    down = replace(TARGET, state="waiting")
    assert state(replace(RUNNING, blocked=blocked, targets=(down,))) == ("blocked", code)


def test_a_loop_goes_before_all() -> None:
    loop = reason("bridge-loop", topic="t", bridges="x", cycle="")
    assert judge(replace(RUNNING, blocked="queue", loop=loop)) == ("blocked", loop)


def test_a_refused_subscription_needs_a_person() -> None:
    refused = replace(UP, granted=False, refusal="Not authorised.")
    found, why = judge(replace(RUNNING, sources=(refused,)))
    assert found == "failed"
    assert why.words == "a does not give t/#: Not authorised."


def test_sides_that_are_down() -> None:
    down = replace(TARGET, state="waiting", words="Nothing listens.")
    assert state(replace(RUNNING, targets=(TARGET, down))) == ("degraded", "bridge-target-down")
    assert judge(replace(RUNNING, targets=(down,)))[1].words.startswith("b is down: Nothing listens. What comes in")
    assert state(replace(RUNNING, sources=(replace(UP, state="waiting"),))) == ("degraded", "bridge-source-down")


def test_before_a_side_was_ever_up() -> None:
    never = replace(TARGET, state="waiting", ever=False)
    assert state(replace(RUNNING, targets=(never,))) == ("connecting", "bridge-connecting")
    assert state(replace(RUNNING, targets=(TARGET, never))) == ("degraded", "bridge-target-down")
    waiting = replace(UP, state="connecting", ever=False)
    assert state(replace(RUNNING, sources=(waiting,))) == ("connecting", "bridge-connecting")


def test_until_the_source_answers_it_subscribes() -> None:
    assert state(replace(RUNNING, sources=(replace(UP, granted=None),))) == ("subscribing", "bridge-subscribing")


def test_who_is_up_and_dead_degrades_only_what_else_runs() -> None:
    silent = reason("bridge-target-silent", connection="b", seconds="10")
    assert judge(replace(RUNNING, silent=silent)) == ("degraded", silent)
    down = replace(UP, state="waiting")
    assert state(replace(RUNNING, silent=silent, sources=(down,))) == ("degraded", "bridge-source-down")


def test_a_lazy_target_without_work_is_no_fault() -> None:
    idle = replace(TARGET, state="down", ever=False, idle=True)
    assert state(replace(RUNNING, targets=(idle,))) == ("running", "")


def test_every_sentence_can_be_filled() -> None:
    params = dict.fromkeys(
        ("connection", "because", "takes", "words", "topic", "bridges", "cycle", "count", "seconds"), "x"
    )
    for code, words in WORDS.items():
        assert reason(code, **params).words == words.format_map(params)
