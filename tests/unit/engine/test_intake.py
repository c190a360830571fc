"""What links deliver reaches monitor, topics, log and news, in that order and once."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np

from eventscope.core.message import ROW, Block, Receipt
from eventscope.core.news import LinkNews, News, Notice, SubscriptionNews
from eventscope.engine.feed import Feed
from eventscope.engine.intake import Intake
from eventscope.engine.topics import TopicTable

BLOCK = Block(np.zeros(2, ROW), [b"a"], b"")


class Neighbours:
    """A log and a monitor that write down what they hear."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.counts: dict[str, int] = {}

    def fold(self, connection: str, block: Block) -> None:
        self.calls.append(("fold", connection))

    def put(self, block: Block, acknowledge: Any) -> None:
        self.calls.append(("put", acknowledge))

    def link_changed(self, news: LinkNews) -> None:
        self.calls.append(("link", news.state))

    def subscription_changed(self, news: SubscriptionNews) -> None:
        self.calls.append(("subscription", news.filter))

    def trouble(self, connection: str, code: str) -> int:
        self.counts[code] = self.counts.get(code, 0) + 1
        return self.counts[code]


def test_blocks_are_measured_before_they_are_stored() -> None:
    async def test() -> None:
        near, topics = Neighbours(), TopicTable()
        intake = Intake(near, near, topics, Feed())  # type: ignore[arg-type]
        intake.listen(lambda connection, block: near.calls.append(("heard", connection)))
        acknowledge = object()
        intake.on_block("lab", BLOCK, acknowledge)  # type: ignore[arg-type]
        assert near.calls == [("fold", "lab"), ("put", acknowledge), ("heard", "lab")]
        news = topics.news(1.0)
        assert news is not None
        assert news.topics == (b"a",)

    asyncio.run(test())


def test_states_are_remembered_on_the_loop_and_told_at_once() -> None:
    async def test() -> None:
        near, feed, told, noted = Neighbours(), Feed(), [], []
        feed.listen(told.append)
        intake = Intake(near, near, TopicTable(), feed)  # type: ignore[arg-type]
        intake.note = noted.append
        link, subscription = LinkNews("lab", "up", 1), SubscriptionNews("lab", "a", "granted")
        await asyncio.to_thread(intake.on_link, link)
        await asyncio.to_thread(intake.on_subscription, subscription)
        await asyncio.sleep(0)
        assert told == noted == [link, subscription]
        assert near.calls == [("link", "up"), ("subscription", "a")]

    asyncio.run(test())


def test_receipts_go_where_they_are_wanted() -> None:
    async def test() -> None:
        near, heard = Neighbours(), []
        intake = Intake(near, near, TopicTable(), Feed())  # type: ignore[arg-type]
        intake.outcome = heard.append
        receipt = Receipt(1, "t", 0, 0, 0)
        intake.on_receipt(receipt)
        assert heard == [receipt]

    asyncio.run(test())


def test_trouble_is_told_once_for_each_power_of_ten() -> None:
    async def test() -> None:
        near, feed = Neighbours(), Feed()
        told: list[News] = []
        feed.listen(told.append)
        intake = Intake(near, near, TopicTable(), feed)  # type: ignore[arg-type]
        for _ in range(1234):
            intake.on_trouble("lab", "bad-topic", "The topic {x} is wrong.", {"topic": "a\0b"})
        notices = [item for item in told if isinstance(item, Notice)]
        assert [item.params["count"] for item in notices] == ["1", "10", "100", "1000"]
        assert notices[0].params["connection"] == "lab"
        assert notices[0].words == "The topic {x} is wrong. (1 times)"

    asyncio.run(test())


def test_news_after_the_end_of_the_loop_harm_nobody() -> None:
    async def make() -> tuple[Intake, list[News]]:
        near, feed = Neighbours(), Feed()
        told: list[News] = []
        feed.listen(told.append)
        return Intake(near, near, TopicTable(), feed), told  # type: ignore[arg-type]

    intake, told = asyncio.run(make())
    intake.on_link(LinkNews("lab", "down", 1))
    assert len(told) == 1
