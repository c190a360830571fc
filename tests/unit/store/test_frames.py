from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from eventscope.core.facts import Facts
from eventscope.store import frames
from eventscope.store.frames import Damaged, Head, Index

SALT = bytes(range(16))


def head(first: int = 1, count: int = 5) -> Head:
    return Head(first, Facts(count, 1, 2, 3, 4, 5, 6, 7, 8), (10, 20, 30), (1, 2, 3), 30, False)


@given(st.integers(1, frames.LARGEST_ID // 2), st.integers(1, 2**32 - 1), st.booleans())
def test_heads_come_back(first: int, count: int, squeezed: bool) -> None:
    made = head(first, count)._replace(squeezed=squeezed)
    raw = made.sealed(SALT)
    assert len(raw) == frames.HEAD
    assert Head.opened(raw, SALT) == made
    assert made.end == first + count
    assert made.span == frames.HEAD + 60


@given(st.integers(0, frames.HEAD * 8 - 1))
def test_a_head_with_a_wrong_bit_is_none(bit: int) -> None:
    raw = bytearray(head().sealed(SALT))
    raw[bit // 8] ^= 1 << bit % 8
    assert Head.opened(bytes(raw), SALT) is None


def test_a_head_of_another_file_is_none() -> None:
    raw = head().sealed(SALT)
    assert Head.opened(raw, SALT[:4] + bytes(12)) is None, "payloads can hold no head that would be taken for one"
    assert Head.opened(raw[:-1], SALT) is None


@pytest.mark.parametrize("first", [0, -5, frames.LARGEST_ID])
def test_ids_that_cannot_be_are_refused(first: int) -> None:
    assert Head.opened(head(first).sealed(SALT), SALT) is None


def test_the_index_finds_the_block_of_an_id() -> None:
    index = Index(SALT)
    for first, place in ((5, 100), (10, 200), (20, 300)):
        index.add(head(first), place)
    assert [index.holder(ident) for ident in (1, 5, 9, 10, 17, 20, 99)] == [-1, 0, 0, 1, 1, 2, 2]
    assert index.at(1) == (head(10), 200)
    assert index.facts.rows == 15


def test_a_finished_file_gives_its_index_back(tmp_path: Path) -> None:
    index = Index(SALT)
    index.add(head(5), 64)
    path = tmp_path / "file"
    path.write_bytes(b"x" * 300 + index.closing(300))
    with path.open("rb", buffering=0) as file:
        end = frames.End.read(file, SALT)
        assert (end.first, end.end, end.facts, end.squeezed) == (5, 10, index.facts, False)
        assert end.load(file, SALT).at(0) == (head(5), 64)


def test_a_broken_index_is_noticed(tmp_path: Path) -> None:
    index = Index(SALT)
    index.add(head(5), 64)
    raw = bytearray(b"x" * 300 + index.closing(300))
    raw[310] ^= 1
    path = tmp_path / "file"
    path.write_bytes(raw)
    with path.open("rb", buffering=0) as file:
        end = frames.End.read(file, SALT)
        with pytest.raises(Damaged, match="index"):
            end.load(file, SALT)


def test_a_start_comes_back() -> None:
    assert frames.read_start(frames.start(SALT)) == (False, SALT)
    assert len(frames.start(SALT)) == frames.START


@pytest.mark.parametrize("size", [1000, 3_000_000])
def test_a_scan_finds_the_next_head_behind_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(frames, "_LOOK", 100)
    one, two = head(1), head(11)
    path = tmp_path / "file"
    gap = (SALT[:4] + b"no head at all") * (size // 18_000) + b"\0" * size
    path.write_bytes(frames.start(SALT) + one.sealed(SALT) + bytes(60) + gap + two.sealed(SALT) + bytes(60) + b"rest")
    with path.open("rb", buffering=0) as file:
        index, end, gaps = frames.scan(file, SALT)
    assert ([index.at(at)[0] for at in range(len(index))], gaps) == ([one, two], 1)
    assert end == path.stat().st_size - 4


def test_ids_that_go_back_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(frames.start(SALT) + (head(5).sealed(SALT) + bytes(60)) * 2)
    with path.open("rb", buffering=0) as file, pytest.raises(Damaged, match="back"):
        frames.scan(file, SALT)
