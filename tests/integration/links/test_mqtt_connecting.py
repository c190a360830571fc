"""The states of a link, each with its reason in words; wars and refusals do not hammer; close always ends."""

from __future__ import annotations

import signal
import socket
import threading
import time
from typing import Any

import pytest

import peers
from eventscope.base import clock
from eventscope.core.message import PublishProperties
from eventscope.core.workspace import WillSpec
from eventscope.links.mqtt import MqttLink, watch
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Connect
from linksinks import RecordingSink, connection, draft, linked
from peers import Peer, Talk
from servers import Mosquitto, free_port, mosquitto, needs_mosquitto, wait_until

SLOW = 19_000_000_000  # ns: a try that would not hammer


def accept_and_hold(talk: Talk) -> None:
    talk.accept()
    talk.hold()


def talk_nothing(talk: Talk) -> None:
    talk.closed(30)


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_up_and_down(version: str) -> None:
    goodbye: list[peers.Packet] = []

    def script(talk: Talk) -> None:
        talk.accept()
        goodbye.append(talk.read())

    sink = RecordingSink()
    with Peer(script) as peer:
        with linked(connection(peer.port, version=version), sink):
            up = sink.state("up")
        assert goodbye == [(0xE0, b"")]
    assert [n.state for n in sink.links] == ["connecting", "up", "down"]
    assert up.client_id == "link-under-test"
    assert not up.session_present
    assert up.server["keep_alive"] == "15"


def test_what_the_broker_says_about_itself() -> None:
    properties = (
        b"\x12" + peers.text(b"given-name") + b"\x13\x00\x14" + b"\x21\x00\x07" + b"\x24\x01" + b"\x25\x00"
        + b"\x1f" + peers.text(b"<b>welcome</b>") + b"\x27\x00\x00\x10\x00"
    )  # fmt: skip

    def script(talk: Talk) -> None:
        talk.accept(properties=properties)
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink):
        up = sink.state("up")
    assert up.client_id == "given-name"
    assert up.server == {
        "assigned_client_id": "given-name", "server_keep_alive": "20", "receive_maximum": "7", "maximum_qos": "1",
        "retain_available": "0", "reason_string": "<b>welcome</b>", "maximum_packet_size": "4096", "keep_alive": "15",
    }  # fmt: skip


def test_connect_carries_everything() -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        heard.append(talk.accept())
        talk.hold()

    will = WillSpec("gone", b"bye", 1, True, 5, PublishProperties(content_type="text/plain"))
    made: dict[str, Any] = {
        "user": "me", "will": will, "session_expiry": 60, "receive_maximum": 9, "topic_alias_maximum": 4,
        "user_properties": (("a", "b"),), "keep_alive": 33,
    }  # fmt: skip
    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port, **made), sink, password=b"\xff\x00secret"):
        sink.state("up")
    said = codec.decode(0x10, heard[0])
    assert isinstance(said, Connect)
    assert (said.client_id, said.version, said.clean_start, said.keep_alive) == ("link-under-test", 5, True, 33)
    assert (said.user, said.password) == ("me", b"\xff\x00secret")
    assert said.properties.session_expiry == 60
    assert said.properties.receive_maximum == 9
    assert said.properties.topic_alias_maximum == 4
    assert said.properties.maximum_packet_size == 16 << 20
    assert said.properties.user == (("a", "b"),)
    assert said.will is not None
    assert (said.will.topic, said.will.payload, said.will.qos, said.will.retain) == ("gone", b"bye", 1, True)
    assert (said.will.properties.will_delay, said.will.properties.content_type) == (5, "text/plain")


def test_passwords_are_shown_nowhere() -> None:
    sink = RecordingSink()
    link = MqttLink(connection(free_port(), user="me"), sink, b"canary-secret")
    assert "canary" not in repr(link)
    link.open()
    sink.state("waiting")
    link.close()
    assert "canary" not in repr(sink.links)


# --- what goes wrong ---------------------------------------------------------------------------------------


@needs_mosquitto
def test_nobody_listens_and_it_comes_up_by_itself() -> None:
    sink = RecordingSink()
    server = Mosquitto()
    with linked(connection(server.port), sink):
        waiting = sink.state("waiting")
        assert waiting.code == "connection-refused"
        assert str(server.port) in waiting.words
        assert waiting.retry_at is not None
        assert waiting.attempt == 1
        try:
            server.start()
            sink.state("up")
        finally:
            server.stop()
    assert sink.links[-1].state == "down"


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    sink = RecordingSink()
    with linked(connection(1, host="no-such-host.test"), sink):
        waiting = sink.state("waiting", "unknown-host")
    assert "no-such-host.test" in waiting.words
    assert "spelling" in waiting.words


@pytest.mark.parametrize(
    ("script", "code"),
    [(talk_nothing, "timeout-connack"), (lambda talk: talk.read(), "closed-early")],
)
def test_a_peer_that_does_not_answer(script: peers.Script, code: str) -> None:
    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port, connect_timeout=1), sink):
        waiting = sink.state("waiting", code)
    assert f"127.0.0.1:{peer.port}" in waiting.words


@pytest.mark.parametrize(
    ("version", "reason", "words"),
    [
        ("5", 0x86, "password"),
        ("5", 0x87, "not allowed"),
        ("5", 0x8A, "banned"),
        ("3.1.1", 4, "password"),
        ("3.1.1", 5, "not allowed"),
    ],
)
def test_bad_credentials_are_refused_in_words_and_not_hammered(version: str, reason: int, words: str) -> None:
    def script(talk: Talk) -> None:
        talk.accept(reason=reason)

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port, version=version, user="me"), sink, password=b"wrong"):
        refused = sink.state("refused", "refused")
        assert words in refused.words
        assert refused.retry_at is not None
        assert refused.retry_at - refused.since >= SLOW
        assert peer.connections == 1


def test_a_busy_broker_is_tried_again_soon() -> None:
    def busy(talk: Talk) -> None:
        talk.accept(reason=0x89)

    sink = RecordingSink()
    with Peer(busy, busy, accept_and_hold) as peer, linked(connection(peer.port), sink):
        sink.state("up")
    assert [n.state for n in sink.links[:5]] == ["connecting", "waiting", "connecting", "waiting", "connecting"]


@needs_mosquitto
def test_mosquitto_that_wants_users() -> None:
    with mosquitto(anonymous=False) as server:
        for version in ("3.1.1", "5"):
            sink = RecordingSink()
            with linked(connection(server.port, version=version), sink):
                assert "not allowed" in sink.state("refused").words


def test_a_war_over_one_client_id_is_noticed_and_backs_off() -> None:
    def taken(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.disconnect(0x8E))

    sink = RecordingSink()
    with Peer(taken) as peer, linked(connection(peer.port), sink):
        war = sink.state("waiting", "takeover-war")
        assert peer.connections == 3
    assert "link-under-test" in war.words
    assert war.retry_at is not None
    assert war.retry_at - war.since >= SLOW
    assert [n.code for n in sink.links if n.state == "waiting"][:2] == ["disconnected-by-broker"] * 2


@needs_mosquitto
def test_two_links_with_one_id_on_mosquitto() -> None:
    """Mosquitto 2.0 closes the older connection without a word."""
    with mosquitto() as server:
        one, two = RecordingSink(), RecordingSink()
        with linked(connection(server.port), one), linked(connection(server.port, id="d"), two):
            wait_until(lambda: any(n.code.endswith("takeover-war") for n in one.links + two.links), what="a war")


def test_a_broker_of_3_1_1_that_closes_again_and_again() -> None:
    def shut(talk: Talk) -> None:
        talk.accept()

    sink = RecordingSink()
    with Peer(shut) as peer, linked(connection(peer.port, version="3.1.1"), sink):
        war = sink.state("waiting", "perhaps-takeover-war")
    assert "link-under-test" in war.words
    assert war.retry_at is not None
    assert war.retry_at - war.since >= 4_000_000_000


def test_a_redirect_is_named_and_never_followed() -> None:
    def moved(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.disconnect(0x9D, b"\x1c" + peers.text(b"127.0.0.1:1")))

    sink = RecordingSink()
    with Peer(moved) as peer, linked(connection(peer.port), sink):
        refused = sink.state("refused", "disconnected-by-broker")
    assert "127.0.0.1:1" in refused.words


def test_settings_that_no_connect_can_carry() -> None:
    sink = RecordingSink()
    with linked(connection(1, keep_alive=70_000), sink):
        assert "keep alive" in sink.state("refused", "bad-settings").words
    sink = RecordingSink()
    with Peer(talk_nothing) as peer, linked(connection(peer.port, user_properties=(("a" * 70_000, ""),)), sink):
        sink.state("refused", "bad-settings")


# --- life --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("server_keep_alive", [None, 1])
def test_a_half_open_connection_is_noticed(server_keep_alive: int | None) -> None:
    heard: list[int] = []

    def black_hole(talk: Talk) -> None:
        talk.accept(properties=b"" if server_keep_alive is None else b"\x13\x00\x01")
        heard.append(talk.read()[0])
        talk.closed()

    sink = RecordingSink()
    keep_alive = 1 if server_keep_alive is None else 60
    with Peer(black_hole, accept_and_hold) as peer, linked(connection(peer.port, keep_alive=keep_alive), sink):
        up, waiting = sink.state("up"), sink.state("waiting", "silent")
        sink.state("up", nth=2)
    assert heard == [0xC0]
    assert waiting.since - up.since >= 1_000_000_000


def test_pings_are_answered_and_nothing_happens() -> None:
    pings: list[int] = []

    def script(talk: Talk) -> None:
        talk.accept()
        for _ in range(3):
            pings.append(talk.read()[0])
            talk.send(b"\xd0\x00")
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port, keep_alive=1), sink):
        wait_until(lambda: len(pings) == 3)
    assert [n.state for n in sink.links] == ["connecting", "up", "down"]


def test_a_reset_is_told_and_recovered() -> None:
    def reset(talk: Talk) -> None:
        talk.accept()
        wait_until(lambda: sink.links[-1].state == "up")
        talk.reset()

    sink = RecordingSink()
    with Peer(reset, accept_and_hold) as peer, linked(connection(peer.port), sink):
        assert "reset" in sink.state("waiting", "connection-lost").words
        sink.state("up", nth=2)


def test_a_packet_that_does_not_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "STALLED", 200_000_000)

    def stall(talk: Talk) -> None:
        talk.accept()
        talk.send(b"\x30" + peers.length(10 << 20) + b"\x00\x01t")
        talk.closed()

    sink = RecordingSink()
    with Peer(stall, accept_and_hold) as peer, linked(connection(peer.port), sink):
        sink.state("waiting", "stalled-packet")
        sink.state("up", nth=2)


def test_messages_that_could_not_be_stored_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unacknowledged they would fill the broker's window for ever; a new connection makes it send them again."""
    monkeypatch.setattr(watch, "STALLED", 200_000_000)

    def first(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.publish(b"t", b"again", 1, 1))
        assert talk.read() == (0xE0, b"") or talk.closed()

    def second(talk: Talk) -> None:
        talk.accept(session_present=True)
        talk.send(peers.publish(b"t", b"again", 1, 1, dup=True))
        assert talk.read() == (0x40, b"\0\1")
        talk.hold()

    failures = iter([True])

    def fail_once(block: object) -> None:
        if next(failures, False):
            raise OSError("disk full")

    sink = RecordingSink()
    sink.on_block_do = fail_once
    with Peer(first, second, lenient=True) as peer, linked(connection(peer.port, clean_start=False), sink):
        sink.state("waiting", "not-stored")
        assert sink.count(1)[0].payload == b"again"
        wait_until(lambda: sink.codes == ["not-stored"])


@needs_mosquitto
def test_a_stopped_broker_is_noticed_and_recovered() -> None:
    with mosquitto() as server:
        sink = RecordingSink()
        with linked(connection(server.port, keep_alive=1, connect_timeout=1), sink, "a"):
            sink.subscription("a", "granted")
            server.signal(signal.SIGSTOP)
            try:
                sink.state("waiting", "silent")
            finally:
                server.signal(signal.SIGCONT)
            sink.state("up", nth=2)


# --- close -------------------------------------------------------------------------------------------------


def closing_takes(link: MqttLink, timeout: float = 5.0) -> float:
    began = time.monotonic()
    link.close(timeout)
    return time.monotonic() - began


@pytest.mark.parametrize("scheme", ["mqtt", "mqtts", "ws"])
def test_close_while_connecting(scheme: str) -> None:
    sink = RecordingSink()
    with Peer(talk_nothing) as peer, linked(connection(peer.port, scheme=scheme, connect_timeout=60), sink) as link:
        wait_until(lambda: peer.connections == 1)
        assert closing_takes(link) < 4
    assert sink.links[-1].state == "down"


def test_close_while_waiting() -> None:
    sink = RecordingSink()
    with linked(connection(free_port()), sink, jitter=lambda: 0.999) as link:
        for nth in range(1, 3):
            sink.state("waiting", nth=nth)
        assert closing_takes(link) < 4
    assert sink.links[-1].state == "down"


def test_close_when_the_broker_does_not_close_or_read() -> None:
    def deaf(talk: Talk) -> None:
        talk.accept()
        threading.Event().wait(3)

    sink = RecordingSink()
    with Peer(deaf) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.publish([(n, draft(payload=bytes(100_000))) for n in range(400)])
        assert closing_takes(link, 1.0) < 2.5
    assert sink.links[-1].state == "down"
    assert any(r.failed == "connection-lost" or r.failed == "closed" for r in sink.receipts)


def test_close_without_open_twice_and_again() -> None:
    sink = RecordingSink()
    link = MqttLink(connection(1), sink)
    link.publish([(1, draft(qos=1))])
    link.close()
    link.close()
    link.open()
    link.publish([(2, draft(qos=1))])
    assert [n.state for n in sink.links] == ["down"]
    assert [(r.id, r.failed) for r in sink.receipts] == [(1, "closed"), (2, "closed")]


def test_a_link_that_was_never_opened_leaves_nothing_behind() -> None:
    MqttLink(connection(1), RecordingSink())  # a socket in it would be a ResourceWarning


def test_close_at_any_moment_under_load() -> None:
    """Twenty links closed at twenty moments; `linked` asserts that no thread is left."""

    def flood(talk: Talk) -> None:
        talk.accept()
        packet = peers.publish(b"t", bytes(1000), 1, 7) * 50
        try:
            while True:
                talk.send(packet)
        except OSError:
            return

    with Peer(flood, lenient=True) as peer:
        for moment in range(20):
            sink = RecordingSink()
            with linked(connection(peer.port), sink):
                until = clock.mono_ns() + moment * 2_500_000
                wait_until(lambda until=until: clock.mono_ns() >= until)
            assert sink.links[-1].state == "down"


def test_a_sink_that_never_returns_does_not_hold_close() -> None:
    release = threading.Event()
    sink = RecordingSink()
    sink.on_block_do = lambda _: release.wait(30) and None

    def script(talk: Talk) -> None:
        talk.accept()
        talk.send(peers.publish(b"t", b"x", 1, 1))
        talk.hold()

    with Peer(script) as peer:
        link = MqttLink(connection(peer.port), sink)
        link.open()
        sink.state("up")
        assert closing_takes(link, 1.0) < 2.5
        release.set()
    wait_until(lambda: not any("handoff c" in thread.name for thread in threading.enumerate()))
