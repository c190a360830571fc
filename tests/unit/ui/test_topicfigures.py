"""Sums up the tree are exact, also while figures lag behind the names."""

from __future__ import annotations

from array import array

import numpy as np

from eventscope.ui.viewmodels.topicfigures import Figures

# root, a, a/b, a/c; topics: a/b, a/c, and one without a place
PARENT, DEPTH, NODE_OF = array("q", [0, 0, 1, 1]), array("B", [0, 1, 2, 2]), array("q", [2, 3, -1])


def test_sums_up_to_the_root() -> None:
    figures = Figures()
    figures.take(np.array([1, 2, 40]), np.array([0.5, 1.5, 9.0], np.float32))
    counts, rates = figures.sums(PARENT, DEPTH, NODE_OF)
    assert counts.tolist() == [3, 3, 1, 2]
    assert rates.tolist() == [2.0, 2.0, 0.5, 1.5]


def test_fewer_figures_than_topics_count_as_none_yet() -> None:
    figures = Figures()
    figures.take(np.array([5]), np.array([1.0], np.float32))
    counts, _ = figures.sums(PARENT, DEPTH, NODE_OF)
    assert counts.tolist() == [5, 5, 5, 0]


def test_growth_is_noticed() -> None:
    figures = Figures()
    figures.take(np.array([1, 2]), np.array([1.0, 2.0], np.float32))
    figures.sums(PARENT, DEPTH, array("q", [2, 3]))
    figures.moved()
    counts, _ = figures.sums(array("q", [0, 0, 1, 1, 0]), array("B", [0, 1, 2, 2, 1]), array("q", [2, 4]))
    assert counts.tolist() == [3, 1, 1, 0, 2]
