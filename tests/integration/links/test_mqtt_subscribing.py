"""Subscriptions: remembered over reconnects, granted only by the broker, each refused filter in words."""

from __future__ import annotations

import peers
from eventscope.core.workspace import Subscription
from linksinks import RecordingSink, connection, linked
from peers import Peer, Talk
from servers import wait_until


def test_options_and_identifier_on_the_wire() -> None:
    bodies: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.accept()
        bodies.append(talk.grant())
        bodies.append(talk.grant())
        talk.hold()

    wanted = Subscription("a/#", 2, no_local=True, retain_as_published=True, retain_handling=2, identifier=300)
    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink, Subscription("plain", 0), wanted):
        sink.subscription("a/#", "granted")
        sink.subscription("plain", "granted")
    assert [list(peers.filters(body)) for body in bodies] == [[(b"plain", 0)], [(b"a/#", 0b101110)]]
    assert bodies[1][2:6] == b"\x03\x0b\xac\x02"  # the identifier 300


def test_wanted_again_after_each_reconnect_also_with_the_session_present() -> None:
    asked: list[list[bytes]] = []

    def first(talk: Talk) -> None:
        talk.accept()
        asked.append([name for name, _ in peers.filters(talk.grant())])
        wait_until(lambda: len(sink.subscriptions) >= 2)

    def second(talk: Talk) -> None:
        talk.accept(session_present=True)
        asked.append([name for name, _ in peers.filters(talk.grant())])
        talk.hold()

    sink = RecordingSink()
    with Peer(first, second) as peer, linked(connection(peer.port, clean_start=False), sink, "a", "b"):
        resumed = sink.state("up", nth=2)
        wait_until(lambda: len([n for n in sink.subscriptions if n.state == "granted"]) == 4)
    assert asked == [[b"a", b"b"]] * 2
    assert "sent again all the same" in resumed.words
    states = [n.state for n in sink.subscriptions if n.filter == "a"]
    assert states[:3] == ["granted", "wanted", "granted"]  # never "granted" while the connection is down


def test_while_connected_added_changed_and_removed() -> None:
    said: list[peers.Packet] = []

    def script(talk: Talk) -> None:
        talk.accept()
        for _ in range(2):
            said.append((0x82, talk.grant()))
        first, body = talk.read_kind(0xA0)
        said.append((first, body))
        talk.send(peers.packet(0xB0, body[:2] + b"\0\0"))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink) as link:
        sink.state("up")
        link.subscribe(Subscription("a", 0))
        sink.subscription("a", "granted")
        link.subscribe(Subscription("a", 2))
        wait_until(lambda: len(sink.subscriptions) == 2)
        link.unsubscribe("a")
        sink.subscription("a", "removed")
        link.unsubscribe("a")  # nothing to remove any more
    assert [list(peers.filters(body)) for _, body in said[:2]] == [[(b"a", 0)], [(b"a", 2)]]
    assert said[2][1][2:] == b"\0\0\1a"


def test_removed_while_down_and_never_asked_for_again() -> None:
    asked: list[list[bytes]] = []

    def first(talk: Talk) -> None:
        talk.accept(reason=0x89)

    def second(talk: Talk) -> None:
        talk.accept()
        asked.append([name for name, _ in peers.filters(talk.grant())])
        talk.hold()

    sink = RecordingSink()
    with Peer(first, second) as peer, linked(connection(peer.port), sink, "a", "b", jitter=lambda: 0.9) as link:
        sink.state("waiting")
        link.unsubscribe("a")
        sink.subscription("a", "removed")
        sink.subscription("b", "granted")
    assert asked == [[b"b"]]


def test_refused_filters_in_words_and_the_others_granted() -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant(0x87, 1, 0x9E)
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink, "secret", "open", "$share/g/x"):
        assert "not allowed" in sink.subscription("secret", "refused").words
        assert sink.subscription("open", "granted").granted_qos == 1
        assert "shared" in sink.subscription("$share/g/x", "refused").words


def test_a_suback_that_answers_too_little() -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant(1)
        talk.send(peers.publish(b"a", b"still alive"))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink, "a", "b"):
        sink.subscription("a", "granted")
        sink.subscription("b", "refused")
        sink.count(1)
    assert sink.codes == ["suback-count"]


def test_a_bad_filter_never_leaves() -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        assert talk.silent(0.1)
        talk.send(peers.publish(b"a"))
        talk.hold()

    sink = RecordingSink()
    with Peer(script) as peer, linked(connection(peer.port), sink, "a/#/b"):
        assert "#" in sink.subscription("a/#/b", "refused").words
        sink.count(1)
