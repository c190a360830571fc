"""An answer that waits: given when it is there, given up when its client goes or the API ends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.responses import Response

from eventscope.api.longpoll import while_wanted
from eventscope.core.errors import BadInput, Unavailable


class Request:
    """A client that is there until `gone`."""

    def __init__(self) -> None:
        self.gone, self.closing = asyncio.Event(), asyncio.Event()
        self.app: Any = type("App", (), {"state": type("State", (), {"closing": self.closing})})

    async def receive(self) -> dict[str, str]:
        await self.gone.wait()
        return {"type": "http.disconnect"}


def run(test: Any) -> None:
    async def main() -> None:
        await test(Request())
        left = [item for item in asyncio.all_tasks() if item is not asyncio.current_task()]
        await asyncio.wait_for(asyncio.gather(*left, return_exceptions=True), 5)  # nobody waits for ever

    asyncio.run(main())


def test_the_answer() -> None:
    async def test(request: Any) -> None:
        async def work() -> Response:
            return Response("x")

        assert (await while_wanted(request, work())).body == b"x"

    run(test)


def test_an_error_is_the_answer() -> None:
    async def test(request: Any) -> None:
        async def work() -> Response:
            raise BadInput("no-consumer", "None.")

        with pytest.raises(BadInput):
            await while_wanted(request, work())

    run(test)


@pytest.mark.parametrize("what", ["gone", "closing"])
def test_nobody_wants_it_any_more(what: str) -> None:
    async def test(request: Any) -> None:
        cancelled = asyncio.Event()

        async def work() -> Response:
            try:
                await asyncio.sleep(60)
            finally:
                cancelled.set()
            return Response()

        asyncio.get_running_loop().call_later(0.01, getattr(request, what).set)
        with pytest.raises(Unavailable, match="switched off"):
            await while_wanted(request, work())
        await asyncio.wait_for(cancelled.wait(), 5)

    run(test)
