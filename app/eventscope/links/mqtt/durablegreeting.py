"""CONNECT of a durable session, and the bit in it by which a broker of MQTT 3.1.1 hears that a bridge speaks."""

from __future__ import annotations

from eventscope.core.workspace import Connection
from eventscope.links.mqtt import causes, connectoptions
from eventscope.links.mqtt.troubles import Trouble
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Connect, Properties, Will

_UNSUPPORTED = "0x01"  # the return code for a protocol level that a broker does not know


class Greeting:
    """What is said first on each connection.

    The bit is no standard: a broker that turns it down is asked without it at once, and once that was accepted, never
    with it again. Where both fail the bit was not the reason, so that the next try has it again.
    """

    def __init__(self, connection: Connection, password: bytes | None, will: Will | None, bridge: bool) -> None:
        self.version = V5 if connection.version == "5" else V311
        self._connection = connection
        self._password = password
        self._will = will
        self._wanted = self._bit = bridge and self.version == V311

    def packet(self) -> bytes:
        """CONNECT."""
        connection = self._connection
        packet = Connect(
            connection.client_id,
            self.version,
            connection.clean_start,
            connection.keep_alive,
            connection.user or None,
            self._password,
            self._will,
            self._properties(),
            self._bit,
        )
        return codec.encode(packet, self.version)

    def _properties(self) -> Properties:
        properties = Properties()
        if self.version == V5:
            properties.session_expiry = self._connection.session_expiry
            properties.receive_maximum = self._connection.receive_maximum
            properties.maximum_packet_size = connectoptions.packet_limit(self._connection)
            properties.user = self._connection.user_properties
        return properties

    def accepted(self) -> None:
        """CONNACK came: what it was asked with is good for this broker."""
        self._wanted = self._bit

    def plainer(self, error: Exception) -> bool:
        """The connection ended before CONNACK; whether it is to be tried at once, without the bit."""
        turned_down = self._bit and _turns_down(causes.ended(error, self._connection, False).trouble)
        self._bit = self._wanted and not turned_down
        return turned_down


def _turns_down(trouble: Trouble) -> bool:
    return trouble.code == "closed-early" or trouble.params.get("reason") == _UNSUPPORTED
