"""CONNECT of a durable session: with the bit of a bridge, or without."""

from __future__ import annotations

import pytest

from eventscope.core.workspace import Connection
from eventscope.links.mqtt.causes import Closed
from eventscope.links.mqtt.durablegreeting import Greeting
from eventscope.links.mqtt.troubles import Ended
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Connect, Will

REFUSED = Ended("refused", reason="0x01")


def greeting(version: str = "3.1.1", bridge: bool = True) -> Greeting:
    made = Connection("c", "c", version=version, client_id="me", user="u", clean_start=False)  # type: ignore[arg-type]
    return Greeting(made, b"p", Will("w", b"gone"), bridge)


def says_it(made: Greeting) -> bool:
    ((first, body),) = codec.Splitter(1 << 16, V5).feed(made.packet())
    packet = codec.decode(first, body)
    assert isinstance(packet, Connect)
    assert not packet.clean_start
    assert packet.will == Will("w", b"gone")
    return packet.bridge


@pytest.mark.parametrize("error", [REFUSED, Closed(), ConnectionResetError()])
def test_the_bit_is_left_out_once_that_is_accepted(error: Exception) -> None:
    made = greeting()
    assert made.version == V311
    assert says_it(made)
    assert made.plainer(error)
    assert not says_it(made)
    made.accepted()
    assert not made.plainer(error)
    assert not says_it(made)


def test_where_it_fails_without_the_bit_as_well_that_was_not_the_reason() -> None:
    made = greeting()
    assert made.plainer(REFUSED)
    assert not made.plainer(ConnectionRefusedError())
    assert says_it(made)
    made.accepted()
    assert says_it(made)


@pytest.mark.parametrize("error", [ConnectionRefusedError(), Ended("refused", reason="0x05"), TimeoutError()])
def test_other_troubles_say_nothing_about_the_bit(error: Exception) -> None:
    made = greeting()
    assert not made.plainer(error)
    assert says_it(made)


@pytest.mark.parametrize(("version", "bridge"), [("5", True), ("3.1.1", False)])
def test_who_has_no_use_for_it_never_says_it(version: str, bridge: bool) -> None:
    made = greeting(version, bridge)
    assert not says_it(made)
    assert not made.plainer(REFUSED)
