from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from eventscope.cli.session import Session
from eventscope.core.errors import CannotConnect
from eventscope.core.news import LinkNews, News
from eventscope.engine.engine import Engine


def told(*states: str) -> None:
    """Wait for a connection that has gone through these states before anybody looked."""

    async def wait() -> None:
        hear: list[Any] = []
        engine = SimpleNamespace(feed=SimpleNamespace(listen=hear.append))
        session = Session(cast(Engine, engine))
        for state in states:
            news: News = LinkNews("one", cast(Any, state), 0, "code", "These are its words.")
            hear[0](news)
        await session.connected("one")

    asyncio.run(wait())


@pytest.mark.parametrize("states", [["up"], ["waiting", "up"], ["up", "waiting"], ["up", "refused"]])
def test_what_was_up_is_connected_even_if_its_broker_closed_at_once(states: list[str]) -> None:
    told(*states)


@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_what_was_never_up_says_why(state: str) -> None:
    with pytest.raises(CannotConnect, match=r"These are its words\."):
        told("connecting", state)
