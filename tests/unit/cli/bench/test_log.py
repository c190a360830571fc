"""`bench log`: every figure is there, and the searches find what the load holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.base import clock
from eventscope.cli.bench import log, logload
from eventscope.core.errors import Unavailable

COUNT = 12_000


@pytest.fixture(scope="module")
def found() -> dict:
    return log.measure(COUNT, 2)


def test_searches_find_what_was_written(found: dict) -> None:
    hits, packed = ({item["case"]: item["hits"] for item in found["searches"][state]} for state in ("open", "packed"))
    assert hits["rare text, newest 200"] == hits["rare text, all"] == hits["regular expression, all"] == COUNT // 1000
    assert hits["frequent text, newest 200"] == log.NEWEST
    assert hits["frequent text, all"] == COUNT // 2
    assert hits["topic, all"] == COUNT // 25
    assert hits["topic that never came, all"] == hits["size that none has, all"] == 0
    assert hits["time of the newest hundredth, all"] == COUNT // 100
    assert packed == hits
    assert set(log.BUDGETS) < set(hits)


def test_stages_end_with_all_messages(found: dict) -> None:
    assert [item["messages"] for item in found["stages"]] == [10_000, COUNT]
    assert all(item["rate"] > 0 and item["cpu_us_per_message"] >= 0 for item in found["stages"])


def test_packing_makes_it_smaller_and_exports_are_whole(found: dict) -> None:
    size = found["bytes_per_message"]
    assert 200 < size["open"] < 400
    assert size["packed"] < size["open"] / 3
    assert {form: item["messages"] for form, item in found["exports"].items()} == {"jsonl": COUNT, "csv": COUNT}


def test_a_disk_that_takes_nothing_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wait_for", lambda *_: False)
    with pytest.raises(Unavailable):
        log._written(tmp_path, 1000)


def test_the_load_is_the_same_each_time_and_of_some_200_bytes() -> None:
    one, other = (list(logload.blocks(range(9000), 10**18)) for _ in range(2))
    assert [len(item) for item in one] == [logload.AT_ONCE, 9000 - logload.AT_ONCE]
    assert [item.blob for item in one] == [item.blob for item in other]
    assert 180 < sum(len(item.blob) for item in one) / 9000 < 260
    assert one[1].rows["wall"][0] == 10**18 + logload.AT_ONCE * logload.STEP
    assert one[1].payload(0).startswith(b'{"order": 8192')
