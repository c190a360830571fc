"""Numbers as decimal digits, thousands at once: how the stamps of a burst are written."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_STEP = 4  # digits that one look into the table gives
_TABLE = np.array([list(f"{n:0{_STEP}d}".encode()) for n in range(10**_STEP)], np.uint8)


def write(into: NDArray[np.uint8], values: NDArray[np.int64]) -> None:
    """Each value in its row of `into`, shape (n, width), with leading zeros; `values` (n,) lie in [0, 10**width)."""
    end = into.shape[1]
    while end > 0:
        step = min(_STEP, end)
        values, rest = np.divmod(values, 10**_STEP)
        into[:, end - step : end] = _TABLE[rest, _STEP - step :]
        end -= step
