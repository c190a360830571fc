"""The refusals of the local API over real sockets: who is not let in, what is not read, what no answer holds."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from apiserving import Api, FakeEngine, served, wait_for
from eventscope.api import audit, protocol
from eventscope.api.access import FAILURES
from eventscope.api.export import description
from eventscope.core import verbs
from eventscope.core.verbs import State
from eventscope.core.workspace import Settings, Workspace

STATE = State(Workspace(), "", False, Settings(), (), (), None, "", "0")
EVENT = {"topic": "t", "payload": "{}"}
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in description()["paths"].items()
    for method, operation in methods.items()
]
IDS = [f"{method} {path}" for method, path, _ in OPERATIONS]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine({verbs.GetState: STATE, verbs.Publish: 1, verbs.ClearLog: None})


@pytest.fixture
def api(tmp_path: Path, engine: FakeEngine) -> Iterator[Api]:
    with served(tmp_path, engine.do) as running:
        yield running


def code(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/json"
    return str(answer.json()["error"]["code"])


def raw(api: Api, request: bytes, seconds: float = 10.0) -> bytes:
    """What comes back for these bytes, until the server closes."""
    with socket.create_connection(("127.0.0.1", api.port), timeout=seconds) as sock:
        sock.sendall(request)
        found = b""
        while part := sock.recv(65_536):
            found += part
        return found


# --- row 55: pages of a browser ---


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_no_verb_without_a_token(
    api: Api, engine: FakeEngine, method: str, path: str, operation: dict[str, object]
) -> None:
    with api.client(None) as client:
        answer = client.request(method, api.url + path.replace("{", "").replace("}", ""))
    if operation["x-scope"] == "none":
        assert (path, answer.status_code) == ("/v1/identity", 422)  # it wants a challenge
    else:
        assert (answer.status_code, code(answer)) == (401, "no-token")
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert engine.asked == []


@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", "None", ""])
def test_a_browser_that_says_where_it_comes_from(api: Api, engine: FakeEngine, site: str) -> None:
    with api.client() as client:
        answer = client.get("/state", headers={"Sec-Fetch-Site": site})
        assert (answer.status_code, code(answer)) == (403, "wrong-site")
        assert client.get("/state", headers={"Sec-Fetch-Site": "none"}).status_code == 200
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonx",
     "application/json; charset=utf-16", "text/plain; application/json"],
)  # fmt: skip
def test_a_body_that_is_no_json(api: Api, engine: FakeEngine, kind: str) -> None:
    with api.client() as client:
        answer = client.post("/publish", content=json.dumps(EVENT), headers={"Content-Type": kind})
    assert (answer.status_code, code(answer)) == (415, "wrong-type")
    assert engine.asked == []


def test_a_body_without_a_type_or_compressed(api: Api, engine: FakeEngine) -> None:
    with api.client() as client:
        request = client.build_request("POST", "/publish", content=json.dumps(EVENT).encode())
        assert "content-type" not in request.headers
        assert code(client.send(request)) == "wrong-type"
        answer = client.post("/publish", json=EVENT, headers={"Content-Encoding": "gzip"})
        assert code(answer) == "wrong-type"
        assert client.post("/publish", json=EVENT).status_code == 202
    assert len(engine.asked) == 1


def test_a_preflight_gets_no_leave_and_no_answer_has_cors_headers(api: Api) -> None:
    with api.client() as client:
        asking = {"Origin": "http://example.com", "Access-Control-Request-Method": "POST"}
        answers = [
            client.options("/publish", headers=asking),
            client.options("/publish", headers={"Access-Control-Request-Method": "POST"}),
            client.get("/state"),
        ]
    assert [answer.status_code for answer in answers] == [403, 405, 200]
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert "set-cookie" not in answer.headers


# --- row 56: a host name that was bound again ---


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost", "localhost.:{port}", "[::1]",
     "127.0.0.1.nip.io:{port}", "0.0.0.0:{port}", "127.1:{port}", "2130706433:{port}", "user@127.0.0.1:{port}",
     "127.0.0.1:{port}, evil.example", "::1:{port}"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/v1/state", "/v1/identity?challenge=" + "0" * 32, "/nowhere"])
def test_a_host_that_is_not_ours(api: Api, engine: FakeEngine, host: str, path: str) -> None:
    with api.client() as client:
        answer = client.get(api.url + path, headers={"Host": host.format(port=api.port)})
    assert (answer.status_code, code(answer)) == (421, "wrong-host")
    assert engine.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_hosts_that_are_ours(api: Api, host: str) -> None:
    with api.client() as client:
        assert client.get("/state", headers={"Host": host.format(port=api.port)}).status_code == 200


def test_no_host_and_two_hosts(api: Api, engine: FakeEngine) -> None:
    token = api.token()
    old = raw(api, f"GET /v1/state HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    assert old.startswith(b"HTTP/1.1 421")
    ours = f"Host: 127.0.0.1:{api.port}\r\n"
    two = raw(
        api, f"GET /v1/state HTTP/1.1\r\n{ours}Host: evil.example\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    )
    assert two.startswith(b"HTTP/1.1 400")
    # An absolute address does not stand in for the Host.
    absolute = raw(api, b"GET http://127.0.0.1/v1/state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert absolute.startswith(b"HTTP/1.1 421")
    assert engine.asked == []


# --- row 57: Origin ---


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:{port}", "http://localhost:{port}", "file://"]
)
def test_an_origin_means_a_page(api: Api, engine: FakeEngine, origin: str) -> None:
    with api.client() as client:
        answer = client.get("/state", headers={"Origin": origin.format(port=api.port)})
    assert (answer.status_code, code(answer)) == (403, "wrong-origin")
    assert engine.asked == []


# --- row 58: tokens ---


def test_tokens_have_256_bits_and_their_files_are_for_this_user_alone(api: Api) -> None:
    assert {len(token) for token in api.file["tokens"].values()} == {43}  # 32 bytes in base64
    assert len(set(api.file["tokens"].values())) == 3
    assert api.file["token"] == api.token("admin")
    assert (api.file["pid"], api.file["url"]) == (os.getpid(), api.url)
    header = Path(api.address.header_file)
    assert header.read_text(encoding="ascii") == f"Authorization: Bearer {api.token()}\n"
    if sys.platform != "win32":
        for path in (Path(api.address.token_file), header):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(header.parent.stat().st_mode) == 0o700


def test_tokens_are_new_at_each_start_and_void_after_the_end(tmp_path: Path, engine: FakeEngine) -> None:
    with served(tmp_path, engine.do) as first:
        old = first.token()
    assert not Path(first.address.token_file).exists()
    assert not Path(first.address.header_file).exists()
    with served(tmp_path, engine.do) as second, second.client(None) as client:
        answer = client.get("/state", headers={"Authorization": f"Bearer {old}"})
        assert (answer.status_code, code(answer)) == (401, "wrong-token")
        assert second.file["nonce"] != first.file["nonce"]


@pytest.mark.parametrize(
    "given", ["Basic {token}", "{token}", "Bearer", "Bearer {token}x", "Bearer Bearer {token}", "bearer.{token}"]
)
def test_what_is_no_token(api: Api, engine: FakeEngine, given: str) -> None:
    with api.client(None) as client:
        answer = client.get("/state", headers={"Authorization": given.format(token=api.token())})
    assert answer.status_code == 401
    assert engine.asked == []


def test_a_token_in_the_url_or_a_cookie_is_none(api: Api, engine: FakeEngine) -> None:
    with api.client(None) as client:
        token = api.token()
        assert client.get(f"/state?token={token}&access_token={token}").status_code == 401
        assert client.get("/state", headers={"Cookie": f"token={token}"}).status_code == 401
    assert engine.asked == []


def test_ten_wrong_tokens_make_a_pause_in_which_only_a_right_one_is_let_in(api: Api) -> None:
    with api.client(None) as client:
        wrong = [client.get("/state", headers={"Authorization": f"Bearer {n}"}) for n in range(FAILURES + 2)]
        assert [code(item) for item in wrong] == ["wrong-token"] * FAILURES + ["paused"] * 2
        assert {item.status_code for item in wrong} == {401}
        assert 1 <= int(wrong[-1].headers["retry-after"]) <= 30
        assert client.get("/state", headers=api.headers()).status_code == 200


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_a_token_of_a_lower_scope_does_not_do(
    api: Api, engine: FakeEngine, method: str, path: str, operation: dict[str, object]
) -> None:
    below = {"operate": ["read"], "admin": ["read", "operate"]}.get(str(operation["x-scope"]), [])
    for scope in below:
        with api.client(scope) as client:
            body = {"json": {}} if method in ("POST", "PUT", "PATCH") else {}
            answer = client.request(
                method, api.url + path.replace("{job}", "1").replace("{", "").replace("}", ""), **body
            )  # type: ignore[arg-type]
        assert (answer.status_code, code(answer)) == (403, "no-scope")
    assert engine.asked == []


def test_scopes_do_what_they_are_for(api: Api) -> None:
    asked = [("read", "GET", "/state", 200), ("operate", "GET", "/state", 200), ("operate", "POST", "/publish", 202),
             ("admin", "POST", "/publish", 202), ("admin", "DELETE", "/messages", 200)]  # fmt: skip
    for scope, method, path, status in asked:
        with api.client(scope) as client:
            body = EVENT if method == "POST" else None
            assert client.request(method, path, json=body).status_code == status


# --- row 59: another one at our port ---


def test_a_client_can_know_the_server_before_it_shows_its_token(api: Api) -> None:
    challenge = secrets.token_hex(16)
    with api.client(None) as client:
        found = client.get("/identity", params={"challenge": challenge}).json()
    said = f"127.0.0.1:{api.port} {challenge}".encode()
    expected = hmac.new(bytes.fromhex(api.file["nonce"]), said, hashlib.sha256).hexdigest()
    assert found == {"proof": expected}


def test_it_listens_on_loopback_only(api: Api) -> None:
    names = {item[4][0] for item in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)}
    for name in {str(item) for item in names} - {"127.0.0.1", "::1"}:
        if name.startswith("127."):
            continue
        with pytest.raises(OSError), socket.create_connection((name, api.port), timeout=2):
            pass
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", api.port), timeout=2):
        pass


# --- row 60: too much, too slow ---


def test_a_body_of_more_than_1_mib(api: Api, engine: FakeEngine) -> None:
    head = f"POST /v1/publish HTTP/1.1\r\nHost: 127.0.0.1:{api.port}\r\nAuthorization: Bearer {api.token()}\r\n"
    announced = raw(api, f"{head}Content-Type: application/json\r\nContent-Length: 1048577\r\n\r\n".encode())
    assert announced.startswith(b"HTTP/1.1 413")
    absurd = raw(api, f"{head}Content-Type: application/json\r\nContent-Length: 99999999999999999\r\n\r\n".encode())
    assert absurd.startswith(b"HTTP/1.1 413")
    with api.client() as client:

        def parts() -> Iterator[bytes]:
            for _ in range(20):
                yield b" " * 65_536

        try:
            answer = client.post("/publish", content=parts(), headers={"Content-Type": "application/json"})
            assert code(answer) == "too-large"
        except httpx.WriteError:
            pass  # it closed while the rest was still being sent
        big = json.dumps({**EVENT, "payload": "x" * 1_000_000, "kind": "text"})
        assert client.post("/publish", content=big, headers={"Content-Type": "application/json"}).status_code == 202
    assert len(engine.asked) == 1


def test_headers_that_do_not_come(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEADERS_WITHIN", 0.2)
    assert raw(api, b"GET /v1/state HTTP/1.1\r\nHost: 127") == b""
    assert raw(api, b"") == b""
    first = f"GET /v1/state HTTP/1.1\r\nHost: 127.0.0.1:{api.port}\r\nAuthorization: Bearer {api.token()}\r\n\r\n"
    again = raw(api, first.encode() + b"GET /v1/sta")
    assert again.startswith(b"HTTP/1.1 200")
    assert again.count(b"HTTP/1.1") == 1


def test_a_body_that_does_not_come(api: Api, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    from eventscope.api import guard

    monkeypatch.setattr(guard, "BODY_WITHIN", 0.2)
    head = f"POST /v1/publish HTTP/1.1\r\nHost: 127.0.0.1:{api.port}\r\nAuthorization: Bearer {api.token()}\r\n"
    slow = raw(api, f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode())
    assert slow.startswith(b"HTTP/1.1 408")
    assert engine.asked == []


def test_headers_of_more_than_16_kib_and_what_is_no_http(api: Api) -> None:
    assert raw(api, b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000 + b"\r\n\r\n").startswith(b"HTTP/1.1 400")
    found = raw(api, b"\x16\x03\x01\x02\x00<script>\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 400")
    assert b"nosniff" in found
    assert b"script" not in found


def test_64_connections_and_no_more(api: Api) -> None:
    held = [socket.create_connection(("127.0.0.1", api.port), timeout=10) for _ in range(protocol.CONNECTIONS)]
    try:
        refused = raw(api, b"")
        assert refused.startswith(b"HTTP/1.1 503")
        assert b"too-many" in refused
    finally:
        for each in held:
            each.close()

    def served_again() -> bool:
        with api.client() as client:
            try:
                return client.get("/state").status_code == 200
            except httpx.TransportError:
                return False

    assert wait_for(served_again)


# --- row 61, and what answers hold ---


@pytest.mark.parametrize(
    "path",
    ["/connections/..%2f..%2fetc%2fpasswd", "/connections/%2e%2e", "/connections/a%00b", "/messages/1%2fpayload",
     "/connections/" + "x" * 65, "/connections/%3Cscript%3E", "/messages/-1", "/messages/9007199254740992",
     "/receipts/0x1", "/..%2fstate", "/messages/1/payload/", "//state"],
)  # fmt: skip
def test_ids_are_opaque(api: Api, engine: FakeEngine, path: str) -> None:
    with api.client() as client:
        answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert engine.asked == []


MARK = "zq9mark<b>"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/connections/zq9mark", None),
        ("GET", f"/zq9mark{MARK}", None),
        ("GET", f"/state?{MARK}={MARK}", None),
        ("GET", f"/messages?max={MARK}", None),
        ("POST", "/publish", {MARK: 1, "topic": MARK, "qos": MARK, "kind": MARK, "properties": {MARK: 2}}),
        ("POST", "/publish", [MARK]),
        ("POST", "/publish", {"topic": "t", "properties": {"correlation-data": MARK}}),
        ("POST", "/connections", {"scheme": MARK, "host": MARK, "will": {"topic": MARK, MARK: 1}}),
    ],
)
def test_no_answer_holds_what_was_sent(api: Api, engine: FakeEngine, method: str, path: str, body: object) -> None:
    with api.client() as client:
        answer = client.request(method, path, json=body) if body is not None else client.request(method, path)
    assert answer.status_code >= 400
    assert "zq9mark" not in answer.text
    assert answer.headers["content-type"] == "application/json"


def test_json_that_is_none(api: Api, engine: FakeEngine) -> None:
    bad = [b"{", b"\xff\xfe", b"[" * 100_000, b'{"topic": NaN}', b'{"topic": "\\ud800"}', b'{"topic":"t","qos":1e999}',
           b"1" * 5000, b'{"topic": "a\\u0000b"}', b'{"topic":"t","qos":true}', b'{"topic":"t","qos":"1"}']  # fmt: skip
    with api.client() as client:
        for item in bad:
            answer = client.post("/publish", content=item, headers={"Content-Type": "application/json"})
            assert answer.status_code in (400, 422), item[:30]
    assert engine.asked == []


def test_every_answer_is_not_kept_and_not_guessed_at(api: Api) -> None:
    with api.client() as client:
        answers = [client.get(path) for path in ("/state", "/nowhere", "/openapi.json", "/connections/x y")]
        answers += [
            client.put("/state"),
            client.post("/publish", json={}),
            httpx.get(api.url + "/v1/state", trust_env=False),
        ]
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "html" not in answer.headers["content-type"]
        assert "server" not in answer.headers
    assert answers[4].headers["allow"] == "GET"


# --- the audit log ---


def test_changes_and_refusals_are_in_the_audit_log(api: Api) -> None:
    body = json.dumps(EVENT)
    with api.client("operate") as client:
        client.get("/state")
        client.post("/publish", content=body, headers={"Content-Type": "application/json"})
        client.delete("/messages")
        for _ in range(5):
            client.get("/state", headers={"Host": "evil.example"})
    lines = api.lines()
    assert [(item["action"], item["scope"], item["result"]) for item in lines] == [
        ("POST /publish", "operate", "202"),
        ("DELETE /messages", "operate", "403"),
        ("GET http", "", "wrong-host"),
    ]
    assert lines[0]["payload"] == hashlib.sha256(body.encode()).hexdigest()
    text = api.audit.read_text(encoding="ascii")
    assert audit.verify(text) == 3
    assert api.token("operate") not in text
    assert "evil" not in text
