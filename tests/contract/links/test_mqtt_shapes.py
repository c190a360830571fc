"""Packets that are patched together are, byte for byte, those that are encoded one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from eventscope.core import stamp
from eventscope.core.message import Draft, PublishProperties
from eventscope.links.base import Marks
from eventscope.links.mqtt import drafts
from eventscope.links.mqtt.shape import Shape
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311

STREAM, BOOT = "0011aabb.00ff", "abcdef01"
EXACT = settings(deadline=None, derandomize=True, max_examples=150)
TIMES = st.integers(10**17, 9 * 10**18)
# "%" and what a stamp itself consists of are what patching could trip over.
TEXTS = st.text(max_size=12) | st.sampled_from(["%", "%d%%c", "es-stream", "es-seq", "000000000000", "x" * 130])
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)
PROPERTIES = st.builds(
    PublishProperties,
    payload_format=st.none() | st.integers(0, 1),
    message_expiry=st.none() | st.integers(0, 2**32 - 1),
    content_type=TEXTS,
    response_topic=st.sampled_from(["", "reply/%d"]),
    correlation_data=st.binary(max_size=5),
    user=PAIRS,
)


@st.composite
def events(draw: st.DrawFn, version: int) -> Draft:
    return Draft(
        "c",
        draw(st.sampled_from(["t", "a/b%c", "es-seq", "温度/1"]) | st.text(min_size=1, max_size=8)),
        draw(st.binary(max_size=20) | st.sampled_from([b"%d", bytes(100), bytes(300), bytes(20_000)])),
        draw(st.integers(0, 2)),
        draw(st.booleans()),
        draw(PROPERTIES) if version == V5 else PublishProperties(),
        envelope=True,
    )


def stamped(draft: Draft, version: int, values: tuple[int, int, int, int]) -> Draft:
    marks = (STREAM, *values, BOOT)
    if version != V5:
        return replace(draft, payload=stamp.envelope(draft.payload, *marks))
    user = draft.properties.user + stamp.stamp_properties(*marks)
    return replace(draft, properties=replace(draft.properties, user=user))


def fault(make: Callable[[], object]) -> tuple[int, str] | None:
    try:
        make()
    except codec.Malformed as error:
        return error.reason, error.words
    return None


def shape(draft: Draft, version: int, stream: str) -> Shape:
    """Of what can be encoded at all; the rest is refused in the same words."""
    bare = replace(draft, payload=b"")
    wrong = fault(lambda: Shape(draft, version, stream, BOOT))
    assert wrong == fault(lambda: drafts.encode(bare, version, 1 if draft.qos else 0))
    assume(wrong is None)
    return Shape(draft, version, stream, BOOT)


@pytest.mark.parametrize("version", [V311, V5])
@EXACT
@given(st.data())
def test_plain(version: int, data: st.DataObject) -> None:
    draft = data.draw(events(version))
    made = shape(draft, version, "")
    first = data.draw(st.integers(1, 65_533)) if draft.qos else 0
    wanted = [drafts.encode(draft, version, first + n if first else 0) for n in range(3)]
    assert [bytes(row) for row in made.many(draft.payload, 3, first, None)] == wanted
    assert made.one(draft.payload, first) == wanted[0]
    assert made.size(len(draft.payload)) == len(wanted[0])


@pytest.mark.parametrize("version", [V311, V5])
@EXACT
@given(st.data())
def test_stamped(version: int, data: st.DataObject) -> None:
    draft = data.draw(events(version))
    made = shape(draft, version, STREAM)
    first = data.draw(st.integers(1, 65_533)) if draft.qos else 0
    seq = data.draw(st.integers(0, 10**12 - 4))
    wall, mono = data.draw(TIMES), data.draw(st.integers(0, 10**17))
    due = data.draw(st.none() | st.lists(st.integers(0, 10**17), min_size=3, max_size=3).map(sorted))
    marks = Marks(STREAM, seq, mono, wall, None if due is None else np.array(due, np.int64))
    rows = made.many(draft.payload, 3, first, marks)
    for number, row in enumerate(rows):
        meant = mono if due is None else due[number]
        values = (seq + number, wall + meant - mono, wall, meant)
        wanted = drafts.encode(stamped(draft, version, values), version, first + number if first else 0)
        assert bytes(row) == wanted
        assert made.one(draft.payload, first + number if first else 0, values) == wanted
        assert made.size(len(draft.payload)) == len(wanted)


@EXACT
@given(st.data())
def test_another_identifier_and_dup_change_nothing_else(data: st.DataObject) -> None:
    version = data.draw(st.sampled_from([V311, V5]))
    draft = replace(data.draw(events(version)), qos=data.draw(st.integers(1, 2)))
    shape(draft, version, "")  # leaves out what cannot be encoded at all
    packet = drafts.encode(draft, version, 7)
    assert drafts.readdressed(packet, 65_535) == drafts.encode(draft, version, 65_535)
    assert codec.mark_duplicate(packet) == drafts.encode(draft, version, 7, dup=True)
