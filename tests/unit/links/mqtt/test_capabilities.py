"""What a broker announces is obeyed, shown as text, and checked against what we asked for."""

from __future__ import annotations

import pytest

from eventscope.links.mqtt import capabilities
from eventscope.links.mqtt.capabilities import IN_FLIGHT, IN_FLIGHT_V311, LARGEST
from eventscope.mqtt.codec import Malformed
from eventscope.mqtt.packets import Connack, Properties
from linksinks import connection


def accepted(session_present: bool = False, **said: object) -> Connack:
    return Connack(session_present, 0, Properties(**said))  # type: ignore[arg-type]


def test_defaults_are_those_of_the_specification_and_our_own_window() -> None:
    limits = capabilities.read(accepted(), connection(1), clean=True)
    assert limits.receive_maximum == IN_FLIGHT
    assert limits.maximum_packet_size == LARGEST
    assert limits.maximum_qos == 2
    assert limits.retain
    assert limits.wildcards
    assert limits.shared
    assert limits.identifiers
    assert limits.topic_alias_maximum == 0


def test_3_1_1_has_a_small_window() -> None:
    limits = capabilities.read(accepted(), connection(1, version="3.1.1"), clean=True)
    assert limits.receive_maximum == IN_FLIGHT_V311


def test_what_the_broker_says_is_obeyed() -> None:
    said = accepted(
        receive_maximum=7, maximum_packet_size=100, maximum_qos=0, retain_available=0, topic_alias_maximum=3,
        wildcard_available=0, shared_available=0, subscription_ids_available=0,
    )  # fmt: skip
    limits = capabilities.read(said, connection(1), clean=True)
    assert (limits.receive_maximum, limits.maximum_packet_size, limits.maximum_qos) == (7, 100, 0)
    assert (limits.retain, limits.wildcards, limits.shared, limits.identifiers) == (False,) * 4
    assert limits.topic_alias_maximum == 3
    assert capabilities.read(accepted(receive_maximum=60_000), connection(1), True).receive_maximum == IN_FLIGHT


@pytest.mark.parametrize(
    ("ours", "servers", "in_force"), [(15, None, 15), (15, 5, 5), (15, 60, 15), (15, 0, 15), (0, 60, 60), (0, None, 0)]
)
def test_the_shorter_keep_alive_serves_both(ours: int, servers: int | None, in_force: int) -> None:
    limits = capabilities.read(accepted(server_keep_alive=servers), connection(1, keep_alive=ours), True)
    assert limits.keep_alive == in_force


def test_a_session_after_a_clean_start_is_a_lie() -> None:
    with pytest.raises(Malformed) as fault:
        capabilities.read(accepted(session_present=True), connection(1), clean=True)
    assert fault.value.reason == 0x82
    capabilities.read(accepted(session_present=True), connection(1), clean=False)


def test_what_was_said_is_shown_as_text_and_nothing_else() -> None:
    said = Properties(maximum_qos=1, reason_string="<b>hi</b>", server_reference="evil:1883", user=(("a", "b"),))
    assert capabilities.as_text(said, 15) == {
        "maximum_qos": "1", "reason_string": "<b>hi</b>", "server_reference": "evil:1883",
        "user_property_1": "a=b", "keep_alive": "15",
    }  # fmt: skip


def test_a_flood_of_user_properties_is_shown_in_part_and_says_so() -> None:
    shown = capabilities.as_text(Properties(user=(("a", "b"),) * 10_000), 15)
    assert len(shown) == 66
    assert shown["user_properties"] == "64 of 10000 shown"


@pytest.mark.parametrize(
    ("version", "reason", "lasting", "part"),
    [
        (5, 0x86, True, "password"),
        (5, 0x87, True, "not allowed"),
        (5, 0x88, False, "not available"),
        (5, 0x89, False, "busy"),
        (5, 0x9C, True, "another server"),
        (4, 4, True, "password"),
        (4, 5, True, "not allowed"),
        (4, 3, False, "not available"),
    ],
)
def test_refusals_in_words(version: int, reason: int, lasting: bool, part: str) -> None:
    properties = Properties(reason_string="because", server_reference="other:1883") if version == 5 else Properties()
    trouble = capabilities.refusal(Connack(False, reason, properties), version, "me").trouble
    assert trouble.code == "refused"
    assert trouble.lasting is lasting
    assert part in trouble.words
    assert trouble.params["reason"] == f"0x{reason:02X}"
    if version == 5:
        assert "It says: because" in trouble.words
        assert "other:1883" in trouble.words
