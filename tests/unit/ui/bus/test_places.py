"""Connections that lead to one broker are one place."""

from __future__ import annotations

from eventscope.core.broker import Ports
from eventscope.core.bus import BusConnection
from eventscope.core.identity import identity
from eventscope.core.workspace import EMBEDDED, Connection
from eventscope.ui.viewmodels.bus.places import address, listening, place_of, places
from ui.fakebus import bridge, edge, side


def connection(ident: str, **fields: object) -> Connection:
    return Connection(ident, ident.title(), **fields)  # type: ignore[arg-type]


def test_the_same_address_is_the_same_broker_whatever_its_name() -> None:
    one, other = connection("one", host="localhost"), connection("two", host="127.0.0.1")
    found = places([one, other, connection("three", port=1884)])
    assert [[item.id for item in place.connections] for place in found] == [["one", "two"], ["three"]]
    assert found[0].name == "One"


def test_the_identity_that_an_engine_found_joins_addresses() -> None:
    one, other = connection("one", host="a.example"), connection("two", host="b.example")
    figures = bridge("x", side("One", broker="same"), edge(0, side("Two", broker="same")))
    assert len(places([one, other])) == 2
    assert len(places([one, other], [figures])) == 1


def test_the_place_keeps_its_id_when_figures_come() -> None:
    one = connection("one", host="a.example")
    figures = bridge("x", side("One", broker="b-1"), edge(0, side("One", broker="b-1")))
    assert places([one])[0].id == places([one], [figures])[0].id == "place:one"
    assert "b-1" in places([one], [figures])[0].brokers
    assert identity(BusConnection("One", "mqtt://a.example:1883")) in places([one])[0].brokers


def test_the_embedded_broker_names_its_place() -> None:
    found = places([connection("also", host="127.0.0.1"), Connection(EMBEDDED, "Ours")])
    assert [place.name for place in found] == ["Ours"]
    assert found[0].embedded


def test_the_embedded_broker_is_where_it_listens() -> None:
    ours = Connection(EMBEDDED, "Ours")
    moved = listening([ours], Ports(1899, None, None, None, 1))
    assert address(moved[0]) == "127.0.0.1:1899"
    assert listening([ours], None) == [ours]


def test_a_connection_that_is_gone_is_said_to_be_lost() -> None:
    figures = bridge("x", side("Gone"), edge(0, side("One")))
    found = places([connection("one")], [figures])
    assert [(place.name, place.lost) for place in found] == [("One", False), ("Gone", True)]
    assert place_of(found, "Gone") is found[1]
    assert place_of(found, "Nobody") is None


def test_a_bus_knows_its_members() -> None:
    joined = Connection("b", "Bus", "bus", members=("one", "two", "nobody"))
    found = places([connection("one"), connection("two", port=1), joined])
    assert found[2].kind == "bus"
    assert found[2].members == ("place:one", "place:two")


def test_addresses_of_every_shape() -> None:
    assert address(connection("k", scheme="kafka", host="a:1,b:2")) == "a:1,b:2"
    assert address(connection("v6", host="::1")) == "[::1]:1883"
    assert places([connection("k", scheme="kafka", host="a:1,b:2")])[0].kind == "kafka"
    assert places([connection("odd", host="what is this")])[0].name == "Odd"
