"""Stamps read at once are those that are read one by one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from eventscope.core import stampblock, stampcolumns
from eventscope.core.message import Block
from eventscope.core.stampblock import Stamps, parse_block
from measuring import BOOT, Event, block, properties

OWN = BOOT.encode()
OTHERS = [b"", b"\x0b\x05", properties([("source", "ci")]), properties([("es-due", "1764000000s")]), b"&es-&&es-boot"]


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Runs of like events, some of them damaged or in another form."""
    made: list[Event] = []
    for _ in range(draw(st.integers(1, 4))):
        before, after = draw(st.sampled_from(OTHERS)), draw(st.sampled_from(OTHERS))
        stream, boot = draw(st.sampled_from(["a", "producer.1", "x" * 64])), draw(st.sampled_from([BOOT, "99999999"]))
        for number in range(draw(st.integers(1, 9))):
            event = Event(draw(st.integers(0, 10**12 - 1)), due=number, delay=draw(st.integers(-50, 50)))
            event.stream, event.boot = stream, boot
            raw = bytearray(before + event.properties() + after)
            if draw(st.integers(0, 4)) == 0:
                raw[draw(st.integers(0, len(raw) - 1))] = draw(st.sampled_from(b"09:/ \x00\xffn"))
            event.raw = bytes(raw)
            made.append(event)
    return made


def told(found: Stamps | None) -> object:
    if found is None:
        return None
    sources = [found.sources[number] for number in found.source.tolist()]
    columns = [getattr(found, name).tolist() for name in ("rows", "seq", "due", "sent", "mono", "latency", "wall")]
    return columns, sources, found.unreadable


def both(monkeypatch: pytest.MonkeyPatch, made: Block, many: int, forms: int = 8) -> tuple[object, object]:
    results = []
    for least in (many, 10**9):
        for module in (stampblock, stampcolumns):
            monkeypatch.setattr(module, "MANY", least)
        monkeypatch.setattr(stampcolumns, "FORMS", forms)
        monkeypatch.setattr(stampcolumns, "AT_ONCE", 3)
        results.append(told(parse_block(made, OWN)))
    return results[0], results[1]


@settings(
    derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=events(), forms=st.integers(1, 8))
def test_at_once_and_one_by_one_agree(monkeypatch: pytest.MonkeyPatch, made: list[Event], forms: int) -> None:
    at_once, singly = both(monkeypatch, block(made), 2, forms)
    assert at_once == singly


@pytest.mark.parametrize("byte", b"09/:\xff")
def test_no_other_byte_anywhere_is_passed_over(monkeypatch: pytest.MonkeyPatch, byte: int) -> None:
    raw = Event(7).properties()
    for place in range(len(raw)):
        other = raw[:place] + bytes([byte]) + raw[place + 1 :]
        at_once, singly = both(monkeypatch, block([Event(1), Event(2), Event(raw=other), Event(3)]), 2)
        assert at_once == singly


def test_many_rows_of_our_form_are_all_read_at_once() -> None:
    made = block(Event(number, stream=f"producer.{number % 3}") for number in range(5_000))
    groups = stampcolumns.read(made, stampblock._large_enough(made))
    assert sum(len(group.rows) for group in groups) == 5_000
    assert {group.source for group in groups} == {(b"producer.%d" % number, OWN) for number in range(3)}
