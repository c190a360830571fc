"""The WebSocket: who is let in, that all news come, and what happens to a client that does not read."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from apiserving import Api, FakeEngine, served, wait_for
from busfakes import FIGURES
from eventscope.api import outqueue
from eventscope.api.access import FAILURES
from eventscope.api.plain import plain
from eventscope.api.routes import news
from eventscope.core import busjson, verbs
from eventscope.core.consumer import ConsumerFigures
from eventscope.core.metrics import (
    Counts,
    Integrity,
    LatencyFigures,
    LittleFigures,
    ProcessFigures,
    ThroughputFigures,
)
from eventscope.core.news import ApiNews, BridgeNews, ConsumerNews, LinkNews, Notice, Summary, Topics
from eventscope.core.verbs import State
from eventscope.core.workspace import Settings, Workspace

STATE = State(Workspace(), "", False, Settings(), (), (), None, "", "0")


def summary(at: int) -> Summary:
    figures = (Counts(), ThroughputFigures(), LatencyFigures(), Integrity(), (), LittleFigures(), ProcessFigures())
    return Summary(at, 1, 0, *figures, 0, 0, subscription_rates={"c\x00t/#": float("nan")})


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine({verbs.GetState: STATE})


@pytest.fixture
def api(tmp_path: Path, engine: FakeEngine) -> Iterator[Api]:
    with served(tmp_path, engine.do) as running:
        yield running


@contextlib.contextmanager
def socket(api: Api, token: str | None = None, **more: Any) -> Iterator[ClientConnection]:
    """A client; with a token as a subprotocol it waits until the engine was asked, so that it hears news."""
    protocols: Any = ["eventscope.v1", f"bearer.{token}"] if token else None
    url = api.url.replace("http:", "ws:") + "/v1/news"
    with connect(url, subprotocols=protocols, proxy=None, origin=None, close_timeout=2, **more) as made:
        yield made


def ready(api: Api) -> None:
    """Somebody listens to the feed beside the API itself."""
    wait_for(lambda: len(api.feed._listeners) > 1)


def closed_with(client: ClientConnection) -> int:
    """The code with which the server closes; what it tells before is not looked at."""
    while True:
        try:
            client.recv(timeout=20)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd is not None else 0


def read(client: ClientConnection) -> Any:
    return json.loads(client.recv(timeout=20))


def test_a_token_as_subprotocol_lets_in_and_never_comes_back(api: Api) -> None:
    with socket(api, api.token("read")) as client:
        assert client.subprotocol == "eventscope.v1"
        ready(api)
        api.feed.tell(LinkNews("c", "up", 5, server={"receive_maximum": "7"}))
        found = read(client)
        assert found["kind"] == "link"
        assert found["news"]["connection"] == "c"
        assert found["news"]["retry-at"] is None
        api.feed.tell(summary(7))
        found = read(client)
        assert (found["kind"], found["news"]["at"]) == ("summary", 7)
        assert found["news"]["subscription-rates"] == [{"connection": "c", "filter": "t/#", "rate": None}]
        api.feed.tell(Topics(0, (b"a", b"\xff"), np.array([1, 2]), np.array([0.5, np.nan], np.float32)))
        found = read(client)
        assert found["news"]["topics"] == ["a", {"base64": "/w=="}]
        assert (found["news"]["counts"], found["news"]["rates"]) == ([1, 2], [0.5, None])


def test_bridges_consumers_and_the_api_itself(api: Api) -> None:
    with socket(api) as client:
        client.send(json.dumps({"token": api.token("read"), "kinds": ["bridge", "consumer", "api"]}))
        ready(api)
        api.feed.tell(LinkNews("c", "up", 5))
        api.feed.tell(ApiNews(api.address))
        assert read(client) == {"kind": "api", "news": {"address": plain(api.address)}}
        api.feed.tell(BridgeNews((FIGURES,)))
        found = read(client)
        assert (found["kind"], found["news"]["bridges"]) == ("bridge", [busjson.bridge(FIGURES)])  # as everywhere
        api.feed.tell(ConsumerNews((ConsumerFigures("billing", "up", "pull", "queue", in_service=2),)))
        found = read(client)
        assert (found["kind"], found["news"]["consumers"][0]["in-service"]) == ("consumer", 2)
        assert api.token() not in json.dumps(plain(api.address))


def test_a_token_in_the_first_message(api: Api) -> None:
    with socket(api) as client:
        client.send(json.dumps({"token": api.token("read"), "kinds": ["notice"]}))
        ready(api)
        api.feed.tell(LinkNews("c", "up", 5))
        api.feed.tell(Notice("warn", "code", "words"))
        assert read(client)["news"]["words"] == "words"
        client.send(json.dumps({"kinds": ["link"]}))

        def heard() -> bool:
            api.feed.tell(LinkNews("d", "up", 5))
            with contextlib.suppress(TimeoutError):
                return bool(json.loads(client.recv(timeout=0.05))["kind"] == "link")
            return False

        assert wait_for(heard)


@pytest.mark.parametrize(
    "first",
    ['{"token": "wrong"}', "{}", "[]", "nonsense", '{"token": 5}', '{"token": "{token}", "kinds": ["nothing"]}',
     '{"token": "{token}", "more": 1}', '{"kinds": null}'],
)  # fmt: skip
def test_a_first_message_that_does_not_let_in(api: Api, first: str) -> None:
    with socket(api) as client:
        client.send(first.replace("{token}", api.token()))
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=20)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
        assert "nonsense" not in closed.value.rcvd.reason
    assert len(api.feed._listeners) == 1


def test_silence_and_bytes_do_not_let_in(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "HELLO_WITHIN", 0.1)
    for words in (None, b"bytes"):
        with socket(api) as client:
            if words is not None:
                client.send(words)
            with pytest.raises(ConnectionClosed) as closed:
                client.recv(timeout=20)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1008


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_pages_and_wrong_tokens_do_not_get_a_socket(api: Api, headers: dict[str, str], status: int) -> None:
    with pytest.raises(InvalidStatus) as refused, socket(api, api.token(), additional_headers=headers):
        pass
    assert refused.value.response.status_code == status
    assert refused.value.response.headers["Cache-Control"] == "no-store"


def test_a_wrong_subprotocol_token_and_a_wrong_host(api: Api) -> None:
    with pytest.raises(InvalidStatus) as refused, socket(api, "wrong"):
        pass
    assert refused.value.response.status_code == 401
    # A name that was bound to this address again: the Host header names it.
    import socket as sockets

    lines = ["GET /v1/news HTTP/1.1", f"Host: evil.example:{api.port}", "Upgrade: websocket", "Connection: Upgrade",
             "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", ""]  # fmt: skip
    with sockets.create_connection(("127.0.0.1", api.port), timeout=10) as raw:
        raw.sendall("\r\n".join(lines).encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 421")


def test_a_refusal_before_the_socket_is_no_fault_to_log(
    tmp_path: Path, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    with served(tmp_path, engine.do) as running:
        with pytest.raises(InvalidStatus) as refused, socket(running, "wrong"):
            pass
        answer = refused.value.response
        assert (answer.status_code, json.loads(answer.body)["error"]["code"]) == (401, "wrong-token")
    assert [item.getMessage() for item in caplog.records if item.levelname in ("WARNING", "ERROR")] == []


def test_a_token_in_the_url_is_none(api: Api) -> None:
    url = api.url.replace("http:", "ws:") + f"/v1/news?token={api.token()}"
    with connect(url, proxy=None, close_timeout=2) as client:
        client.send("{}")
        with pytest.raises(ConnectionClosed):
            client.recv(timeout=20)


def test_wrong_tokens_in_first_messages_count_too(api: Api) -> None:
    reasons = []
    for _ in range(FAILURES + 1):
        with socket(api) as client:
            client.send('{"token": "wrong"}')
            with pytest.raises(ConnectionClosed) as closed:
                client.recv(timeout=20)
            assert closed.value.rcvd is not None
            reasons.append(closed.value.rcvd.reason)
    assert reasons == ["wrong-token"] * FAILURES + ["paused"]


def test_a_client_that_does_not_read_gets_the_latest_and_is_told_what_it_lost(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outqueue, "LIMIT", 100)
    told, size = 3000, 4000
    with socket(api, api.token(), max_queue=1) as client:
        ready(api)
        for number in range(told):  # 12 MB, more than the sockets hold
            api.feed.tell(LinkNews(f"{number}", "up", 0, words="x" * size))
            api.feed.tell(summary(number))
        api.feed.tell(Notice("info", "end", "end"))
        links, lost, at = [], 0, 0
        while True:
            found = read(client)
            if found["kind"] == "link":
                links.append(int(found["news"]["connection"]))
            elif found["kind"] == "dropped":
                lost += found["counts"]["link"]
            elif found["kind"] == "summary":
                at = max(at, found["news"]["at"])
                if at == told - 1:
                    break
    assert lost > 0
    assert len(links) + lost == told
    assert links == sorted(links)


def test_a_client_that_would_rather_be_closed(api: Api) -> None:
    with socket(api, max_queue=1) as client:
        client.send(json.dumps({"token": api.token(), "when-full": "close"}))
        ready(api)
        for number in range(6000):
            api.feed.tell(LinkNews(f"{number}", "up", 0, words="x" * 4000))
        assert closed_with(client) == 1013
    wait_for(lambda: len(api.feed._listeners) == 1)


def test_a_flood_from_the_client_and_messages_that_are_too_large(api: Api) -> None:
    with socket(api, api.token()) as client:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(news.WORDS + 100):
                client.send('{"kinds": ["link"]}')
        assert closed_with(client) == 1008
    with socket(api, api.token()) as client:
        client.send("x" * 20_000)
        assert closed_with(client) == 1009


def test_the_kinds_are_listed(api: Api) -> None:
    with api.client("read") as client:
        kinds = client.get("/news-kinds").json()["kinds"]
    assert {"summary", "topics", "link", "receipt", "broker", "notice"} <= set(kinds)


def test_a_client_that_goes_away_is_forgotten(api: Api) -> None:
    with socket(api, api.token()):
        ready(api)
    wait_for(lambda: len(api.feed._listeners) == 1)


def test_the_api_itself_is_forgotten_at_its_end(tmp_path: Path, engine: FakeEngine) -> None:
    with served(tmp_path, engine.do) as api:
        assert len(api.feed._listeners) == 1
    assert api.feed._listeners == []


def test_the_end_of_the_api_closes_sockets(tmp_path: Path, engine: FakeEngine) -> None:
    with contextlib.ExitStack() as stack:
        with served(tmp_path, engine.do) as api:
            client = stack.enter_context(socket(api, api.token()))
            ready(api)
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=20)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
