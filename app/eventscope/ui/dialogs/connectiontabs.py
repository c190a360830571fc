"""The further tabs of the connection dialog: each shows its fields of a Connection and puts them back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from eventscope.base import paths
from eventscope.core.workspace import Connection, Tls, usual_path
from eventscope.ui.forms import Form, Number, Wrong, browse, check
from eventscope.ui.pairs import PairsEdit

MAX_U16, MAX_U32 = 65_535, 4_294_967_295


class TlsTab(Form):
    """How the broker is verified, and who we are to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ca_file = self._file(self.tr("CA file"), self.tr("Empty: the authorities that this system trusts."))
        self.certificate = self._file(
            self.tr("Client certificate"), self.tr("PEM; only where the broker asks for one.")
        )
        self.key = self._file(self.tr("Client key"), "")
        self.server_name = self.add(
            self.tr("Server name"), QLineEdit(), self.tr("Empty: the host. It must be in the certificate.")
        )
        self.alpn = self.add("ALPN", QLineEdit(), self.tr("Protocols, separated by commas."))
        self.insecure = self.add(
            self.tr("Verification"),
            check(self.tr("Accept any certificate until Eventscope ends")),
            self.tr("Whoever is on the way can then read and change everything. Never saved."),
        )
        self.finish()

    def set_kind(self, kind: str) -> None:
        """What no other client can be told is of MQTT."""
        self.show_row(self.server_name, kind in ("mqtt", "http"))
        self.show_row(self.alpn, kind == "mqtt")

    def load(self, item: Connection) -> None:
        """Show a connection."""
        tls = item.tls
        self.ca_file.setText(tls.ca_file)
        self.certificate.setText(tls.certificate)
        self.key.setText(tls.key)
        self.server_name.setText(tls.server_name)
        self.alpn.setText(", ".join(tls.alpn))
        self.insecure.setChecked(tls.insecure)

    def store(self, item: Connection) -> Connection:
        """The connection with what is shown here; raises Wrong."""
        for field in (self.ca_file, self.certificate, self.key):
            if field.text() and not paths.typed(field.text()).is_file():
                raise Wrong(field, self.tr("There is no such file."))
        if self.key.text() and not self.certificate.text():
            raise Wrong(self.certificate, self.tr("A key needs its certificate."))
        tls = Tls(
            ca_file=self.ca_file.text(),
            certificate=self.certificate.text(),
            key=self.key.text(),
            alpn=tuple(part.strip() for part in self.alpn.text().split(",") if part.strip()),
            server_name=self.server_name.text().strip(),
            insecure=self.insecure.isChecked(),
        )
        return replace(item, tls=tls)

    def _file(self, label: str, note: str) -> QLineEdit:
        field = QLineEdit()
        return self.add(label, field, note, (browse(field, self.tr("Choose a file")),))


class AdvancedTab(Form):
    """Properties of CONNECT in MQTT 5."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        usual = self.tr("as the broker likes")
        self.receive_maximum = self.add(
            self.tr("Receive Maximum"),
            Number(1, MAX_U16, optional=True, hint=usual),
            self.tr("Messages of QoS 1 and 2 that may be on their way to us at once."),
        )
        self.maximum_packet_size = self.add(
            self.tr("Maximum Packet Size, bytes"),
            Number(1, MAX_U32, optional=True, hint=self.tr("16 MiB, our own limit")),
        )
        self.topic_alias_maximum = self.add(self.tr("Topic Alias Maximum"), Number(0, MAX_U16))
        self.response_information = self.add(self.tr("Response"), check(self.tr("Request Response Information")))
        self.problem_information = self.add(self.tr("Problems"), check(self.tr("Request Problem Information")))
        self.user_properties = self.add(self.tr("User Properties"), PairsEdit())
        self.finish()

    def load(self, item: Connection) -> None:
        """Show a connection."""
        self.receive_maximum.set_value(item.receive_maximum)
        self.maximum_packet_size.set_value(item.maximum_packet_size)
        self.topic_alias_maximum.set_value(item.topic_alias_maximum)
        self.response_information.setChecked(item.request_response_information)
        self.problem_information.setChecked(item.request_problem_information)
        self.user_properties.set_pairs(item.user_properties)

    def store(self, item: Connection) -> Connection:
        """The connection with what is shown here; raises Wrong."""
        return replace(
            item,
            receive_maximum=self.receive_maximum.value(),
            maximum_packet_size=self.maximum_packet_size.value(),
            topic_alias_maximum=self.topic_alias_maximum.number(),
            request_response_information=self.response_information.isChecked(),
            request_problem_information=self.problem_information.isChecked(),
            user_properties=self.user_properties.pairs(),
        )


class WebSocketTab(Form):
    """The path and headers of the WebSocket handshake, or of webhooks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = self.add(self.tr("Path"), QLineEdit(), self.tr("Most brokers listen on /mqtt."))
        self.headers = self.add(self.tr("Headers"), PairsEdit())
        self.finish()
        self._kind = ""

    def set_kind(self, kind: str) -> None:
        """Another middleware was chosen: an empty path is the usual one of that."""
        self._kind = kind
        self.path.setPlaceholderText(usual_path("http" if kind == "http" else "ws"))

    def load(self, item: Connection) -> None:
        """Show a connection."""
        self.path.setText(item.path)
        self.headers.set_pairs(item.websocket_headers)

    def store(self, item: Connection) -> Connection:
        """The connection with what is shown here; raises Wrong."""
        path = self.path.text().strip()
        if path and (not path.startswith("/") or any(char.isspace() for char in path)):
            raise Wrong(self.path, self.tr("A path begins with / and has no spaces."))
        if self._kind == "http" and any(char in "?#" for char in path):
            # As in a file of bridges: what stands behind ? is often a secret, and lands in logs.
            raise Wrong(self.path, self.tr("A path has no ? or #. Send a token as a header, or as the password."))
        for name, value in self.headers.pairs():
            if not name or any(char in name + value for char in "\r\n\0"):
                raise Wrong(self.headers, self.tr("A header needs a name, and no line breaks."))
        return replace(item, path=path, websocket_headers=self.headers.pairs())
