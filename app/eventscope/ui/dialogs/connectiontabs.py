"""The tabs of the connection dialog: each shows its fields of a Connection and puts them back."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from eventscope.base import paths
from eventscope.core.workspace import Connection, Tls
from eventscope.ui.forms import Form, Number, Select, Wrong, browse, check
from eventscope.ui.pairs import PairsEdit

translate = QCoreApplication.translate
PORTS = {"mqtt": 1883, "mqtts": 8883, "ws": 8083, "wss": 8084}
MAX_U16, MAX_U32 = 65_535, 4_294_967_295


class GeneralTab(Form):
    """Name, address, version, identity, session."""

    scheme_changed = Signal(str)
    version_changed = Signal(str)
    path_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self.add(self.tr("Name"), QLineEdit())
        self.scheme = self.add(self.tr("Protocol"), Select(_schemes()))
        self.host = self.add(self.tr("Host"), QLineEdit())
        self.host.setPlaceholderText(self.tr("broker.example, 192.0.2.7, or a whole address as in mqtts://host:8883"))
        self.port = self.add(self.tr("Port"), Number(1, MAX_U16))
        self.version = self.add(self.tr("MQTT version"), Select((("5", "5"), ("3.1.1", "3.1.1"))))
        self.client_id = self.add(self.tr("Client ID"), QLineEdit())
        self.client_id.setPlaceholderText(self.tr("empty: one of our own that stays the same on this computer"))
        self.user = self.add(self.tr("User name"), QLineEdit())
        self.password = self.add(self.tr("Password"), QLineEdit(), _password_note())
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep_alive = self.add(self.tr("Keep Alive, s"), Number(0, MAX_U16), self.tr("0 switches it off."))
        self.clean_start = self.add(self.tr("Session"), check(self.tr("Clean Start: forget what the broker kept")))
        self.session_expiry = self.add(
            self.tr("Session Expiry, s"),
            Number(0, MAX_U32),
            self.tr("How long the broker keeps the session after we left."),
        )
        self.connect_timeout = self.add(self.tr("Give up after, s"), Number(1, 600))
        self.auto_connect = self.add(self.tr("At start"), check(self.tr("Connect when the workspace opens")))
        self.finish()
        self.scheme.currentIndexChanged.connect(self._scheme)
        self.version.currentIndexChanged.connect(self._version)
        self.host.editingFinished.connect(self._split_address)
        self._port_of = "mqtt"

    def load(self, item: Connection) -> None:
        """Show a connection."""
        self._port_of = item.scheme
        self.name.setText(item.name)
        self.scheme.set_value(item.scheme)
        self.host.setText(item.host)
        self.port.set_value(item.port)
        self.version.set_value(item.version)
        self.client_id.setText(item.client_id)
        self.user.setText(item.user)
        kept = self.tr("kept; type to replace it") if item.has_password else ""
        self.password.setPlaceholderText(kept)
        self.keep_alive.set_value(item.keep_alive)
        self.clean_start.setChecked(item.clean_start)
        self.session_expiry.set_value(item.session_expiry)
        self.connect_timeout.set_value(item.connect_timeout)
        self.auto_connect.setChecked(item.auto_connect)
        self._version()

    def store(self, item: Connection) -> Connection:
        """The connection with what is shown here; raises Wrong."""
        self._split_address()
        host = self.host.text().strip()
        if not host or any(char.isspace() or char in "/@" for char in host):
            raise Wrong(self.host, self.tr("Enter a host name or an address, without spaces or slashes."))
        if "\0" in self.client_id.text() or len(self.client_id.text().encode()) > MAX_U16:
            raise Wrong(self.client_id, self.tr("A client ID has at most 65,535 bytes and no NUL."))
        return replace(
            item,
            name=self.name.text().strip() or host,
            scheme=self.scheme.value(),
            host=host,
            port=self.port.number(),
            version=self.version.value(),
            client_id=self.client_id.text(),
            user=self.user.text(),
            keep_alive=self.keep_alive.number(),
            clean_start=self.clean_start.isChecked(),
            session_expiry=self.session_expiry.number(),
            connect_timeout=self.connect_timeout.number(),
            auto_connect=self.auto_connect.isChecked(),
        )

    def _scheme(self) -> None:
        """Another protocol brings its usual port, unless a person chose one."""
        scheme = self.scheme.value()
        if self.port.text() in ("", str(PORTS[self._port_of])):
            self.port.set_value(PORTS[scheme])
        self._port_of = scheme
        self.scheme_changed.emit(scheme)

    def _version(self) -> None:
        five = self.version.value() == "5"
        self.session_expiry.setEnabled(five)
        clean = (
            self.tr("Clean Start: forget what the broker kept")
            if five
            else self.tr("Clean Session: keep nothing there")
        )
        self.clean_start.setText(clean)
        self.version_changed.emit(self.version.value())

    def _split_address(self) -> None:
        """A whole address is taken apart; a password in it goes to its own field and is shown no more."""
        text = self.host.text().strip()
        if "://" not in text:
            return
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            return
        if parts.scheme in PORTS and parts.hostname:
            self.scheme.set_value(parts.scheme)
            self.host.setText(parts.hostname)
            self.port.set_value(port or PORTS[parts.scheme])
            self.user.setText(parts.username or self.user.text())
            self.password.setText(parts.password or self.password.text())
            if parts.path.strip("/"):
                self.path_given.emit(parts.path)


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
    """The path and headers of the WebSocket handshake."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = self.add(self.tr("Path"), QLineEdit(), self.tr("Most brokers listen on /mqtt."))
        self.headers = self.add(self.tr("Headers"), PairsEdit())
        self.finish()

    def load(self, item: Connection) -> None:
        """Show a connection."""
        self.path.setText(item.path)
        self.headers.set_pairs(item.websocket_headers)

    def store(self, item: Connection) -> Connection:
        """The connection with what is shown here; raises Wrong."""
        path = self.path.text().strip()
        if not path.startswith("/") or any(char.isspace() for char in path):
            raise Wrong(self.path, self.tr("A path begins with / and has no spaces."))
        for name, value in self.headers.pairs():
            if not name or any(char in name + value for char in "\r\n\0"):
                raise Wrong(self.headers, self.tr("A header needs a name, and no line breaks."))
        return replace(item, path=path, websocket_headers=self.headers.pairs())


def _schemes() -> tuple[tuple[str, str], ...]:
    return (
        ("mqtt", translate("GeneralTab", "mqtt · TCP")),
        ("mqtts", translate("GeneralTab", "mqtts · TCP with TLS")),
        ("ws", translate("GeneralTab", "ws · WebSocket")),
        ("wss", translate("GeneralTab", "wss · WebSocket with TLS")),
    )


def _password_note() -> str:
    return translate(
        "GeneralTab",
        "Kept in the key store of this system, never in the workspace file; "
        "for this session only where there is no key store.",
    )
