"""What a broker said about itself in CONNACK: checked, obeyed, and shown as text. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.workspace import Connection
from eventscope.links.mqtt.troubles import Ended
from eventscope.mqtt import reasons
from eventscope.mqtt.codec import Malformed
from eventscope.mqtt.packets import V5, Connack, Disconnect, Properties
from eventscope.mqtt.wire import PROTOCOL_ERROR

IN_FLIGHT = 1_000  # unacknowledged events that we send at once, whatever more the broker allows
# 3.1.1 cannot say how much it takes, and mosquitto closes the connection for the 21st unfinished QoS 2 event.
IN_FLIGHT_V311 = 20
LARGEST = 268_435_460  # bytes: what the remaining length can say, and its header
_SHOWN = (
    "session_expiry", "receive_maximum", "maximum_qos", "retain_available", "maximum_packet_size",
    "assigned_client_id", "topic_alias_maximum", "reason_string", "wildcard_available",
    "subscription_ids_available", "shared_available", "server_keep_alive", "response_information",
    "server_reference", "auth_method",
)  # fmt: skip
# Reasons that only a person can mend; the others (busy, not available, quota …) pass by themselves.
_LASTING = {
    4: frozenset({1, 2, 4, 5}),
    5: frozenset({0x81, 0x82, 0x84, 0x85, 0x86, 0x87, 0x8A, 0x8C, 0x90, 0x95, 0x99, 0x9A, 0x9B, 0x9C, 0x9D}),
}
_LASTING_LATER = frozenset({0x81, 0x82, 0x87, 0x98, 0x9C, 0x9D})  # of DISCONNECT


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Limits in force on one connection; the defaults are those of the specification."""

    receive_maximum: int = IN_FLIGHT
    maximum_packet_size: int = LARGEST
    maximum_qos: int = 2
    retain: bool = True
    topic_alias_maximum: int = 0
    wildcards: bool = True
    shared: bool = True
    identifiers: bool = True
    keep_alive: int = 0  # seconds between signs of life, 0: none


def read(connack: Connack, connection: Connection, clean: bool) -> Capabilities:
    """The limits of an accepted connection; raises Malformed when CONNACK contradicts what we asked for."""
    if clean and connack.session_present:
        raise Malformed(PROTOCOL_ERROR, "the broker claims a session although a clean start was asked for")
    said = connack.properties
    ours = IN_FLIGHT if connection.version == "5" else IN_FLIGHT_V311
    return Capabilities(
        receive_maximum=min(said.receive_maximum or ours, ours),
        maximum_packet_size=said.maximum_packet_size or LARGEST,
        maximum_qos=2 if said.maximum_qos is None else said.maximum_qos,
        retain=said.retain_available != 0,
        topic_alias_maximum=said.topic_alias_maximum or 0,
        wildcards=said.wildcard_available != 0,
        shared=said.shared_available != 0,
        identifiers=said.subscription_ids_available != 0,
        keep_alive=_keep_alive(connection.keep_alive, said.server_keep_alive),
    )


def _keep_alive(ours: int, servers: int | None) -> int:
    """The shorter one serves both: the broker hears of us in time and we notice a dead link as soon as we wished.

    A Server Keep Alive of 0 only means that the broker does not watch; we still do [MQTT-3.2.2-21].
    """
    return min(ours, servers) if ours and servers else servers or ours


def as_text(properties: Properties, keep_alive: int) -> dict[str, str]:
    """What the broker said, and the keep alive in force, for people to read; nothing here is trusted."""
    said = {name: str(value) for name in _SHOWN if (value := getattr(properties, name)) is not None}
    said["keep_alive"] = str(keep_alive)
    for number, (name, value) in enumerate(properties.user[:64], 1):
        said[f"user_property_{number}"] = f"{name}={value}"
    if len(properties.user) > 64:
        said["user_properties"] = f"64 of {len(properties.user)} shown"
    return said


def refusal(connack: Connack, version: int, client_id: str) -> Ended:
    """Why the broker would not have us, in words."""
    lasting = connack.reason in _LASTING[version]
    words = explained(connack.reason, version, "CONNACK", connack.properties)
    return Ended(
        "refused",
        lasting,
        reason=f"0x{connack.reason:02X}",
        reason_words=words,
        client=client_id,
        **_strings(connack.properties),
    )


def dismissed(packet: Disconnect, client_id: str) -> Ended:
    """Why the broker would not have us any longer, in words."""
    return Ended(
        "disconnected-by-broker",
        packet.reason in _LASTING_LATER,
        reason=f"0x{packet.reason:02X}",
        reason_words=explained(packet.reason, V5, "DISCONNECT", packet.properties),
        client=client_id,
    )


def explained(reason: int, version: int, packet: str, properties: Properties) -> str:
    """A reason code in words, with what the broker adds in its own; a redirect is named and never followed."""
    words = reasons.words(reason, version, packet)
    for name, said in _strings(properties).items():
        opening = "It says" if name == "reason_string" else "It names another server"
        words += f" {opening}: {said}"
    return words


def _strings(properties: Properties) -> dict[str, str]:
    both = {"reason_string": properties.reason_string, "server_reference": properties.server_reference}
    return {name: value for name, value in both.items() if value}
