"""From a Connection to paho's CONNECT: every property of MQTT 5, the will, the password as bytes."""

from __future__ import annotations

from typing import Any

from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from eventscope.core import topics
from eventscope.core.errors import BadInput
from eventscope.core.message import PublishProperties
from eventscope.core.workspace import Connection, WillSpec
from eventscope.links.mqtt.troubles import Ended

PACKET_LIMIT = 16 << 20  # bytes of one packet that we take where the connection does not say
RECEIVE_MAXIMUM = 65_535  # what a broker assumes where we do not say [MQTT5 3.1.2.11.3]


def packet_limit(connection: Connection) -> int:
    """The largest packet that we take, in bytes; announced in MQTT 5 and enforced in both."""
    return connection.maximum_packet_size or PACKET_LIMIT


def check(connection: Connection) -> None:
    """Raises Ended for what no CONNECT can carry."""
    rules = (
        (bool(connection.host.strip()), "the host is empty"),
        (0 < connection.port < 65_536, "the port must be 1 to 65535"),
        (0 <= connection.keep_alive < 65_536, "the keep alive must be 0 to 65535 seconds"),
        (0 <= connection.session_expiry < 1 << 32, "the session expiry must be 0 to 4294967295 seconds"),
        (0 <= connection.topic_alias_maximum < 65_536, "the topic alias maximum must be 0 to 65535"),
        (
            connection.receive_maximum is None or 0 < connection.receive_maximum < 65_536,
            "the receive maximum must be 1 to 65535",
        ),
        (0 < packet_limit(connection) < 268_435_456, "the maximum packet size must be 1 to 268435455 bytes"),
        (connection.connect_timeout > 0, "the connect time-out must be at least a second"),
        (_sendable(connection.client_id), "the client id has characters that MQTT cannot carry, or is too long"),
        (_sendable(connection.user), "the user name has characters that MQTT cannot carry, or is too long"),
        (len(connection.will.payload) < 65_536, "the will's payload must not pass 65535 bytes"),
    )
    for holds, fault in rules:
        if not holds:
            raise Ended("bad-settings", error=fault)
    try:
        if connection.will.topic:
            topics.check_topic(connection.will.topic)
    except BadInput as error:
        raise Ended("bad-settings", error=f"the will cannot be published: {error}") from error


def _sendable(text: str) -> bool:
    """Whether it is a UTF-8 string of MQTT [MQTT-1.5.4-1, -2]."""
    try:
        return "\0" not in text and len(text.encode()) < 65_536
    except UnicodeEncodeError:
        return False


def properties(connection: Connection) -> Properties:
    """Properties of CONNECT [MQTT5 3.1.2.11]."""
    said = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    said.MaximumPacketSize = packet_limit(connection)
    if connection.session_expiry:
        said.SessionExpiryInterval = connection.session_expiry
    if connection.receive_maximum is not None:
        said.ReceiveMaximum = connection.receive_maximum
    if connection.topic_alias_maximum:
        said.TopicAliasMaximum = connection.topic_alias_maximum
    if connection.request_response_information:
        said.RequestResponseInformation = 1
    if not connection.request_problem_information:
        said.RequestProblemInformation = 0
    if connection.user_properties:
        said.UserProperty = list(connection.user_properties)
    return said


def will(spec: WillSpec, v5: bool) -> dict[str, Any]:
    """Arguments of paho's `will_set`."""
    arguments = {"topic": spec.topic, "payload": spec.payload, "qos": spec.qos, "retain": spec.retain}
    return arguments | ({"properties": _will_properties(spec)} if v5 else {})


def _will_properties(spec: WillSpec) -> Properties:
    said = Properties(PacketTypes.WILLMESSAGE)  # type: ignore[no-untyped-call]
    if spec.delay:
        said.WillDelayInterval = spec.delay
    for name, value in _message_properties(spec.properties).items():
        setattr(said, name, value)
    return said


def _message_properties(given: PublishProperties) -> dict[str, Any]:
    said: dict[str, Any] = {
        "PayloadFormatIndicator": given.payload_format,
        "MessageExpiryInterval": given.message_expiry,
        "ContentType": given.content_type or None,
        "ResponseTopic": given.response_topic or None,
        "CorrelationData": given.correlation_data or None,
        "UserProperty": list(given.user) or None,
    }
    return {name: value for name, value in said.items() if value is not None}
