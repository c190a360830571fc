"""Values as JSON: hyphens, arrays, bytes, no NaN; names of the kinds of news."""

from __future__ import annotations

import json
import math

import numpy as np

from eventscope.api.plain import kind_of, plain, subscription_rates, text_or_base64
from eventscope.core import news
from eventscope.core.broker import BrokerGauges
from eventscope.core.metrics import (
    Counts,
    Integrity,
    LatencyFigures,
    LittleFigures,
    ProcessFigures,
    ThroughputFigures,
)
from eventscope.core.news import BrokerNews, Summary, Topics


def test_dataclasses_nested_in_each_other() -> None:
    gauges = BrokerGauges(1, (), (), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1.5, dropped={"a_b": 1})
    found = plain(BrokerNews(None, gauges))
    assert found["gauges"]["bytes-in"] == 0
    assert found["gauges"]["dropped"] == {"a_b": 1}  # a key that is data stays as it is
    assert found["ports"] is None


def test_arrays_and_numbers_that_json_has_not() -> None:
    topics = Topics(0, (b"a", b"\xff"), np.array([1, 2**53]), np.array([0.5, np.inf], np.float32))
    found = plain(topics)
    assert found["counts"] == [1, 2**53]
    assert found["rates"] == [0.5, None]
    assert found["topics"] == ["a", {"base64": "/w=="}]
    assert plain(np.float64("nan")) is None
    assert plain(math.inf) is None
    assert plain(np.arange(4).reshape(2, 2)) == [[0, 1], [2, 3]]
    json.dumps(found, allow_nan=False)


def test_a_summary_names_connection_and_filter_apart() -> None:
    figures = (Counts(), ThroughputFigures(), LatencyFigures(), Integrity(), (), LittleFigures(), ProcessFigures())
    summary = Summary(1, 1, 0, *figures, 0, 0, subscription_rates={"c\x00a/#": 2.0})
    assert plain(summary)["subscription-rates"] == subscription_rates(summary)
    assert subscription_rates(summary) == [{"connection": "c", "filter": "a/#", "rate": 2.0}]


def test_bytes() -> None:
    assert text_or_base64("é".encode()) == "é"
    assert text_or_base64(b"\xc3") == {"base64": "ww=="}


def test_each_kind_of_news_has_a_name_of_its_own() -> None:
    names = [kind_of(item) for item in news.NEWS]
    assert len(set(names)) == len(names)
    assert {"summary", "link", "subscription", "publishing"} <= set(names)
