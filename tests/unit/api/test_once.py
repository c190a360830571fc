"""A key does one thing once; the same key on another path, or with another body, is another wish."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from eventscope.api.once import once
from eventscope.api.shape import Given
from eventscope.core.errors import Refused


class Body(Given):
    """Something to make."""

    name: str


def request(path: str = "/v1/bridges", actor: str = "me", app: Any = None) -> Any:
    return SimpleNamespace(
        method="POST",
        url=SimpleNamespace(path=path),
        app=app or SimpleNamespace(state=SimpleNamespace()),
        scope={"access": SimpleNamespace(actor=actor)},
    )


def test_once_for_each_key() -> None:
    async def test() -> None:
        done: list[int] = []

        async def do() -> int:
            done.append(1)
            return len(done)

        first = request()
        assert await once(first, "k", Body(name="a"), do) == (1, False)
        assert await once(request(app=first.app), "k", Body(name="a"), do) == (1, True)
        assert await once(request(app=first.app), "other", Body(name="a"), do) == (2, False)
        assert await once(request(app=first.app, actor="you"), "k", Body(name="a"), do) == (3, False)
        assert await once(first, None, Body(name="a"), do) == (4, False)
        assert await once(first, None, Body(name="a"), do) == (5, False)
        with pytest.raises(Refused):
            await once(first, "k", Body(name="b"), do)
        with pytest.raises(Refused):
            await once(request("/v1/consumers", app=first.app), "k", Body(name="a"), do)
        assert len(done) == 5

    asyncio.run(test())
