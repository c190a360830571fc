from __future__ import annotations

from eventscope.core.message import Block
from eventscope.store.backlog import weight
from eventscope.store.cache import Cache
from storing import counted


def numbered(first: int) -> Block:
    made = counted(0, 2, size=100)
    made.rows["id"] = [first, first + 1]
    return made


def test_the_least_recently_used_block_goes_first() -> None:
    cache = Cache(limit=2 * weight(numbered(1)))
    for first in (1, 3):
        cache.put(numbered(first))
    assert cache.get(1) is not None
    cache.put(numbered(5))
    assert [cache.get(first) is not None for first in (1, 3, 5)] == [True, False, True]


def test_it_never_holds_more_than_its_limit() -> None:
    cache = Cache(limit=10 * weight(numbered(1)))
    for first in range(1, 200, 2):
        cache.put(numbered(first))
        cache.put(numbered(first))
        assert cache.bytes <= 10 * weight(numbered(1))
    cache.clear()
    assert cache.bytes == 0
    assert cache.get(199) is None


def test_a_block_over_the_limit_is_not_kept() -> None:
    cache = Cache(limit=10)
    cache.put(numbered(1))
    assert cache.get(1) is None
