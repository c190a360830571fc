"""What a person gets wrong is a sentence where it happened, and nothing is lost: the last line of "Bad input"."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import peers
from brokers import broker
from certificates import Authority
from enginebench import WATCHED
from eventscope.broker.access import hash_password
from eventscope.core.broker import BrokerConfig, Listener, User
from eventscope.core.workspace import Workspace
from eventscope.ui.dialogs.connection import ConnectionDialog
from eventscope.ui.dialogs.workspace import WorkspaceDialog
from peers import Peer, Talk
from wholeproduct import Product, texts, watching

EMPTY = Workspace(name="Test", broker=False)


@contextmanager
def taken() -> Iterator[int]:
    """A port that somebody else has."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


# --- connections -----------------------------------------------------------------------------------------------


def dialog_for(product: Product, port: int, host: str = "localhost", **fields: str) -> ConnectionDialog:
    dialog = product.live.connections.add()
    dialog.general.host.setText(host)
    dialog.general.port.setText(str(port))
    for name, value in fields.items():
        getattr(dialog.general, name).setText(value)
    return dialog


def tried(product: Product, dialog: ConnectionDialog, words: str) -> None:
    """Press Connect and wait for the sentence in the dialog, which stays open with all that was entered."""
    before = dialog.connection()
    dialog.connect_button.click()
    product.until(lambda: words in dialog.outcome.text(), f"{words!r} in the dialog")
    assert dialog.isVisible()
    after = dialog.connection()
    assert replace(after, id="", has_password=False, name="") == replace(before, id="", has_password=False, name="")


def connected(product: Product, dialog: ConnectionDialog) -> None:
    """Press Connect; the dialog closes when the broker has accepted."""
    gone: list[int] = []
    dialog.finished.connect(gone.append)
    dialog.connect_button.click()
    product.until(lambda: gone == [1], "the dialog closes")
    product.until(lambda: any(item.state == "up" for item in product.desk.links.values()))


def test_a_host_that_does_not_resolve_is_said_in_the_dialog_and_can_be_mended(start, monkeypatch) -> None:
    real = socket.getaddrinfo

    def resolve(host: Any, *rest: Any, **named: Any) -> Any:
        if host == "no-such-host.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    def script(talk: Talk) -> None:
        talk.accept()
        talk.hold(60)

    with Peer(script, lenient=True) as peer:
        product = start(EMPTY)
        dialog = dialog_for(product, peer.port, "no-such-host.invalid")
        tried(product, dialog, "no-such-host.invalid cannot be found. Check its spelling")
        dialog.general.host.setText("127.0.0.1")
        connected(product, dialog)


def test_a_wrong_password_is_said_in_the_dialog_and_the_right_one_goes_through(start) -> None:
    users = (User("ann", hash_password("s3cret")),)
    with broker(BrokerConfig((Listener(port=0),), users)) as server:
        product = start(EMPTY)
        dialog = dialog_for(product, server.port, user="ann", password="wr0ng-canary")
        tried(product, dialog, "password")
        assert "wr0ng-canary" not in dialog.outcome.text() + product.words()
        dialog.general.password.setText("s3cret")
        connected(product, dialog)
        assert "s3cret" not in repr(product.engine.told)


def test_a_refused_certificate_is_said_in_the_dialog_and_the_right_authority_is_accepted(start, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "ca")
    certificate, key = authority.server()
    listener = Listener("mqtts", port=0, certificate=certificate, key=key)
    with broker(BrokerConfig((listener,))) as server:
        assert server.ports.mqtts
        product = start(EMPTY)
        dialog = dialog_for(product, server.ports.mqtts)
        dialog.general.scheme.set_value("mqtts")
        dialog.general.port.setText(str(server.ports.mqtts))
        tried(product, dialog, "issued by an authority that is not trusted here. Choose the right CA file")
        dialog.tls.ca_file.setText(authority.file)
        connected(product, dialog)


def test_our_certificate_that_is_refused_is_said_too(start, tmp_path: Path) -> None:
    authority, other = Authority(tmp_path / "ca"), Authority(tmp_path / "other", "Other CA")
    certificate, key = authority.server()
    listener = Listener(
        "mqtts", port=0, certificate=certificate, key=key, client_ca=authority.file, require_client_certificate=True
    )
    with broker(BrokerConfig((listener,))) as server:
        product = start(EMPTY)
        dialog = dialog_for(product, server.ports.mqtts or 0)
        dialog.general.scheme.set_value("mqtts")
        dialog.general.port.setText(str(server.ports.mqtts))
        dialog.tls.ca_file.setText(authority.file)
        wrong, right = other.client("wrong"), authority.client("right")
        dialog.tls.certificate.setText(wrong[0])
        dialog.tls.key.setText(wrong[1])
        tried(product, dialog, "did not accept our client certificate")
        dialog.tls.certificate.setText(right[0])
        dialog.tls.key.setText(right[1])
        connected(product, dialog)


# --- the broker's port -----------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_said_on_the_brokers_page_and_everything_else_works(start) -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(peers.publish(b"other", b"x"))
        talk.hold(60)

    with taken() as port, Peer(script, lenient=True) as peer:
        foreign = watching(peer.port).connections[0]
        product = start(replace(WATCHED, broker_port=port, connections=(*WATCHED.connections, foreign)))
        product.until(lambda: str(port) in product.words(), "it is told")
        assert product.stored(1)[0].topic == b"other"
        product.shell.open_page("brokers")
        page = product.shell.stack.currentWidget()
        product.until(lambda: str(port) in texts(page), "the page says it")
        composer = product.live.composer
        composer.topic.setText("t/1")
        composer.payload.set_text("json", "{}")
        composer.publish()
        product.until(lambda: composer.status.left.property("kind") == "bad", "the composer says it")
        assert composer.topic.text() == "t/1"


def test_a_taken_port_in_the_dialog_leaves_the_running_broker_alone(start) -> None:
    with taken() as port:
        product = start(WATCHED)
        product.until(lambda: any(item.state == "granted" for item in product.desk.granted.values()))
        before = product.desk.state.workspace
        dialog = WorkspaceDialog(product.desk, product.shell.window())
        dialog.open()
        dialog.port.set_value(port)
        dialog.go.click()
        product.until(lambda: str(port) in dialog.outcome.text(), "the dialog says it")
        assert dialog.isVisible()
        dialog.reject()
        product.until(lambda: product.desk.links["embedded"].state == "up", "the broker runs where it was")
        assert product.ask_state().workspace.broker_port == before.broker_port


# --- the composer ----------------------------------------------------------------------------------------------

MISTAKES: dict[str, tuple[str, str, str]] = {
    "no JSON": ("json", '{"total": }', "JSON, line 1, column 11"),
    "JSON of Python": ("json", "{'total': 1}", "line 1, column 2: a key in double quotes"),
    "NaN": ("json", '{"total": NaN}', "column 11"),
    "half a pair of hex": ("hex", "0a0", "line 1, column 3"),
    "no base64": ("base64", "a$==", "line 1, column 2"),
    "a template that does not end": ("json", '{"n": {{ seq }', "line 1"),
    "a template with an unknown name": ("text", "{{ sequence }}", "sequence"),
    "a template that reaches out": ("text", "{{ seq.__class__ }}", "__class__"),
    "a template that never ends": ("text", "{% for n in range(10**9) %}x{% endfor %}", ""),
    "a file that is not there": ("file", "/no/such/file", "/no/such/file"),
}


@pytest.fixture
def writing(start) -> Iterator[Callable[[], tuple[Product, list[bytes]]]]:
    """A product connected to a broker that notes each payload it gets."""
    got: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        while True:
            first, body = talk.read_kind(0x30)
            _, ident, _, payload = peers.publish_fields(first, body)
            got.append(payload)
            talk.send(peers.ack(0x40, ident))

    with Peer(script, lenient=True) as peer:
        product = start(watching(peer.port))
        product.until(lambda: product.desk.links["c"].state == "up")
        product.live.composer.connection.set_value("c")
        product.live.composer.qos.set_value(1)
        yield lambda: (product, got)


def write(product: Product, kind: str, payload: str, topic: str = "t") -> None:
    composer = product.live.composer
    composer.topic.setText(topic)
    composer.kind.set_value(kind)
    composer.payload.set_text(kind, payload)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_composer_is_said_in_place_and_nothing_is_sent_or_lost(name: str, writing) -> None:
    kind, text, words = MISTAKES[name]
    product, got = writing()
    composer = product.live.composer
    write(product, kind, text)
    composer.publish()
    product.until(lambda: composer.status.left.property("kind") == "bad", "it is said")
    assert words in composer.status.left.text()
    assert composer.draft().payload == text
    assert composer.draft().topic == "t"
    write(product, "text", "fine")
    composer.publish()
    product.until(lambda: got, "the mended one leaves")
    product.until(lambda: "acknowledged" in composer.status.last.text())
    assert got == [b"fine"]


@pytest.mark.parametrize(("topic", "words"), [("", "empty"), ("a/#", "filters may"), ("a/+/b", "filters may")])
def test_a_topic_that_is_none_is_said_in_place(topic: str, words: str, writing) -> None:
    product, got = writing()
    composer = product.live.composer
    write(product, "text", "x", topic)
    composer.publish()
    assert words in composer.status.left.text()
    write(product, "text", "fine")
    composer.publish()
    product.until(lambda: got == [b"fine"])


def test_a_template_that_fails_midway_ends_its_job_in_words_and_what_was_made_has_left(writing) -> None:
    product, got = writing()
    composer = product.live.composer
    write(product, "text", "{{ 12 // (4 - seq) }}")
    composer.repeat.load(replace(composer.draft(), repeat=100, every_ms=5.0, burst=1))
    composer.publish()
    product.until(lambda: composer.status.last.property("kind") == "bad", "it is said")
    product.until(lambda: not composer.run.running)
    product.until(lambda: len(got) == 3)
    assert got == [b"4", b"6", b"12"]
    assert composer.draft().payload == "{{ 12 // (4 - seq) }}"
    assert "done" in composer.status.last.text()
