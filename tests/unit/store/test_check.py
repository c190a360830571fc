from __future__ import annotations

from hypothesis import given, strategies as st

from eventscope.store.check import check

KNOWN = 1889027487709288317, 4619135204349315765, 13094630529673537178


def test_old_files_keep_their_checks() -> None:
    assert (check(b""), check(b"a"), check(memoryview(b"a" * 10_000))) == KNOWN


@given(st.binary(min_size=1, max_size=200), st.integers(0), st.binary(max_size=5))
def test_a_wrong_bit_and_a_wrong_length_are_noticed(raw: bytes, place: int, more: bytes) -> None:
    other = bytearray(raw)
    other[place // 8 % len(raw)] ^= 1 << place % 8
    assert check(bytes(other)) != check(raw)
    assert (check(raw + more) == check(raw)) == (not more)
