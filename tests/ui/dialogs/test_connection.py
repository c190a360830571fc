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
from ui.fakes import HOSTILE, connection, make_desk, push


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
    assert all(getattr(item, f.name) != getattr(plain, f.name) for f in fields(Connection) if f.name != "version")
    assert open_dialog(qtbot, make_desk(), item).connection() == item


def test_every_default_survives_too(qtbot) -> None:
    item = Connection(id="c", name="n")
    assert open_dialog(qtbot, make_desk(), item).connection() == item


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
