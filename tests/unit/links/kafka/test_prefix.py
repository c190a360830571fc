"""Only what is done without a gap may be committed."""

from __future__ import annotations

from hypothesis import given, strategies as st

from eventscope.links.kafka.prefix import Prefix


def test_in_order() -> None:
    prefix = Prefix()
    prefix.handed([3, 4, 7])
    assert prefix.position is None
    prefix.done([3])
    prefix.done([7])
    assert (prefix.position, len(prefix)) == (4, 2)
    prefix.done([4])
    assert (prefix.position, len(prefix), prefix.news) == (8, 0, 8)
    prefix.committed = 8
    assert prefix.news is None


def test_what_was_never_handed_out_changes_nothing() -> None:
    prefix = Prefix()
    prefix.handed([5, 6])
    prefix.done([0, 4, 7, 99])
    assert (prefix.position, len(prefix), len(prefix._done)) == (None, 2, 0)


def test_until() -> None:
    prefix = Prefix()
    prefix.handed(range(10))
    prefix.done([5])
    prefix.done_until(5)
    assert (prefix.position, len(prefix)) == (6, 4)
    prefix.forget()
    assert len(prefix) == 0


@given(st.permutations(range(12)), st.integers(0, 12))
def test_any_order(order: list[int], count: int) -> None:
    prefix = Prefix()
    prefix.handed(range(12))
    for offset in order[:count]:
        prefix.done([offset])
    done = set(order[:count])
    expected = next((n for n in range(12) if n not in done), 12)
    assert (prefix.position or 0) == expected
