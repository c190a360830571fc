"""A workspace from elsewhere says what it would do by itself, and does nothing of what was refused."""

from __future__ import annotations

import pytest

from eventscope.core.bus import BridgeSpec, Route, Source, Target
from eventscope.core.consumer import ConsumerSpec
from eventscope.core.foreign import Wish, wishes, without
from eventscope.core.workspace import EMBEDDED, Connection, Workspace


def bridge(source: str, target: str, start: str = "automatic") -> BridgeSpec:
    routes = (Route(Target(target, topic="x")),)
    return BridgeSpec(
        f"{source} {target}", "publish-subscribe", "at-least-once", Source(source, "#"), routes, start=start
    )  # type: ignore[arg-type]


LAB = Connection("1", "lab", host="lab.example")
QUIET = Connection("2", "quiet", host="10.0.0.7", auto_connect=False)
HERE = Connection("3", "here", host="localhost")
EMBEDDED_ONE = Connection(EMBEDDED, "Embedded broker")


def test_what_reaches_out_is_told_with_its_reasons() -> None:
    spec = Workspace(
        connections=(EMBEDDED_ONE, LAB, QUIET, HERE),
        bridges=(bridge("lab", "here"), bridge("here", "lab", "manual")),
        consumers=(ConsumerSpec("c", "1", "#"), ConsumerSpec("off", "1", "#", enabled=False)),
    )
    reach = Wish(
        "1", "reach", "lab", "mqtt://lab.example:1883", (("itself", ""), ("bridge", "lab here"), ("consumer", "c"))
    )
    assert wishes(spec) == (reach,)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "", "127.0.0.1:9092,localhost:1"]
)
def test_this_machine_is_no_elsewhere(host: str) -> None:
    assert wishes(Workspace(connections=(Connection("1", "x", host=host),))) == ()


@pytest.mark.parametrize("host", ["192.168.0.2", "localhost.evil.example", "127.0.0.1:9092,far:9092", "2001:db8::1"])
def test_anything_else_is(host: str) -> None:
    assert len(wishes(Workspace(connections=(Connection("1", "x", host=host),)))) == 1


def test_a_stored_password_is_told_wherever_it_goes() -> None:
    spec = Workspace(connections=(Connection("1", "x", has_password=True, auto_connect=False),))
    assert [wish.password for wish in wishes(spec)] == [True]
    held = without(spec, frozenset({"1"}))
    assert not held.connections[0].has_password
    assert wishes(held) == ()


def test_the_brokers_file_is_told() -> None:
    spec = Workspace(connections=(EMBEDDED_ONE,), broker_file="/x/broker.toml")
    assert [(wish.id, wish.kind, wish.place) for wish in wishes(spec)] == [("broker", "listen", "/x/broker.toml")]
    assert without(spec, frozenset({"broker"})).broker_file == ""
    assert wishes(Workspace(broker=False, broker_file="/x/broker.toml")) == ()


def test_what_was_refused_waits_and_nothing_is_removed() -> None:
    spec = Workspace(
        connections=(EMBEDDED_ONE, LAB, HERE),
        bridges=(bridge("lab", "here"), bridge("here", "Embedded broker")),
        consumers=(ConsumerSpec("c", "1", "#"), ConsumerSpec("d", "3", "#")),
    )
    held = without(spec, frozenset({"1"}))
    assert [each.auto_connect for each in held.connections] == [True, False, True]
    assert [each.start for each in held.bridges] == ["manual", "automatic"]
    assert [each.enabled for each in held.consumers] == [False, True]
    assert wishes(held) == ()
    assert without(spec, frozenset()) is spec
