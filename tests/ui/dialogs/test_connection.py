"""The connection dialog: every field there and back, sentences in place, the outcome of a try."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt

from eventscope.core.errors import Unavailable
from eventscope.core.message import PublishProperties
from eventscope.core.news import LinkNews
from eventscope.core.verbs import RemoveConnection, SaveConnection
from eventscope.core.workspace import EMBEDDED, Connection, Subscription, Tls, WillSpec
from eventscope.ui.dialogs.connection import ConnectionDialog
from ui.fakes import HOSTILE, connection, make_desk, push, state


@pytest.fixture
def files(tmp_path):
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / name).write_text("x")
    return tmp_path


def full(files) -> Connection:
    """A connection in which no field has its default."""
    properties = PublishProperties(1, 60, "text/plain", "reply/to", b"\x00\xff", None, (("a", "1"), ("a", "2")))
    return Connection(
        id="c1",
        name="Lab",
        scheme="wss",
        host="broker.example",
        port=9001,
        path="/other",
        version="5",
        client_id="me",
        clean_start=False,
        session_expiry=3600,
        keep_alive=30,
        user="alice",
        has_password=True,
        tls=Tls(
            str(files / "ca.pem"), str(files / "cert.pem"), str(files / "key.pem"), ("mqtt", "x"), "other.example", True
        ),
        will=WillSpec("gone/me", b"\xfe\x00", 2, True, 5, properties),
        receive_maximum=20,
        maximum_packet_size=100_000,
        topic_alias_maximum=10,
        request_response_information=True,
        request_problem_information=False,
        user_properties=(("k", "v"), ("k", "w")),
        websocket_headers=(("X-Key", "1"),),
        connect_timeout=20,
        auto_connect=False,
        subscriptions=(Subscription("orders/#"),),
    )


def open_dialog(qtbot, desk, item: Connection | None = None) -> ConnectionDialog:
    dialog = ConnectionDialog(desk, item)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test ends it
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_every_field_survives_the_dialog(qtbot, files) -> None:
    item = full(files)
    plain = Connection(id="", name="")
    others = ("version", "mechanism", "token_url", "members", "filters", "signs")  # of MQTT 5, Kafka, a bus, HTTP
    assert all(getattr(item, f.name) != getattr(plain, f.name) for f in fields(Connection) if f.name not in others)
    assert open_dialog(qtbot, make_desk(), item).connection() == item


def test_every_default_survives_too(qtbot) -> None:
    item = Connection(id="c", name="n")
    assert open_dialog(qtbot, make_desk(), item).connection() == item


KAFKA = Connection(
    "k", "Stream", "kafkas", "one.example:9093,two.example", 9094, user="me", mechanism="SCRAM-SHA-512",
    has_password=True, auto_connect=False,
)  # fmt: skip
TOKENS = replace(KAFKA, mechanism="OAUTHBEARER", token_url="https://login.example/token")
BUS = Connection("b", "All", "bus", members=("lab", "other"), filters=("orders/#", "state/+"), auto_connect=False)
WEB = Connection("w", "Shop", "https", "shop.example", 8443, "/hooks", websocket_headers=(("X-Key", "1"),), signs=False)


@pytest.mark.parametrize("item", [KAFKA, TOKENS, BUS, WEB], ids=lambda item: item.scheme)
def test_fields_of_other_middlewares_survive_too(qtbot, item: Connection) -> None:
    desk = make_desk(known=state(connection("lab"), connection("other"), item))
    assert open_dialog(qtbot, desk, item).connection() == item


def test_kafka_hides_what_means_nothing_there_and_shows_its_own(qtbot) -> None:
    dialog = open_dialog(qtbot, make_desk())
    general = dialog.general
    general.scheme.set_value("kafka")
    assert general.port.text() == "9092"
    hidden = (general.version, general.client_id, general.keep_alive, general.clean_start, general.session_expiry)
    assert not any(field.isVisible() for field in (*hidden, general.user, general.password, general.members))
    assert [dialog.tabs.isTabVisible(number) for number in range(5)] == [True, True, False, False, False]
    assert not dialog.tabs.isTabEnabled(1)
    general.mechanism.set_value("OAUTHBEARER")
    assert all(field.isVisible() for field in (general.user, general.password, general.token_url))
    general.scheme.set_value("kafkas")
    dialog.tabs.setCurrentIndex(1)
    assert dialog.tls.ca_file.isVisible()
    assert not dialog.tls.alpn.isVisible()
    general.scheme.set_value("mqtt")
    dialog.tabs.setCurrentIndex(0)
    assert general.keep_alive.isVisible()
    assert not general.mechanism.isVisible()
    assert dialog.tabs.isTabVisible(2)


@pytest.mark.parametrize(
    ("text", "host", "port", "user", "mechanism"),
    [
        ("kafka://one:9192", "one", "9192", "", ""),
        ("kafkas://one:9192,two:9193", "one:9192,two:9193", "9093", "", ""),
        ("kafkas://al%20ice@one?sasl=scram-sha-256", "one", "9093", "al ice", "SCRAM-SHA-256"),
        ("kafkas://alice@one", "one", "9093", "alice", "PLAIN"),
    ],
)
def test_the_address_of_a_cluster_is_taken_apart(qtbot, text, host, port, user, mechanism) -> None:
    general = open_dialog(qtbot, make_desk()).general
    general.host.setText(text)
    general.host.editingFinished.emit()
    assert (general.host.text(), general.port.text(), general.user.text()) == (host, port, user)
    assert general.mechanism.value() == mechanism


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda g: g.mechanism.set_value("PLAIN"), "needs a user"),
        (lambda g: (g.mechanism.set_value("OAUTHBEARER"), g.user.setText("me")), "gives tokens"),
        (lambda g: g.scheme.set_value("bus"), "at least two"),
    ],
)
def test_what_is_wrong_with_other_middlewares_is_said(qtbot, change, words: str) -> None:
    dialog = open_dialog(qtbot, make_desk(), Connection("c", "n", "kafka"))
    change(dialog.general)
    dialog.connect_button.click()
    errors = [label.text() for label in dialog.general._errors.values() if label.isVisible()]
    assert len(errors) == 1
    assert words in errors[0]


def test_311_keeps_what_it_cannot_say_out_of_reach(qtbot) -> None:
    dialog = open_dialog(qtbot, make_desk(), Connection(id="c", name="n", version="3.1.1"))
    assert not dialog.tabs.isTabEnabled(3)
    assert not dialog.general.session_expiry.isEnabled()
    assert not dialog.will.delay.isEnabled()
    assert "Clean Session" in dialog.general.clean_start.text()


def test_protocol_brings_its_port_unless_one_was_chosen(qtbot) -> None:
    dialog = open_dialog(qtbot, make_desk())
    dialog.general.scheme.set_value("mqtts")
    assert dialog.general.port.text() == "8883"
    assert dialog.tabs.isTabEnabled(1)
    dialog.general.port.setText("7000")
    dialog.general.scheme.set_value("ws")
    assert dialog.general.port.text() == "7000"
    assert dialog.tabs.isTabEnabled(4)


def test_a_whole_address_is_taken_apart_and_its_password_hidden(qtbot) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk)
    dialog.general.host.setText("wss://alice:s3cret@broker.example:9443/events")
    dialog.connect_button.click()
    verb = desk.door.last(SaveConnection)
    item = verb.connection
    assert (item.scheme, item.host, item.port, item.path, item.user) == (
        "wss",
        "broker.example",
        9443,
        "/events",
        "alice",
    )
    assert verb.password == "s3cret"
    assert "s3cret" not in repr(item)
    assert dialog.general.password.echoMode() == dialog.general.password.EchoMode.Password


@pytest.mark.parametrize(
    ("change", "tab", "words"),
    [
        (lambda d: d.general.host.setText(""), 0, "host name"),
        (lambda d: d.general.host.setText("a b"), 0, "host name"),
        (lambda d: d.general.port.setText("99999"), 0, "whole number"),
        (lambda d: d.general.keep_alive.setText("x"), 0, "whole number"),
        (lambda d: (d.general.scheme.set_value("mqtts"), d.tls.ca_file.setText("/no/such.pem")), 1, "no such file"),
        (lambda d: d.will.topic.setText("a/#"), 2, "filters may"),
        (
            lambda d: (d.will.topic.setText("a"), d.will.kind.set_value("hex"), d.will.payload.setPlainText("zz")),
            2,
            "pairs",
        ),
        (lambda d: (d.will.topic.setText("a"), d.will.payload.setPlainText("x" * 70_000)), 2, "65,535"),
        (lambda d: d.advanced.receive_maximum.setText("0"), 3, "whole number"),
        (lambda d: (d.general.scheme.set_value("ws"), d.websocket.path.setText("mqtt")), 4, "begins with /"),
        (
            lambda d: (d.general.scheme.set_value("ws"), d.websocket.headers.set_pairs([("A", "x\r\nB: y")])),
            4,
            "line breaks",
        ),
    ],
)
def test_what_is_wrong_is_said_in_its_place(qtbot, change, tab: int, words: str) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk, Connection(id="c", name="n"))
    change(dialog)
    dialog.connect_button.click()
    assert not desk.door.of(SaveConnection)
    assert dialog.tabs.currentIndex() == tab
    errors = [label.text() for label in dialog._tabs()[tab]._errors.values() if label.isVisible()]
    assert len(errors) == 1
    assert words in errors[0]


def test_connecting_waits_for_the_outcome_and_closes_when_up(qtbot) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk, connection("lab"))
    dialog.connect_button.click()
    assert desk.door.last(SaveConnection).connect
    push(desk, LinkNews("lab", "connecting", 1))
    assert dialog.isVisible()
    push(desk, LinkNews("other", "up", 1))
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        push(desk, LinkNews("lab", "up", 1))


@pytest.mark.parametrize("words", ["The user name or password is wrong. Check both.", HOSTILE[0]])
def test_refusal_is_said_in_the_dialog_and_can_be_mended(qtbot, words: str) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk, connection("lab"))
    dialog.connect_button.click()
    push(desk, LinkNews("lab", "refused", 1, "x", words))
    assert dialog.outcome.text() == words
    assert dialog.outcome.property("kind") == "bad"
    dialog.general.password.setText("right")
    dialog.connect_button.click()
    assert desk.door.last(SaveConnection).password == "right"


def test_a_new_connection_tried_in_vain_is_taken_out_on_cancel(qtbot) -> None:
    desk = make_desk({SaveConnection: lambda verb: replace(verb.connection, id="fresh")})
    dialog = open_dialog(qtbot, desk)
    dialog.connect_button.click()
    push(desk, LinkNews("fresh", "waiting", 1, "", "Nobody listens there."))
    dialog.reject()
    assert desk.door.last(RemoveConnection) == RemoveConnection("fresh")


def test_save_without_connecting_leaves_the_password_alone(qtbot) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk, connection("lab", has_password=True))
    with qtbot.waitSignal(dialog.accepted):
        dialog._send(connect=False)
    verb = desk.door.last(SaveConnection)
    assert (verb.connect, verb.password) == (False, None)


def test_an_error_of_the_engine_stays_in_the_dialog(qtbot) -> None:
    desk = make_desk({SaveConnection: Unavailable("engine-gone", "The engine ended.")})
    dialog = open_dialog(qtbot, desk, connection("lab"))
    dialog.connect_button.click()
    assert dialog.outcome.text() == "The engine ended."
    assert dialog.isVisible()


def test_address_of_the_embedded_broker_is_not_for_editing(qtbot) -> None:
    dialog = open_dialog(qtbot, make_desk(), connection(EMBEDDED))
    assert not dialog.general.host.isEnabled()
    assert not dialog.general.port.isEnabled()


def test_an_empty_path_is_the_usual_one_and_a_written_one_stays(qtbot) -> None:
    dialog = open_dialog(qtbot, make_desk(), Connection("c", "n", "ws"))
    assert (dialog.websocket.path.text(), dialog.websocket.path.placeholderText()) == ("", "/mqtt")
    dialog.general.scheme.set_value("http")
    assert (dialog.tabs.tabText(4), dialog.tabs.isTabVisible(4), dialog.tabs.isTabVisible(2)) == ("HTTP", True, False)
    dialog.general.scheme.set_value("wss")
    assert (dialog.tabs.tabText(4), dialog.websocket.path.placeholderText()) == ("WebSocket", "/mqtt")
    dialog.websocket.path.setText("/broker")
    dialog.general.scheme.set_value("http")
    assert dialog.websocket.path.placeholderText() == "/"
    assert dialog.connection().path == "/broker"
