"""Little's check of one consumer: hand alone, or with the queue before it."""

import pytest

from eventscope.core.residence import Residence

SECOND = 10**9


def steady(with_queue: bool, every: int = SECOND // 100, way: int = SECOND // 2, stay: int = SECOND // 5) -> Residence:
    """100 messages a second: each waits half a second at the broker, and a fifth in hand."""
    found = Residence()
    for number in range(1300):
        sent = SECOND + number * every
        found.arrive(sent + way)
        if sent + way + stay < 14 * SECOND:
            found.leave(sent + way + stay, 1, stay, way)
    for tick in range(4 * 15):
        found.sample(SECOND + tick * SECOND // 4, 50 if with_queue else None)
    return found


def test_without_samples_the_boundary_is_the_hand() -> None:
    little, boundary = steady(False).check(14 * SECOND)
    assert boundary == "received"
    assert little.measured == pytest.approx(20, rel=0.01)
    assert little.predicted == pytest.approx(20, rel=0.01)
    assert little.verdict == "holds"


def test_with_samples_the_queue_is_part_of_it() -> None:
    little, boundary = steady(True).check(14 * SECOND)
    assert boundary == "sent"
    assert little.measured == pytest.approx(70, rel=0.01)
    assert little.predicted == pytest.approx(70, rel=0.01)
    assert little.verdict == "holds"


def test_a_queue_of_others_is_no_part_of_it() -> None:
    found = steady(True)
    found.sample(15 * SECOND, 50, alone=False)
    assert found.check(14 * SECOND)[1] == "received"


def test_a_departure_whose_way_is_unknown_leaves_the_hand() -> None:
    found = steady(True)
    found.leave(10 * SECOND, 1, SECOND, None)
    assert found.check(14 * SECOND)[1] == "received"


def test_a_hole_in_the_samples_leaves_the_hand() -> None:
    found = Residence()
    for number in range(1300):
        found.arrive(SECOND + number * SECOND // 100)
        found.leave(SECOND + number * SECOND // 100 + 10, 1, 10, 10)
    for second in (1, 2, 3, 8, 9, 10, 11, 12, 13, 14):
        found.sample(second * SECOND, 5)
    assert found.check(14 * SECOND)[1] == "received"


def test_a_wrong_latency_is_suspect() -> None:
    found = Residence()
    for number in range(1300):
        found.arrive(SECOND + number * SECOND // 100)
        found.leave(SECOND + number * SECOND // 100 + SECOND // 5, 1, SECOND, None)
    assert found.check(14 * SECOND)[0].verdict == "suspect"


def test_a_growing_queue_counts_as_offered() -> None:
    found = Residence()
    for number in range(1300):  # 100 a second come and go, while 40 a second more pile up
        found.arrive(SECOND + number * SECOND // 100)
        found.leave(SECOND + number * SECOND // 100 + 10, 1, 10, 10)
    for tick in range(15):
        found.sample((1 + tick) * SECOND, 40 * tick)
    offered, left = found.rates(14 * SECOND)
    assert offered == pytest.approx(140, rel=0.02)
    assert left == pytest.approx(100, rel=0.02)
    assert found.rates(14 * SECOND, share=0.5).offered == pytest.approx(120, rel=0.02)
    assert found.check(14 * SECOND)[0].verdict == "unstable"


def test_before_the_first_window_nothing_is_said() -> None:
    found = Residence()
    assert found.check(SECOND)[0].verdict == "too-few"
    assert found.rates(SECOND) == (0.0, 0.0)


def test_what_leaves_unworked_is_in_hand_no_longer() -> None:
    found = Residence()
    found.arrive(SECOND, 10)
    found.correct(2 * SECOND, -10)
    little, _ = found.check(13 * SECOND)
    assert little.measured == 0.0
