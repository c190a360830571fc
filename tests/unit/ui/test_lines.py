"""Rows become texts once, and every text is safe to draw."""

from __future__ import annotations

import numpy as np
import pytest

import hostile
from eventscope.core import visible
from eventscope.core.message import DAMAGED, DUP, NO_LATENCY, OUTGOING, RETAIN, WALL_LATENCY
from eventscope.core.verbs import GetPage
from eventscope.ui.viewmodels import lines as module
from eventscope.ui.viewmodels.lines import Line, clock_text, date_text, head_text, lines, span
from ui.fakerows import FakeLog


def one(ident: int = 5, **changes: object) -> Line:
    log = FakeLog()
    for name, value in changes.items():
        getattr(log, name)[ident] = value
    return lines(log.page(GetPage(0, ident, 1)))[0][1]


def test_a_row() -> None:
    line = one(payloads=b'{"v": 1}', topics=b"a/b", latencies=1_530_000, flags=2 | RETAIN)
    assert (line.id, line.topic, line.payload, line.size, line.qos) == (5, "a/b", '{"v": 1}', "8 B", "2")
    assert (line.latency, line.latency_look, line.marks) == ("1.5 ms", "exact", "RP")


def test_positions_and_the_row_that_only_tells_the_gap() -> None:
    made = lines(FakeLog().page(GetPage(0, 10, 3)), skip=1)
    assert [position for position, _ in made] == [11, 12]
    assert made[0][1].gap == "83 ms"


def test_the_first_row_has_no_gap() -> None:
    assert one().gap == ""


def test_a_gap_over_a_restart_of_the_machine_comes_from_the_wall_clock() -> None:
    page = FakeLog().page(GetPage(0, 10, 3))
    page.rows["mono"][1] = 1_000
    page.rows["mono"][2] = 4_000_000
    page.rows["wall"][1:] += 7_200_000_000_000
    assert [line.gap for _, line in lines(page)] == ["", "~2.0 h", "4.0 ms"]


@pytest.mark.parametrize(
    ("latency", "flags", "text", "look"),
    [
        (NO_LATENCY, 0, "", "none"),
        (-3_000_000, 0, "-3.0 ms", "error"),
        (800_000, WALL_LATENCY, "~0.80 ms", "wall"),
        (0, 0, "0 µs", "exact"),
    ],
)
def test_latency_says_how_far_to_trust_it(latency: int, flags: int, text: str, look: str) -> None:
    line = one(latencies=latency, flags=flags)
    assert (line.latency, line.latency_look) == (text, look)


def test_marks() -> None:
    assert one(4, flags=DAMAGED | OUTGOING | RETAIN | DUP).marks == "!↑RD"


@pytest.mark.parametrize(
    ("head", "size", "text", "look"),
    [
        (b"", 0, "", "empty"),
        (b'{\n  "a": 1\n}', 12, '{ "a": 1 }', "text"),
        (b"\xff\x00", 2, "ff 00", "hex"),
        (b"abc", 1000, "abc …", "text"),
        (b"ab\xc3", 1000, "ab …", "text"),
        (b"ab\xc3", 3, "61 62 c3", "hex"),
        (b"a\x00b", 3, "a␀b", "text"),
    ],
)
def test_payload_heads(head: bytes, size: int, text: str, look: str) -> None:
    assert head_text(head, size) == (text, look)


@pytest.mark.parametrize("raw", hostile.payloads())
def test_whatever_comes_is_one_bounded_visible_line(raw: bytes) -> None:
    line = one(payloads=raw, topics=raw)
    for text in (line.topic, line.payload):
        assert not visible.hidden(text)
        assert len(text) <= 256 * 8 + 2
    assert len(line.topic) <= module.TOPIC


def test_times() -> None:
    wall = 1_795_435_200_747_333_999
    assert clock_text(wall).endswith(":00.747 333")
    assert date_text(wall).startswith("2026-11-2")
    assert clock_text(np.iinfo(np.int64).max)
    assert clock_text(-1)


def test_spans_up_to_days() -> None:
    assert [span(ns) for ns in (83_000_000, 90_000_000_000, 600_000_000_000)] == ["83 ms", "90 s", "10 min"]
