"""Bytes of dead letters as text and hex, and what was changed of them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.core.deadletter import DeadEdit
from eventscope.core.errors import BadInput
from eventscope.ui.viewmodels.bus import dead
from ui.fakebus import letters
from ui.fakes import HOSTILE


@given(st.binary(max_size=200))
def test_bytes_survive_the_editor(data: bytes) -> None:
    for text in (True, False) if dead.is_text(data) else (False,):
        assert dead.as_bytes(dead.as_field(data, text), text) == data


def test_what_an_editor_would_change_is_no_text() -> None:
    assert dead.is_text('{"a": "é"}\n'.encode())
    for odd in (None, b"\xff", b"a\r\nb", b"a\0b", "a‮b".encode()):
        assert not dead.is_text(odd)


@pytest.mark.parametrize("wrong", ["7", "7g", "zz zz", "0x41"])
def test_hex_is_checked(wrong: str) -> None:
    with pytest.raises(BadInput, match="hex"):
        dead.as_bytes(wrong, text=False)


def test_only_what_changed_is_in_the_edit() -> None:
    letter = letters()[0]
    topic = letter.topic.decode()
    assert dead.edit(letter, topic, letter.payload, None) is None
    assert dead.edit(letter, topic, b"{}", None) == DeadEdit(payload=b"{}")
    assert dead.edit(letter, "a/b", letter.payload, None) == DeadEdit(topic=b"a/b")


def test_a_tombstone_that_nobody_touched_stays_one() -> None:
    from dataclasses import replace

    letter = replace(letters()[0], payload=None, key=b"k")
    assert dead.edit(letter, letter.topic.decode(), b"", b"k") is None
    assert dead.edit(letter, letter.topic.decode(), b"x", b"") == DeadEdit(payload=b"x", key=b"")


def test_rows_show_hostile_topics_harmless_and_the_newest_first() -> None:
    from dataclasses import replace

    odd = replace(letters()[0], id=9, topic=HOSTILE[1].encode() + b"\xff")
    found = dead.rows((*letters(), odd))
    assert [row.letter.id for row in found] == [9, 3, 2, 1]
    assert "‹RLO›" in found[0].topic
    assert "\\xff" in found[0].topic
    assert found[1].tries == 1
