"""The topic tree: sums, order, bounds, and names that look alike."""

from __future__ import annotations

import numpy as np
import pytest

from eventscope.core.news import Topics
from eventscope.ui.viewmodels import topictree
from eventscope.ui.viewmodels.topictree import DEPTH, PAGE, ROOT, WIDE, TopicTree


def news(names: list[bytes], first: int = 0, counts: list[int] | None = None, dropped: int = 0) -> Topics:
    total = first + len(names)
    numbers = np.asarray(counts if counts is not None else [1] * total, np.int64)
    return Topics(first, tuple(names), numbers, numbers.astype(np.float32), dropped)


def grown(names: list[bytes], **fields: object) -> TopicTree:
    tree = TopicTree()
    tree.take(news(names, **fields))  # type: ignore[arg-type]
    tree.work(lambda: True)
    return tree


def open_all(tree: TopicTree) -> None:
    for node in range(1, len(tree.labels)):
        tree.set_open(node, True)


def shown(tree: TopicTree) -> list[bytes]:
    return [tree.labels[line.node] for line in tree.lines()]


def node_of(tree: TopicTree, path: bytes) -> int:
    return next(node for node in range(1, len(tree.labels)) if tree.path(node) == path)


def test_only_the_first_level_shows_at_first() -> None:
    tree = grown([b"orders/7/created", b"payments/accepted"])
    assert shown(tree) == [b"orders", b"payments"]


def test_children_sort_as_people_count_and_dollar_comes_last() -> None:
    tree = grown([b"$SYS/x", b"h/10", b"h/9", b"h/100", b"a"])
    tree.set_open(node_of(tree, b"h"), True)
    assert shown(tree) == [b"a", b"h", b"9", b"10", b"100", b"$SYS"]


def test_figures_are_sums_over_everything_below() -> None:
    tree = grown([b"a", b"a/b", b"a/b/c", b"x"], counts=[1, 10, 100, 7])
    counts, rates = tree.figures()
    assert counts[node_of(tree, b"a")] == 111
    assert counts[node_of(tree, b"a/b")] == 110
    assert rates[node_of(tree, b"a/b/c")] == pytest.approx(100)
    assert counts[ROOT] == 118


def test_new_figures_without_new_topics_change_sums_but_no_rows() -> None:
    tree = grown([b"a/b"])
    assert not tree.work(lambda: True)
    tree.take(news([], first=1, counts=[50]))
    assert not tree.work(lambda: True)
    assert tree.figures()[0][node_of(tree, b"a")] == 50


def test_later_topics_join_open_nodes_in_order() -> None:
    tree = grown([b"a/1", b"a/3"])
    tree.set_open(node_of(tree, b"a"), True)
    assert shown(tree) == [b"a", b"1", b"3"]
    tree.take(news([b"a/2"], first=2))
    assert tree.work(lambda: True)
    assert shown(tree) == [b"a", b"1", b"2", b"3"]


def test_growth_below_a_closed_node_changes_no_rows() -> None:
    tree = grown([b"a/1"])
    tree.take(news([b"a/2"], first=1))
    assert not tree.work(lambda: True)


@pytest.mark.parametrize("topic", [b"//", b"/a", b"a/", b" ", b"a//b"])
def test_empty_levels_and_spaces_are_exact(topic: bytes) -> None:
    tree = grown([topic])
    assert tree.path(len(tree.labels) - 1) == topic
    assert tree.is_topic(len(tree.labels) - 1)


def test_depth_is_capped_and_the_rest_is_one_leaf() -> None:
    topic = b"/".join([b"d"] * 65_534)
    tree = grown([topic])
    open_all(tree)
    lines = tree.lines()
    assert len(lines) == DEPTH
    assert tree.path(lines[-1].node) == topic


def test_nodes_are_capped_and_what_found_no_room_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topictree, "NODES", 10)
    tree = grown([b"t%d" % n for n in range(30)])
    assert tree.hidden == 21
    assert len(tree.labels) == 10


def test_many_children_come_in_pages() -> None:
    tree = grown([b"a/%d" % n for n in range(PAGE + 10)])
    tree.set_open(1, True)
    lines = tree.lines()
    assert (lines[-1].node, lines[-1].more) == (1, 10)
    tree.show_more(1)
    assert all(not line.more for line in tree.lines())
    assert len(tree.lines()) == PAGE + 11


def test_work_stops_when_its_time_is_over() -> None:
    tree = TopicTree()
    tree.take(news([b"t%d" % n for n in range(1000)]))
    turns = iter([True, False])
    tree.work(lambda: next(turns))
    assert tree.busy
    assert 1 < len(tree.labels) < 1000


def test_a_retold_list_keeps_what_was_open() -> None:
    tree = grown([b"a/b", b"c"])
    tree.set_open(1, True)
    tree.take(news([b"a/b", b"c"]))
    tree.work(lambda: True)
    assert shown(tree) == [b"a", b"b", b"c"]
    assert len(tree.names) == 2


def test_another_list_begins_anew() -> None:
    tree = grown([b"a/b", b"c"])
    tree.take(news([b"x"]))
    assert tree.work(lambda: True)
    assert shown(tree) == [b"x"]


def test_find_shows_whole_topics_and_counts_what_it_leaves_out() -> None:
    tree = grown([b"orders/%d/created" % n for n in range(1_200)] + [b"payments"])
    tree.find("orders")
    tree.work(lambda: True)
    lines = tree.lines()
    assert lines[-1].more == 200
    assert tree.path(lines[0].node) == b"orders/0/created"
    tree.find("")
    assert shown(tree) == [b"orders", b"payments"]


def test_filter_of_a_branch_takes_all_below_it() -> None:
    tree = grown([b"a/b"])
    assert tree.filter(node_of(tree, b"a")) == "a/#"
    assert tree.filter(node_of(tree, b"a/b")) == "a/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"orders", "orders\u200b".encode()),
        ("p\u0430y".encode(), b"pay"),
        (b"a\x00", b"a"),
        ("e\u0301".encode(), "\u00e9".encode()),
    ],
)
def test_siblings_that_look_alike_are_marked(one: bytes, other: bytes) -> None:
    tree = grown([b"x/" + one, b"x/" + other, b"x/else"])
    assert tree.alike(node_of(tree, b"x/" + one))
    assert tree.alike(node_of(tree, b"x/" + other))
    assert not tree.alike(node_of(tree, b"x/else"))


def test_invalid_utf8_stays_bytes() -> None:
    tree = grown([b"a/\xff\xfe"])
    assert tree.path(2) == b"a/\xff\xfe"


def test_closing_a_node_hides_its_children() -> None:
    tree = grown([b"a/b/c"])
    open_all(tree)
    assert shown(tree) == [b"a", b"b", b"c"]
    tree.set_open(1, False)
    assert shown(tree) == [b"a"]


def test_every_branch_of_the_first_level_opens_by_itself() -> None:
    tree = grown([b"a/1/x", b"a/2/y", b"b/1", b"c"])
    tree.open_first()
    assert shown(tree) == [b"a", b"1", b"2", b"b", b"1", b"c"]


def test_a_branch_that_grows_wide_does_not_stay_open_by_itself() -> None:
    tree = grown([b"a/1", *(b"w/%d" % n for n in range(WIDE))])
    tree.open_first()
    assert len(shown(tree)) == 3 + WIDE
    tree.take(news([b"w/more"], first=WIDE + 1))
    tree.work(lambda: True)
    tree.open_first()
    assert shown(tree) == [b"a", b"1", b"w"]


def test_dropped_topics_of_the_engine_are_known() -> None:
    assert grown([b"a"], dropped=7).dropped == 7
