"""An HTTP connection of the workspace in the whole engine: what is published there comes back, measured and stored."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from enginebench import EVENT, Bench, options, running, until
from eventscope.core import verbs
from eventscope.core.workspace import Connection, Subscription, Workspace
from httpscripts import reply, scripted
from servers import free_port


def connection(port: int, *filters: str) -> Connection:
    wanted = tuple(Subscription(item) for item in filters)
    return Connection("web", "web", "http", "127.0.0.1", port, "", subscriptions=wanted)


def test_there_and_back(tmp_path: Path) -> None:
    workspace = Workspace(connections=(connection(free_port(), "#"),), broker=False)

    async def main() -> None:
        async with running(options(tmp_path, workspace)) as b:
            await _published(b)

    asyncio.run(main())


async def _published(b: Bench) -> None:
    await until(lambda: "web" in (known := b.engine.links.states) and known["web"].code == "listening", "listening")
    ident = await b.ask(verbs.Publish(replace(EVENT, connection="web")))
    await b.stored(1)
    async with asyncio.timeout(20):
        while True:
            receipt = (await b.ask(verbs.GetReceipts(1)))[0]
            if receipt.received is not None and receipt.acknowledged is not None:
                break
            await asyncio.sleep(0.01)
    assert receipt.id == ident
    page = await b.ask(verbs.GetPage(0, 1, 10))
    assert (page.topics, page.heads) == ((b"t/1",), (b'{"n": 1}',))
    message = await b.ask(verbs.GetMessage(int(page.rows["id"][0])))
    assert message.latency is not None, "stamps cross as headers"
    assert 0 <= message.latency < 20 * 10**9


def test_a_webhook_that_is_refused_is_told(tmp_path: Path) -> None:
    async def main(port: int) -> None:
        workspace = Workspace(connections=(connection(port),), broker=False)
        async with running(options(tmp_path, workspace)) as b:
            await b.ask(verbs.Publish(replace(EVENT, connection="web")))
            async with asyncio.timeout(20):
                while not (found := await b.ask(verbs.GetReceipts(1))) or not found[0].failed:
                    await asyncio.sleep(0.01)
            assert found[0].failed == "not-authorized"
            assert "401" in found[0].words

    with scripted() as server:
        server.then = reply(401, b"who are you?")
        asyncio.run(main(server.port))
