"""The link of one consumer: which session it has, what it tells, and what a broken connection means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from consuming import Settled, block
from enginefakes import FakeLink
from eventscope.core.consumer import ConsumerSpec, ConsumerState, Simulation
from eventscope.core.message import Block
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection, Subscription, WillSpec
from eventscope.engine.consumption.held import Held, held
from eventscope.engine.consumption.linksource import KEPT, LinkSource, client_id, fresh, wire

SPEC = ConsumerSpec("billing", "conn", "orders/#", "pull", "queue", "q", window=7)
PLACE = Connection("conn", "Broker", client_id="window", subscriptions=(Subscription("x"),), will=WillSpec("w"))


class Receiver:
    def __init__(self, room: int = 9) -> None:
        self.space = room
        self.taken: list[Block] = []
        self.in_hand: list[Held] = []
        self.given_back: list[Callable[[Held], bool]] = []
        self.states: list[tuple[str, str]] = []
        self.wanted = True

    def room(self) -> int:
        return self.space

    def take(self, block: Block, acknowledge: Any, part: object = None) -> None:
        self.taken.append(block)

    def give_back(self, gone: Callable[[Held], bool]) -> list[Held]:
        self.given_back.append(gone)
        return self.in_hand

    def standing(self, state: ConsumerState, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        self.states.append((state, code))


class Monitor:
    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def link_changed(self, news: LinkNews) -> None:
        self.heard.append((news.connection, news.state))

    def subscription_changed(self, news: SubscriptionNews) -> None:
        self.heard.append((news.connection, news.state))

    def trouble(self, connection: str, code: str) -> int:
        self.heard.append((connection, code))
        return 1


def made(spec: ConsumerSpec = SPEC) -> tuple[LinkSource, Receiver, Monitor, FakeLink]:
    links: list[FakeLink] = []

    def make(*given: Any) -> FakeLink:
        links.append(FakeLink(*given))
        return links[-1]

    receiver, monitor = Receiver(), Monitor()
    source = LinkSource(spec, wire(PLACE, spec, "me"), receiver, make, b"pw", monitor, "consumer billing")  # type: ignore[arg-type]
    return source, receiver, monitor, links[0]


def link(state: str, code: str = "") -> LinkNews:
    return LinkNews("conn", state, 1, code)  # type: ignore[arg-type]


def test_its_session_is_its_own_and_outlives_it() -> None:
    own = wire(PLACE, SPEC, "me")
    assert (own.clean_start, own.session_expiry, own.receive_maximum) == (False, KEPT, 7)
    assert own.client_id not in ("", "window")
    assert own.client_id == client_id(PLACE, SPEC, "me")
    assert own.subscriptions == ()
    assert not own.will.topic
    ended = fresh(own)
    assert (ended.clean_start, ended.session_expiry, ended.client_id) == (True, 0, own.client_id)


def test_3_1_1_has_neither_window_nor_expiry() -> None:
    old = wire(Connection("conn", "Broker", version="3.1.1"), SPEC, "me")
    assert (old.clean_start, old.session_expiry, old.receive_maximum) == (False, 0, None)


def test_one_that_pulls_to_work_lets_the_rest_wait() -> None:
    spec = ConsumerSpec("c", "conn", "t", "pull", window=50, simulate=Simulation(concurrency=2))
    assert wire(PLACE, spec, "me").receive_maximum == 2


def test_a_bus_is_left_as_it_is() -> None:
    bus = Connection("b", "Bus", scheme="bus", members=("x",))
    assert wire(bus, SPEC, "me") == bus


def test_client_ids_are_steady_and_apart() -> None:
    other = Connection("conn2", "Broker")
    ids = {
        client_id(place, ConsumerSpec(name, "", ""), "me") for place in (PLACE, other) for name in ("a/b", "a b", "ä")
    }
    assert len(ids) == 6
    assert all(len(ident) <= 64 and ident.isascii() for ident in ids)
    assert client_id(PLACE, SPEC, "me") != client_id(PLACE, SPEC, "you")


def test_it_subscribes_to_the_shared_queue() -> None:
    source, _, _, opened = made()
    source.open()
    assert opened.calls == [("subscribe", "$share/q/orders/#"), ("open", None)]
    assert opened.password == b"pw"


def test_it_is_up_once_the_filter_is_granted() -> None:
    source, receiver, monitor, _ = made()
    source.on_link(link("connecting"))
    source.on_link(link("up"))
    source.on_subscription(SubscriptionNews("conn", "f", "wanted"))
    source.on_subscription(SubscriptionNews("conn", "f", "granted"))
    assert [state for state, _ in receiver.states] == ["connecting", "connecting", "connecting", "up"]
    assert {ident for ident, _ in monitor.heard} == {"consumer billing"}


def test_a_refused_filter_says_so() -> None:
    source, receiver, _, _ = made()
    source.on_link(link("up"))
    source.on_subscription(SubscriptionNews("conn", "f", "refused", words="No."))
    assert receiver.states[-1] == ("refused", "")


def test_a_broken_connection_takes_back_what_comes_again() -> None:
    source, receiver, _, _ = made()
    source.on_link(link("waiting"))
    assert receiver.given_back == []
    source.on_link(link("up"))
    told = Settled(2)
    receiver.in_hand = list(held(block(2), None, told))
    source.on_link(link("waiting", "closed"))
    source.on_link(link("connecting"))
    assert len(receiver.given_back) == 1
    assert ("waiting", "closed") in receiver.states
    assert told.told == 2  # or the acknowledgements of the next connection would wait behind them
    source.on_link(link("down"))
    assert receiver.states[-1][0] == "stopped"


def test_blocks_are_taken_while_there_is_room() -> None:
    source, receiver, _, _ = made()
    source.on_block("conn", block(2), Settled(2))
    receiver.space = 0  # it was stopped
    source.on_block("conn", block(2), Settled(2))
    assert len(receiver.taken) == 1


def test_troubles_are_counted_and_closing_closes() -> None:
    source, _, monitor, opened = made()
    source.on_trouble("conn", "bad-topic", "", {})
    source.close()
    assert monitor.heard == [("consumer billing", "bad-topic")]
    assert opened.calls[-1] == ("close", None)


def test_a_broker_that_does_not_keep_the_window_is_told() -> None:
    source, receiver, _, _ = made()
    source.on_link(link("up"))
    source.on_subscription(SubscriptionNews("conn", "f", "granted"))
    source.on_trouble("conn", "receive-maximum-passed", "It sends more.", {"limit": "7"})
    assert receiver.states[-1] == ("up", "receive-maximum-passed")
    source.on_link(link("up"))
    assert receiver.states[-1] == ("connecting", "")
