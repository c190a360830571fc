"""Tells which property lists of PUBLISH are well formed by comparing their structure with one that was walked over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST = 8  # structures in one run; lists of further ones are left to be judged one by one
_USER, _SUBSCRIPTION = 0x26, 0x0B
# Code -> (bytes of a number, strings behind it) [MQTT5 3.3.2.3]. A topic alias is not here: it changes the topic.
_KINDS = {0x01: (1, 0), 0x02: (4, 0), 0x03: (0, 1), 0x08: (0, 1), 0x09: (0, 1), _SUBSCRIPTION: (1, 0), _USER: (0, 2)}


def check(
    data: bytes,
    raw: NDArray[np.uint8],
    at: NDArray[np.int64],
    size: NDArray[np.int64],
    good: NDArray[np.bool_],
) -> None:
    """Takes out of `good` the lists, `size` bytes at `at`, that are not well formed or cannot be told to be."""
    left = np.flatnonzero(good & (size > 0))
    good[left] = False
    for _ in range(MOST):
        if not len(left):
            return
        begin, length = int(at[left[0]]), int(size[left[0]])
        marks = structure(data[begin : begin + length])
        if marks is None:
            left = left[1:]
            continue
        alike = size[left] == length
        alike[alike] = (raw[at[left[alike]][:, None] + marks] == raw[begin + marks]).all(axis=1)
        good[left[alike]] = True
        left = left[~alike]


def structure(raw: bytes) -> NDArray[np.int64] | None:
    """Where the codes and lengths of a list are; None where it is wrong, or is to be judged by more than these."""
    marks: list[int] = []
    at = seen = 0
    try:
        while at < len(raw):
            code = raw[at]
            number, strings = _KINDS[code]
            repeats = code in (_USER, _SUBSCRIPTION)
            if (seen >> code & 1 and not repeats) or (code == _SUBSCRIPTION and raw[at + 1] > 0x7F):
                return None
            seen |= 1 << code
            marks += (at, at + 1) if code == _SUBSCRIPTION else (at,)
            at += 1 + number
            for _ in range(strings):
                marks += (at, at + 1)
                at += 2 + (raw[at] << 8 | raw[at + 1])
    except (IndexError, KeyError):
        return None
    return np.array(marks, np.int64) if at == len(raw) else None
