"""The API on a real port in this process: over a whole engine, or over answers made up by the test."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from enginebench import options
from eventscope.api.caller import Caller, Do
from eventscope.api.server import Server
from eventscope.api.switch import Switch
from eventscope.base import tasks
from eventscope.core import verbs
from eventscope.core.errors import EventscopeError
from eventscope.core.verbs import ApiAddress, Verb
from eventscope.core.workspace import EMBEDDED, Connection, Subscription, Workspace
from eventscope.engine.engine import Engine
from eventscope.engine.feed import Feed

T = TypeVar("T")
EMPTY = Workspace(
    name="Test",
    connections=(Connection(EMBEDDED, "Embedded broker", subscriptions=(Subscription("t/#"),)),),
    broker_port=0,
)


class Loop:
    """An event loop on a thread, as the engine's is in the product."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="engine's loop")
        self._thread.start()

    def run(self, work: Any, seconds: float = 30.0) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def close(self) -> None:
        self.run(tasks.cancel_all())
        self.run(self.loop.shutdown_default_executor())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


class FakeEngine:
    """Answers verbs from a table by their type; an EventscopeError there is raised. `asked` has all verbs."""

    def __init__(self, answers: dict[type, Any] | None = None) -> None:
        self.answers = answers or {}
        self.asked: list[Verb[Any]] = []

    async def do(self, verb: Verb[Any]) -> Any:
        self.asked.append(verb)
        answer = self.answers[type(verb)]
        if callable(answer):
            answer = answer(verb)
        if asyncio.iscoroutine(answer):
            answer = await answer
        if isinstance(answer, EventscopeError):
            raise answer
        return answer

    def of(self, kind: type[T]) -> list[T]:
        return [item for item in self.asked if isinstance(item, kind)]


class Api:
    """A running API. `client(scope)` is an httpx client with the token of that scope (None: without)."""

    def __init__(self, address: ApiAddress, feed: Feed, audit: Path, engine: Engine | None = None) -> None:
        self.address = address
        self.url = address.url
        self.port = int(address.url.rsplit(":", 1)[1])
        self.file = json.loads(Path(address.token_file).read_text(encoding="ascii"))
        self.feed = feed
        self.audit = audit
        self.engine = engine

    def token(self, scope: str = "admin") -> str:
        return str(self.file["tokens"][scope])

    def headers(self, scope: str = "admin") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(scope)}"}

    def client(self, scope: str | None = "admin") -> httpx.Client:
        headers = self.headers(scope) if scope else {}
        return httpx.Client(base_url=self.url + "/v1", headers=headers, timeout=30, trust_env=False)

    def lines(self) -> list[dict[str, Any]]:
        """The audit log."""
        return [json.loads(line) for line in self.audit.read_text(encoding="ascii").splitlines()]


@contextmanager
def served(folder: Path, do: Do) -> Iterator[Api]:
    """The API over made-up answers."""
    loop, feed = Loop(), Feed()
    server = Server(Caller(do, loop.loop), feed, folder / "run", folder / "audit.jsonl")
    try:
        address = server.start(0)
        yield Api(address, feed, folder / "audit.jsonl")
    finally:
        server.stop()
        loop.close()


@contextmanager
def live(folder: Path, workspace: Workspace = EMPTY, through: Callable[[Do], Do] = lambda do: do) -> Iterator[Api]:
    """The API over a whole engine with its own broker; `through` may stand between them."""
    loop = Loop()

    async def begin() -> tuple[Engine, ApiAddress]:
        engine = Engine(options(folder, workspace, temporary=True))
        engine.api = switch = Switch(engine, folder / "run", folder / "audit.jsonl")
        switch._engine = _Through(engine, through(engine.do))  # type: ignore[assignment]
        await engine.start()
        return engine, await engine.do(verbs.StartApi())

    engine, address = loop.run(begin())
    try:
        yield Api(address, engine.feed, folder / "audit.jsonl", engine)
    finally:
        loop.run(engine.stop())
        loop.close()


class _Through:
    """An engine with another way in."""

    def __init__(self, engine: Engine, do: Do) -> None:
        self.do = do
        self.feed = engine.feed


def wait_for(condition: Callable[[], T], seconds: float = 20.0) -> T:
    """The first true answer; fails after the deadline."""
    tick = threading.Event()
    for _ in range(int(seconds * 100)):
        if found := condition():
            return found
        tick.wait(0.01)
    raise AssertionError("it did not happen within the deadline")
