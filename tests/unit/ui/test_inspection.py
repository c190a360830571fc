"""Everything a message says is a row; floods are counted, hidden characters marked."""

from __future__ import annotations

import pytest

import hostile
from eventscope.core import visible
from eventscope.core.message import DAMAGED, DUP, V5, WALL_LATENCY, Message, PublishProperties
from eventscope.core.stamp import envelope
from eventscope.core.verbs import Explained
from eventscope.ui.viewmodels.inspection import USER_SHOWN, Fact, correlation, facts

WALL = 1_795_435_200_000_000_000


def message(flags: int = V5, payload: bytes = b"x", latency: int | None = None) -> Message:
    return Message(7, WALL, 2, 3, b"a", payload, b"", flags, latency)


def named(rows: list[Fact]) -> dict[str, str]:
    return {row.name: row.value for row in rows}


def test_flags() -> None:
    rows = named(facts(message(2 | DUP | DAMAGED), None, "Lab"))
    assert (rows["version"], rows["qos"], rows["connection"]) == ("3.1.1", "2", "Lab")
    assert (rows["dup"], rows["damaged"]) == ("yes", "yes")
    assert "outgoing" not in rows


def test_properties_only_where_they_are() -> None:
    explained = Explained(PublishProperties(message_expiry=0, content_type="text/plain", user=(("k", "v"),)), (1, 2))
    rows = named(facts(message(), explained, ""))
    assert (rows["message-expiry"], rows["content-type"], rows["subscription-ids"], rows["k"]) == (
        "0 s",
        "text/plain",
        "1, 2",
        "v",
    )
    assert "response-topic" not in rows
    assert "connection" not in rows


def test_properties_that_cannot_be_read() -> None:
    rows = facts(message(), Explained(PublishProperties(), wrong="cut off"), "")
    assert Fact("properties", "wrong", "cut off", level="bad") in rows


def test_a_flood_of_user_properties_is_counted() -> None:
    user = tuple((f"k{n}", "v") for n in range(10_000))
    rows = facts(message(), Explained(PublishProperties(user=user)), "")
    assert len([row for row in rows if row.given]) == USER_SHOWN
    assert rows[-1] == Fact("user", "more", "9,744", level="warn")


@pytest.mark.parametrize("text", hostile.texts())
def test_hidden_characters_are_marked(text: str) -> None:
    explained = Explained(PublishProperties(content_type=text, response_topic=text, user=((text, text),)))
    for row in facts(message(), explained, text):
        assert not visible.hidden(row.value)
        assert not (row.given and visible.hidden(row.name))
        assert len(row.value) <= 5000


def test_a_stamp_in_an_envelope() -> None:
    wrapped = envelope(b"x", "demo", 41, WALL, WALL + 1000, 5, "abcdefgh")
    rows = named(facts(message(payload=wrapped, latency=-5_000_000, flags=V5 | WALL_LATENCY), None, ""))
    assert (rows["stream"], rows["sequence"], rows["boot"], rows["latency"]) == ("demo", "41", "abcdefgh", "~-5.0 ms")


def test_correlation_data() -> None:
    assert correlation(b"") == ""
    assert correlation(b"\x00\xff") == "00 ff"
    assert correlation(b"req-1") == "72 65 71 2d 31  “req-1”"
    assert correlation(bytes(100)).endswith("… (100)")
