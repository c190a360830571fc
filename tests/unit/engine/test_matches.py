from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st

from eventscope.engine.matches import Matches

CHUNKS = st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=30)


def ids(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def everything(found: Matches) -> dict[int, int]:
    """Position to id."""
    listed, positions = found.page(-(10**12), 10**13)
    return dict(zip(positions.tolist(), listed.tolist(), strict=True))


def test_rows_keep_their_position_while_older_and_newer_ones_are_found() -> None:
    found = Matches(1000)
    assert (found.first, found.count) == (0, 0)
    found.add_older(ids(80, 90))
    assert everything(found) == {-2: 80, -1: 90}
    found.add_newer(ids(101, 105))
    found.add_older(ids(10, 20, 30))
    assert everything(found) == {-5: 10, -4: 20, -3: 30, -2: 80, -1: 90, 0: 101, 1: 105}
    assert (found.first, found.count, found.capped) == (-5, 7, False)


def test_a_page_is_what_there_is_of_it() -> None:
    found = Matches(1000)
    found.add_older(ids(1, 2, 3))
    found.add_newer(ids(7, 8))
    assert [part.tolist() for part in found.page(-2, 3)] == [[2, 3, 7], [-2, -1, 0]]
    assert [part.tolist() for part in found.page(1, 10)] == [[8], [1]]
    assert [part.tolist() for part in found.page(-10, 8)] == [[1], [-3]]
    assert [part.tolist() for part in found.page(2, 10)] == [[], []]
    assert [part.tolist() for part in found.page(-99, 5)] == [[], []]
    assert [part.tolist() for part in found.page(0, 0)] == [[], []]


def test_the_limit_ends_the_search_backward() -> None:
    found = Matches(5)
    found.add_newer(ids(50))
    assert found.add_older(ids(40, 41))
    assert not found.add_older(ids(10, 11, 12, 13))
    assert found.capped
    assert everything(found) == {-4: 12, -3: 13, -2: 40, -1: 41, 0: 50}


def test_the_newest_push_the_oldest_out() -> None:
    found = Matches(4)
    found.add_older(ids(1, 2, 3))
    found.add_newer(ids(10, 11, 12))
    assert found.capped
    assert everything(found) == {-1: 3, 0: 10, 1: 11, 2: 12}
    found.add_newer(ids(13, 14))
    assert everything(found) == {1: 11, 2: 12, 3: 13, 4: 14}
    assert (found.first, found.count) == (1, 4)
    found.add_newer(ids(*range(20, 30)))
    assert everything(found) == {11: 26, 12: 27, 13: 28, 14: 29}


def test_what_the_log_forgets_goes() -> None:
    found = Matches(100)
    found.add_older(ids(1, 2, 3))
    found.add_newer(ids(10, 11, 12))
    found.forget_below(1)
    assert found.count == 6
    found.forget_below(3)
    assert everything(found) == {-1: 3, 0: 10, 1: 11, 2: 12}
    found.forget_below(11)
    assert everything(found) == {1: 11, 2: 12}
    found.forget_below(99)
    assert (found.first, found.count) == (3, 0)
    found.add_newer(ids(100))
    assert everything(found) == {3: 100}


@given(CHUNKS, st.integers(1, 60), st.lists(st.integers(-500, 500), max_size=3))
def test_against_a_plain_model(chunks: list[tuple[bool, int]], limit: int, forget: list[int]) -> None:
    found, model, high, low, open_ = Matches(limit), {}, 0, 0, True
    for newer, count in chunks:
        if newer:
            found.add_newer(np.arange(high, high + count, dtype=np.int64))
            model |= {at: at for at in range(high, high + count)}
            high += count
        elif open_:
            open_ = found.add_older(np.arange(low - count, low, dtype=np.int64))
            room = max(limit - len(model), 0)
            model |= {at: at for at in range(low - min(count, room), low)}
            low -= count
        if found.capped:
            open_ = False
        model = {at: model[at] for at in sorted(model)[-limit:]}
        assert everything(found) == model
    for oldest in sorted(forget):
        found.forget_below(oldest)
        model = {at: ident for at, ident in model.items() if ident >= oldest}
        assert everything(found) == model
        assert found.count == len(model)


def test_many_matches_take_eight_bytes_each() -> None:
    found = Matches(10**6)
    for at in range(0, 300_000, 1000):
        found.add_newer(np.arange(at, at + 1000, dtype=np.int64))
    assert found._newer._data.nbytes <= 3 * 8 * 300_000
    for at in range(300_000, 3_000_000, 10_000):
        found.add_newer(np.arange(at, at + 10_000, dtype=np.int64))
    assert found.count == 10**6
    assert found._newer._data.nbytes <= 3 * 8 * 10**6
