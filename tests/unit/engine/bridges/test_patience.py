"""How soon a row that failed is tried again, and when no more."""

from __future__ import annotations

import pytest

from eventscope.engine.bridges.ends import Failure
from eventscope.engine.bridges.patience import Patience

AGAIN = Failure(1, "quota", "Too much.", False)


def test_permanent_failures_die_at_once() -> None:
    verdict = Patience(0).judge(Failure(1, "invalid_topic", "No topic.", True), 0)
    assert verdict == (None, "invalid_topic", "No topic.")


@pytest.mark.parametrize(("before", "ceiling"), [(0, 0.5), (1, 1.0), (5, 16.0), (6, 30.0), (100, 30.0)])
def test_full_jitter_grows_to_half_a_minute(before: int, ceiling: float) -> None:
    for drawn in (0.0, 0.5, 0.999):
        assert Patience(0, lambda drawn=drawn: drawn).judge(AGAIN, before).seconds == drawn * ceiling


def test_after_so_many_tries_it_dies_with_the_last_reason() -> None:
    patience = Patience(3, lambda: 0.5)
    assert [patience.judge(AGAIN, before).reason for before in range(3)] == ["quota", "quota", "retries_exhausted"]
    last = patience.judge(AGAIN, 2)
    assert last.seconds is None
    assert last.words == "It was tried 3 times, the last time in vain because: Too much."


def test_a_target_that_says_when_is_heeded_within_an_hour() -> None:
    patience = Patience(0)
    assert patience.judge(AGAIN._replace(seconds=7.0), 0).seconds == 7.0
    assert patience.judge(AGAIN._replace(seconds=1e9), 0).seconds == 3_600.0
    assert patience.judge(AGAIN._replace(seconds=-1.0), 0).seconds == 0.0
