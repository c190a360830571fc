"""Signs of life of bridges at real brokers: the state topic over a whole life, beats, and who is dead though up."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import bridgeruns
from bridgeears import Ear, Proxy, publish
from bridgeharness import Raw
from bridgeruns import Run
from bridgeservice import service
from eventscope.core.busfile import read_bus
from peers import length
from servers import Mosquitto, mosquitto, needs_mosquitto, wait_until

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.timeout(120)]
PUBLISH, PINGRESP = 0x30, 0xD0
DENIES = "acl_file {}"


class Gag(Proxy):
    """Before a broker: packets of the kinds in `gagged` that it sends do not get through."""

    def __init__(self, port: int) -> None:
        self.gagged: frozenset[int] = frozenset()
        super().__init__(port)

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        super()._copy(client, server)

    def _copy(self, one: socket.socket, other: socket.socket) -> None:
        raw = Raw(0, "")
        raw.sock = one
        with contextlib.suppress(OSError, AssertionError):
            while True:
                first, body = raw.read()
                if first & 0xF0 not in self.gagged:
                    other.sendall(bytes([first]) + length(len(body)) + body)
        for sock in (one, other):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


def text(source: int, target: int, filter_: str = "#", topic: str = "copy/{topic}", **more: object) -> str:
    """From one broker to another."""
    return bridgeruns.file(
        bridgeruns.connection("a", f"mqtt://127.0.0.1:{source}"),
        bridgeruns.connection("b", f"mqtt://127.0.0.1:{target}"),
        bridgeruns.bridge(
            "ab", f'connection = "a", filter = "{filter_}"', f'connection = "b", topic = "{topic}"', **more
        ),
    )


def listener(stack: ExitStack, port: int, name: str = "ear") -> Ear:
    made = Ear(port, name, filter_=b"#")
    stack.callback(made.close)
    return made


def told(ear: Ear) -> list[dict[str, Any]]:
    """The states that it heard."""
    heard = list(ear.heard)
    return [json.loads(payload) for _, topic, payload in heard if payload and topic.endswith(b"/state")]


def states(ear: Ear) -> list[str]:
    return [sign["state"] for sign in told(ear)]


def run(stack: ExitStack, folder: Path, words: str) -> Run:
    return stack.enter_context(Run(folder, words).start())


def _with(bridge: Run, code: str) -> dict[str, Any] | None:
    """The bridge as it was told, once its reason is that code."""
    found = bridge.state("ab")
    return found if found.get("code") == code else None


def test_a_life_as_its_brokers_hear_of_it(stack: ExitStack, tmp_path: Path, brokers: list[Mosquitto]) -> None:
    source, target = brokers
    here, there = listener(stack, source.port), listener(stack, target.port)
    bridge = run(stack, tmp_path, text(source.port, target.port, "orders/#", announce=True))
    for ear in (here, there):
        wait_until(lambda ear=ear: states(ear)[-1:] == ["running"], what="it runs")
    target.stop()
    wait_until(lambda: states(here)[-1] == "degraded", what="a side is down")
    assert told(here)[-1]["code"] == "bridge-target-down"
    publish(source.port, b"orders/1", b"x")
    target.start()
    wait_until(lambda: states(here)[-1] == "running", 40, "it is back")
    bridge.kill()
    wait_until(lambda: states(here)[-1] == "gone", what="the will")
    later = listener(stack, target.port, "later")
    wait_until(lambda: states(later) == ["gone"], what="the will is retained")
    bridge.start()
    wait_until(lambda: states(later)[-1] == "running", what="it runs again")
    assert bridge.stop() == 0
    for ear in (here, later):
        wait_until(lambda ear=ear: states(ear)[-1] == "stopped", what="a polite end")
    last = told(here)[-1]
    assert set(last) == {"id", "name", "state", "code", "words", "since", "at", "epoch", "queued", "dead"}
    assert (last["name"], last["code"], last["queued"], last["epoch"]) == ("ab", "bridge-drained", 0, 2)
    assert "gone" not in states(here)[states(here).index("gone") + 1 :]


def test_wildcards_do_not_mean_signs_of_life(stack: ExitStack, tmp_path: Path) -> None:
    source, target = stack.enter_context(mosquitto()), stack.enter_context(mosquitto())
    there = listener(stack, target.port)
    signs: dict[str, Any] = {"announce": True, "heartbeat": 1}
    bridge = run(stack, tmp_path / "all", text(source.port, target.port, **signs))
    named = text(source.port, target.port, "eventscope/bridge/+/state", "seen/{topic}")
    run(stack, tmp_path / "named", named)
    wait_until(lambda: bridge.state("ab").get("signs", {}).get("heard", 0) >= 3, what="beats")
    publish(source.port, b"t", b"x")
    wait_until(lambda: any(topic == b"copy/t" for _, topic, _ in there.heard), what="a message")
    wait_until(lambda: bridge.state("ab").get("in"), what="the books")
    found = bridge.state("ab")
    assert [topic for _, topic, _ in there.heard if topic.startswith(b"copy/")] == [b"copy/t"]
    assert any(topic.startswith(b"seen/eventscope/bridge/") for _, topic, _ in there.heard)
    assert not any(topic.endswith(b"/beat") for _, topic, _ in there.heard)
    assert (found["in"], found["routes"][0]["in"], found["books-error"]) == (1, 1, 0)
    assert found["signs"]["announced"] == "told"


def test_beats_tell_how_late_an_idle_bridge_is(stack: ExitStack, tmp_path: Path) -> None:
    source, target = stack.enter_context(mosquitto()), stack.enter_context(mosquitto())
    bridge = run(stack, tmp_path, text(source.port, target.port, "orders/#", heartbeat=1))
    wait_until(lambda: bridge.state("ab").get("routes", [{}])[0].get("beat-ns"), what="a beat to the end")
    found = bridge.state("ab")
    assert found["signs"]["state"] == "heard"
    assert 0 < found["signs"]["source-ns"] < found["routes"][0]["beat-ns"] < 5e9
    assert "announced" not in found["signs"]


def test_a_source_that_delivers_nothing_is_found_out(stack: ExitStack, tmp_path: Path) -> None:
    source, target = stack.enter_context(mosquitto()), stack.enter_context(mosquitto())
    gag = Gag(source.port)
    stack.callback(gag.close)
    bridge = run(stack, tmp_path, text(gag.port, target.port, heartbeat=1))
    wait_until(lambda: bridge.state("ab").get("signs", {}).get("heard", 0) >= 2, what="beats")
    gag.gagged = frozenset({PUBLISH})
    found = wait_until(lambda: _with(bridge, "bridge-source-silent"), what="it is known")
    assert found["state"] == "degraded"
    assert "does not deliver" in found["words"]
    assert found["signs"]["state"] == "lost"
    gag.gagged = frozenset()
    wait_until(lambda: bridge.state("ab")["state"] == "running", 20, "it lives again")
    publish(source.port, b"t", b"x")
    wait_until(lambda: bridge.state("ab")["routes"][0]["out"] == 1, 20, "a message crosses")


def test_a_target_that_answers_nothing_is_found_out(stack: ExitStack, tmp_path: Path) -> None:
    source, target = stack.enter_context(mosquitto()), stack.enter_context(mosquitto())
    gag = Gag(target.port)
    stack.callback(gag.close)
    bridge = run(stack, tmp_path, text(source.port, gag.port, heartbeat=1))
    wait_until(lambda: bridge.state("ab").get("signs", {}).get("heard", 0) >= 2, what="beats")
    gag.gagged = frozenset({PINGRESP})
    assert wait_until(lambda: _with(bridge, "bridge-target-silent"), what="it is known")["state"] == "degraded"
    gag.gagged = frozenset()
    wait_until(lambda: bridge.state("ab")["state"] == "running", 40, "it lives again")


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_a_source_that_allows_no_signs_keeps_its_bridge(stack: ExitStack, tmp_path: Path, version: str) -> None:
    (tmp_path / "acl").write_text("topic readwrite orders/#\ntopic readwrite copy/#\n")
    source = stack.enter_context(mosquitto(DENIES.format(tmp_path / "acl")))
    target = stack.enter_context(mosquitto())
    words = text(source.port, target.port, "orders/#", announce=True, heartbeat=1)
    if version != "5":
        words = words.replace(f':{source.port}"', f':{source.port}"\nversion = "{version}"')
    bridge = run(stack, tmp_path / "b", words)
    wait_until(lambda: bridge.state("ab").get("signs", {}).get("state") == "refused", 20, "it is not allowed")
    publish(source.port, b"orders/1", b"x")
    wait_until(lambda: bridge.state("ab")["routes"][0]["out"] == 1, what="a message crosses")
    found = bridge.state("ab")
    assert found["state"] == "running"
    assert found["signs"]["words"]


def test_what_nobody_tells_any_more_is_not_retained(stack: ExitStack, tmp_path: Path) -> None:
    source, target = stack.enter_context(mosquitto()), stack.enter_context(mosquitto())
    there = listener(stack, target.port)
    file = read_bus(text(source.port, target.port, announce=True))
    quiet = replace(file, bridges=(replace(file.bridges[0], announce=False),))
    with service(tmp_path) as made:
        made.add(file)
        wait_until(lambda: states(there)[-1:] == ["running"], what="it runs")
        made.add(quiet)
        wait_until(lambda: there.heard[-1][2] == b"", what="it is taken back")
        made.add(file)
        wait_until(lambda: there.heard[-1][2] and states(there)[-1] == "running", what="it is told again")
        made.do(made.bridges.remove("ab", forget=True))
        wait_until(lambda: there.heard[-1][2] == b"", what="it is taken back for good")
    later = listener(stack, target.port, "later")
    publish(target.port, b"t", b"x")
    wait_until(lambda: later.heard, what="the message")
    assert [topic for _, topic, _ in later.heard] == [b"t"]
