"""What a bridge tells of itself, byte for byte, and whom wildcards do not mean."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bridging import mqtt, plan, route
from eventscope.core import signs
from eventscope.core.dryrun import step
from eventscope.core.signs import Sign

SIGN = Sign("1a", "orders", "degraded", "bridge-target-down", "b is down.", 10**18, 10**18 + 1_500_000, 3, 7, 0)


def test_keys_and_times() -> None:
    assert json.loads(SIGN.payload()) == {
        "id": "1a", "name": "orders", "state": "degraded", "code": "bridge-target-down", "words": "b is down.",
        "since": "2001-09-09T01:46:40.000Z", "at": "2001-09-09T01:46:40.001Z", "epoch": 3, "queued": 7, "dead": 0,
    }  # fmt: skip


def test_the_will_has_the_same_keys_and_claims_nothing_that_it_cannot_know() -> None:
    will = json.loads(signs.gone("1a", "orders").payload())
    assert list(will) == list(json.loads(SIGN.payload()))
    assert will["state"] == "gone"
    assert [will[key] for key in ("since", "at", "epoch", "queued", "dead")] == [None] * 5


def test_what_is_news() -> None:
    assert SIGN.news == replace(SIGN, queued=8, at=0).news
    assert SIGN.books != replace(SIGN, queued=8).books
    assert SIGN.news != replace(SIGN, code="").news


@pytest.mark.parametrize(
    ("filter_", "asked"),
    [("#", False), ("+/+/+/state", False), ("eventscope/#", False), ("eventscope/bridge/#", True),
     ("eventscope/bridge/+/state", True)],
)  # fmt: skip
def test_wildcards_do_not_mean_signs(filter_: str, asked: bool) -> None:
    assert signs.asked_for(filter_) == asked


def test_a_dry_run_says_so() -> None:
    found = step(plan(route("cloud")), mqtt(signs.state_topic("1a")), 1)
    assert not found.outgoing
    assert "signs of life" in found.exits[0].words
    assert step(plan(route("cloud")), mqtt("eventscope/other"), 1).outgoing
