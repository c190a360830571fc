from __future__ import annotations

import numpy as np
import pytest
import zstandard
from hypothesis import given, strategies as st

from eventscope.core.message import ROW
from eventscope.store.squeeze import squeeze, squeeze_rows, stretch, stretch_rows


@given(st.binary(max_size=2000))
def test_bytes_come_back(raw: bytes) -> None:
    assert stretch(squeeze(raw), len(raw)) == raw


@given(st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_rows_of_any_values_come_back(count: int, seed: int) -> None:
    raw = np.random.default_rng(seed).bytes(count * ROW.itemsize)
    assert stretch_rows(squeeze_rows(raw), count) == raw


def test_rows_of_a_log_pack_small() -> None:
    rows = np.zeros(8192, ROW)
    rows["id"] = np.arange(len(rows))
    rows["wall"] = 1_790_000_000_000_000_000 + np.arange(len(rows)) * 12_345
    rows["at"] = np.arange(len(rows)) * 200
    assert len(squeeze_rows(rows.tobytes())) < rows.nbytes / 100


def test_what_says_it_is_too_large_is_not_unpacked() -> None:
    packed = squeeze(bytes(1 << 20))
    with pytest.raises(ValueError, match="more than it may"):
        stretch(packed, (1 << 20) - 1)
    with pytest.raises(ValueError):
        stretch_rows(squeeze(bytes(ROW.itemsize)), 2)


def test_what_does_not_say_its_size_is_not_unpacked() -> None:
    packed = zstandard.ZstdCompressor(write_content_size=False).compress(b"a" * 100)
    with pytest.raises(ValueError, match="more than it may"):
        stretch(packed, 1 << 30)


@pytest.mark.parametrize("bad", [b"", b"no frame", squeeze(b"a" * 100)[:-3], squeeze(b"a" * 100) + b"x"])
def test_what_is_no_frame_is_an_error_of_values(bad: bytes) -> None:
    with pytest.raises(ValueError):
        stretch(bad, 1000)


def test_a_wrong_byte_is_found() -> None:
    packed = bytearray(squeeze(bytes(range(256)) * 8))
    packed[100] ^= 1
    with pytest.raises(ValueError):
        stretch(bytes(packed), 1 << 20)
