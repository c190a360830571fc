"""Brokers that lie, break rules or fall silent (promises.md b, rows 3, 11, 36 to 42, 44): as the window tells it."""

from __future__ import annotations

import re
import threading
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QTreeWidget

import peers
from eventscope.core.news import LinkNews
from eventscope.core.verbs import Explain, Publish
from eventscope.core.workspace import SavedEvent
from eventscope.links.mqtt import watch
from eventscope.ui.viewmodels.inspection import USER_SHOWN
from peers import Peer, Script, Talk, publish
from wholeproduct import Product, watching

MARKUP = '<img src="file:///etc/passwd"> \u202e\x1b[31m'
END = publish(b"end", b"end")


def good(talk: Talk) -> None:
    """A broker that behaves."""
    talk.accept()
    talk.grant()
    talk.send(END)
    talk.hold(60)


def saying(*packets: bytes, properties: bytes = b"") -> Script:
    """A broker that accepts, grants and sends these packets."""

    def script(talk: Talk) -> None:
        talk.accept(properties=properties)
        talk.grant()
        talk.send(*packets)
        talk.hold(60)

    return script


def text(value: str) -> bytes:
    raw = value.encode()
    return len(raw).to_bytes(2, "big") + raw


# --- what ends one connection, in words, and the next one works ----------------------------------------------

LIES: dict[str, tuple[bytes, str, bytes | None]] = {
    "a session after a clean start": (peers.connack(session_present=True), "a clean start was asked for", b"\x82"),
    "a Receive Maximum of 0": (peers.connack(properties=b"\x21\x00\x00"), "Receive Maximum", b"\x82"),
    "a Maximum Packet Size of 0": (peers.connack(properties=b"\x27\0\0\0\0"), "Maximum Packet Size", b"\x82"),
    "a Maximum QoS of 2": (peers.connack(properties=b"\x24\x02"), "Maximum QoS", b"\x82"),
    "a property given twice": (peers.connack(properties=b"\x13\0\x05\x13\0\x06"), "more than once", b"\x82"),
    "a property that does not exist": (peers.connack(properties=b"\x7f\0"), "property", b"\x81"),
    "a session that is refused": (peers.connack(session_present=True, reason=0x87), "session", b"\x82"),
    "no CONNACK but PUBLISH": (END, "CONNACK", b"\x82"),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_in_connack_is_a_protocol_error_in_words(name: str, start) -> None:
    packet, words, reason = LIES[name]
    heard: list[bytes] = []

    def lie(talk: Talk) -> None:
        talk.read()
        talk.send(packet)
        heard.append(talk.read_kind(0xE0)[1][:1])

    with Peer(lie, good) as peer:
        product = start(watching(peer.port))
        news = product.link("waiting", "protocol-error")
        assert words in news.words
        assert news.params["reason"] == f"0x{reason.hex().upper()}" if reason else True
        product.stored(1)
    assert heard == [reason]


RULES: dict[str, tuple[bytes, str, bytes]] = {
    "a remaining length of five bytes": (b"\x30\xff\xff\xff\xff\x01", "longer than four bytes", b"\x81"),
    "a message over the limit": (b"\x30\x80\x80\x80\x0a\x00\x05big/1", "to big/1 announces 20971525 bytes", b"\x95"),
    "256 MiB announced": (b"\x30\xff\xff\xff\x7f", f"{(1 << 28) + 4}", b"\x95"),
    "a property given twice in PUBLISH": (publish(b"t", properties=b"\x01\0\x01\0"), "more than once", b"\x82"),
    "a property that does not exist": (publish(b"t", b"", properties=b"\x7f\0"), "property", b"\x81"),
    "a topic that is longer than its packet": (b"\x30\x04\xff\xffab", "shorter than its fields", b"\x81"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_broken_rule_ends_one_connection_with_its_reason(name: str, start) -> None:
    packets, words, reason = RULES[name]
    heard: list[bytes] = []

    def bad(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(publish(b"before", b"1"), packets)
        heard.append(talk.read_kind(0xE0)[1][:1])

    with Peer(bad, good) as peer:
        product = start(watching(peer.port, receive_maximum=5))
        news = product.link("waiting", "protocol-error")
        assert words in news.words
        assert f"reason 0x{reason.hex().upper()}" in news.words
        product.until(lambda: product.stored_topics() >= {b"before", b"end"}, "before and after are stored")
        product.until(lambda: (s := product.desk.last_summary) and s.counts.violations >= 1)
    assert heard == [reason]


def test_more_messages_than_the_receive_maximum_are_all_taken_and_told_once(start) -> None:
    """mosquitto 2.0.11 does so whenever an acknowledgement leaves: to end the connection would be to end each one."""

    def generous(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(b"".join(publish(b"t/%d" % n, b"x", 2, n) for n in range(1, 9)), END)
        talk.hold(60)

    with Peer(generous, lenient=True) as peer:
        product = start(watching(peer.port, receive_maximum=5))
        product.until(
            lambda: product.stored_topics() >= {b"end", *(b"t/%d" % n for n in range(1, 9))}, "all are stored"
        )
        product.until(lambda: (s := product.desk.last_summary) and s.counts.violations == 1, "it is told once")


def test_a_packet_that_stops_in_the_middle_is_given_up(start, monkeypatch) -> None:
    monkeypatch.setattr(watch, "STALLED", watch.SECOND // 2)

    def stalls(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(b"\x30" + peers.length(10 << 20) + b"\x00\x01t\x00" + bytes(1000))
        talk.closed()

    with Peer(stalls, good, lenient=True) as peer:
        product = start(watching(peer.port))
        assert "began a packet and sent nothing more" in product.link("waiting", "stalled-packet").words
        assert product.stored(1)[0].topic == b"end"


# --- what is survived ------------------------------------------------------------------------------------------


def test_values_of_sys_topics_are_messages_and_nothing_else(start) -> None:
    values = [b"many", b"1e308", b"-5", b"<b>1</b>", b"9" * (1 << 20), b"NaN", b"\xff", b""]
    names = [b"$SYS/broker/clients/connected", b"$SYS/broker/store/messages/count", b"$SYS/broker/version"]
    sent = [publish(name, value) for name in names for value in values]
    with Peer(saying(*sent, END), lenient=True) as peer:
        product = start(watching(peer.port, "$SYS/#", "#"))
        found = product.stored(len(sent) + 1)
        assert [item.payload for item in found[:-1]] == values * 3
        product.until(lambda: product.desk.last_summary.counts.stored == len(sent) + 1)
        summary = product.desk.last_summary
        assert all(queue.quality != "reported" for queue in summary.queues)
        assert all(queue.depth == 0 for queue in summary.queues)
        product.shell.show_page(1)
        product.shell.grab()
        assert product.words() == ""


def test_floods_of_properties_are_stored_raw_and_shown_in_part(start) -> None:
    flood = peers.user_property(b"k", b"v") * 10_000 + b"\x26" + text(MARKUP) + text(MARKUP)
    goodbye = peers.disconnect(0x8B, flood)

    product_has_it = threading.Event()

    def first(talk: Talk) -> None:
        talk.accept(properties=flood)
        talk.grant()
        talk.send(publish(b"t", b"x", properties=flood))
        assert product_has_it.wait(20)
        talk.send(goodbye)
        talk.closed()

    with Peer(first, good, lenient=True) as peer:
        product = start(watching(peer.port))
        message = product.stored(1)[0]
        assert message.properties == flood
        product.inspect(message)
        assert len(product.ask(Explain(message.id)).properties.user) == 10_001
        inspector = product.live.inspector
        inspector.tabs.setCurrentWidget(inspector.facts)
        left_out = ("Not shown here", f"{10_001 - USER_SHOWN:,}")
        product.until(lambda: left_out in _rows(inspector.facts.view), "it says how many are not shown")
        inspector.grab()
        product_has_it.set()
        assert "shutting down" in product.link("waiting", "disconnected-by-broker").words
        product.stored(2)


def _rows(tree: QTreeWidget) -> list[tuple[str, str]]:
    items = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item is not None]


def test_words_of_a_broker_are_plain_text_and_a_redirect_is_named_and_never_followed(start) -> None:
    elsewhere = Peer(good, lenient=True)
    with elsewhere:
        other = f"127.0.0.1:{elsewhere.port}"
        properties = b"\x1f" + text(MARKUP.replace("\x1b", "")) + b"\x1c" + text(other)

        def script(talk: Talk) -> None:
            talk.accept(reason=0x9C, properties=properties)

        with Peer(script, lenient=True) as peer:
            product = start(watching(peer.port))
            news = product.link("refused", "refused")
            assert other in news.words
            product.until(lambda: other in _panel_words(product), "the panel names it")
            shown = _panel_words(product)
            assert "‹RLO›" in shown
            assert "\u202e" not in shown
            product.live.connections.grab()
        assert elsewhere.connections == 0


def _panel_words(product: Product) -> str:
    model = product.live.connections.list.model()
    index = model.index(0, 0)
    roles = (0, 3, 11)  # text, tooltip, for screen readers
    return "\n".join(str(index.data(role)) for role in roles)


def test_unknown_and_repeated_packet_ids_are_answered_counted_and_survived(start) -> None:
    answers: list[peers.Packet] = []

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(peers.ack(0x62, 7), peers.ack(0x50, 8), peers.ack(0x40, 9), peers.ack(0x70, 10))
        answers.extend((talk.read(), talk.read()))
        talk.send(publish(b"two", b"once", 2, 5), publish(b"two", b"once", 2, 5, dup=True))
        assert talk.read() == (0x50, b"\0\5")
        talk.send(publish(b"two", b"once", 2, 5, dup=True))
        assert talk.read()[0] == 0x50
        talk.send(peers.ack(0x62, 5))
        assert talk.read_kind(0x70)[1] == b"\0\5"
        talk.send(END)
        talk.hold(60)

    with Peer(script, lenient=True) as peer:
        product = start(watching(peer.port))
        assert [item.payload for item in product.stored(2)] == [b"once", b"end"]
        product.until(lambda: (s := product.desk.last_summary) and s.counts.violations >= 4)
        product.until(lambda: "not known here" in product.words())
        assert peer.connections == 1
    assert answers == [(0x70, b"\0\x07\x92"), (0x62, b"\0\x08\x92")]


def test_publish_before_suback_is_kept_and_each_refused_filter_is_red_with_its_reason(start) -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        _, body = talk.read_kind(0x80)
        talk.send(publish(b"open/1", b"early"))
        talk.send(peers.suback(body[:2], (0x87, 1)))
        talk.send(END)
        talk.hold(60)

    with Peer(script, lenient=True) as peer:
        product = start(watching(peer.port, "secret/#", "open/#"))
        assert [item.payload for item in product.stored(2)] == [b"early", b"end"]
        product.until(lambda: len(product.desk.granted) == 2)
        panel = product.live.subscriptions
        rows = {item.title: item for item in panel.list.model().rows}
        assert rows["secret/#"].dot == "bad"
        assert "not allowed" in rows["secret/#"].detail
        assert not rows["open/#"].hollow
        assert "QoS 1 granted, 2 asked" in rows["open/#"].detail


def test_a_suback_that_answers_too_little_claims_nothing(start) -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant(1)
        talk.send(END)
        talk.hold(60)

    with Peer(script, lenient=True) as peer:
        product = start(watching(peer.port, "a/#", "b/#"))
        product.stored(1)
        product.until(lambda: len(product.desk.granted) == 2)
        states = {key[1]: item.state for key, item in product.desk.granted.items()}
        assert states == {"a/#": "granted", "b/#": "refused"}
        product.until(lambda: "answered 1 of 2 filters" in product.words())


def test_server_keep_alive_is_obeyed_and_told(start) -> None:
    pings: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.accept(properties=b"\x13\x00\x01")
        talk.grant()
        talk.send(END)
        first, _ = talk.read()
        pings.append(bytes([first]))
        talk.send(b"\xd0\x00")
        talk.hold(60)

    with Peer(script, lenient=True) as peer:
        product = start(watching(peer.port, keep_alive=60))
        up: LinkNews = product.link("up")
        assert up.server["keep_alive"] == "1"
        assert up.server["server_keep_alive"] == "1"
        product.until(lambda: pings, "a ping within the broker's own keep alive")
        assert pings == [b"\xc0"]
        assert product.desk.links["c"].state == "up"


def test_a_war_over_a_client_id_is_named_and_backs_off(start) -> None:
    def taken(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.disconnect(0x8E))
        talk.closed()

    with Peer(taken, taken, taken, good, lenient=True) as peer:
        product = start(watching(peer.port))
        news = product.link("waiting", "takeover-war")
        assert "watcher" in news.words
        assert "Give each its own client id" in news.words
        assert news.retry_at is not None
        assert news.retry_at - news.since >= 15_000_000_000
        assert peer.connections == 3


def test_our_own_client_ids_differ_by_install(start) -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        heard.append(talk.accept())
        talk.hold(60)

    with Peer(script, lenient=True) as peer:
        workspace = watching(peer.port, keep_alive=60)
        product = start(replace(workspace, connections=(replace(workspace.connections[0], client_id=""),)))
        up = product.link("up")
        install = product.desk.state.settings.install_id
        assert re.fullmatch(r"[0-9a-f]{6}", install)
        assert install in up.client_id
        assert up.client_id.encode() in heard[0]


def test_events_and_subscriptions_wait_out_a_broker_that_misbehaves(start) -> None:
    """Nothing of ours is lost: a QoS 1 event that was under way when the rule was broken leaves on the next one."""
    got: list[bytes] = []

    def bad(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        first, _body = talk.read_kind(0x30)
        assert first & 6 == 2
        talk.send(b"\x00\x00")
        talk.closed()

    def fine(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        first, body = talk.read_kind(0x30)
        topic, ident, _, payload = peers.publish_fields(first, body)
        got.append(topic + b"=" + payload)
        talk.send(peers.ack(0x40, ident))
        talk.hold(60)

    with Peer(bad, fine, lenient=True) as peer:
        product = start(watching(peer.port))
        product.link("up")
        product.until(lambda: any(item.state == "granted" for item in product.desk.granted.values()))
        product.ask(Publish(SavedEvent("e", "mine", "x", "text", connection="c", qos=1)))
        product.until(lambda: got, "the event left again")
        assert got == [b"mine=x"]
