"""The parts of a block squeezed with Zstandard and back: for segments that nobody writes to any more."""

from __future__ import annotations

import numpy as np
import zstandard

from eventscope.core.message import ROW

LEVEL = 1  # on blocks of JSON it packs as small as 3 does, in half the time
WORDS = ROW.itemsize // 8


def squeeze(raw: bytes) -> bytes:
    """The bytes, packed; the frame tells their number and has a checksum of its own."""
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(raw)


def stretch(packed: bytes, limit: int) -> bytes:
    """The bytes again; ValueError where it is no frame of ours or says that it holds more than `limit`."""
    try:
        size = zstandard.get_frame_parameters(packed).content_size
        if size > limit:  # also where it does not say: nothing is unpacked whose size nobody knows
            raise ValueError("it unpacks to more than it may")
        return zstandard.ZstdDecompressor().decompress(packed, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from None


def stretched_size(packed: bytes) -> int:
    """How many bytes a frame says that it holds; 0 for what is none."""
    try:
        return zstandard.get_frame_parameters(packed).content_size
    except zstandard.ZstdError:
        return 0


def squeeze_rows(rows: bytes) -> bytes:
    """An array of dtype ROW: differences from row to row, alike bytes beside each other, which packs twice as small."""
    words = np.frombuffer(rows, "<u8").reshape(-1, WORDS)
    steps = np.diff(words, axis=0, prepend=np.zeros((1, WORDS), "<u8"))  # wraps, and so does the sum
    planes = np.ascontiguousarray(steps.T).view("u1").reshape(WORDS, -1, 8).transpose(0, 2, 1)
    return squeeze(planes.tobytes())


def stretch_rows(packed: bytes, count: int) -> bytes:
    """`count` rows again; ValueError where they are not so many."""
    size = count * ROW.itemsize
    planes = np.frombuffer(stretch(packed, size), "u1").reshape(WORDS, 8, count).transpose(0, 2, 1)
    steps = np.ascontiguousarray(planes).view("<u8").reshape(WORDS, count)
    return np.cumsum(steps.T, axis=0, dtype="<u8").tobytes()
