"""What an address that takes events does with every kind of request, said by raw sockets."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator

import pytest

from eventscope.core.errors import BadInput, Unavailable
from eventscope.links.http import dialogue, ear, listener, replies
from eventscope.links.http.address import Address
from httpposting import TOKEN, Taking, answer, closed, taking
from servers import wait_until


@pytest.fixture
def at() -> Iterator[Taking]:
    with taking() as made:
        yield made


def test_stored_is_accepted(at: Taking) -> None:
    got = at.post("/orders/7", b'{"n":1}', content_type="application/json", x_own="v")
    assert got.status == 202
    assert json.loads(got.body)["accepted"] == 1
    (message,) = at.messages
    assert (message.kind, message.topic, message.payload) == ("http", b"orders/7", b'{"n":1}')
    assert (b"content-type", b"application/json") in message.headers
    assert (b"x-own", b"v") in message.headers


def test_no_credential_is_kept_with_a_message(at: Taking) -> None:
    """It would lie in the spool, in dead letters and in what is exported of them."""
    assert at.post("/a", b"x", cookie="c=1", proxy_authorization="Basic eDp5").status == 202
    (message,) = at.messages
    assert TOKEN.encode() not in b"".join(value or b"" for _, value in message.headers)
    assert {name for name, _ in message.headers} & {b"authorization", b"cookie", b"proxy-authorization"} == set()


def test_any_bytes_come_through(at: Taking) -> None:
    body = bytes(range(256)) * 300
    assert at.post("/a", body).status == 202
    assert at.messages[0].payload == body


def test_an_empty_body_is_a_message(at: Taking) -> None:
    assert at.post("/a", b"").status == 202
    assert at.messages[0].payload == b""


# --- who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"authorization": None}, 401, "no-token"),
        ({"authorization": "Bearer wrong"}, 401, "wrong-token"),
        ({"authorization": f"Bearer {TOKEN}x"}, 401, "wrong-token"),
        ({"authorization": f"Bearer {TOKEN[:-1]}"}, 401, "wrong-token"),
        ({"authorization": f"Basic {TOKEN}"}, 401, "no-token"),
        ({"authorization": "Bearer "}, 401, "no-token"),
        ({"authorization": "Bearer \xe4\xf6"}, 401, "wrong-token"),
        ({"host": "evil.example"}, 421, "wrong-host"),
        ({"host": "127.0.0.1:1"}, 421, "wrong-host"),
        ({"host": "127.0.0.1"}, 421, "wrong-host"),
        ({"host": "127.0.0.1.evil.example"}, 421, "wrong-host"),
        ({"origin": "http://evil.example"}, 403, "wrong-origin"),
        ({"origin": "null"}, 403, "wrong-origin"),
        ({"origin": "http://127.0.0.1"}, 403, "wrong-origin"),
        ({"sec_fetch_site": "cross-site"}, 403, "wrong-site"),
        ({"sec_fetch_site": "same-origin"}, 403, "wrong-site"),
        ({"content_encoding": "gzip"}, 415, "coding"),
    ],
)
def test_refused_by_its_head(at: Taking, headers: dict[str, str | None], status: int, code: str) -> None:
    got = at.post("/a", b"x", **headers)
    assert (got.status, got.code) == (status, code)
    assert at.messages == []
    assert "evil" not in got.body.decode(), "nothing of a request is repeated"
    assert got.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in got.headers


def test_who_is_not_let_in_is_challenged(at: Taking) -> None:
    assert at.post(authorization=None).headers["www-authenticate"].startswith("Bearer")


def test_a_program_that_names_its_fetch_site_none_may_post(at: Taking) -> None:
    assert at.post(sec_fetch_site="none").status == 202


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_names_of_this_machine(at: Taking, name: str) -> None:
    assert at.post(host=f"{name}:{at.port}").status == 202


def test_two_hosts_are_refused(at: Taking) -> None:
    head = at.head(content_length="0").replace(b"\r\n\r\n", b"\r\nHost: evil.example\r\n\r\n")
    assert at.raw(head).status in (400, 421)


def test_two_tokens_are_refused(at: Taking) -> None:
    head = at.head(content_length="0").replace(b"\r\n\r\n", b"\r\nAuthorization: Bearer other\r\n\r\n")
    assert at.raw(head).status == 401


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_only_post(at: Taking, method: str) -> None:
    got = at.raw(at.head(method=method))
    assert got.status == 405
    assert got.headers["allow"] == "POST"


def test_head_has_no_body(at: Taking) -> None:
    with at.connected() as line:
        line.sendall(at.head(method="HEAD", connection="close"))
        data = b""
        while piece := line.recv(65_536):
            data += piece
    assert data.startswith(b"HTTP/1.1 405 ")
    assert data.endswith(b"\r\n\r\n")


# --- the path --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "topic"),
    [
        ("/a", "a"),
        ("/orders/7", "orders/7"),
        ("/a%20b", "a b"),
        ("/%E6%B8%A9", "温"),
        ("/a//b", "a//b"),
        ("/a/", "a/"),
        ("//a", "/a"),
        ("/a%2525", "a%25"),
        ("/a...b/..c", "a...b/..c"),
        ("/a;b=c,d:e@f", "a;b=c,d:e@f"),
    ],
)
def test_path_to_topic(at: Taking, target: str, topic: str) -> None:
    assert at.post(target).status == 202
    assert at.messages[0].topic.decode() == topic


@pytest.mark.parametrize(
    "target",
    [
        "/a?x=1", "/a?", "/a#b", "/../etc/passwd", "/a/../b", "/a/.", "/%2e%2e/a", "/a/%2E", "/a%2Fb", "/a%2fb",
        "/a%00b", "/a%0d%0ab", "/a%7f", "/%", "/%4", "/%zz", "/%ff", "/%c0%af", "/%ed%a0%80", "*", "a", "http://127.0.0.1/a",
    ],
)  # fmt: skip
def test_paths_that_would_mean_something_else(at: Taking, target: str) -> None:
    got = at.post(target)
    assert got.status == 400
    assert at.messages == []


def test_no_path_is_no_topic(at: Taking) -> None:
    assert at.post("/").status == 404


def test_nobody_takes_it() -> None:
    with taking(filter_="orders/+") as at:
        assert at.post("/alarms/1").code == "nobody"
        assert at.post("/orders/1").status == 202


# --- framing ---------------------------------------------------------------------------------------------


def test_chunks(at: Taking) -> None:
    head = at.head(transfer_encoding="chunked")
    assert at.raw(head, b"3\r\nabc\r\n", b"2;x=y\r\nde\r\n", b"0\r\nTrailer: t\r\n\r\n").status == 202
    assert at.messages[0].payload == b"abcde"


def test_byte_by_byte(at: Taking) -> None:
    whole = at.head(content_length="3") + b"abc"
    assert at.raw(*[bytes((byte,)) for byte in whole]).status == 202
    assert at.messages[0].payload == b"abc"


def test_several_requests_at_once_are_answered_in_order(at: Taking) -> None:
    with at.connected() as line:
        line.sendall(b"".join(at.head(f"/n/{n}", content_length="1") + b"x" for n in range(20)))
        rest = b""
        for _ in range(20):
            got = answer(line, rest)
            assert got.status == 202
            rest = got.rest
    assert [message.topic for message in at.messages] == [b"n/%d" % n for n in range(20)]


def test_a_connection_is_kept(at: Taking) -> None:
    with at.connected() as line:
        for n in range(3):
            line.sendall(at.head(f"/n/{n}", content_length="1") + b"x")
            assert answer(line).status == 202


def test_connection_close_is_heeded(at: Taking) -> None:
    with at.connected() as line:
        line.sendall(at.head(content_length="1", connection="close") + b"x")
        assert answer(line).status == 202
        assert closed(line)


def test_http_1_0(at: Taking) -> None:
    whole = (at.head(content_length="1") + b"x").replace(b"HTTP/1.1", b"HTTP/1.0")
    assert at.raw(whole).status == 202


def test_who_expects_100_is_told(at: Taking) -> None:
    with at.connected() as line:
        line.sendall(at.head(content_length="3", expect="100-continue"))
        assert line.recv(65_536).startswith(b"HTTP/1.1 100 ")
        line.sendall(b"abc")
        assert answer(line).status == 202


def test_who_expects_100_and_is_refused_need_not_send(at: Taking) -> None:
    with at.connected() as line:
        line.sendall(at.head(content_length="3", expect="100-continue", authorization="Bearer no"))
        assert answer(line).status == 401
        assert closed(line)


def test_too_large_by_its_own_word(at: Taking) -> None:
    with at.connected() as line:
        line.sendall(at.head(content_length=str(replies.BODY_LIMIT + 1)))
        assert answer(line).status == 413
        assert closed(line)


def test_too_large_while_it_comes(at: Taking) -> None:
    with at.connected() as line:
        line.sendall(at.head(transfer_encoding="chunked"))
        piece = b"10000\r\n" + bytes(65_536) + b"\r\n"
        try:
            for _ in range(replies.BODY_LIMIT // 65_536 + 2):
                line.sendall(piece)
        except OSError:
            pass  # it has been refused meanwhile
        assert answer(line).status == 413
    assert at.messages == []


def test_the_largest_body(at: Taking) -> None:
    assert at.post("/a", bytes(replies.BODY_LIMIT)).status == 202
    assert len(at.messages[0].payload or b"") == replies.BODY_LIMIT


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(300),  # somebody speaks TLS
        b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04test\r\n\r\n",
        b"hello\r\n\r\n",
        b"POST\r\n\r\n",
        b"POST / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"POST /a HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST /a HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
        b"\r\n\r\n\r\n\x00\r\n\r\n",
    ],
)
def test_garbage_is_answered_or_cut(at: Taking, garbage: bytes) -> None:
    with at.connected() as line:
        line.sendall(garbage)
        line.shutdown(socket.SHUT_WR)
        data = b""
        try:
            while piece := line.recv(65_536):
                data += piece
        except ConnectionResetError:
            pass
    assert data == b"" or data[:12] in (
        b"HTTP/1.1 400",
        b"HTTP/1.1 405",
        b"HTTP/1.1 421",
        b"HTTP/1.1 431",
        b"HTTP/1.1 501",
    )
    assert at.messages == []
    assert at.post().status == 202, "and the next one is served"


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 1\r\nContent-Length: 2\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 1x\r\n",
        b"Content-Length: 99999999999999999999999999\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    ],
)
def test_lengths_that_two_readers_could_read_differently(at: Taking, lines: bytes) -> None:
    head = at.head().removesuffix(b"\r\n") + lines + b"\r\n"
    got = at.raw(head, b"0\r\n\r\nPOST /smuggled HTTP/1.1\r\n\r\n", end=True)
    assert got.status in (400, 413, 501)
    assert at.messages == []


def test_a_chunk_that_is_none(at: Taking) -> None:
    assert at.raw(at.head(transfer_encoding="chunked"), b"zz\r\nab\r\n").status == 400


def test_a_head_without_end(at: Taking) -> None:
    with at.connected() as line:
        try:
            line.sendall(at.head().removesuffix(b"\r\n") + b"x: " + b"y" * (dialogue.HEAD_LIMIT + 70_000))
        except OSError:
            pass
        assert answer(line).status == 431


def test_many_headers(at: Taking) -> None:
    extra = b"".join(b"x-%d: v\r\n" % n for n in range(3_000))
    assert at.raw(at.head(content_length="0").removesuffix(b"\r\n") + extra + b"\r\n").status in (202, 431)


def test_gone_in_the_middle_of_the_body(at: Taking) -> None:
    with at.connected() as line:
        line.sendall(at.head(content_length="100") + b"half")
    assert at.post("/whole").status == 202
    assert [message.topic for message in at.messages] == [b"whole"], "half a request is none"


# --- slow, many, full ------------------------------------------------------------------------------------


def test_a_head_that_dribbles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogue, "HEAD_WITHIN", 0.3)
    with taking() as at, at.connected() as line:
        line.sendall(b"POST /a HTTP/1.1\r\nHost: ")
        assert answer(line).status == 408
        assert closed(line)


def test_a_body_that_dribbles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogue, "BODY_WITHIN", 0.3)
    with taking() as at, at.connected() as line:
        line.sendall(at.head(content_length="100") + b"a")
        assert answer(line).status == 408
        assert closed(line)


def test_silence_ends_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogue, "IDLE", 0.2)
    with taking() as at, at.connected() as line:
        assert closed(line)


def test_one_connection_too_many_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "CONNECTIONS", 2)
    with taking() as at, at.connected() as one, at.connected() as two:
        for line in (one, two):
            line.sendall(at.head(content_length="1") + b"x")
            assert answer(line).status == 202
        for _ in range(20):
            got = at.post(body=b"y" * 100_000)
            assert got.status == 503
            assert int(got.headers["retry-after"]) > 0
        one.close()
        wait_until(lambda: at.post().status == 202)


def test_202_only_after_it_is_stored() -> None:
    with taking(slow=True) as at, at.connected() as line:
        line.sendall(at.head(content_length="1") + b"x")
        wait_until(lambda: at.waiting)
        line.settimeout(0.2)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.settimeout(20)
        at.store()
        assert answer(line).status == 202


def test_a_full_queue_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ear, "STORED_WITHIN", 0.2)
    monkeypatch.setattr(ear, "FULL_AFTER", 0.0)
    with taking(slow=True) as at:
        for _ in range(10):
            got = at.post()
            assert got.status == 503
            assert int(got.headers["retry-after"]) > 0
        assert len(at.messages) == 1, "with a full queue no more than what waits is held"
        at.store()
        at.slow = False
        wait_until(lambda: at.post().status == 202)


def test_what_cannot_be_stored_is_not_accepted() -> None:
    with taking(slow=True) as at, at.connected() as line:
        line.sendall(at.head(content_length="1") + b"x")
        wait_until(lambda: at.waiting)
        at.store(Unavailable("closed", "The queue is closed."))
        assert answer(line).status == 503


def test_a_taker_that_fails_leaves_no_request_without_an_answer() -> None:
    with taking() as at:
        at.error = Unavailable("closed", "The queue is closed.")
        assert at.post().status == 503


def test_paused() -> None:
    with taking() as at:
        at.ear.paused = True
        assert at.post().code == "paused"
        at.ear.paused = False
        assert at.post().status == 202


def test_under_way_at_the_end_is_answered() -> None:
    with taking(slow=True) as at, at.connected() as idle:
        line = socket.create_connection(("127.0.0.1", at.port), timeout=20)
        line.sendall(at.head(content_length="1") + b"x")
        wait_until(lambda: at.waiting)
    assert answer(line).status == 202  # `taking` has stored it at its end
    line.close()
    assert idle.fileno() == -1


# --- the same again, CloudEvents -------------------------------------------------------------------------


def test_a_repeat_is_known_by_its_id(at: Taking) -> None:
    for expected in (1, 0, 0):
        got = at.post("/a", b"x", webhook_id="m1")
        assert got.status == 202
        assert json.loads(got.body)["accepted"] == expected
    assert len(at.messages) == 1
    assert at.messages[0].id == "m1"
    assert at.notes == {"duplicates": 2}


def test_the_same_id_for_something_else_is_no_repeat(at: Taking) -> None:
    assert at.post("/a", b"x", webhook_id="m1").status == 202
    assert at.post("/a", b"y", webhook_id="m1").status == 202
    assert at.post("/b", b"x", webhook_id="m1").status == 202
    assert len(at.messages) == 3


def test_equal_posts_without_an_id_are_two_events(at: Taking) -> None:
    assert [at.post("/a", b"x").status for _ in range(2)] == [202, 202]
    assert len(at.messages) == 2
    assert at.messages[0].id != at.messages[1].id


def test_a_repeat_while_the_first_is_under_way() -> None:
    with taking(slow=True) as at, at.connected() as one, at.connected() as two:
        whole = at.head(content_length="1", webhook_id="m1") + b"x"
        one.sendall(whole)
        wait_until(lambda: at.waiting)
        two.sendall(whole)
        at.store()
        assert answer(one).status == answer(two).status == 202
        assert len(at.messages) == 1


def test_what_failed_is_no_repeat() -> None:
    with taking(slow=True) as at:
        with at.connected() as line:
            line.sendall(at.head(content_length="1", webhook_id="m1") + b"x")
            wait_until(lambda: at.waiting)
            at.store(Unavailable("closed", "The queue is closed."))
            assert answer(line).status == 503
        at.slow = False
        assert at.post("/a", b"x", webhook_id="m1").status == 202
        assert len(at.messages) == 2


EVENT = '{"specversion":"1.0","id":"%d","source":"s","type":"t","data":{"n": %d , "f": 1.50}}'


def test_a_batch_is_taken_apart_byte_for_byte(at: Taking) -> None:
    events = [EVENT % (n, n) for n in range(3)]
    body = ("[ " + " ,\n".join(events) + " ]").encode()
    assert (
        at.post("/e", body, content_type="application/cloudevents-batch+json; charset=utf-8", x_own="v").status == 202
    )
    assert [message.payload for message in at.messages] == [event.encode() for event in events]
    assert at.batches == [3], "in one put"
    for message in at.messages:
        headers = dict(message.headers)
        assert (headers[b"content-type"] or b"").startswith(b"application/cloudevents+json")
        assert headers[b"x-own"] == b"v"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[", b"[1]", b"[{}]", b"[[]]", b'"a"', b"[null]", b"\xff", b"[" * 100_000,
        ("[" + EVENT % (1, 1) + ',{"id":"2"}]').encode(),
        ("[" + EVENT % (1, 1) + ",]").encode(),
        ("[" + EVENT % (1, 1) + "] []").encode(),
        ("[" + EVENT % (1, 1)).encode(),
        ("[" + EVENT % (1, 1) + " " + EVENT % (2, 2) + "]").encode(),
        b'[{"specversion":"1.0","id":"1","source":"s","type":"t","data":NaN}]',
    ],
)  # fmt: skip
def test_a_broken_batch_is_refused_whole(at: Taking, body: bytes) -> None:
    got = at.post("/e", body, content_type="application/cloudevents-batch+json")
    assert got.status == 400
    assert at.messages == []


def test_an_empty_batch(at: Taking) -> None:
    assert at.post("/e", b"[]", content_type="application/cloudevents-batch+json").status == 202
    assert at.messages == []


def test_a_structured_event(at: Taking) -> None:
    body = (EVENT % (1, 1)).encode()
    assert at.post("/e", body, content_type="application/cloudevents+json").status == 202
    assert at.messages[0].payload == body
    assert at.post("/e", b"{}", content_type="application/cloudevents+json").status == 400
    assert at.post("/e", b"<e/>", content_type="application/cloudevents+xml").status == 415
    assert len(at.messages) == 1


def test_a_binary_event(at: Taking) -> None:
    given = {"ce_id": "1", "ce_source": "s", "ce_type": "t", "ce_specversion": "1.0"}
    assert at.post("/e", b"x", content_type="text/plain", **given).status == 202
    assert (b"ce-id", b"1") in at.messages[0].headers
    assert json.loads(at.post("/e", b"x", content_type="text/plain", **given).body)["duplicates"] == 1


# --- listening -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://0.0.0.0:8090",
        "http://192.168.1.5:8090",
        "http://example.org:8090",
        "http://[::]:8090",
        "https://127.0.0.1:1",
    ],
)
def test_only_this_machine(url: str) -> None:
    with pytest.raises(BadInput):
        listener.check(Address.of(url))


def test_a_port_that_is_taken() -> None:
    from eventscope.links.http.listener import Listeners
    from eventscope.links.http.thread import Hold

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        hold = Hold()
        try:
            joining = hold.start(Listeners().join(Address("http", "127.0.0.1", other.getsockname()[1]), Taking().ear))
            with pytest.raises(Unavailable, match="Another program"):
                joining.result(10)
        finally:
            hold.release()


@pytest.mark.peer
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(at: Taking) -> None:
    command = [
        "curl",
        "-sS",
        "--max-time",
        "20",
        "-o",
        "/dev/null",
        "-w",
        "%{http_code}",
        "-H",
        f"Authorization: Bearer {TOKEN}",
    ]

    def run(*more: str, data: bytes = b"") -> str:
        return subprocess.run([*command, *more], input=data, capture_output=True, check=True).stdout.decode()

    url = f"http://127.0.0.1:{at.port}"
    large = bytes(2 << 20)
    assert run("--data-binary", "@-", f"{url}/a%20b", data=b"one") == "202"
    assert run("--data-binary", "@-", f"{url}/large", data=large) == "202"  # with Expect: 100-continue
    assert run("-H", "Transfer-Encoding: chunked", "--data-binary", "@-", f"{url}/chunked", data=large) == "202"
    assert run("-H", "Origin: http://evil.example", "-d", "x", f"{url}/a") == "403"
    assert run("-G", "-d", "x=1", f"{url}/a") == "405"
    assert [(item.topic, len(item.payload or b"")) for item in at.messages] == [
        (b"a b", 3), (b"large", 2 << 20), (b"chunked", 2 << 20),
    ]  # fmt: skip
