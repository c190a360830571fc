"""Each link's events carry its stream, a number for each topic and the intended time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from eventscope.base import clock
from eventscope.core import stamp
from eventscope.core.message import Draft, PublishProperties
from eventscope.core.workspace import Connection
from eventscope.engine import stamps
from eventscope.engine.receipts import Receipts
from eventscope.engine.stamps import Stamps

V5 = Connection("lab", "Lab")
V3 = replace(V5, version="3.1.1")
DRAFT = Draft("lab", "a/b", b"x", properties=PublishProperties(user=(("k", "v"),)))


def made(receipts: Receipts | None = None) -> Stamps:
    return Stamps(receipts or Receipts(), lambda stream, topic, seq, due: None)


def fields(draft: Draft) -> dict[str, str]:
    return dict(draft.properties.user)


def test_numbers_count_from_zero_for_each_topic() -> None:
    stamper = made().of(V5)
    topics = ["a", "b", "a", "a"]
    assert [int(fields(stamper(0, replace(DRAFT, topic=topic)))["es-seq"]) for topic in topics] == [0, 0, 1, 2]


def test_each_opened_link_is_a_stream_of_its_own() -> None:
    stamps = made()
    names = {fields(stamps.of(V5)(0, DRAFT))["es-stream"] for _ in range(3)}
    assert len(names) == 3


def test_the_intended_time_is_what_counts() -> None:
    now, wall = clock.mono_ns(), clock.wall_ns()
    out = fields(made().of(V5)(0, replace(DRAFT, intended=now - 5_000_000_000)))
    assert int(out["es-mono"].removesuffix("ns")) == now - 5_000_000_000
    assert abs(int(out["es-due"].removesuffix("ns")) - (wall - 5_000_000_000)) < 2_000_000_000
    assert int(out["es-sent"].removesuffix("ns")) >= wall
    assert out["k"] == "v"


def test_311_carries_a_stamp_only_in_an_envelope_that_was_asked_for() -> None:
    stamper = made().of(V3)
    plain = replace(DRAFT, properties=PublishProperties())
    assert stamper(0, plain) is plain
    wrapped = stamper(0, replace(plain, envelope=True))
    read = stamp.unwrap(wrapped.payload)
    assert read is not None
    assert (read[1], read[0].seq) == (b"x", 0)
    assert wrapped.properties == PublishProperties()


def test_who_wants_no_stamp_gets_none() -> None:
    draft = replace(DRAFT, stamp=False, envelope=True)
    assert made().of(V5)(1, draft) is draft


def test_the_receipt_learns_its_number() -> None:
    receipts = Receipts()
    begun = receipts.begin(DRAFT)
    out = fields(made(receipts).of(V5)(begun.id, DRAFT))
    receipts.seen(b"a/b", 0, 99, out["es-stream"].encode())
    assert receipts.newest(1)[0].received == 99


def test_too_many_topics_begin_a_new_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "TOPICS", 3)
    stamper = made().of(V5)
    seen = [fields(stamper(0, replace(DRAFT, topic=topic))) for topic in ("a", "b", "c", "a", "d", "a")]
    assert [int(item["es-seq"]) for item in seen] == [0, 0, 0, 1, 0, 0]
    assert len({item["es-stream"] for item in seen}) == 2


def test_each_stamped_event_is_told_with_its_intended_time() -> None:
    told: list[tuple[str, bytes, int, list[int]]] = []
    stamper = Stamps(Receipts(), lambda *item: told.append((*item[:3], item[3].tolist()))).of(V5)
    out = fields(stamper(0, replace(DRAFT, intended=77)))
    stamper(0, replace(DRAFT, stamp=False))
    assert told == [(out["es-stream"], b"a/b", 0, [77])]
    marks = stamper.number(0, DRAFT, np.array([5, 6, 7]), 3)
    assert (marks.stream, marks.first) == (out["es-stream"], 1)
    assert told[1:] == [(out["es-stream"], b"a/b", 1, [5, 6, 7])]
    assert stamper.number(0, DRAFT, None, 2).first == 4
    assert told[2][3] == [told[2][3][0]] * 2  # now, as no time was intended
