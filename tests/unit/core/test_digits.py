"""Many numbers as digits are what each one is as text."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings, strategies as st

from eventscope.core import digits


@settings(deadline=None, derandomize=True)
@given(st.data())
def test_each_row_is_the_number(data: st.DataObject) -> None:
    width = data.draw(st.sampled_from([1, 3, 4, 8, 12, 18, 19]))
    most = min(10**width - 1, np.iinfo(np.int64).max)
    values = data.draw(st.lists(st.integers(0, most), min_size=1, max_size=20))
    table = np.zeros((len(values), width + 2), np.uint8)
    digits.write(table[:, 1:-1], np.array(values, np.int64))
    assert [row[1:-1].tobytes().decode() for row in table] == [f"{value:0{width}d}" for value in values]
    assert not table[:, [0, -1]].any()
