"""Filters made for a person are ones that the query understands, and mean that topic alone."""

from __future__ import annotations

import pytest

import hostile
from eventscope.base import clock
from eventscope.core import query
from eventscope.ui.viewmodels.queries import EXAMPLES, of_raw, of_topic


@pytest.mark.parametrize(("_kind", "text"), EXAMPLES)
def test_every_example_of_the_help_works(_kind: str, text: str) -> None:
    assert query.compile(text, clock.wall_ns()).terms


@pytest.mark.parametrize("topic", ["orders/7", "a b/c", 'say "x"', "back\\slash", "-minus", "//x", "$SYS/a", "größe"])
def test_topics(topic: str) -> None:
    text = of_raw(topic.encode())
    (term,) = query.compile(text, 0).terms
    assert getattr(term, "filter", getattr(term, "text", None)) in (topic, None) or topic in str(term)


def test_topic_filters() -> None:
    assert of_topic("orders/#") == "topic:orders/#"
    assert of_topic("a b/+") == 'topic:"a b/+"'
    assert of_topic("a#") == ""


@pytest.mark.parametrize("raw", [b"a/#", b"a/+", b"\xff", b"a\x00b", b""])
def test_names_that_are_none_never_become_a_filter(raw: bytes) -> None:
    assert of_raw(raw) == ""


@pytest.mark.parametrize("raw", hostile.payloads())
def test_the_corpus(raw: bytes) -> None:
    text = of_raw(raw)
    if text and len(text) <= query.LONGEST:
        assert len(query.compile(text, 0).terms) == 1
