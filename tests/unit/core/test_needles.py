from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from eventscope.core import needles
from eventscope.core.needles import Needle, is_free

SMALL = st.binary(max_size=6).map(lambda raw: bytes(b"aAbB"[byte % 4] for byte in raw))


def laid_out(payloads: list[bytes], between: bytes) -> tuple[bytes, np.ndarray, np.ndarray]:
    """A blob as a link lays it out: something before and behind each payload."""
    blob, starts = between, []
    for payload in payloads:
        starts.append(len(blob))
        blob += payload + between
    begins = np.array(starts, np.int64)
    return blob, begins, begins + np.array([len(item) for item in payloads], np.int64)


@given(
    st.lists(SMALL, min_size=1, max_size=30), st.text("aAbB", min_size=1, max_size=4), SMALL, st.integers(0, 6),
    st.sampled_from([needles.LARGE, 10, -1]),
)  # fmt: skip
def test_rows_are_those_that_hold_the_text(
    payloads: list[bytes], text: str, between: bytes, sparse: int, large: int
) -> None:
    """`sparse` 0: all hits are found first; else some one by one. From `large` bytes on RE2 looks for them."""
    blob, *places = laid_out(payloads, between)
    needle = Needle(text)
    before = needles.SPARSE, needles.LARGE
    needles.SPARSE, needles.LARGE = sparse, large
    try:
        holds = needle.inside(blob)
        found = needle.rows(blob, *places)
    finally:
        needles.SPARSE, needles.LARGE = before
    assert holds == (text.lower().encode() in blob.lower())
    assert found.tolist() == [text.lower().encode() in item.lower() for item in payloads]


def test_a_hit_across_two_messages_hides_none_in_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needles, "SPARSE", 1)
    payloads = [b"aa", b"xa", b"aa", b"xx", b"aa"]
    assert Needle("aa").rows(*laid_out(payloads, b"")).tolist() == [True, False, True, False, True]


def test_more_hits_than_can_be_kept_are_looked_for_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needles, "_by_split", lambda *_: pytest.fail("too many hits to keep"))
    payloads = [b"o" * 100] * 200 + [b"x"] * 3
    assert Needle("O").rows(*laid_out(payloads, b"|")).sum() == 200


@pytest.mark.parametrize(("text", "found"), [("GRÜN", [True, False]), ("7", [False, True]), ("ok 7", [False, True])])
def test_many_rows_in_each_script(text: str, found: list[bool]) -> None:
    payloads = ["grün".encode(), b"OK 7"] * 300
    assert Needle(text).rows(*laid_out(payloads, b"")).tolist() == found * 300
    assert [Needle(text).inside(item) for item in payloads[:2]] == found


@pytest.mark.parametrize("bound", ["^a", "a$", r"\Aa", r"a\z", r"\bword\b", r"x\By", "(?m)^a", "[[:^alpha:]]"])
def test_expressions_that_look_around_are_bound(bound: str) -> None:
    assert not is_free(bound)


@pytest.mark.parametrize("free", ["err(or)?s", "[^a-z]+", r"\d{3}", "a.*b"])
def test_others_are_free(free: str) -> None:
    assert is_free(free)
