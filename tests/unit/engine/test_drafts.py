"""An event becomes a draft, or a sentence that says which part of it is wrong."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eventscope.base import clock
from eventscope.core import payload
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.message import PublishProperties
from eventscope.core.workspace import Connection, SavedEvent
from eventscope.engine.drafts import read_file, recipe

LAB = Connection("lab", "Lab")
EVENT = SavedEvent("order", "orders/{{ seq }}", '{"n": {{ seq }}, "on": "{{ topic }}"}', qos=1, seed=3)


def test_topic_payload_and_properties_are_rendered() -> None:
    properties = PublishProperties(
        content_type="application/{{ event }}", response_topic="re/{{ seq }}", user=(("{{ seq }}", "{{ connection }}"),)
    )
    now = clock.mono_ns()
    draft = recipe(replace(EVENT, properties=properties, retain=True), LAB).draft(7, now)
    assert (draft.topic, draft.payload) == ("orders/7", b'{"n": 7, "on": "orders/7"}')
    assert draft.properties == PublishProperties(
        content_type="application/order", response_topic="re/7", user=(("7", "Lab"),)
    )
    assert (draft.connection, draft.qos, draft.retain, draft.intended) == ("lab", 1, True, now)


def test_a_seed_gives_the_same_events_again() -> None:
    event = replace(EVENT, topic="a", payload="[{{ random }}, {{ randint(1, 1000000) }}]")
    one, two = recipe(event, LAB), recipe(event, LAB)
    assert [one.draft(n, 0).payload for n in range(5)] == [two.draft(n, 0).payload for n in range(5)]
    assert recipe(replace(event, seed=4), LAB).draft(0, 0) != recipe(event, LAB).draft(0, 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"topic": "{{ seq"}, "template-wrong"),
        ({"topic": "a/#"}, "topic-wildcard"),
        ({"topic": ""}, "topic-empty"),
        ({"payload": "{{ nix }}"}, "template-wrong"),
        ({"payload": "{no json}"}, "payload-wrong"),
        ({"payload": "0g", "kind": "hex"}, "payload-wrong"),
        ({"properties": PublishProperties(user=(("a", "{{ nix }}"),))}, "template-wrong"),
        ({"qos": 3}, "bad-qos"),
        ({"payload": "{% for i in range(90000) %}{% for j in range(9) %}{% endfor %}{% endfor %}"}, "template-wrong"),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, object], code: str) -> None:
    with pytest.raises(EventscopeError) as caught:
        recipe(replace(EVENT, **change), LAB).draft(1, 0)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_properties_need_version_5() -> None:
    old = replace(LAB, version="3.1.1")
    with pytest.raises(BadInput, match=r"3\.1\.1, which carries no properties"):
        recipe(replace(EVENT, properties=PublishProperties(content_type="x")), old)
    assert recipe(EVENT, old).draft(1, 0).topic == "orders/1"


def test_a_file_leaves_byte_for_byte_and_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "event.bin").write_bytes(b"\xff\x00{{ seq }}\r\n")
    event = replace(EVENT, topic="t", payload=f" {tmp_path / 'event.bin'} ", kind="file")
    assert recipe(event, LAB).draft(1, 0).payload == b"\xff\x00{{ seq }}\r\n"


def test_without_templates_marks_are_text() -> None:
    properties = PublishProperties(content_type="{{ seq }}")
    event = replace(EVENT, topic="{{ seq }}", payload="{{ nonsense", kind="text", template=False, properties=properties)
    draft = recipe(event, LAB).draft(1, 0)
    assert (draft.topic, draft.payload, draft.properties) == ("{{ seq }}", b"{{ nonsense", properties)


def test_files_that_cannot_be_events(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="could not be read"):
        read_file(tmp_path / "nothing")
    with pytest.raises(BadInput, match="is not a file"):
        read_file(tmp_path)
    with pytest.raises(BadInput):
        read_file(Path("a\0b"))
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(payload.LIMIT + 1)
    with pytest.raises(BadInput, match="at most"):
        read_file(large)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes of this kind are of Unix")
def test_a_pipe_without_end_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="is not a file"):
        read_file(tmp_path / "pipe")
