"""Topic names and filters: the examples of the specification, a reference matcher, and paho's."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st
from paho.mqtt.client import topic_matches_sub

from eventscope.core.errors import BadInput
from eventscope.core.topics import check_filter, check_topic, has_wildcard, levels, matches, share

MATCHING = [
    ("sport/tennis/player1/#", "sport/tennis/player1"),
    ("sport/tennis/player1/#", "sport/tennis/player1/ranking"),
    ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"),
    ("sport/#", "sport"),
    ("#", "sport"),
    ("#", "/"),
    ("sport/tennis/+", "sport/tennis/player1"),
    ("sport/+", "sport/"),
    ("+/+", "/finance"),
    ("/+", "/finance"),
    ("+", ""),
    ("+/tennis/#", "sport/tennis"),
    ("sport/+/player1", "sport/tennis/player1"),
    ("$SYS/#", "$SYS/"),
    ("$SYS/#", "$SYS"),
    ("$SYS/monitor/+", "$SYS/monitor/Clients"),
    ("a/$SYS/#", "a/$SYS/x"),
    ("+/$x", "a/$x"),
    ("$share/group/sport/+", "sport/tennis"),
    ("$share/group//finance", "/finance"),
    ("$share/group/#", "a/b"),
    ("a//b", "a//b"),
    ("a/+/b", "a//b"),
]
NOT_MATCHING = [
    ("sport/tennis/+", "sport/tennis/player1/ranking"),
    ("sport/+", "sport"),
    ("+", "/finance"),
    ("#", "$SYS/monitor"),
    ("+/monitor/Clients", "$SYS/monitor/Clients"),
    ("+", "$SYS"),
    ("$share/group/#", "$SYS/monitor"),
    ("$share/group/+/x", "$SYS/x"),
    ("sport/tennis", "Sport/tennis"),
    ("sport", "/sport"),
    ("sport", "sport/"),
    ("sport/#", "sports"),
    ("a/b/#", "a"),
    ("a/+", "a/b/c"),
]


@pytest.mark.parametrize(("topic_filter", "topic"), MATCHING)
def test_examples_that_match(topic_filter: str, topic: str) -> None:
    assert matches(topic_filter, topic)


@pytest.mark.parametrize(("topic_filter", "topic"), NOT_MATCHING)
def test_examples_that_do_not_match(topic_filter: str, topic: str) -> None:
    assert not matches(topic_filter, topic)


level = st.sampled_from(["", "a", "b", "$SYS", "$", "ä b", "."])
topics = st.lists(level, min_size=1, max_size=5).map("/".join).filter(bool)


@st.composite
def topic_filters(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.one_of(level, st.just("+")), min_size=0, max_size=5))
    if not parts or draw(st.booleans()):
        parts.append("#")
    return "/".join(parts) or "+"


def by_pattern(topic_filter: str, topic: str) -> bool:
    """A reference of another make: the filter as a regular expression."""
    if topic.startswith("$") and topic_filter[0] in "+#":
        return False
    pattern = "/".join("[^/]*" if part == "+" else re.escape(part) for part in topic_filter.split("/"))
    pattern = re.sub(r"(^|/)\\\#$", lambda found: "(/.*)?" if found[1] else ".*", pattern)
    return re.fullmatch(pattern, topic, re.DOTALL) is not None


@settings(derandomize=True, deadline=None, max_examples=2_000)
@given(topic_filters(), topics)
def test_matching_is_the_reference_s_and_paho_s(topic_filter: str, topic: str) -> None:
    check_filter(topic_filter)
    found = matches(topic_filter, topic)
    assert found == by_pattern(topic_filter, topic)
    assert found == topic_matches_sub(topic_filter, topic)
    assert matches(f"$share/g/{topic_filter}", topic) == found


@settings(derandomize=True, deadline=None, max_examples=500)
@given(topics)
def test_a_topic_matches_itself_and_its_own_wildcards(topic: str) -> None:
    check_topic(topic)
    assert matches(topic, topic)
    parts = levels(topic)
    for depth in range(1, len(parts)):
        assert matches("/".join([*parts[:depth], "+", *parts[depth + 1 :]]), topic)
        assert matches("/".join([*parts[:depth], "#"]), topic)


def test_levels_keep_empty_ones() -> None:
    assert levels("/a/") == ["", "a", ""]
    assert levels("a") == ["a"]


@pytest.mark.parametrize(
    ("topic_filter", "group", "inner"),
    [
        ("a/b", None, "a/b"),
        ("$share/g/a/b", "g", "a/b"),
        ("$share/g//a", "g", "/a"),
        ("$share/g", "g", ""),
        ("$share//a", "", "a"),
        ("$share", None, "$share"),
        ("$shared/g/a", None, "$shared/g/a"),
    ],
)
def test_shared_subscriptions_are_taken_apart(topic_filter: str, group: str | None, inner: str) -> None:
    assert share(topic_filter) == (group, inner)


@pytest.mark.parametrize(
    "topic_filter", ["a", "/", "#", "+", "a/#", "+/+/#", "/+", "$SYS/#", "$share/g/#", "$share/g//", "a b/ä", "$share"]
)
def test_good_filters_pass(topic_filter: str) -> None:
    check_filter(topic_filter)


@pytest.mark.parametrize(
    ("topic_filter", "code"),
    [
        ("", "filter-empty"),
        ("a#", "filter-hash"),
        ("a/#/b", "filter-hash"),
        ("#/", "filter-hash"),
        ("a/b#", "filter-hash"),
        ("a+", "filter-plus"),
        ("a/+b/c", "filter-plus"),
        ("++", "filter-plus"),
        ("$share/g", "filter-share"),
        ("$share/g/", "filter-share"),
        ("$share//a", "filter-share"),
        ("$share/+/a", "filter-share"),
        ("$share/g#/a", "filter-share"),
        ("$share/g/a+", "filter-plus"),
        ("a\0", "filter-nul"),
        ("\ud800", "filter-surrogate"),
        ("ä" * 32_768, "filter-long"),
    ],
)
def test_bad_filters_are_refused_in_words(topic_filter: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_filter(topic_filter)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("topic", ["a", "/", "//", " ", "$SYS/x", "$share/g/a", "a" * 65_535, "\u202e"])
def test_good_topics_pass(topic: str) -> None:
    check_topic(topic)


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("", "topic-empty"),
        ("a/#", "topic-wildcard"),
        ("a+b", "topic-wildcard"),
        ("a\0b", "topic-nul"),
        ("a\udfff", "topic-surrogate"),
        ("a" * 65_536, "topic-long"),
    ],
)
def test_bad_topics_are_refused_in_words(topic: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_topic(topic)
    assert caught.value.code == code


def test_65534_levels_are_no_trouble() -> None:
    deep = "/" * 65_534
    assert matches(deep, deep)
    assert matches("/+" * 32_000 + "/#", "/a" * 32_000)
    assert len(levels(deep)) == 65_535
    check_filter("+/" * 32_767 + "#")


def test_wildcards_are_found_anywhere() -> None:
    assert [has_wildcard(name) for name in ("a/b", "a/+", "#", "a+b")] == [False, True, True, True]
