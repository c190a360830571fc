"""The four times of a receipt, and what has not come or never will."""

from __future__ import annotations

from eventscope.core.message import Receipt
from eventscope.ui.viewmodels.receiptlines import over, stages

WALL = 1_795_435_200_705_600_000


def states(receipt: Receipt) -> list[tuple[str, str]]:
    return [(stage.value, stage.state) for stage in stages(receipt)][1:]


def test_all_four() -> None:
    receipt = Receipt(1, "t", 1, 1000, WALL, 101_000, 601_000, 41_701_000, 4)
    assert stages(receipt)[0].value.endswith(".705 600")
    assert states(receipt) == [("+0.10 ms", "done"), ("+0.60 ms", "done"), ("+41.7 ms", "done")]
    assert over(receipt)


def test_still_waiting() -> None:
    receipt = Receipt(1, "t", 2, 1000, WALL)
    assert states(receipt) == [("", "waiting")] * 3
    assert not over(receipt)


def test_qos_0_is_never_acknowledged() -> None:
    receipt = Receipt(1, "t", 0, 1000, WALL, 2000)
    assert [state for _, state in states(receipt)] == ["done", "never", "waiting"]
    assert over(receipt)


def test_failed() -> None:
    receipt = Receipt(1, "t", 1, 1000, WALL, failed="not-connected", words="The connection is down.")
    assert [state for _, state in states(receipt)] == ["never"] * 3
    assert over(receipt)


def test_clocks_that_cross_are_not_shown_negative() -> None:
    assert states(Receipt(1, "t", 1, 1000, WALL, 900))[0] == ("+0 µs", "done")
