"""The first tab of the connection dialog: which middleware, where it is, who we are to it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from eventscope.core.workspace import Connection
from eventscope.ui.dialogs.connectionbus import Filters, Members
from eventscope.ui.forms import Form, Number, Select, Wrong, check

translate = QCoreApplication.translate
PORTS = {
    "mqtt": 1883, "mqtts": 8883, "ws": 8083, "wss": 8084, "kafka": 9092, "kafkas": 9093, "http": 80, "https": 443,
    "bus": 1883,
}  # fmt: skip
KINDS = {"kafka": "kafka", "kafkas": "kafka", "http": "http", "https": "http", "bus": "bus"}
MAX_U16, MAX_U32 = 65_535, 4_294_967_295


def kind(scheme: str) -> str:
    """mqtt, kafka, http or bus."""
    return KINDS.get(scheme, "mqtt")


class GeneralTab(Form):
    """Name, address, version, identity, session; what means nothing for a middleware is hidden."""

    scheme_changed = Signal(str)
    version_changed = Signal(str)
    path_given = Signal(str)

    def __init__(self, others: tuple[Connection, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self.add(self.tr("Name"), QLineEdit())
        self.scheme = self.add(self.tr("Protocol"), Select(_schemes()))
        self.host = self.add(self.tr("Host"), QLineEdit())
        self.port = self.add(self.tr("Port"), Number(1, MAX_U16))
        self.members = self.add(
            self.tr("Joins"),
            Members(others),
            self.tr(
                "An event published at the bus reaches all of them; what enters by one of them reaches the others and "
                "the bus, once."
            ),
        )
        self.filters = self.add(
            self.tr("Carries"), Filters(), self.tr("MQTT filters, one a line. In Kafka dots stand for slashes.")
        )
        self.version = self.add(self.tr("MQTT version"), Select((("5", "5"), ("3.1.1", "3.1.1"))))
        self.client_id = self.add(self.tr("Client ID"), QLineEdit())
        self.client_id.setPlaceholderText(self.tr("empty: one of our own that stays the same on this computer"))
        self.mechanism = self.add(self.tr("Login (SASL)"), Select(_mechanisms()), _tried())
        self.token_url = self.add(
            self.tr("Token server"),
            QLineEdit(),
            self.tr("URL that gives tokens for user and password (client id and secret)."),
        )
        self.user = self.add(self.tr("User name"), QLineEdit())
        self.password = self.add(self.tr("Password"), QLineEdit(), _password_note())
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.signs = self.add(
            self.tr("Without a user"),
            Select(((True, self.tr("the password signs webhooks")), (False, self.tr("it is sent as a bearer token")))),
            self.tr(
                "A secret that signs is base64, with or without whsec_ before it (Standard Webhooks). Where events are "
                "posted to this computer it is the token that must come with them."
            ),
        )
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
        self.mechanism.currentIndexChanged.connect(self._rows_of_kind)
        self.host.editingFinished.connect(self._split_address)
        self._port_of = "mqtt"
        self._rows_of_kind()

    def load(self, item: Connection) -> None:
        """Show a connection."""
        self._port_of = item.scheme
        self.name.setText(item.name)
        self.scheme.set_value(item.scheme)
        self.host.setText(item.host)
        self.port.set_value(item.port)
        self.signs.set_value(item.signs)
        self.members.load(item)
        self.filters.load(item)
        self.version.set_value(item.version)
        self.client_id.setText(item.client_id)
        self.mechanism.set_value(item.mechanism)
        self.token_url.setText(item.token_url)
        self.user.setText(item.user)
        kept = self.tr("kept; type to replace it") if item.has_password else ""
        self.password.setPlaceholderText(kept)
        self.keep_alive.set_value(item.keep_alive)
        self.clean_start.setChecked(item.clean_start)
        self.session_expiry.set_value(item.session_expiry)
        self.connect_timeout.set_value(item.connect_timeout)
        self.auto_connect.setChecked(item.auto_connect)
        self._version()
        self._rows_of_kind()

    def store(self, item: Connection) -> Connection:
        """The connection with what is shown here; raises Wrong. What is hidden keeps what it had."""
        scheme = self.scheme.value()
        item = replace(item, scheme=scheme, auto_connect=self.auto_connect.isChecked())
        if kind(scheme) == "bus":
            members, filters = self.members.value(), self.filters.value()
            return replace(item, name=self.name.text().strip() or self.tr("bus"), members=members, filters=filters)
        self._split_address()
        host = self._host()
        item = replace(
            item,
            name=self.name.text().strip() or host,
            scheme=self.scheme.value(),
            host=host,
            port=self.port.number(),
            user=self.user.text(),
        )
        return {"mqtt": self._mqtt, "kafka": self._kafka, "http": self._http}[kind(item.scheme)](item)

    def _host(self) -> str:
        host = self.host.text().strip()
        if not host or any(char.isspace() or char in "/@" for char in host):
            raise Wrong(self.host, self.tr("Enter a host name or an address, without spaces or slashes."))
        return host

    def _mqtt(self, item: Connection) -> Connection:
        if "\0" in self.client_id.text() or len(self.client_id.text().encode()) > MAX_U16:
            raise Wrong(self.client_id, self.tr("A client ID has at most 65,535 bytes and no NUL."))
        return replace(
            item,
            version=self.version.value(),
            client_id=self.client_id.text(),
            keep_alive=self.keep_alive.number(),
            clean_start=self.clean_start.isChecked(),
            session_expiry=self.session_expiry.number(),
            connect_timeout=self.connect_timeout.number(),
        )

    def _kafka(self, item: Connection) -> Connection:
        mechanism = self.mechanism.value()
        if mechanism and not item.user:
            raise Wrong(self.user, self.tr("{mechanism} needs a user.").format(mechanism=mechanism))
        token = self.token_url.text().strip() if mechanism == "OAUTHBEARER" else ""
        if mechanism == "OAUTHBEARER" and not token.startswith(("http://", "https://")):
            raise Wrong(
                self.token_url,
                self.tr("Enter the address of the server that gives tokens, as in https://login.example/token."),
            )
        return replace(item, mechanism=mechanism, user=item.user if mechanism else "", token_url=token)

    def _http(self, item: Connection) -> Connection:
        signs = self.signs.value() if not item.user else item.signs
        return replace(item, signs=signs, connect_timeout=self.connect_timeout.number())

    # --- one thing follows another -----------------------------------------------------------------------

    def _scheme(self) -> None:
        """Another protocol brings its usual port, unless a person chose one."""
        scheme = self.scheme.value()
        if self.port.text() in ("", str(PORTS[self._port_of])):
            self.port.set_value(PORTS[scheme])
        self._port_of = scheme
        self._rows_of_kind()
        self.scheme_changed.emit(scheme)

    def _rows_of_kind(self) -> None:
        """What means something for this middleware."""
        found = kind(self.scheme.value())
        mechanism = self.mechanism.value() if found == "kafka" else ""
        for fields, kinds in (
            ((self.version, self.client_id, self.keep_alive, self.clean_start, self.session_expiry), "mqtt"),
            ((self.connect_timeout,), "mqtt http"),
            ((self.host, self.port), "mqtt kafka http"),
            ((self.mechanism,), "kafka"),
            ((self.signs,), "http"),
            ((self.members, self.filters), "bus"),
        ):
            for field in fields:
                self.show_row(field, found in kinds.split())
        self.show_row(self.token_url, mechanism == "OAUTHBEARER")
        for field in (self.user, self.password):
            self.show_row(field, found in ("mqtt", "http") or bool(mechanism))
        hint = (
            self.tr("broker1.example, or several: broker1.example:9092,broker2.example:9092")
            if found == "kafka"
            else self.tr("broker.example, 192.0.2.7, or a whole address as in mqtts://host:8883")
        )
        self.host.setPlaceholderText(hint)

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
        scheme = text.partition("://")[0].lower()
        if "://" not in text or scheme not in PORTS or scheme == "bus":
            return
        try:
            parts = urlsplit(text)
        except ValueError:
            return
        who, _, hosts = parts.netloc.rpartition("@")
        if not hosts:
            return
        user, _, password = who.partition(":")
        self.scheme.set_value(scheme)
        self.user.setText(unquote(user) or self.user.text())
        self.password.setText(unquote(password) or self.password.text())
        self._take_hosts(scheme, hosts)
        if kind(scheme) == "kafka":
            self.mechanism.set_value(parse_qs(parts.query).get("sasl", ["plain" if user else ""])[0].upper())
        elif parts.path.strip("/"):
            self.path_given.emit(parts.path)

    def _take_hosts(self, scheme: str, hosts: str) -> None:
        if "," in hosts:
            self.host.setText(hosts)
            return
        try:
            parts = urlsplit(f"//{hosts}")
            host, port = parts.hostname, parts.port
        except ValueError:
            return
        if host:
            self.host.setText(host)
            self.port.set_value(port or PORTS[scheme])


def _schemes() -> tuple[tuple[str, str], ...]:
    return (
        ("mqtt", translate("GeneralTab", "mqtt · TCP")),
        ("mqtts", translate("GeneralTab", "mqtts · TCP with TLS")),
        ("ws", translate("GeneralTab", "ws · WebSocket")),
        ("wss", translate("GeneralTab", "wss · WebSocket with TLS")),
        ("kafka", translate("GeneralTab", "kafka · Kafka")),
        ("kafkas", translate("GeneralTab", "kafkas · Kafka with TLS")),
        ("http", translate("GeneralTab", "http · webhooks")),
        ("https", translate("GeneralTab", "https · webhooks with TLS")),
        ("bus", translate("GeneralTab", "bus · joins several of these")),
    )


def _mechanisms() -> tuple[tuple[str, str], ...]:
    names = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER")
    return (("", translate("GeneralTab", "none")), *((name, name) for name in names))


def _tried() -> str:
    return translate(
        "GeneralTab",
        "Tried with Apache Kafka 4.1 on one machine: no login, PLAIN, SCRAM, TLS. Not tried with a real server: "
        "OAUTHBEARER, client certificates, clusters of several brokers.",
    )


def _password_note() -> str:
    return translate(
        "GeneralTab",
        "Kept in the key store of this system, never in the workspace file; "
        "for this session only where there is no key store.",
    )
