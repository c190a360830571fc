"""The composer's event is rendered and checked as the engine will, and survives a restart."""

from __future__ import annotations

from dataclasses import replace

import pytest

import hostile
from eventscope.core.errors import BadInput
from eventscope.core.message import PublishProperties, Receipt
from eventscope.core.template import Context
from eventscope.core.workspace import SavedEvent
from eventscope.ui.viewmodels.eventdraft import (
    PREVIEW,
    Outlook,
    from_plain,
    outcome,
    outlook,
    place,
    property_count,
    to_plain,
)

CONTEXT = Context(seq=3, wall_ns=1_795_435_200_000_000_000, draw=lambda: 0.5)
EVENT = SavedEvent("e", "a/{{ seq }}", '{"n": {{ seq }}}')


def look(**changes: object) -> Outlook:
    return outlook(replace(EVENT, **changes), CONTEXT)  # type: ignore[arg-type]


def test_rendered() -> None:
    assert look() == Outlook("a/3", '{"n": 3}', 8, rendered=True)
    assert look(topic="a", payload="{}").rendered is False


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"topic": ""}, "topic"),
        ({"topic": "a/#"}, "topic"),
        ({"topic": "a\ud800"}, "topic"),
        ({"topic": "{{ nonsense }}"}, "topic"),
        ({"payload": '{"a" 1}'}, "payload"),
        ({"payload": "{{ seq"}, "payload"),
        ({"payload": "zz", "kind": "hex"}, "payload"),
        ({"payload": "\ud800", "kind": "text"}, "payload"),
        ({"payload": " ", "kind": "file"}, "payload"),
        ({"payload": "x\ud800", "kind": "file"}, "payload"),
        ({"properties": PublishProperties(content_type="\ud800")}, "properties"),
        ({"properties": PublishProperties(user=(("a", "\0"),))}, "properties"),
    ],
)
def test_what_is_wrong_is_told_where(changes: dict[str, object], field: str) -> None:
    found = look(**changes)
    assert found.wrong is not None
    assert str(found.wrong)
    assert found.field == field


def test_a_mistake_has_a_place() -> None:
    found = look(payload='{\n  "a" 1\n}')
    assert found.wrong is not None
    assert place(found.wrong) == (2, 7)
    assert place(BadInput("x", "no place")) is None


def test_a_large_template_is_left_to_the_engine() -> None:
    assert look(payload="{{ seq }}" + "x" * PREVIEW).skipped
    assert look(payload='"' + "x" * PREVIEW + '"').size == PREVIEW + 2


def test_files_and_empty_payloads() -> None:
    assert look(kind="file", payload="data.bin").size is None
    assert look(payload="").size == 0


@pytest.mark.parametrize("text", hostile.texts())
def test_the_corpus_is_previewed_or_refused(text: str) -> None:
    for kind in ("json", "text", "hex", "base64"):
        found = look(topic=text, payload=text, kind=kind)
        assert found.wrong is not None or len(found.text) < 4000


def test_counting_properties() -> None:
    assert property_count(PublishProperties()) == 0
    assert property_count(PublishProperties(payload_format=0, message_expiry=5, user=(("a", "b"), ("a", "b")))) == 4


@pytest.mark.parametrize(
    ("receipt", "kind", "after"),
    [
        (Receipt(1, "t", 1, 1000, 0), "waiting", None),
        (Receipt(1, "t", 0, 1000, 0, 3000), "sent", 2000),
        (Receipt(1, "t", 1, 1000, 0, 3000, 9000), "acknowledged", 8000),
        (Receipt(1, "t", 1, 1000, 0, 3000, failed="refused", words="No."), "failed", None),
    ],
)
def test_outcomes(receipt: Receipt, kind: str, after: int | None) -> None:
    found = outcome(receipt)
    assert (found.kind, found.after) == (kind, after)


def test_a_draft_survives() -> None:
    event = replace(EVENT, properties=PublishProperties(correlation_data=b"\xff\x00", user=(("a", "b"),)), seed=5)
    assert from_plain(to_plain(event)) == event


@pytest.mark.parametrize("plain", [None, 5, {}, {"name": "x"}, {"name": "x", "topic": 5, "payload": ""}])
def test_odd_drafts(plain: object) -> None:
    assert from_plain(plain) is None
