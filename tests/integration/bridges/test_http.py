"""Bridges with HTTP on a side, through the service: webhooks out, posts in, and what goes wrong on the way."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bridgeears import Ear, ears, publish
from bridgeservice import Service, service
from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, QueueLimits, Route, Source, Target
from eventscope.core.busfigures import BridgeFigures
from eventscope.engine.bridges import patience
from eventscope.links.http import ear
from httpscripts import Request, cut, late, reply, scripted
from servers import Mosquitto, free_port, mosquitto, needs_mosquitto, wait_until

pytestmark = [needs_mosquitto, pytest.mark.peer]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TOKEN = "a-token-that-a-person-chose"


@pytest.fixture
def broker() -> Iterator[Mosquitto]:
    with mosquitto() as running:
        yield running


@pytest.fixture(autouse=True)
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other at once, and nothing lies in this user's own folders."""
    monkeypatch.setattr(patience, "FIRST", 0.01)
    monkeypatch.setattr(patience, "CAP", 0.05)
    monkeypatch.setenv("EVENTSCOPE_HOME", str(tmp_path / "home"))


def edge(broker: Mosquitto, version: Any = "5") -> BusConnection:
    return BusConnection("edge", f"mqtt://127.0.0.1:{broker.port}", version=version)


def out(broker: Mosquitto, url: str, filter_: str, target: Target | None = None, **more: Any) -> BusFile:
    """From MQTT to a webhook."""
    keys = {name: more.pop(name) for name in ("secret_file", "password_file") if name in more}
    to = target or Target("hook", "{2}")
    more.setdefault("delivery", "at-least-once")
    spec = BridgeSpec("b", "publish-subscribe", source=Source("edge", filter_), routes=(Route(to),), **more)
    return BusFile((edge(broker), BusConnection("hook", url, **keys)), (spec,))


def taken(broker: Mosquitto, port: int, file: Path, name: str = "b", filter_: str = "#", **more: Any) -> BusFile:
    """From posts to MQTT."""
    routes = (Route(Target("edge", f"{name}/{{topic}}")),)
    spec = BridgeSpec(name, "publish-subscribe", "at-least-once", Source("in", filter_), routes, **more)
    return BusFile((edge(broker), BusConnection("in", f"http://127.0.0.1:{port}", secret_file=str(file))), (spec,))


@pytest.fixture
def token(tmp_path: Path) -> Path:
    file = tmp_path / "ingest.token"
    file.write_text(TOKEN + "\n")
    return file


def post(port: int, path: str, body: bytes = b"x", token: str = TOKEN, **headers: str) -> tuple[int, dict[str, str]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request("POST", path, body, {"Authorization": f"Bearer {token}", **given})
        response = line.getresponse()
        response.read()
        return response.status, dict(response.getheaders())
    finally:
        line.close()


def settled(running: Service, out: int, dead: int = 0, name: str = "b") -> BridgeFigures:
    """Wait for the books of the only route."""

    def done() -> BridgeFigures | None:
        found = running.figures()[name]
        (route,) = found.edges
        return found if (route.out, route.dead, route.queued) == (out, dead, 0) else None

    try:
        found: BridgeFigures = wait_until(done, 30)
    except AssertionError:
        raise AssertionError(running.figures()[name]) from None
    assert found.error == 0
    return found


def first_copies(requests: list[Request]) -> dict[str, list[bytes]]:
    """Payloads by path, each once, in the order of their first answered request."""
    found: dict[str, list[bytes]] = {}
    seen: set[str] = set()
    for request in requests:
        if request.header("webhook-id") not in seen:
            seen.add(request.header("webhook-id"))
            found.setdefault(request.target, []).append(request.body)
    return found


# --- webhooks out ----------------------------------------------------------------------------------------


def test_webhooks_arrive_in_order_through_every_trouble(broker: Mosquitto, tmp_path: Path) -> None:
    rude = [reply(500), cut, reply(503), reply(close=True), reply(429), reply(408), cut, reply(502)]
    file = tmp_path / "hook.secret"
    file.write_text(SECRET + "\n")
    with (
        scripted(*[step for each in rude for step in (each, reply(), reply())]) as server,
        service(tmp_path) as running,
    ):
        running.add(out(broker, server.url + "/base", "hook/+/x", secret_file=str(file)))
        running.running()
        for number in range(40):
            for place in ("a", "b", "c"):
                publish(broker.port, f"hook/{place}/x".encode(), b"%d" % number)
        settled(running, 120)
    expected = [b"%d" % number for number in range(40)]
    assert first_copies(server.requests) == {f"/base/{place}": expected for place in ("a", "b", "c")}
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    for request in server.requests:
        signed = f"{request.header('webhook-id')}.{request.header('webhook-timestamp')}.".encode() + request.body
        mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert request.header("webhook-signature") == f"v1,{mac}"
    by_id = {request.header("webhook-id"): (request.target, request.body) for request in server.requests}
    assert len(by_id) == 120
    assert all(by_id[item.header("webhook-id")] == (item.target, item.body) for item in server.requests)


def test_a_poison_message_is_a_dead_letter_and_the_stream_goes_on(broker: Mosquitto, tmp_path: Path) -> None:
    def picky(request: Request, line: Any) -> bool:
        return (reply(422, b"not this") if b"\xff" in request.body else reply())(request, line)

    with scripted(then=picky) as server, service(tmp_path) as running:
        running.add(out(broker, server.url, "poison/+"))
        running.running()
        publish(broker.port, b"poison/a", b"one", b"\xff\x00bad", b"two")
        settled(running, 2, dead=1)
        (letter,) = running.bridges.dead("b").page()
    assert [request.body for request in server.requests] == [b"one", b"\xff\x00bad", b"two"]
    assert (letter.payload, letter.reason) == (b"\xff\x00bad", "payload_format")
    assert "422" in letter.errors[-1].words


def test_tries_end_and_the_next_one_goes(broker: Mosquitto, tmp_path: Path) -> None:
    with scripted(*[reply(500)] * 3) as server, service(tmp_path) as running:
        running.add(out(broker, server.url, "tries/+", tries=3))
        running.running()
        publish(broker.port, b"tries/a", b"one", b"two")
        settled(running, 1, dead=1)
    assert [request.body for request in server.requests] == [b"one"] * 3 + [b"two"]


def test_gone_stops_the_route_in_words_and_loses_nothing(broker: Mosquitto, tmp_path: Path) -> None:
    with scripted(reply(410)) as server, service(tmp_path) as running:
        running.add(out(broker, server.url, "gone/+"))
        running.running()
        publish(broker.port, b"gone/a", b"1", b"2", b"3")

        def stopped() -> bool:
            (route,) = running.figures()["b"].edges
            return route.target.code == "gone" and route.queued == 3

        wait_until(stopped)
        figures = running.figures()["b"]
        assert figures.state == "degraded"
        assert "410" in figures.words
        assert len(server.requests) == 1
        running.do(running.bridges.set("b", "stop"))
        running.do(running.bridges.set("b", "run"))
        settled(running, 3)
    assert [request.body for request in server.requests[1:]] == [b"1", b"2", b"3"]


def test_down_for_a_while_costs_no_tries(broker: Mosquitto, tmp_path: Path) -> None:
    with scripted() as server, service(tmp_path) as running:
        running.add(out(broker, server.url, "down/+", tries=2))
        running.running()
        publish(broker.port, b"down/a", b"0")
        settled(running, 1)
        server.stop()
        publish(broker.port, b"down/a", *[b"%d" % number for number in range(1, 50)])
        wait_until(lambda: running.figures()["b"].state == "degraded")
        wait_until(lambda: running.figures()["b"].edges[0].queued >= 48)
        server.start()
        figures = settled(running, 50)
        running.running()
    assert figures.edges[0].dead == 0
    assert list(dict.fromkeys(request.body for request in server.requests)) == [b"%d" % number for number in range(50)]


def test_a_restart_sends_what_was_under_way_again_under_its_name(broker: Mosquitto, tmp_path: Path) -> None:
    held = threading.Event()

    def forget(request: Request, line: Any) -> bool:
        held.wait(20)
        return False  # it took it, and its answer is lost

    with scripted(forget) as server:
        with service(tmp_path) as running:
            running.add(out(broker, server.url, "again/+"))
            running.running()
            publish(broker.port, b"again/a", b"1")
            wait_until(lambda: server.requests)
            closing = threading.Timer(0.5, held.set)
            closing.start()
        with service(tmp_path) as running:
            running.add(out(broker, server.url, "again/+"))
            settled(running, 1)
    first, second = server.requests
    assert first.header("webhook-id") == second.header("webhook-id")


def test_at_most_once_sends_nothing_twice(broker: Mosquitto, tmp_path: Path) -> None:
    with scripted(reply(), cut, reply(500)) as server, service(tmp_path) as running:
        running.add(out(broker, server.url, "once/+", delivery="at-most-once"))
        running.running()
        publish(broker.port, b"once/a", *[b"%d" % number for number in range(6)])

        def over() -> bool:
            (route,) = running.figures()["b"].edges
            return route.out == 4 and sum(route.dropped.values()) == 2

        wait_until(over, what="four through and two counted")
        assert running.figures()["b"].error == 0
    bodies = [request.body for request in server.requests]
    assert len(bodies) == len(set(bodies)) == 6


@pytest.mark.parametrize("binding", ["binary", "structured", "batched"])
def test_cloudevents(broker: Mosquitto, tmp_path: Path, binding: Any) -> None:
    held = threading.Event()
    with scripted(late(held, reply())) as server, service(tmp_path) as running:
        to = Target("hook", "", cloudevents=binding, event_type="plant.alarm")
        running.add(out(broker, server.url, f"ce-{binding}/+", to))
        running.running()
        for number in range(12):
            publish(broker.port, f"ce-{binding}/{number % 3}".encode(), b'{"n":%d}' % number)
        wait_until(lambda: server.requests)
        wait_until(lambda: running.figures()["b"].incoming == 12)
        held.set()
        settled(running, 12)
    events: list[tuple[str, str, object]] = []
    for request in server.requests:
        kind = request.header("content-type")
        if binding == "binary":
            given = {name: request.header(f"ce-{name}") for name in ("specversion", "id", "source", "type", "subject")}
            documents = [{**given, "data": json.loads(request.body)}]
        else:
            found = json.loads(request.body)
            assert kind.startswith("application/cloudevents" + ("-batch" if binding == "batched" else "") + "+json")
            documents = found if binding == "batched" else [found]
        events += [(item["type"], item["subject"], item["data"]["n"]) for item in documents]
        assert all(item["specversion"] == "1.0" and item["id"] and item["source"] for item in documents)
    assert events == [("plant.alarm", f"ce-{binding}/{number % 3}", number) for number in range(12)]
    if binding == "batched":
        assert len(server.requests) < 12, "what waits for the same address goes together"


# --- posts in --------------------------------------------------------------------------------------------


def test_posts_are_published(broker: Mosquitto, tmp_path: Path, token: Path) -> None:
    port = free_port()
    with ears(broker.port) as (hears,), service(tmp_path) as running:
        running.add(taken(broker, port, token))
        running.running()
        for number in range(50):
            assert post(port, f"/posted/{number % 5}", b"%d" % number)[0] == 202
        settled(running, 50)
        wait_until(lambda: len(_heard(hears, b"b/posted/")) == 50)
    assert _heard(hears, b"b/posted/") == [(b"b/posted/%d" % (n % 5), b"%d" % n) for n in range(50)]


def _heard(hears: Ear, prefix: bytes) -> list[tuple[bytes, bytes]]:
    return [(topic, payload) for _, topic, payload in list(hears.heard) if topic.startswith(prefix)]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_with_the_token_that_was_made(broker: Mosquitto, tmp_path: Path) -> None:
    port = free_port()
    file = BusFile((edge(broker), BusConnection("in", f"http://localhost:{port}")), (
        BridgeSpec("b", "publish-subscribe", "at-least-once", Source("in", "#"),
                   (Route(Target("edge", "curl/{topic}")),)),
    ))  # fmt: skip
    with ears(broker.port) as (hears,), service(tmp_path) as running:
        running.add(file)
        running.running()
        (made,) = (tmp_path / "home").rglob("*.token")
        assert made.stat().st_mode & 0o777 == 0o600
        assert str(made) in running.figures()["b"].source.words, "a person is told where it is"
        url = f"http://127.0.0.1:{port}/a%20b"
        command = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--data-binary", "hello", url]
        with_token = [*command, "-H", f"Authorization: Bearer {made.read_text().strip()}"]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "401"
        assert subprocess.run(with_token, capture_output=True, text=True, check=True).stdout == "202"
        wait_until(lambda: _heard(hears, b"curl/") == [(b"curl/a b", b"hello")])


def test_a_full_queue_is_answered_503_and_takes_again(
    tmp_path: Path, token: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ear, "STORED_WITHIN", 1.0)
    port = free_port()
    with mosquitto() as own, service(tmp_path) as running:
        running.add(taken(own, port, token, queue=QueueLimits(messages=5)))
        running.running()
        own.stop()
        said = [post(port, "/full", b"%d" % number) for number in range(8)]
        statuses = [status for status, _ in said]
        assert statuses[:5] == [202] * 5
        assert set(statuses[5:]) <= {202, 503}
        assert 503 in statuses
        assert all(int(headers["retry-after"]) > 0 for status, headers in said if status == 503)
        own.start()
        wait_until(lambda: post(port, "/full", b"x")[0] == 202, 30)
        wait_until(lambda: running.figures()["b"].edges[0].queued == 0, 30)
        assert running.figures()["b"].error == 0


def test_paused(broker: Mosquitto, tmp_path: Path, token: Path) -> None:
    port = free_port()
    with service(tmp_path) as running:
        running.add(taken(broker, port, token))
        running.running()
        running.do(running.bridges.set("b", "pause"))
        assert post(port, "/p")[0] == 503
        running.do(running.bridges.set("b", "run"))
        running.running()
        assert post(port, "/p")[0] == 202
        settled(running, 1)


def test_two_bridges_share_an_address(broker: Mosquitto, tmp_path: Path, token: Path) -> None:
    port = free_port()
    with service(tmp_path) as running:
        running.add(taken(broker, port, token, "one", "one/+"))
        running.add(taken(broker, port, token, "two", "two/+"))
        running.running()
        assert [post(port, path)[0] for path in ("/one/a", "/two/a", "/three/a")] == [202, 202, 404]
        settled(running, 1, name="one")
        settled(running, 1, name="two")
        running.do(running.bridges.set("one", "stop"))
        assert [post(port, path)[0] for path in ("/one/a", "/two/a")] == [404, 202]
        running.do(running.bridges.set("two", "stop"))
        with pytest.raises(ConnectionRefusedError):
            post(port, "/two/a")


def test_others_must_not_reach_it(broker: Mosquitto, tmp_path: Path, token: Path) -> None:
    file = BusFile((edge(broker), BusConnection("in", "http://0.0.0.0:8090", secret_file=str(token))), (
        BridgeSpec("b", "publish-subscribe", "at-least-once", Source("in", "#"), (Route(Target("edge", "x")),)),
    ))  # fmt: skip
    with service(tmp_path) as running:
        running.add(file)
        wait_until(lambda: running.figures()["b"].state == "failed")
        assert "this machine" in running.figures()["b"].words


def test_a_port_in_use_is_told_and_tried_again(broker: Mosquitto, tmp_path: Path, token: Path) -> None:
    with scripted() as other, service(tmp_path) as running:
        running.add(taken(broker, other.port, token))
        wait_until(lambda: "Another program" in running.figures()["b"].source.words)
        other.stop()
        running.running()
        assert post(other.port, "/now")[0] == 202


def test_a_batch_is_all_or_nothing(broker: Mosquitto, tmp_path: Path, token: Path) -> None:
    port = free_port()
    good = '{"specversion":"1.0","id":"%d","source":"s","type":"t","data":%d}'
    kind = "application/cloudevents-batch+json"
    with ears(broker.port) as (hears,), service(tmp_path) as running:
        running.add(taken(broker, port, token))
        running.running()
        body = f"[{good % (1, 1)}, {good % (2, 2)}]".encode()
        assert post(port, "/batch", body, content_type=kind)[0] == 202
        assert post(port, "/batch", f"[{good % (3, 3)}, {{}}]".encode(), content_type=kind)[0] == 400
        settled(running, 2)
        wait_until(lambda: len(_heard(hears, b"b/batch")) == 2)
        assert [payload for _, payload in _heard(hears, b"b/batch")] == [(good % (n, n)).encode() for n in (1, 2)]


# --- both ------------------------------------------------------------------------------------------------


def test_over_http_between_two_brokers_nothing_changes(broker: Mosquitto, tmp_path: Path, token: Path) -> None:
    port = free_port()
    hook = BusConnection("hook", f"http://127.0.0.1:{port}", password_file=str(token))
    away = BridgeSpec("away", "publish-subscribe", "at-least-once", Source("edge", "house/#"),
                      (Route(Target("hook", "{topic}")),))  # fmt: skip
    payloads = [b"", b"\x00\xff\xfe", "温度".encode(), b'{"a": 1.50}', bytes(70_000)]
    with mosquitto() as other, ears(other.port) as (hears,), service(tmp_path) as running:
        running.add(taken(other, port, token, "back"))
        running.add(BusFile((edge(broker), hook), (away,)))
        running.running()
        publish(broker.port, b"house/a b/\xc3\xa4", *payloads)
        wait_until(lambda: len(hears.heard) == len(payloads), 30)
        assert _heard(hears, b"") == [(b"back/house/a b/\xc3\xa4", payload) for payload in payloads]


def test_a_circle_over_http_ends_after_one_copy(broker: Mosquitto, tmp_path: Path, token: Path) -> None:
    """edge -> http -> edge, with the topic kept: the marks in the headers stop it."""
    port = free_port()
    hook = BusConnection("hook", f"http://127.0.0.1:{port}", password_file=str(token))
    away = BridgeSpec("away", "publish-subscribe", "at-least-once", Source("edge", "circle/#"),
                      (Route(Target("hook", "{topic}")),))  # fmt: skip
    ingest = BusConnection("in", f"http://127.0.0.1:{port}", secret_file=str(token))
    back = BridgeSpec(
        "back", "publish-subscribe", "at-least-once", Source("in", "#"), (Route(Target("edge", "{topic}")),)
    )
    with ears(broker.port) as (hears,), service(tmp_path) as running:
        running.add(BusFile((edge(broker), ingest), (back,)))
        running.add(BusFile((edge(broker), hook), (away,)))
        running.running()
        publish(broker.port, b"circle/a", b"1")
        wait_until(lambda: sum(route.loop_stopped for item in running.figures().values() for route in item.edges))
        assert len(_heard(hears, b"circle/")) <= 2
