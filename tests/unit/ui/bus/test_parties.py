"""Clients become producers and consumers: families, groups, the rest as one."""

from __future__ import annotations

from eventscope.core.broker import GroupGauge
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec
from eventscope.core.workspace import Connection
from eventscope.engine.consumption.linksource import client_id
from eventscope.ui.viewmodels.bus.parties import MOST, Crowd, Party, of_workspace, stem, tail
from ui.fakebus import SECOND, client, gauges, info


def parties(*clients: object, infos: tuple[object, ...] = (), own: dict[str, str] | None = None) -> list[Party]:
    return Crowd().parties("place:b", gauges(SECOND, clients), infos, own or {})  # type: ignore[arg-type]


def test_what_a_client_does_says_what_it_is() -> None:
    found = parties(
        client("p", received=5), client("c"), client("q", delivered=1), client("new"), infos=(info("c", 1),)
    )
    assert {(each.role, each.name) for each in found} == {("producer", "p"), ("consumer", "c"), ("consumer", "q")}


def test_who_publishes_and_subscribes_is_both() -> None:
    found = parties(client("both", received=1, delivered=1))
    assert [each.role for each in found] == ["producer", "consumer"]
    assert len({each.id for each in found}) == 2


def test_clients_that_differ_in_a_number_are_a_family() -> None:
    found = parties(*(client(f"sensor-{n}", received=10) for n in range(240)), client("checkout", received=1))
    assert [(each.name, each.kind, each.count) for each in found] == [
        ("checkout", "client", 1), ("sensor", "family", 240),
    ]  # fmt: skip


def test_beyond_a_handful_the_rest_is_one() -> None:
    names = [chr(ord("a") + n) * 3 for n in range(MOST + 4)]
    found = parties(*(client(name, received=1) for name in names))
    assert len(found) == MOST
    assert (found[-1].kind, found[-1].count) == ("more", 5)


def test_who_is_drawn_alone_does_not_change_with_figures() -> None:
    crowd = Crowd()
    names = [f"{chr(ord('a') + n)}{chr(ord('a') + n)}" for n in range(9)]
    first = crowd.parties("b", gauges(SECOND, tuple(client(name, received=1) for name in names)), (), {})
    late = [client(name, received=1_000 * n + 2) for n, name in enumerate(reversed(names))]
    again = crowd.parties("b", gauges(2 * SECOND, (client("0new", received=9), *late)), (), {})
    assert [each.id for each in first[:5]] == [each.id for each in again[:5]]


def test_members_of_a_shared_group_are_drawn_as_the_group() -> None:
    group = GroupGauge("billing", "orders/#", 2, 31, 4, 0, 0.5, 100, {}, {"w1": 50, "w2": 50})
    clients = (client("w1", delivered=50), client("w2", delivered=50))
    found = Crowd().parties("b", gauges(SECOND, clients, (group,)), (), {})
    assert [(each.kind, each.name, each.count, each.waiting) for each in found] == [("group", "billing", 2, 31)]


def test_our_own_sessions_are_not_clients() -> None:
    bridge = "es-0123456789ab-s0", "es-0123456789ab-t1", "es-check-12ab", "watcher-es-c9856a0fd1cb-s0"
    found = parties(*(client(name, received=1, delivered=1) for name in bridge), client("es-mine", received=1))
    assert [each.name for each in found] == ["es-mine"]


def test_sessions_of_consumers_of_the_workspace_are_left_out() -> None:
    spec = ConsumerSpec("one", "lab", "a/#")
    mine, other = f"eventscope-xy-one{tail(spec)}", "eventscope-xy-two-0badcafe"
    clients = (client(mine, delivered=5), client(other, delivered=5))
    found = Crowd().parties("b", gauges(SECOND, clients), (), {}, (spec,))
    assert [each.name for each in found] == ["eventscope-xy-two-0badcafe"]


def test_this_window_is_drawn_as_such_where_it_publishes() -> None:
    found = parties(client("mine", received=3, delivered=5), own={"mine": "Lab"})
    assert [(each.kind, each.role, each.clients) for each in found] == [("window", "producer", ("Lab",))]


def test_rates_are_of_the_last_second() -> None:
    crowd = Crowd()
    crowd.parties("b", gauges(SECOND, (client("p", received=0), client("c", delivered=1))), (), {})
    found = crowd.parties("b", gauges(3 * SECOND, (client("p", received=100), client("c", delivered=21))), (), {})
    assert [(each.name, each.rate) for each in found] == [("p", 0.0), ("c", 10.0)]
    later = crowd.parties("b", gauges(5 * SECOND, (client("p", received=300),)), (), {})
    assert later[0].rate == 100.0


def test_stems() -> None:
    assert [stem(name) for name in ("a-12", "a_3", "a", "12", "a/b-7")] == ["a", "a", "a", "12", "a/b"]


def test_consumers_of_the_workspace_stand_at_their_broker() -> None:
    specs = (ConsumerSpec("one", "lab", "a/#", "pull"), ConsumerSpec("nowhere", "gone", "b"))
    figures = (ConsumerFigures("one", "up", "pull", "topic", queued=7, rate_done=2.0, holding=3),)
    found = of_workspace(specs, figures, {"lab": "place:lab"})
    assert [(each.name, each.waiting, each.in_flight, each.online) for each in found] == [("one", 7, 3, 1)]
    silent = of_workspace(specs, (), {"lab": "place:lab"})
    assert (silent[0].rate, silent[0].waiting, silent[0].online) == (None, None, 0)


def test_the_engine_names_sessions_of_consumers_so() -> None:
    spec = ConsumerSpec("Some one", "lab", "a/#")
    assert client_id(Connection("lab", "Lab"), spec, "xy").endswith(tail(spec))
