"""What the ends in HTTP make of endpoints and rows; how they behave on the wire is in the integration tests."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from eventscope.core.bus import BridgeSpec, BusConnection, Delivery, Route, Source, Target
from eventscope.core.errors import BadInput
from eventscope.core.workspace import Connection, Tls
from eventscope.engine.bridges import endpoints
from eventscope.engine.bridges.httpends import HttpSource, HttpTarget, _site
from eventscope.links.http.address import Address
from eventscope.store.spoolrows import Row, pack
from servers import free_port, wait_until

SECRET = b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Outlet:
    """Rows to give, and what is told."""

    epoch = 3

    def __init__(self, *rows: Row) -> None:
        self.rows = list(rows)
        self.restored: Sequence[Row] = ()
        self.told: list[tuple[Any, ...]] = []

    def take(self, count: int) -> list[Row]:
        taken, self.rows = self.rows[:count], self.rows[count:]
        return taken

    def standing(self, state: str, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        self.told.append((state, code, words, dict(params)))

    def listen(self, ready: Any) -> None:
        self.ready = ready


class Inlet(Outlet):
    def subscribed(self, granted: bool, words: str = "") -> None:
        self.told.append(("subscribed", granted))

    def note(self, name: str, count: int = 1) -> None:
        self.told.append((name, count))


def spec(delivery: Delivery = "at-least-once", target: Target | None = None) -> BridgeSpec:
    routes = (Route(target or Target("hook")),)
    return BridgeSpec("b", "publish-subscribe", delivery, Source("in", filter="a/#"), routes)


def target(outlet: Outlet, delivery: Delivery = "at-least-once", **more: Any) -> HttpTarget:
    found = spec(delivery, Target("hook", **more))
    endpoint = endpoints.of_file(BusConnection("hook", "http://127.0.0.1:1"), Path())
    return HttpTarget(endpoint, found, found.routes[0], 0, outlet, "es-abc123-t0")  # type: ignore[arg-type]


def row(id_: int, epoch: int = 2, topic: bytes = b"a%20b") -> Row:
    return Row(id_, epoch, 0, topic, b"x", None, pack([(b"n", b"v")]), 1, 0, b"", "", 0, b"", 1, 1)


def test_a_post_is_named_for_ever() -> None:
    (post,) = target(Outlet(row(7))).take(5)
    assert (post.name, post.path, post.order) == ("abc123:2:7", "a%20b", b"a%20b")
    assert post.headers == ((b"n", b"v"),)
    assert not post.batch


def test_at_most_once_names_do_not_come_again() -> None:
    one, other = (target(Outlet(row(1, 0)), "at-most-once").take(1)[0].name for _ in range(2))
    assert one != other
    assert one.startswith("abc123:")


def test_batched() -> None:
    assert target(Outlet(row(1)), cloudevents="batched").take(1)[0].batch


def of(**changes: Any) -> Connection:
    return Connection("h", "hook", "https", "hooks.example", 443, "/in", has_password=True, **changes)


def test_connections_of_the_workspace() -> None:
    made = _site(endpoints.of_connection(of(), lambda connection: SECRET))
    assert made.key
    assert made.headers == ()
    assert made.address == Address("https", "hooks.example", 443, "/in")
    bearer = of(signs=False, websocket_headers=(("X-A", "1"),), tls=Tls(server_name="s", insecure=True))
    made = _site(endpoints.of_connection(bearer, lambda connection: b"tok"))
    assert made.key is None
    assert made.headers == ((b"X-A", b"1"), (b"authorization", b"Bearer tok"))
    assert (made.tls.server_name, made.tls.insecure) == ("s", True)
    made = _site(endpoints.of_connection(of(user="me"), lambda connection: b"pw"))
    assert made.headers[0][1].startswith(b"Basic ")
    assert "whsec" not in repr(made)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://192.0.2.1:80", "not-loopback"),
        ("https://127.0.0.1:80", "ingest-tls"),
        ("http://127.0.0.1:80/a", "ingest-path"),
    ],
)
def test_where_nobody_listens(url: str, code: str) -> None:
    endpoint = endpoints.of_file(BusConnection("in", url), Path())
    source = HttpSource(endpoint, spec(), 0, Inlet(), "es-abc123-s0")  # type: ignore[arg-type]

    async def run() -> None:
        with pytest.raises(BadInput) as caught:
            await source.start()
        assert caught.value.code == code
        await source.close()

    asyncio.run(run())


def test_closed_while_the_port_is_taken_and_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two on one loop share a port; a third one elsewhere would be told. Whatever the moment, no port stays open."""
    monkeypatch.setenv("EVENTSCOPE_HOME", str(tmp_path))
    port = free_port()
    endpoint = endpoints.of_file(BusConnection("in", f"http://127.0.0.1:{port}"), Path())

    async def run() -> None:
        for _ in range(5):
            inlets = [Inlet(), Inlet()]
            sources = [HttpSource(endpoint, spec(), n, inlet, f"es-abc-s{n}") for n, inlet in enumerate(inlets)]  # type: ignore[arg-type]
            for source in sources:
                await source.start()
            for source in sources:
                await source.close()
            assert all(inlet.told[-1][0] == "down" for inlet in inlets)
        with socket.create_server(("127.0.0.1", port)):
            inlet = Inlet()
            source = HttpSource(endpoint, spec(), 0, inlet, "es-abc-s0")  # type: ignore[arg-type]
            await source.start()
            await asyncio.to_thread(wait_until, lambda: inlet.told[-1][0] == "waiting")
            assert inlet.told[-1][1] == "port-in-use"
            await source.close()

    asyncio.run(run())
