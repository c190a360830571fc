"""Webhooks against a server that does what it is told: slow, rude, moved, full, gone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from certificates import Authority
from eventscope.core.errors import BadInput
from eventscope.core.workspace import Tls
from eventscope.links.http import client
from eventscope.links.http.parcels import Post
from eventscope.links.http.sender import Sender
from eventscope.links.http.site import site
from eventscope.links.http.supply import Refusal, State
from eventscope.links.http.thread import Hold
from eventscope.links.http.troubles import Trouble
from httpscripts import Scripted, cut, endless, late, reply, said, scripted
from servers import free_port, wait_until


class Rows:
    """A Supply of posts; what comes back is to be taken again, what failed for now as well when `again` is called."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.known: dict[int, Post] = {}
        self.through: list[int] = []
        self.refused: list[Refusal] = []
        self.returned: list[int] = []
        self.states: list[tuple[State, str, str]] = []
        self.notes: dict[str, int] = {}

    def take(self, count: int) -> Sequence[Post]:
        taken, self.posts = self.posts[:count], self.posts[count:]
        return taken

    def leaving(self, idents: Sequence[int]) -> None:
        pass

    def done(self, idents: Sequence[int]) -> None:
        self.through.extend(idents)

    def failed(self, refusals: Sequence[Refusal]) -> None:
        self.refused.extend(refusals)

    def back(self, idents: Sequence[int], done: Any) -> None:
        self.returned.extend(idents)
        self.posts = [self.known[ident] for ident in idents] + self.posts
        done(None)

    def standing(self, state: State, trouble: Trouble | None) -> None:
        self.states.append((state, trouble.code if trouble else "", trouble.words if trouble else ""))

    def note(self, name: str, count: int) -> None:
        self.notes[name] = self.notes.get(name, 0) + count


class Sending:
    """A sender on the thread of HTTP."""

    def __init__(self, url: str, rows: Rows, again: bool = True, batched: bool = False, **more: Any) -> None:
        self.rows = rows
        self._hold = Hold()
        made = site(url, more.pop("tls", Tls()), **more)
        context = made.context()
        self._sender = Sender(made, rows, again, batched)
        self._running = self._hold.start(self._sender.run(context))

    def send(self, *posts: Post) -> None:
        def put() -> None:
            for post in posts:
                self.rows.known[post.ident] = post
                self.rows.posts.append(post)
            self._sender.ready()

        self._hold.loop.call_soon_threadsafe(put)

    def close(self) -> None:
        self._hold.loop.call_soon_threadsafe(self._sender.end)
        self._running.result(20)
        self._hold.release()


@contextmanager
def sending(url: str, **more: Any) -> Iterator[tuple[Sending, Rows]]:
    rows = Rows()
    made = Sending(url, rows, **more)
    try:
        yield made, rows
    finally:
        made.close()


def post(
    ident: int, body: bytes = b"x", path: str = "", batch: bool = False, headers: Any = (), order: bytes = b""
) -> Post:
    return Post(ident, path, tuple(headers), body, order or path.encode(), f"b:1:{ident}", batch)


def through(rows: Rows, count: int) -> None:
    wait_until(lambda: len(rows.through) >= count, what=f"{count} posts; refused {rows.refused}; {rows.states}")


# --- what is sent ----------------------------------------------------------------------------------------


def test_one_post() -> None:
    with scripted() as server, sending(server.url + "/hooks/") as (sender, rows):
        sender.send(post(7, b'{"n":1}', "a%20b/c", headers=[(b"content-type", b"application/json"), (b"x-own", b"v")]))
        through(rows, 1)
    (request,) = server.requests
    assert (request.method, request.target, request.body) == ("POST", "/hooks/a%20b/c", b'{"n":1}')
    assert request.header("content-type") == "application/json"
    assert request.header("x-own") == "v"
    assert request.header("host") == f"127.0.0.1:{server.port}"
    assert request.header("content-length") == "7"
    assert request.header("webhook-id") == "b:1:7"
    assert abs(int(request.header("webhook-timestamp")) - time.time()) < 60
    assert request.header("webhook-signature") == ""
    assert request.header("authorization") == request.header("cookie") == ""


def test_the_url_itself() -> None:
    with scripted() as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        through(rows, 1)
    assert server.requests[0].target == "/"


@pytest.mark.parametrize("secret", [b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_signed_after_standard_webhooks(secret: bytes) -> None:
    body = bytes(range(256))
    with scripted() as server, sending(server.url, secret=secret) as (sender, rows):
        sender.send(post(1, body))
        through(rows, 1)
    (request,) = server.requests
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    content = f"{request.header('webhook-id')}.{request.header('webhook-timestamp')}.".encode() + request.body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert request.header("webhook-signature") == f"v1,{expected}"
    assert request.body == body


def test_user_and_password() -> None:
    with scripted() as server, sending(server.url, user="me", password=b"p:w") as (sender, rows):
        sender.send(post(1))
        through(rows, 1)
    assert server.requests[0].header("authorization") == "Basic " + base64.b64encode(b"me:p:w").decode()


def test_a_message_does_not_steer_the_request() -> None:
    names = [b"host", b"content-length", b"authorization", b"user-agent"]
    with scripted() as server, sending(server.url, user="me", password=b"pw") as (sender, rows):
        sender.send(post(1, headers=[(name, b"1") for name in names]))
        through(rows, 1)
    (request,) = server.requests
    assert request.header("host") == f"127.0.0.1:{server.port}"
    assert request.header("authorization").startswith("Basic ")
    assert request.body == b"x"


def test_what_is_no_request_is_told_and_the_next_one_goes() -> None:
    with scripted() as server, sending(server.url) as (sender, rows):
        sender.send(post(1, headers=[(b"x", b"a\r\nb: c")]), post(2))
        through(rows, 1)
    assert rows.through == [2]
    assert [(item.ident, item.permanent, item.reason) for item in rows.refused] == [(1, True, "serialisation")]
    assert len(server.requests) == 1


# --- connections -----------------------------------------------------------------------------------------


def test_a_connection_is_kept() -> None:
    with scripted() as server, sending(server.url) as (sender, rows):
        sender.send(*[post(n) for n in range(20)])
        through(rows, 20)
    assert {request.connection for request in server.requests} == {0}
    assert [request.header("webhook-id") for request in server.requests] == [f"b:1:{n}" for n in range(20)]


def test_a_kept_connection_that_the_server_closed_costs_nothing() -> None:
    with scripted(*[reply(close=True)] * 5) as server, sending(server.url) as (sender, rows):
        for n in range(6):
            sender.send(post(n))
            through(rows, n + 1)
    assert rows.refused == []
    assert len(server.requests) == 6


def test_a_connection_that_is_closed_in_the_moment_of_use_is_sent_over_again_under_the_same_id() -> None:
    with scripted(reply(), cut) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        through(rows, 1)
        sender.send(post(2))
        through(rows, 2)
    assert rows.refused == []
    assert [request.header("webhook-id") for request in server.requests] == ["b:1:1", "b:1:2", "b:1:2"]


def test_at_most_once_is_not_sent_over_again() -> None:
    with scripted(reply(), cut) as server, sending(server.url, again=False) as (sender, rows):
        sender.send(post(1))
        through(rows, 1)
        sender.send(post(2), post(3))
        through(rows, 2)
    assert [request.header("webhook-id") for request in server.requests] == ["b:1:1", "b:1:2", "b:1:3"]
    assert [(item.ident, item.permanent) for item in rows.refused] == [(2, False)]


def test_a_fresh_connection_that_is_cut_may_have_arrived() -> None:
    with scripted(cut) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: rows.refused)
    assert len(server.requests) == 1
    assert not rows.refused[0].permanent
    assert "may have arrived" in rows.refused[0].words


def test_nobody_listens_and_nothing_is_tried_in_vain() -> None:
    port = free_port()
    with sending(f"http://127.0.0.1:{port}") as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: rows.known and [state for state, _, _ in rows.states].count("waiting") > 1)
        assert rows.posts, "nothing is taken before it is up"
    assert rows.refused == rows.through == []
    assert any(code == "connection-refused" for _, code, _ in rows.states)


def test_down_and_up_again() -> None:
    with scripted() as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        through(rows, 1)
        server.stop()
        sender.send(post(2), post(3))
        wait_until(lambda: rows.states[-1][0] == "waiting", what=f"{rows.states}")
        server.start()
        through(rows, 3)
        assert rows.states[-1][0] == "up"
    assert rows.through == [1, 2, 3]


# --- order -----------------------------------------------------------------------------------------------


def test_paths_go_side_by_side_and_each_in_order() -> None:
    held = threading.Event()

    def slow_at_a(request: Any, line: Any) -> bool:
        return (late(held, reply()) if request.target == "/a" else reply())(request, line)

    with scripted(then=slow_at_a) as server, sending(server.url) as (sender, rows):
        sender.send(post(1, path="a"), post(2, path="a"), post(3, path="b"), post(4, path="b"))
        through(rows, 2)
        assert rows.through == [3, 4]
        held.set()
        through(rows, 4)
    assert rows.through == [3, 4, 1, 2]


def test_no_more_than_eight_at_once() -> None:
    held = threading.Event()
    with scripted(then=late(held, reply())) as server, sending(server.url) as (sender, rows):
        sender.send(*[post(n, path=str(n)) for n in range(30)])
        wait_until(lambda: len(server.requests) == 8)
        held.set()
        through(rows, 30)
    assert server.connections <= 8


def test_what_waits_behind_a_failure_goes_back_untried() -> None:
    with scripted(reply(500)) as server, sending(server.url) as (sender, rows):
        sender.send(post(1, path="a"), post(2, path="a"), post(3, path="a"))
        wait_until(lambda: rows.refused)
        through(rows, 2)
    assert [item.ident for item in rows.refused] == [1]
    assert {2, 3} <= set(rows.returned)
    assert rows.through == [2, 3]


# --- answers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_taken(status: int) -> None:
    with scripted(reply(status)) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        through(rows, 1)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "payload_format"), (401, "not_authorized"), (403, "not_authorized"), (409, "refused"), (413, "too_large"),
        (415, "payload_format"), (418, "refused"), (422, "payload_format"), (431, "too_large"), (451, "refused"),
    ],
)  # fmt: skip
def test_never(status: int, reason: str) -> None:
    with scripted(reply(status, b"<b>no\x1b[31m</b>")) as server, sending(server.url) as (sender, rows):
        sender.send(post(1), post(2))
        through(rows, 1)
    (refusal,) = rows.refused
    assert (refusal.ident, refusal.permanent, refusal.reason) == (1, True, reason)
    assert str(status) in refusal.words
    assert "\x1b" not in refusal.words
    assert rows.through == [2]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 507, 599])
def test_later(status: int) -> None:
    with scripted(reply(status)) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: rows.refused)
    (refusal,) = rows.refused
    assert (refusal.ident, refusal.permanent, refusal.seconds) == (1, False, None)


def test_retry_after_holds_everything_to_that_address() -> None:
    with scripted(reply(429, retry_after="1")) as server, sending(server.url) as (sender, rows):
        sender.send(post(1, path="a"))
        wait_until(lambda: rows.refused)
        sender.send(post(2, path="b"))
        through(rows, 1)
    assert rows.refused[0].seconds == 1.0
    assert server.requests[1].came - server.requests[0].came > 0.9


def test_retry_after_as_a_date() -> None:
    when = formatdate(time.time() + 120, usegmt=True)
    with scripted(reply(503, retry_after=when)) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: any(code == "told-to-wait" for _, code, _ in rows.states))
    seconds = rows.refused[0].seconds
    assert seconds is not None
    assert 100 < seconds <= 120


@pytest.mark.parametrize("value", ["99999999999", "-5", "soon", "", "1e9", "Wed, 99 Foo 2026 99:99:99 GMT"])
def test_retry_after_that_makes_no_sense_is_bounded_or_left(value: str) -> None:
    with scripted(reply(503, retry_after=value)) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: rows.refused)
    seconds = rows.refused[0].seconds
    assert seconds is None or 0 <= seconds <= 3_600


def test_gone_stops_and_nothing_is_lost() -> None:
    with scripted(reply(410, b"moved out")) as server, sending(server.url) as (sender, rows):
        sender.send(post(1), post(2), post(3))
        wait_until(lambda: rows.states and rows.states[-1][0] == "refused")
        sender.send(post(4))
        state, code, words = rows.states[-1]
        assert (state, code) == ("refused", "gone")
        assert "410" in words
        assert "moved out" in words
    assert rows.refused == rows.through == []
    assert [item.ident for item in rows.posts] == [1, 2, 3, 4]
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 300, 304])
def test_redirects_are_told_and_never_followed(status: int) -> None:
    with scripted() as other, scripted(reply(status, location=f"{other.url}/there")) as server:
        with sending(server.url, user="me", password=b"pw") as (sender, rows):
            sender.send(post(1), post(2))
            through(rows, 1)
        assert other.requests == []
    (refusal,) = rows.refused
    assert (refusal.permanent, refusal.reason) == (True, "redirected")
    assert f"{other.url}/there" in refusal.words


def test_an_endless_answer_counts_by_its_status() -> None:
    with scripted(endless) as server, sending(server.url) as (sender, rows):
        sender.send(post(1), post(2))
        through(rows, 2)


def test_a_huge_refusal_is_shown_as_far_as_it_helps() -> None:
    with scripted(reply(400, b"no " * 1_000_000)) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: rows.refused)
    assert len(rows.refused[0].words) < 600


def test_a_compressed_answer_is_not_unpacked() -> None:
    bomb = b"\x1f\x8b" + bytes(1_000)
    with scripted(reply(400, bomb, content_encoding="gzip")) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: rows.refused)
    assert rows.refused[0].permanent


def test_an_early_hint_is_no_answer() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
    with scripted(said(hints)) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        through(rows, 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x15\x03\x01\x00\x02\x02\x28",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000,
        b"HTTP/1.1 204 No",
    ],
)
def test_what_is_no_answer_of_http(raw: bytes) -> None:
    with scripted(said(raw)) as server, sending(server.url) as (sender, rows):
        sender.send(post(1), post(2))
        wait_until(lambda: rows.refused)
        through(rows, 1)
    assert not rows.refused[0].permanent
    assert len(rows.refused[0].words) < 400


def test_a_slow_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "READ_WITHIN", 0.3)
    held = threading.Event()
    with scripted(late(held, reply())) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: rows.refused)
        held.set()
    assert (rows.refused[0].reason, rows.refused[0].permanent) == ("timeout", False)


def test_an_answer_that_dribbles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "WITHIN", 0.5)

    def dribble(request: object, line: Any) -> bool:
        try:
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000:
                line.sendall(bytes((byte,)))
                time.sleep(0.05)
        except OSError:
            pass
        return False

    with scripted(dribble) as server, sending(server.url) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: rows.refused)
    assert (rows.refused[0].reason, rows.refused[0].permanent) == ("timeout", False)


# --- batches ---------------------------------------------------------------------------------------------

KIND = ((b"content-type", b"application/cloudevents-batch+json"),)


def test_what_waits_for_one_address_goes_together() -> None:
    held = threading.Event()
    with scripted(late(held, reply())) as server, sending(server.url, batched=True) as (sender, rows):
        sender.send(post(0, b"[{0}]", batch=True, headers=KIND))
        wait_until(lambda: server.requests)
        sender.send(*[post(n, b"[{%d}]" % n, batch=True, headers=KIND) for n in range(1, 31)])
        wait_until(lambda: not rows.posts)
        held.set()
        through(rows, 31)
    assert rows.through == list(range(31))
    assert len(server.requests) < 8
    joined = b"".join(request.body[1:-1] + b"," for request in server.requests)
    assert joined == b"".join(b"{%d}," % n for n in range(31))
    names = [request.header("webhook-id") for request in server.requests]
    assert len(set(names)) == len(names)


def test_one_bad_event_does_not_take_the_others_with_it() -> None:
    def picky(request: Any, line: Any) -> bool:
        return reply(400 if b"{13}" in request.body else 204)(request, line)

    held = threading.Event()
    with scripted(late(held, reply()), then=picky) as server, sending(server.url, batched=True) as (sender, rows):
        sender.send(post(0, b"[{0}]", batch=True, headers=KIND))
        wait_until(lambda: server.requests)
        sender.send(*[post(n, b"[{%d}]" % n, batch=True, headers=KIND) for n in range(1, 31)])
        wait_until(lambda: not rows.posts)
        held.set()
        through(rows, 30)
    assert [item.ident for item in rows.refused] == [13]
    assert rows.through == [n for n in range(31) if n != 13]


# --- TLS -------------------------------------------------------------------------------------------------


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


def _tls(authority: Authority, wants: bool = False, **more: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.server(**more))
    if wants:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(authority.file)
    return context


def _url(server: Scripted) -> str:
    return server.url


def test_tls_of_a_known_authority(authority: Authority) -> None:
    with scripted(context=_tls(authority)) as server, sending(_url(server), tls=Tls(authority.file)) as (sender, rows):
        sender.send(post(1), post(2))
        through(rows, 2)
    assert server.connections == 1


def test_tls_of_an_unknown_authority_gets_nothing(authority: Authority) -> None:
    with scripted(context=_tls(authority)) as server, sending(_url(server)) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: any(state == "refused" for state, _, _ in rows.states))
    assert server.requests == []
    assert rows.refused == []
    assert rows.states[-2][1].startswith("tls-")


def test_tls_of_another_name(authority: Authority) -> None:
    context = _tls(authority, host="hooks.example")
    with scripted(context=context) as server, sending(_url(server), tls=Tls(authority.file)) as (sender, rows):
        sender.send(post(1))
        wait_until(lambda: any(code == "tls-wrong-host" for _, code, _ in rows.states))
    assert server.requests == []
    named = Tls(authority.file, server_name="hooks.example")
    with scripted(context=context) as server, sending(_url(server), tls=named) as (sender, rows):
        sender.send(post(1))
        through(rows, 1)


def test_a_client_certificate(authority: Authority) -> None:
    mine = Tls(authority.file, *authority.client())
    with scripted(context=_tls(authority, wants=True)) as server, sending(_url(server), tls=mine) as (sender, rows):
        sender.send(post(1))
        through(rows, 1)


def test_no_client_certificate_where_one_is_wanted(authority: Authority) -> None:
    context = _tls(authority, wants=True)
    with scripted(context=context) as server, sending(_url(server), tls=Tls(authority.file)) as (sender, rows):
        sender.send(post(1))
        wait_until(
            lambda: any(state in ("refused", "waiting") for state, _, _ in rows.states),
            what=f"a refusal; {rows.states} {rows.refused} {rows.through} {rows.returned}",
        )
        assert server.requests == []
        assert rows.refused == [], "it is the way that is closed, not this message that is wrong"


def test_a_file_that_is_no_certificate(tmp_path: Path) -> None:
    file = tmp_path / "no.pem"
    file.write_text("hello")
    with pytest.raises(BadInput, match="CA file"):
        site("https://127.0.0.1:1", Tls(str(file))).context()


def test_no_tls_where_https_is_wanted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=_answer_plainly, args=(server,))
        answering.start()
        with sending(f"https://127.0.0.1:{server.getsockname()[1]}") as (sender, rows):
            sender.send(post(1))
            wait_until(lambda: any(code == "tls-none" for _, code, _ in rows.states))
        answering.join(20)
    assert rows.refused == []


def _answer_plainly(server: socket.socket) -> None:
    line, _ = server.accept()
    with line:
        line.recv(65_536)
        line.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


# --- the end ---------------------------------------------------------------------------------------------


def test_what_is_under_way_at_the_end_is_waited_for() -> None:
    held = threading.Event()
    with scripted(late(held, reply())) as server:
        with sending(server.url) as (sender, rows):
            sender.send(post(1), post(2))
            wait_until(lambda: server.requests)
            threading.Timer(0.3, held.set).start()
        assert rows.through == [1]
        assert [item.ident for item in rows.posts] == [2]
        assert rows.states[-1][0] == "down"
