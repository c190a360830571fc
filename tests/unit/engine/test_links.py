"""Links follow what the workspace says: opened with everything they need, replaced, closed, never two of one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from enginefakes import FakeLink, FakeSink
from eventscope.core.errors import BadInput
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import EMBEDDED, Connection, Subscription
from eventscope.engine.links import Links
from eventscope.engine.secrets import Secrets

LAB = Connection("lab", "Lab", subscriptions=(Subscription("a/#"), Subscription("off", enabled=False)))
HOME = Connection(EMBEDDED, "Embedded broker", client_id="watcher")


class Bench:
    def __init__(self) -> None:
        self.made: list[FakeLink] = []
        self.sink = FakeSink()
        self.secrets = Secrets()
        self.links = Links(self.make, self.sink, lambda connection: connection.id, self.secrets, "abc123")  # type: ignore[arg-type,return-value]

    def make(self, *args: Any) -> FakeLink:
        self.made.append(FakeLink(*args))
        return self.made[-1]

    def names(self, number: int = -1) -> list[tuple[str, Any]]:
        return self.made[number].calls


def run(test: Callable[[Bench], Awaitable[None]]) -> None:
    asyncio.run(test(Bench()))  # type: ignore[arg-type]


def test_open_brings_subscriptions_password_stamper_and_a_steady_client_id() -> None:
    async def test(b: Bench) -> None:
        saved = await b.links.save(LAB, "s3cret")
        assert saved.has_password
        await b.links.open("lab")
        (link,) = b.made
        assert link.calls == [("subscribe", "a/#"), ("open", None)]
        assert (link.password, link.stamper, link.sink) == (b"s3cret", "lab", b.sink)
        assert link.connection.client_id == "eventscope-abc123-lab"
        assert b.links.get("lab").client_id == ""
        assert b.links.link("lab") is link

    run(test)


def test_a_new_connection_gets_an_id_and_none_is_opened_unasked() -> None:
    async def test(b: Bench) -> None:
        one = await b.links.save(replace(LAB, id=""), None)
        two = await b.links.save(replace(LAB, id=""), None)
        assert one.id
        assert two.id not in ("", one.id)
        assert b.made == []
        with pytest.raises(BadInput, match="Connect it first"):
            b.links.link(one.id)

    run(test)


def test_an_open_link_is_replaced_by_one_with_the_changes() -> None:
    async def test(b: Bench) -> None:
        b.links.put(LAB)
        await b.links.open("lab")
        b.links.put(replace(LAB, host="other"))
        await b.links.open("lab")
        assert b.names(0)[-1] == ("close", None)
        assert b.made[1].connection.host == "other"
        assert b.links.link("lab") is b.made[1]

    run(test)


def test_many_opens_at_once_leave_one_link_open() -> None:
    async def test(b: Bench) -> None:
        b.links.put(LAB)
        await asyncio.gather(*(b.links.open("lab") for _ in range(5)))
        alive = [link for link in b.made if ("close", None) not in link.calls]
        assert alive == [b.links.link("lab")]
        assert ("open", None) in alive[0].calls

    run(test)


def test_close_stays_closed_and_says_so() -> None:
    async def test(b: Bench) -> None:
        b.links.put(HOME)
        await b.links.follow_broker("127.0.0.1", 1884)
        await b.links.close(EMBEDDED)
        assert (b.sink.links[-1].connection, b.sink.links[-1].state) == (EMBEDDED, "down")
        await b.links.follow_broker("127.0.0.1", 1885)
        assert len(b.made) == 1
        assert b.links.get(EMBEDDED).port == 1885
        await b.links.open(EMBEDDED)
        await b.links.follow_broker("127.0.0.1", 1886)
        assert [link.connection.port for link in b.made] == [1884, 1885, 1886]

    run(test)


def test_the_embedded_connection_needs_a_broker_to_follow() -> None:
    async def test(b: Bench) -> None:
        await b.links.follow_broker("127.0.0.1", 1884)
        b.links.put(replace(HOME, auto_connect=False))
        await b.links.follow_broker("127.0.0.1", None)
        await b.links.follow_broker("127.0.0.1", 1885)
        assert b.made == []
        assert b.links.get(EMBEDDED).port == 1885

    run(test)


def test_subscriptions_keep_their_place_and_reach_the_link() -> None:
    async def test(b: Bench) -> None:
        b.links.put(LAB)
        await b.links.open("lab")
        b.links.subscribe("lab", Subscription("b", qos=2))
        b.links.subscribe("lab", Subscription("a/#", colour=5))
        b.links.subscribe("lab", Subscription("b", enabled=False))
        assert [item.filter for item in b.links.get("lab").subscriptions] == ["a/#", "off", "b"]
        assert b.links.get("lab").subscriptions[0].colour == 5
        b.links.unsubscribe("lab", "off")
        wanted = [("subscribe", "b"), ("subscribe", "a/#"), ("unsubscribe", "b"), ("unsubscribe", "off")]
        assert b.names()[2:] == wanted
        with pytest.raises(BadInput):
            b.links.subscribe("lab", Subscription("a/#/b"))
        assert len(b.links.get("lab").subscriptions) == 2

    run(test)


def test_removing_forgets_everything_of_it() -> None:
    async def test(b: Bench) -> None:
        await b.links.save(LAB, "s3cret")
        await b.links.open("lab")
        b.links.note(LinkNews("lab", "up", 1))
        b.links.note(SubscriptionNews("lab", "a/#", "granted", 1))
        b.links.note(SubscriptionNews("lab", "b", "granted", 1))
        b.links.note(SubscriptionNews("lab", "b", "removed"))
        assert list(b.links.granted) == [("lab", "a/#")]
        await b.links.remove("lab")
        assert (b.links.connections, b.links.states, b.links.granted) == ((), {}, {})
        assert b.secrets.get("lab") is None
        with pytest.raises(BadInput, match="no connection"):
            await b.links.remove("lab")

    run(test)


def test_another_workspace_keeps_the_passwords() -> None:
    async def test(b: Bench) -> None:
        await b.links.save(LAB, "s3cret")
        await b.links.open("lab")
        await b.links.clear()
        assert b.links.connections == ()
        assert b.names()[-1] == ("close", None)
        assert b.secrets.get("lab") is not None

    run(test)


def test_passwords_of_a_session_and_their_removal() -> None:
    async def test(b: Bench) -> None:
        await b.links.save(LAB, "kept")
        b.links.session_password("lab", b"\xffonce")
        await b.links.open("lab")
        assert b.made[0].password == b"\xffonce"
        assert not (await b.links.save(LAB, "")).has_password
        assert b.secrets.get("lab") is None

    run(test)


@pytest.mark.parametrize(
    "change", [{"host": " "}, {"port": 0}, {"port": 70000}, {"subscriptions": (Subscription(""),)}]
)
def test_a_connection_that_cannot_work_is_refused_with_words(change: dict[str, Any]) -> None:
    async def test(b: Bench) -> None:
        with pytest.raises(BadInput):
            await b.links.save(replace(LAB, **change), None)
        assert b.links.connections == ()
        b.links.put(replace(LAB, **change))  # as it may stand in a file
        with pytest.raises(BadInput):
            await b.links.open("lab")
        assert b.made == []

    run(test)
