"""Payloads that break viewers (promises.md b, rows 1, 2, 12 to 17, 19, 20): broker, link, log, page, window."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextBrowser

import hostile
from eventscope.core import visible
from eventscope.core.message import Message
from eventscope.core.verbs import GetPage
from eventscope.core.workspace import Retention
from eventscope.store.log import Log
from eventscope.ui.panels.inspector_save import save
from opened import Watch, bait
from peers import Peer, Talk, publish
from wholeproduct import Product, texts, watching

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
DEEP = b"[" * 100_000
DIGITS = b"9" * 5_000


def sending(*payloads: bytes, topic: bytes = b"t/x") -> Peer:
    """A broker that sends these payloads to whoever subscribes."""

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(*[publish(topic, payload) for payload in payloads])
        talk.hold(60)

    return Peer(script, lenient=True)


def shown(product: Product) -> str:
    """Every text of the inspector, in all of its tabs."""
    return texts(product.live.inspector)


def test_bytes_stay_bytes_from_the_broker_to_log_page_window_and_clipboard(start, tmp_path: Path) -> None:
    payloads = hostile.payloads()
    with sending(*payloads) as peer:
        product = start(watching(peer.port))
        found = product.stored(len(payloads))
        assert [item.payload for item in found] == payloads
        page = product.ask(GetPage(0, found[0].id, len(payloads)))
        assert list(page.heads) == [item[:256] for item in payloads]
        inspector = product.live.inspector
        for message in found:
            inspector.tabs.setCurrentWidget(inspector.hex)
            product.inspect(message)
            _text_hides_nothing(product, message)
            _hex_tells_the_bytes(product, message)
            _copies_are_exact(product, message)
        assert product.words() == ""
    product.session.end()
    log = Log.open(tmp_path / "log", Retention(), lambda *_args, **_named: None)
    try:
        kept = [log.message(ident) for ident in range(log.oldest, log.newest + 1)]
        assert [item.payload for item in kept if item] == payloads
    finally:
        log.close()


def _text_hides_nothing(product: Product, message: Message) -> None:
    assert HIDDEN.search(shown(product)) is None, message.payload[:40]
    raw = message.payload
    about = product.live.inspector.payload.about.text()
    if visible.hidden(raw.decode("utf-8", "surrogateescape").replace("\n", "").replace("\t", "")):
        assert "hidden characters shown as marks" in about, raw[:40]
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        assert "not UTF-8" in about
        assert "not UTF-8" in product.live.inspector.tree.why.text()


def _hex_tells_the_bytes(product: Product, message: Message) -> None:
    hex_ = product.live.inspector.hex.view.toPlainText()
    digits = "".join(re.findall(r"\b[0-9a-f]{2}\b", " ".join(line[8:].rsplit("  ", 1)[0] for line in hex_.split("\n"))))
    assert digits.startswith(message.payload[:8].hex())


def _copies_are_exact(product: Product, message: Message) -> None:
    inspector, clipboard = product.live.inspector, QGuiApplication.clipboard()
    inspector.copy_payload()
    if "not UTF-8" not in inspector.payload.about.text() and b"\x00" not in message.payload:
        assert clipboard.text().encode().replace(b"\r\n", b"\n") == message.payload.replace(b"\r\n", b"\n")
    inspector.copy_escaped()
    assert HIDDEN.search(clipboard.text()) is None
    assert clipboard.text() == visible.escape_bytes(message.payload)


JSON = {
    "nested 100,000 deep": (DEEP, "nested more than 64 deep"),
    "5,000 digits": (b'{"n": ' + DIGITS + b"}", "Numbers that programs would round: 1"),
    "an exponent without end": (b'{"n": 1e400000}', "Numbers that programs would round: 1 (first 1e400000)"),
    "a number beyond 2^53": (b'{"n": 9007199254740993}', "(first 9007199254740993). Shown as written."),
    "NaN and both infinities": (b"[NaN, Infinity, -Infinity]", "Not JSON (RFC 8259)"),
    "a name given twice": (b'{"a": 1, "a": 2}', "Names given twice: 1"),
    "half a surrogate pair": (rb'{"a": "\ud800"}', "Half surrogate pairs: 1"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "Begins with a byte order mark"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
    "nothing but NUL": (b"\x00", "a value expected, not “␀”"),
}


def test_json_that_trips_readers_is_shown_as_written_with_a_word_on_what_is_odd(start) -> None:
    with sending(*[payload for payload, _ in JSON.values()]) as peer:
        product = start(watching(peer.port))
        found = product.stored(len(JSON))
        inspector = product.live.inspector
        inspector.tabs.setCurrentWidget(inspector.tree)
        for message, (name, (payload, words)) in zip(found, JSON.items(), strict=True):
            assert message.payload == payload
            product.inspect(message)
            said = inspector.tree.oddities.text() + inspector.tree.why.text()
            assert words in said, (name, said)
            if name == "5,000 digits":
                node = inspector.tree.model.index(0, 1)
                assert node.data().startswith("9" * 200)
                assert DIGITS.decode() in inspector.payload.view.toPlainText().replace("\n", "")
            if name == "a name given twice":
                assert inspector.tree.model.rowCount() == 2
        assert product.words() == ""


def test_a_repeated_key_is_found_by_each_of_its_values(start) -> None:
    with sending(b'{"a": 1, "a": 2}', b'{"a": 3}', b'{"n": 9007199254740993}', DEEP, b"\xff") as peer:
        product = start(watching(peer.port))
        product.stored(5)
        for text, count in (
            ("payload.a == 1", 1),
            ("payload.a == 2", 1),
            ("payload.a == 3", 1),
            ("payload.n == 9007199254740992", 0),
            ("payload.n == 9007199254740993", 1),
        ):
            assert product.filtered(text) == count, text


@pytest.mark.slow
def test_one_line_of_64_mib_is_shown_in_pieces_and_saved_whole(start, tmp_path: Path) -> None:
    payload = b'"' + b"0123456789abcde " * (4 << 20) + b'"'
    with sending(payload, b"after") as peer:
        product = start(watching(peer.port, maximum_packet_size=80 << 20))
        big, after = product.stored(2)
        assert big.payload == payload
        assert after.payload == b"after"
        product.inspect(big)
        view = product.live.inspector.payload.view
        assert view.lineWrapMode() == QPlainTextEdit.LineWrapMode.NoWrap
        text = view.toPlainText()
        assert len(text) < 300 << 10
        assert max(map(len, text.split("\n"))) <= 200
        about = product.live.inspector.payload.about.text()
        assert f"of {len(payload):,}" in about
        assert "long lines wrapped at 200" in about
        assert "Saved" in save(tmp_path / "whole.bin", big.payload)
    assert (tmp_path / "whole.bin").read_bytes() == payload


def test_markup_opens_no_file_and_no_link_anywhere_in_the_window(start, tmp_path: Path, qapp) -> None:
    path, markup = bait(tmp_path)
    link = b"see http://127.0.0.1:1/x and <a href='file:///etc/passwd'>this</a>"
    raw = markup.encode()

    def script(talk: Talk) -> None:
        talk.accept(properties=b"\x1f" + len(raw).to_bytes(2, "big") + raw)
        talk.grant()
        props = b"\x26" + len(raw).to_bytes(2, "big") + raw + len(raw).to_bytes(2, "big") + raw
        props += b"\x03" + len(raw).to_bytes(2, "big") + raw
        talk.send(publish(raw.replace(b"+", b"_"), raw, properties=props), publish(b"links", link))
        talk.hold(60)

    with Peer(script, lenient=True) as peer:
        workspace = watching(peer.port, user_properties=((markup, markup),))
        product = start(workspace)
        found = product.stored(2)
        with Watch(path) as watch:
            inspector = product.live.inspector
            for message in found:
                for tab in range(inspector.tabs.count()):
                    inspector.tabs.setCurrentIndex(tab)
                    product.inspect(message)
                    inspector.grab()
                product.live.grab()
            for page in product.shell.pages:
                product.shell.open_page(page.id)
                product.shell.grab()
            assert not watch.opened()
            path.read_bytes()
            assert watch.opened(), "the watch would have seen it"
        assert not product.shell.findChildren(QTextBrowser)
        for label in product.shell.findChildren(QLabel):
            assert not label.openExternalLinks()
        assert inspector.payload.view.toPlainText() == link.decode()
