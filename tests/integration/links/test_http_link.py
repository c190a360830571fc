"""An HTTP connection as a link: events are posted with receipts; where the address is ours, posts become messages."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from certificates import Authority
from eventscope.core.message import DAMAGED, Draft, PublishProperties
from eventscope.core.workspace import Connection, Subscription, Tls
from eventscope.links.http import signature
from eventscope.links.http.link import HttpLink
from httpscripts import cut, late, reply, scripted
from linksinks import RecordingSink
from servers import free_port, wait_until

SECRET = b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def http(port: int, **changes: Any) -> Connection:
    """A connection with the id "h" to this machine."""
    return replace(Connection(id="h", name="hook", scheme="http", port=port, path=""), **changes)


def draft(topic: str = "a/b", payload: bytes = b"x", qos: int = 1, retain: bool = False, **said: Any) -> Draft:
    return Draft("h", topic, payload, qos, retain, PublishProperties(**said))


@contextmanager
def linked(
    connection: Connection, sink: RecordingSink, *filters: str, password: bytes | None = None, **more: Any
) -> Iterator[HttpLink]:
    link = HttpLink(connection, sink, password, **more)
    for item in filters:
        link.subscribe(Subscription(item))
    link.open()
    try:
        yield link
    finally:
        link.close(5.0)
        wait_until(lambda: not [t for t in threading.enumerate() if t.name == "http"], what="the end of the thread")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVENTSCOPE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_an_event_is_posted() -> None:
    sink = RecordingSink()
    with scripted() as server, linked(http(server.port, path="/in/"), sink, password=SECRET) as link:
        sink.state("up")
        said = {"content_type": "application/json", "user": (("own", "ä"), ("Authorization", "Bearer theirs"))}
        link.publish([(1, draft("orders/grün 7", b'{"n":1}', **said))])
        receipt = sink.receipt(1, acknowledged=True)
        assert receipt.queued <= receipt.sent <= receipt.acknowledged  # type: ignore[operator]
        (request,) = server.wait(1)
        assert (request.method, request.target) == ("POST", "/in/orders/gr%C3%BCn%207")
        assert request.body == b'{"n":1}'
        assert request.header("content-type") == "application/json"
        assert request.header("authorization") == "", "nobody but the connection sets it"
        assert request.header("k-header.authorization") == "Bearer theirs"
        assert request.header("k-base64.own")
        ident, seconds = request.header("webhook-id"), int(request.header("webhook-timestamp"))
        assert request.header("webhook-signature") == signature.sign(signature.key(SECRET), ident, seconds, b'{"n":1}')


def test_credentials_and_headers_of_the_connection() -> None:
    sink = RecordingSink()
    with scripted() as server:
        headers = (("X-Env", "test"),)
        with linked(http(server.port, user="me", websocket_headers=headers), sink, password=b"pw") as link:
            link.publish([(1, draft(user=(("x-env", "theirs"),)))])
            sink.receipt(1, acknowledged=True)
        with linked(http(server.port, signs=False), sink, password=b"tok") as link:
            link.publish([(2, draft())])
            sink.receipt(2, acknowledged=True)
        one, two = server.requests
        assert one.header("authorization") == "Basic bWU6cHc="
        assert one.header("x-env") == "test"
        assert one.header("k-header.x-env") == "theirs"
        assert two.header("authorization") == "Bearer tok"
        assert two.header("webhook-signature") == ""


@pytest.mark.parametrize(
    ("changes", "password", "code"),
    [
        ({}, b"no base64!", "bad-webhook-secret"),
        ({"websocket_headers": (("Host", "x"),)}, None, "header-is-ours"),
        ({"websocket_headers": (("a b", "x"),)}, None, "bad-header"),
        ({"websocket_headers": (("a", "x\r\ny: z"),)}, None, "bad-header"),
        ({"signs": False}, b"two words", "bad-token"),
        ({"scheme": "https", "tls": Tls(ca_file="no-such-file.pem")}, None, "bad-ca-file"),
    ],
)
def test_settings_that_cannot_work(changes: dict[str, Any], password: bytes | None, code: str) -> None:
    sink = RecordingSink()
    with linked(http(1, **changes), sink, password=password):
        assert sink.state("refused").code == code


def test_down_at_qos_0_and_1() -> None:
    sink = RecordingSink()
    port = free_port()
    with linked(http(port), sink) as link:
        assert sink.state("waiting").code == "connection-refused"
        link.publish([(1, draft(qos=0)), (2, draft("q", b"1", qos=1)), (3, draft("q", b"2", qos=2))])
        assert sink.receipt(1).failed == "not-connected"
        with scripted(port=port) as server:
            assert sink.receipt(2, acknowledged=True).acknowledged
            assert sink.receipt(3, acknowledged=True).acknowledged
            assert [request.body for request in server.requests] == [b"1", b"2"]


def test_answers_of_all_kinds_are_told_in_words() -> None:
    sink = RecordingSink()
    with scripted() as server, linked(http(server.port), sink) as link:
        server.script(
            reply(404, b"<b>no</b>\x1b[31m\xe2\x80\xae such thing"),
            reply(302, Location="http://elsewhere.example/"),
            reply(413),
        )
        link.publish([(n, draft()) for n in (1, 2, 3)])
        one, two, three = (sink.receipt(n, acknowledged=True) for n in (1, 2, 3))
        assert one.failed == "invalid-topic"
        assert "404" in one.words
        assert "\x1b" not in one.words
        assert "\u202e" not in one.words
        assert two.failed == "redirected"
        assert "http://elsewhere.example/" in two.words
        assert three.failed == "too-large"
        assert server.connections == 1, "one that is kept; a knock is none"


def test_tried_again_in_order() -> None:
    sink = RecordingSink()
    with scripted() as server, linked(http(server.port), sink) as link:
        server.script(reply(503), cut)
        link.publish([(n, draft("t", b"%d" % n)) for n in (1, 2, 3)])
        for n in (1, 2, 3):
            assert sink.receipt(n, acknowledged=True).acknowledged
        bodies = [request.body for request in server.requests]
        assert bodies == [b"1", b"1", b"1", b"2", b"3"]
        assert len({request.header("webhook-id") for request in server.requests[:3]}) == 1


def test_qos_0_is_tried_once() -> None:
    sink = RecordingSink()
    with scripted() as server, linked(http(server.port), sink) as link:
        sink.state("up")
        server.script(reply(503))
        link.publish([(1, draft(qos=0))])
        assert sink.receipt(1, acknowledged=True).failed == "unavailable"
        assert len(server.requests) == 1


def test_gone_stops_the_link() -> None:
    sink = RecordingSink()
    with scripted() as server, linked(http(server.port), sink) as link:
        server.then = reply(410, b"we moved")
        link.publish([(1, draft()), (2, draft())])
        news = sink.state("refused")
        assert news.code == "gone"
        assert "410" in news.words
        assert "we moved" in news.words
    assert {sink.receipt(n, acknowledged=True).failed for n in (1, 2)} == {"closed"}


def test_what_http_has_no_word_for() -> None:
    sink = RecordingSink()
    with scripted() as server, linked(http(server.port), sink) as link:
        link.publish([(1, draft(retain=True)), (2, draft("a/../b"))])
        assert sink.receipt(1).failed == "no-retain"
        assert sink.receipt(2).failed == "bad-path"
        assert server.requests == []


def test_closing_gives_up_what_is_under_way() -> None:
    sink, event = RecordingSink(), threading.Event()
    with scripted() as server:
        server.then = late(event, reply())
        link = HttpLink(http(server.port), sink)
        link.open()
        link.publish([(1, draft())])
        server.wait(1)
        link.close(0.2)
        assert sink.receipt(1, acknowledged=True).failed == "closed"
        assert sink.links[-1].state == "down"
        link.publish([(2, draft())])
        assert sink.receipt(2).failed == "closed"
        event.set()


def test_tls_with_a_client_certificate(tmp_path: Path) -> None:
    import ssl

    authority = Authority(tmp_path / "ca")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority.file)
    context.load_cert_chain(*authority.server())
    context.verify_mode = ssl.CERT_REQUIRED
    certificate, key = authority.client()
    own = Tls(authority.file, certificate, key)
    sink = RecordingSink()
    with scripted(context=context) as server:
        with linked(http(server.port, scheme="https", host="localhost", tls=own), sink) as link:
            link.publish([(1, draft())])
            assert sink.receipt(1, acknowledged=True).acknowledged
        without = RecordingSink()
        nobody = http(server.port, scheme="https", host="localhost", tls=Tls(authority.file))
        with linked(nobody, without) as link:
            link.publish([(1, draft())])
            assert "certificate" in without.state("refused").words
            assert not [receipt for receipt in without.receipts if receipt.acknowledged]
        stranger = RecordingSink()
        with linked(http(server.port, scheme="https", host="localhost"), stranger):
            assert stranger.state("refused").code.startswith("tls-")


# --- where we listen -------------------------------------------------------------------------------------


def post(port: int, token: str, path: str, body: bytes, *headers: str) -> tuple[int, dict[str, Any]]:
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Authorization: Bearer {token}",
             f"Content-Length: {len(body)}", "Connection: close", *headers]  # fmt: skip
    with socket.create_connection(("127.0.0.1", port), timeout=20) as sock:
        sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        data = b"".join(iter(lambda: sock.recv(65_536), b""))
    head, _, rest = data.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(rest)


def test_posts_become_messages(home: Path) -> None:
    sink, port = RecordingSink(), free_port()
    with linked(http(port), sink, "orders/#", "no/+"):
        assert sink.subscription("orders/#", "granted").granted_qos == 1
        news = sink.state("up", "listening")
        file = Path(news.params["where"].removeprefix("in "))
        assert file.stat().st_mode & 0o777 == 0o600
        token = file.read_text().strip()
        assert post(port, token, "/orders/7", b"\x00\xff", "X-Own: v", "Content-Type: text/plain")[0] == 202
        assert post(port, token, "/other", b"x")[0] == 404
        assert post(port, "wrong", "/orders/7", b"x")[0] == 401
        assert post(port, token, "/orders/a+b", b"y")[0] == 202
        one, two = sink.count(2)
        assert (one.topic, one.payload, one.qos) == (b"orders/7", b"\x00\xff", 1)
        assert b"text/plain" in one.properties
        assert b"x-own" in one.properties
        assert not one.flags & DAMAGED
        assert two.flags & DAMAGED, "shown, but no topic that MQTT could carry"
    with linked(http(port), RecordingSink(), "#"):
        pass  # the port is free again
    assert file.read_text().strip() == token, "the same at the next start"


def test_an_answer_waits_until_it_is_stored() -> None:
    sink, port = RecordingSink(store=False), free_port()
    with linked(http(port), sink, "#", password=b"token"):
        sink.state("up", "listening")
        got: list[int] = []
        thread = threading.Thread(target=lambda: got.append(post(port, "token", "/a", b"x")[0]))
        thread.start()
        sink.count(1)
        assert got == []
        sink.store_all()
        thread.join(10)
        assert got == [202]


def test_what_is_published_comes_back_with_its_stamp() -> None:
    sink, port = RecordingSink(), free_port()

    def stamper(ident: int, given: Draft) -> Draft:
        user = (("es-stream", "s"), ("es-seq", str(ident)))
        return replace(given, properties=replace(given.properties, user=(*given.properties.user, *user)))

    with linked(http(port), sink, "#", stamper=stamper) as link:
        sink.state("up", "listening")
        link.publish([(1, draft("loop/me", b"body", content_type="text/plain", user=(("a", "b"),)))])
        assert sink.receipt(1, acknowledged=True).acknowledged
        (message,) = sink.count(1)
        assert (message.topic, message.payload) == (b"loop/me", b"body")
        for word in (b"es-stream", b"es-seq", b"text/plain"):
            assert word in message.properties


@pytest.mark.parametrize(
    ("host", "filter_", "words"),
    [("192.0.2.1", "#", "this machine"), ("127.0.0.1", "$share/g/#", "shared"), ("127.0.0.1", "a/#/b", "#")],
)
def test_filters_that_are_refused(host: str, filter_: str, words: str) -> None:
    sink = RecordingSink()
    with linked(http(free_port(), host=host, connect_timeout=1), sink, filter_):
        assert words in sink.subscription(filter_, "refused").words


def test_a_port_of_somebody_else_can_be_posted_to_only() -> None:
    sink = RecordingSink()
    with scripted() as server, linked(http(server.port), sink, "#") as link:
        assert "Another program" in sink.subscription("#", "refused").words
        sink.state("up")
        link.publish([(1, draft())])
        assert sink.receipt(1, acknowledged=True).acknowledged
        assert server.requests[0].header("authorization") == "", "no token of ours for a stranger"


def test_unsubscribed_the_port_is_free() -> None:
    sink, port = RecordingSink(), free_port()
    with linked(http(port), sink, "a", "b") as link:
        sink.state("up", "listening")
        link.unsubscribe("a")
        sink.subscription("a", "removed")
        assert post(port, "x", "/b", b"")[0] == 401, "it listens for b"
        link.unsubscribe("b")
        link.unsubscribe("b")

        def free() -> bool:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                return True
            return False

        wait_until(free)
        link.subscribe(Subscription("c"))
        sink.subscription("c", "granted")


@pytest.mark.peer
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_is_heard() -> None:
    sink, port = RecordingSink(), free_port()
    with linked(http(port), sink, "#", password=b"tok"):
        sink.state("up", "listening")
        command: Sequence[str] = ["curl", "-sS", "--max-time", "20", "-H", "Authorization: Bearer tok", "-d", "hi"]
        done = subprocess.run([*command, f"http://127.0.0.1:{port}/from/curl"], capture_output=True, check=True)
        assert json.loads(done.stdout)["accepted"] == 1
        (message,) = sink.count(1)
        assert (message.topic, message.payload) == (b"from/curl", b"hi")
