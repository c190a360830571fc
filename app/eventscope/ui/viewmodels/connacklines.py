"""What a broker told about itself at CONNACK, as lines with the protocol's own terms."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST = 200  # characters of one value: a broker may send 65,535
MOST = 40  # lines
# The protocol's terms, which are the same in every language; [MQTT5 3.2.2.3].
TERMS = {
    "session_expiry": "Session Expiry Interval",
    "receive_maximum": "Receive Maximum",
    "maximum_qos": "Maximum QoS",
    "retain_available": "Retain Available",
    "maximum_packet_size": "Maximum Packet Size",
    "assigned_client_id": "Assigned Client Identifier",
    "topic_alias_maximum": "Topic Alias Maximum",
    "reason_string": "Reason String",
    "wildcard_available": "Wildcard Subscription Available",
    "subscription_ids_available": "Subscription Identifiers Available",
    "shared_available": "Shared Subscription Available",
    "server_keep_alive": "Server Keep Alive",
    "response_information": "Response Information",
    "server_reference": "Server Reference",
    "auth_method": "Authentication Method",
    "keep_alive": "Keep Alive in force",
}


def lines(server: Mapping[str, str]) -> list[str]:
    """ "Receive Maximum: 20" and so on; a key that is no property of CONNACK (a Kafka cluster's) stands as it is.

    Values come from outside; whoever shows the lines makes them harmless. What is left out is said in the last line.
    """
    shown = [f"{TERMS.get(name, name.replace('_', ' '))}: {_cut(value)}" for name, value in server.items()]
    return shown if len(shown) <= MOST else [*shown[: MOST - 1], f"… {len(shown) - MOST + 1} more"]


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}… ({len(value)} characters)"
