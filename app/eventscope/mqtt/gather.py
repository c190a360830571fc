"""Reads the same field of many packets at once, out of the bytes that came."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def number(raw: Bytes, at: Numbers) -> Numbers:
    """The two bytes at each place as a number; beyond the end the last byte counts again."""
    high: Numbers = raw.take(at, mode="clip").astype(np.int64)
    return high << 8 | raw.take(at + 1, mode="clip")


def length(raw: Bytes, at: Numbers) -> tuple[Numbers, Numbers, Mask]:
    """The variable byte integer at each place [MQTT5 1.5.5]: its value, the place behind it, and whether it is sound.

    Longer ones than two bytes and padded ones are not: they are rare, and left to the decoder of single packets.
    """
    value: Numbers = raw.take(at, mode="clip").astype(np.int64)
    long = value > 0x7F
    if not long.any():
        return value, at + 1, ~long
    high = raw.take(at + 1, mode="clip")
    value = np.where(long, value & 0x7F | high.astype(np.int64) << 7, value)
    return value, at + 1 + long, ~long | (high > 0) & (high < 0x80)
