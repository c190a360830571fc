"""The latency heat map as a picture: which share of the messages of each moment fell into each band of latency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core.verbs import HeatMap
from eventscope.ui.viewmodels.charts_ticks import log_bounds

_SECOND = 1_000_000_000
LEVELS = 256
FAINTEST = 24  # a single message among many can still be seen


@dataclass(frozen=True, slots=True)
class Grid:
    """`low` and `high` bound the axis in ns; `negative` says that some messages seemed to arrive too early."""

    low: float
    high: float
    negative: bool


def grid(heat: HeatMap | None) -> Grid | None:
    """What the axis has to show; None where there is no message."""
    if heat is None or not len(heat.times):
        return None
    used = np.flatnonzero(heat.cells[:, 1:].sum(axis=0))
    negative = bool(heat.cells[:, 0].any())
    if not len(used):
        return Grid(1e5, 1e7, True) if negative else None
    low, high = int(heat.bands[used[0]]), int(heat.bands[used[-1] + 1])
    return Grid(*log_bounds(low, high), negative)


def levels(heat: HeatMap, moments: NDArray[np.int64], latencies: NDArray[np.float64]) -> NDArray[np.uint8]:
    """How strong each pixel is, shape (rows, columns).

    `moments` are the times of the columns in ns, `latencies` those of the rows, below 0 for the clock errors.
    0 is no message at all; see `strength`.
    """
    strength = _strengths(heat)
    column, known = _columns(heat.times, moments)
    band = np.where(latencies < 0, 0, np.searchsorted(heat.bands[1:], latencies, "right") + 1)
    picture = strength[column][:, np.minimum(band, strength.shape[1] - 1)].T
    return np.where(known[None, :], picture, 0).astype(np.uint8)


def _strengths(heat: HeatMap) -> NDArray[np.uint8]:
    """Every cell by its share of the column, relative to what the fullest cells of most columns hold.

    The square root makes few messages visible, and not even one disappears.
    """
    shares = heat.cells / np.maximum(heat.cells.sum(axis=1, keepdims=True), 1)
    fullest = shares.max(axis=1)
    usual = float(np.quantile(fullest[fullest > 0], 0.9)) if fullest.any() else 1.0
    scaled = np.sqrt(np.minimum(shares / usual, 1.0)) * (LEVELS - 1)
    return np.where(heat.cells > 0, np.maximum(scaled, FAINTEST), 0).astype(np.uint8)


def _columns(times: NDArray[np.int64], moments: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The column of each moment and whether there is one; it covers the second before its time, up to the next one."""
    begins = times - _SECOND
    width = max(int(np.median(np.diff(times))) if len(times) > 1 else _SECOND, _SECOND)
    place = np.searchsorted(begins, moments, "right") - 1
    safe = np.maximum(place, 0)
    known = (place >= 0) & (moments - begins[safe] < 3 * width // 2)
    return safe, known
