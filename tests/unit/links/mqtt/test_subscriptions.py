"""Filters are granted only by the broker's answer; what cannot be asked for is refused in words."""

from __future__ import annotations

import pytest

from eventscope.core.news import SubscriptionNews
from eventscope.core.workspace import Subscription
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.subscriptions import Subscriptions
from eventscope.mqtt.packets import Suback, Unsuback


class Fixture:
    def __init__(self, version: int = 5) -> None:
        self.news: list[SubscriptionNews] = []
        self.troubles: list[tuple[str, dict[str, str]]] = []
        self.all = Subscriptions(
            "c", version, self.news.append, lambda code, params: self.troubles.append((code, params))
        )

    def ask(self, *wanted: Subscription, packet_id: int = 1) -> None:
        for item in wanted:
            assert self.all.want(item)
        self.all.asked(packet_id, wanted)

    @property
    def states(self) -> list[tuple[str, str]]:
        return [(item.filter, item.state) for item in self.news]


def test_granted_only_after_suback() -> None:
    fixture = Fixture()
    fixture.ask(Subscription("a", 2), Subscription("b", 1))
    assert fixture.news == []
    fixture.all.suback(Suback(1, (1, 0)))
    assert [(n.filter, n.state, n.granted_qos) for n in fixture.news] == [("a", "granted", 1), ("b", "granted", 0)]


def test_each_filter_is_refused_by_itself_with_words() -> None:
    fixture = Fixture()
    fixture.ask(Subscription("a"), Subscription("b"), Subscription("c"))
    fixture.all.suback(Suback(1, (0x87, 1, 0x80)))
    assert fixture.states == [("a", "refused"), ("b", "granted"), ("c", "refused")]
    assert fixture.news[0].reason == 0x87
    assert "not allowed" in fixture.news[0].words
    assert fixture.news[0].granted_qos is None


@pytest.mark.parametrize("answers", [(1,), (1, 1, 1)])
def test_a_suback_of_the_wrong_length_is_survived(answers: tuple[int, ...]) -> None:
    fixture = Fixture()
    fixture.ask(Subscription("a"), Subscription("b"))
    fixture.all.suback(Suback(1, answers))
    assert [code for code, _ in fixture.troubles] == ["suback-count"]
    assert fixture.states == [("a", "granted"), ("b", "granted" if len(answers) > 1 else "refused")]


def test_unknown_answers_are_counted() -> None:
    fixture = Fixture()
    fixture.all.suback(Suback(9, (0,)))
    fixture.all.unsuback(Unsuback(9, (0,)))
    assert [params["type"] for _, params in fixture.troubles] == ["SUBACK", "UNSUBACK"]
    assert fixture.news == []


@pytest.mark.parametrize("bad", ["", "a/#/b", "a+", "#a", "a\0b", "$share//x", "x" * 65_536, "\ud800"])
def test_bad_filters_are_refused_before_they_leave(bad: str) -> None:
    fixture = Fixture()
    assert not fixture.all.want(Subscription(bad))
    assert fixture.states == [(bad, "refused")]
    assert len(fixture.news[0].words) > 10
    assert fixture.all.wanted == ()


@pytest.mark.parametrize("identifier", [0, 268_435_456])
def test_bad_identifiers_are_refused(identifier: int) -> None:
    fixture = Fixture()
    assert not fixture.all.want(Subscription("a", identifier=identifier))


def test_filters_with_the_same_identifier_share_a_packet() -> None:
    fixture = Fixture()
    wanted = [Subscription("a"), Subscription("b"), Subscription("c", identifier=5), Subscription("d", identifier=5)]
    packets = list(fixture.all.packets(wanted, Capabilities()))
    assert [[item.filter for item in packet] for packet in packets] == [["a", "b"], ["c", "d"]]
    many = [Subscription(str(n)) for n in range(250)]
    assert [len(packet) for packet in fixture.all.packets(many, Capabilities())] == [100, 100, 50]


@pytest.mark.parametrize(
    ("wanted", "limits", "reason"),
    [
        (Subscription("a/#"), Capabilities(wildcards=False), 0xA2),
        (Subscription("$share/g/a"), Capabilities(shared=False), 0x9E),
        (Subscription("a", identifier=1), Capabilities(identifiers=False), 0xA1),
        (Subscription("$share/g/a", no_local=True), Capabilities(), 0x82),
    ],
)
def test_what_would_end_the_connection_is_refused_here(wanted: Subscription, limits: Capabilities, reason: int) -> None:
    fixture = Fixture()
    assert list(fixture.all.packets([wanted, Subscription("fine")], limits)) == [(Subscription("fine"),)]
    assert [(n.state, n.reason) for n in fixture.news] == [("refused", reason)]


def test_a_loss_takes_the_grant_back() -> None:
    fixture = Fixture()
    fixture.ask(Subscription("a"))
    fixture.all.suback(Suback(1, (1,)))
    fixture.all.lost()
    assert fixture.states == [("a", "granted"), ("a", "wanted")]
    fixture.all.suback(Suback(1, (1,)))  # an answer to the old connection
    assert fixture.states[-1] == ("a", "wanted")


def test_changing_a_filter_replaces_it() -> None:
    fixture = Fixture()
    fixture.all.want(Subscription("a", 0))
    fixture.all.want(Subscription("a", 2))
    assert fixture.all.wanted == (Subscription("a", 2),)


def test_removed_after_unsuback_unless_wanted_again() -> None:
    fixture = Fixture()
    fixture.ask(Subscription("a"))
    assert fixture.all.forget("a")
    assert not fixture.all.forget("a")
    fixture.all.suback(Suback(1, (1,)))
    assert fixture.news == []  # nobody wants it any more
    fixture.all.leaving(2, "a")
    fixture.all.unsuback(Unsuback(2, (0x11,)))
    assert fixture.states == [("a", "removed")]
    fixture.all.leaving(3, "a")
    fixture.all.want(Subscription("a"))
    fixture.all.unsuback(Unsuback(3, (0,)))
    assert fixture.states == [("a", "removed")]


def test_3_1_1_says_which_options_it_left_out() -> None:
    fixture = Fixture(version=4)
    fixture.ask(Subscription("a", no_local=True), Subscription("b"))
    fixture.all.suback(Suback(1, (1, 1)))
    assert "need MQTT 5" in fixture.news[0].words
    assert fixture.news[1].words == ""
