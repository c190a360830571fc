"""Filters and patterns that share a topic are found, and those that share none are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.core.overlap import meets, overlaps, pattern
from eventscope.core.placeholders import Template
from eventscope.core.topics import matches

levels = st.sampled_from(["a", "b", "", "$x"])
topics = st.lists(levels, min_size=1, max_size=4).map("/".join).filter(bool)
filters = st.tuples(st.lists(st.sampled_from(["a", "b", "", "+", "$x"]), max_size=3), st.sampled_from([[], ["#"]])).map(
    lambda parts: "/".join([*parts[0], *parts[1]])
).filter(bool)  # fmt: skip


@given(filters, filters, topics)
def test_filters_that_share_a_topic_overlap(one: str, other: str, topic: str) -> None:
    assert overlaps(one, other) == overlaps(other, one)
    if matches(one, topic) and matches(other, topic):
        assert overlaps(one, other)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("a/+", "+/b", True), ("a/#", "a", True), ("a/b", "a/c", False), ("a/+", "a/b/c", False), ("#", "$SYS", False),
        ("+/x", "$SYS/x", False), ("$SYS/#", "$SYS/x", True), ("a/+/#", "a", False), ("+", "#", True),
    ],
)  # fmt: skip
def test_overlaps(one: str, other: str, meet: bool) -> None:
    assert overlaps(one, other) is meet


@pytest.mark.parametrize(
    ("template", "takes", "other", "meet"),
    [
        ("x/{topic}", "a/#", "x/a/b", True),
        ("x/{topic}", "a/#", "a/#", False),
        ("{2}", "a/+", "b/c", False),
        ("{2}", "a/+", "b", True),
        ("{2}", "a/b", "c", False),
        ("{payload.a}", "a", "b/c", True),
    ],
)
def test_patterns_of_mqtt(template: str, takes: str, other: str, meet: bool) -> None:
    assert meets("mqtt", pattern(Template(template), takes, "mqtt"), other) is meet


@pytest.mark.parametrize(
    ("template", "takes", "other", "filtered", "meet"),
    [
        ("{dotted}", "a/+", "a.b", False, True),
        ("{dotted}", "a/+", "b.b", False, False),
        ("{dotted}", "a/+", "a/#", True, True),
        ("x.{1}", "+", "x/y/z", True, True),  # a level may have dots
        ("x.{1}", "+", "y/#", True, False),
        ("x", "+", "x", True, True),
    ],
)
def test_patterns_of_kafka(template: str, takes: str, other: str, filtered: bool, meet: bool) -> None:
    assert meets("kafka", pattern(Template(template), takes, "mqtt"), other, filtered) is meet
