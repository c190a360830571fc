"""A bus as a link: events go onto it, what crosses it is heard once, its members' states are the link's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

import pytest

from eventscope.core import rawproperties as raw
from eventscope.core.bus import BusMessage, BusSpec
from eventscope.core.busfigures import BridgeFigures, SideFigures
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.message import Draft, PublishProperties
from eventscope.core.workspace import Connection, Subscription
from eventscope.engine.bridges import buslink
from eventscope.engine.bridges.buslink import BusLink, spec_of
from linksinks import RecordingSink
from servers import wait_until

CONNECTION = Connection("bus-1", "all", scheme="bus", members=("a", "b"))
SPEC = BusSpec("all", ("edge", "stream"))
Heard = Callable[[Sequence[BusMessage]], None]


class FakeBridges:
    """As much of Bridges as a bus needs."""

    def __init__(self) -> None:
        self.specs: list[BusSpec] = []
        self.removed: list[str] = []
        self.sent: list[BusMessage] = []
        self.dones: list[Any] = []
        self.heard: list[Heard] = []
        self.watching: list[Any] = []
        self.state: dict[str, Any] = {"state": "running"}
        self.refuse: Exception | None = None

    async def put_bus(self, spec: BusSpec, endpoints: object) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.specs.append(spec)

    def bus(self, name: str) -> FakeBridges:
        if not self.specs:
            raise BadInput("no-bus", "There is no bus {name}.", name=name)
        return self

    async def remove(self, name: str) -> None:
        self.removed.append(name)

    def put(self, messages: Sequence[BusMessage], done: Any) -> None:
        self.sent += messages
        self.dones.append(done)

    def listen(self, heard: Any) -> None:
        (self.heard if self.specs else self.watching).append(heard)

    def ignore(self, heard: Heard) -> None:
        self.heard = [item for item in self.heard if item != heard]
        self.watching = [item for item in self.watching if item != heard]

    def figures(self) -> tuple[BridgeFigures, ...]:
        return tuple(self._member(name) for name in SPEC.members)

    def _member(self, name: str) -> BridgeFigures:
        side = SideFigures(name, "mqtt", "h", "b", "up")
        made = BridgeFigures(f"all ({name})", "publish-subscribe", "at-least-once", "running", side, "#", (), bus="all")
        return replace(made, **self.state)


def with_bus(test: Callable[[FakeBridges, BusLink, RecordingSink], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        bridges, sink = FakeBridges(), RecordingSink()
        link = BusLink(CONNECTION, SPEC, bridges, dict, sink, None, asyncio.get_running_loop())  # type: ignore[arg-type]
        try:
            await test(bridges, link, sink)
        finally:
            await asyncio.to_thread(link.close)

    asyncio.run(run())


async def up(bridges: FakeBridges, link: BusLink) -> None:
    link.open()
    while not bridges.heard:
        await asyncio.sleep(0)
    await asyncio.sleep(0)


def test_members_are_named_by_their_connections() -> None:
    known = [Connection("a", "edge"), Connection("b", "stream", scheme="kafka"), CONNECTION]
    assert spec_of(CONNECTION, known) == SPEC
    with pytest.raises(BadInput, match="Choose its members anew"):
        spec_of(CONNECTION, known[:1])


def test_it_runs_while_it_is_open() -> None:
    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        await up(bridges, link)
        assert bridges.specs == [SPEC]
        await asyncio.to_thread(link.close)
        assert bridges.removed == ["all"]
        assert bridges.heard == bridges.watching == []
        assert [news.state for news in sink.links] == ["connecting", "up", "down"]

    with_bus(test)


def test_a_bus_that_cannot_run_says_why() -> None:
    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        bridges.refuse = Unavailable("spool-in-use", "Another process has it.")
        link.open()
        while len(sink.links) < 2:
            await asyncio.sleep(0)
        assert (sink.links[-1].state, sink.links[-1].words) == ("refused", "Another process has it.")
        link.publish([(1, Draft("bus-1", "a", b""))])
        assert sink.receipts[-1].failed == "no-bus"

    with_bus(test)


def test_an_event_is_acknowledged_when_it_is_on_disk() -> None:
    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        await up(bridges, link)
        said = PublishProperties(content_type="x", user=(("es-seq", "1"),), topic_alias=4)
        link.publish([(7, Draft("bus-1", "a/b", b"p", 1, True, said))])
        (message,) = bridges.sent
        assert (message.kind, message.topic, message.payload, message.qos, message.retain) == (
            "mqtt", b"a/b", b"p", 1, True,
        )  # fmt: skip
        assert message.properties == raw.text(raw.CONTENT_TYPE, b"x") + raw.user(b"es-seq", b"1")
        assert sink.receipts[-1].acknowledged is None
        bridges.dones[0](None)
        assert sink.receipts[-1].id == 7
        assert sink.receipts[-1].acknowledged is not None

    with_bus(test)


def test_an_event_that_is_not_stored_has_failed() -> None:
    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        await up(bridges, link)
        link.publish([(7, Draft("bus-1", "a", b"p")), (8, Draft("bus-1", "a/#", b"p"))])
        assert (sink.receipts[-1].id, sink.receipts[-1].failed) == (8, "topic-wildcard")
        bridges.dones[0](Unavailable("spool-closed", "It is closed."))
        assert (sink.receipts[-1].id, sink.receipts[-1].failed, sink.receipts[-1].sent) == (7, "spool-closed", None)

    with_bus(test)


def test_what_crosses_is_heard_once_by_its_filters() -> None:
    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        for filter_ in ("orders/#", "orders/+"):
            link.subscribe(Subscription(filter_))
        await up(bridges, link)
        stamp = raw.user(b"es-seq", b"9")
        bridges.heard[0](
            [
                BusMessage("mqtt", b"orders/1", b"m", qos=1, retain=True, properties=stamp),
                BusMessage("mqtt", b"other", b"no"),
                BusMessage("kafka", b"orders.2", b"k", key=b"key", headers=((b"es-seq", b"10"),)),
                BusMessage("kafka", b"orders.3", None, headers=((b"\xff", b"x"),)),
            ]
        )
        await asyncio.to_thread(wait_until, lambda: sum(map(len, sink.blocks)) == 3)
        block = sink.blocks[0]
        found = [block.message(index) for index in range(len(block))]
        assert [(item.topic, item.payload) for item in found] == [
            (b"orders/1", b"m"), (b"orders/2", b"k"), (b"orders/3", b""),
        ]  # fmt: skip
        assert (found[0].qos, found[0].retain, found[0].properties) == (1, True, stamp)
        assert found[1].properties == raw.user(b"es-seq", b"10") + raw.user(b"k-key", b"key")
        assert [code for code, _, _ in sink.troubles] == ["bus-headers"]
        granted = [news.filter for news in sink.subscriptions if news.state == "granted"]
        assert granted == ["orders/#", "orders/+"]

    with_bus(test)


def test_a_shared_subscription_is_refused() -> None:
    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        link.subscribe(Subscription("$share/g/a"))
        assert (sink.subscriptions[0].state, "Subscribe at one of its members" in sink.subscriptions[0].words) == (
            "refused", True,
        )  # fmt: skip

    with_bus(test)


def test_what_is_not_kept_up_with_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buslink, "WAITING", 2)

    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        link.subscribe(Subscription("#"))
        await up(bridges, link)
        bridges.heard[0]([BusMessage("mqtt", b"a", b"%d" % number) for number in range(5)])
        await asyncio.to_thread(wait_until, lambda: sink.troubles)
        assert sum(map(len, sink.blocks)) == 2
        assert sink.troubles == [("bus-overflow", buslink.OVERFLOW.format(count=3), {"count": "3"})]

    with_bus(test)


@pytest.mark.parametrize(
    ("state", "link_state"), [("degraded", "up"), ("blocked", "waiting"), ("failed", "refused"), ("stopped", "down")]
)
def test_its_state_is_that_of_its_members(state: str, link_state: str) -> None:
    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        await up(bridges, link)
        away = SideFigures("edge", "mqtt", "h", "b", "waiting", "refused", "Nobody is there.")
        bridges.state = {"state": state, "words": "Because.", "source": away}
        bridges.watching[0](bridges.figures())
        assert sink.links[-1].state == link_state
        assert sink.links[-1].words == ("edge: Nobody is there." if link_state == "up" else "Because.")

    with_bus(test)


def test_the_last_link_to_a_bus_stops_it() -> None:
    async def test(bridges: FakeBridges, link: BusLink, sink: RecordingSink) -> None:
        loop = asyncio.get_running_loop()
        other = BusLink(CONNECTION, SPEC, bridges, dict, RecordingSink(), None, loop)  # type: ignore[arg-type]
        link.open()
        other.open()
        await asyncio.sleep(0.01)
        await asyncio.to_thread(other.close)
        assert bridges.removed == []
        assert len(bridges.heard) == 1
        await asyncio.to_thread(link.close)
        assert bridges.removed == ["all"]

    with_bus(test)
