"""Who receives in `bench intake`: our own command, stock paho and mosquitto_sub, each told the same."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from eventscope.base import paths, system
from eventscope.cli.bench.load import IN_FLIGHT, TOPIC, Load
from eventscope.cli.bench.peers import expect_success, started
from eventscope.cli.bench.wires import SCHEMES
from eventscope.links.mqtt import stock
from eventscope.mqtt.packets import V5

FILTER = f"{TOPIC}/#"

# A receiver for a block, given a port and the load that it waits for; yields the number of its process.
Receiver = Callable[[int, Load], AbstractContextManager[int]]


@contextlib.contextmanager
def ours(port: int, load: Load) -> Iterator[int]:
    """The product's own command: engine, link, log and all."""
    with started(our_command(port, load)) as process:
        yield process.pid
        expect_success(process)


def our_command(port: int, load: Load, more: Sequence[str] = ()) -> list[str]:
    """The command that receives a load; it gives up where the bench has done so before."""
    version = "5" if load.version == V5 else "3.1.1"
    where = ["--url", f"{SCHEMES[load.transport]}://127.0.0.1:{port}", "--version", version, "-t", FILTER]
    trust = ["--cafile", load.certificate] if load.certificate else []
    until = ["-q", str(load.qos), "-n", str(load.count), "--seconds", "86400s", "--quiet", "--json"]
    return [*paths.self_command(), "sub", *where, *trust, *until, *more]


@contextlib.contextmanager
def mosquitto_sub(port: int, load: Load) -> Iterator[int]:
    """The reference receiver of the field; it prints each payload, to nowhere."""
    # In version 5 it asks for 20 in flight by itself, which would compare windows and not receivers.
    version = ["-V", "5", "-D", "connect", "receive-maximum", str(IN_FLIGHT)] if load.version == V5 else ["-V", "311"]
    trust = ["--cafile", load.certificate] if load.certificate else []
    what = ["-t", FILTER, "-q", str(load.qos), "-C", str(load.count)]
    program = str(system.program("mosquitto_sub"))
    with started([program, "-h", "127.0.0.1", "-p", str(port), *version, *trust, *what]) as process:
        yield process.pid
        expect_success(process)


def stock_paho(port: int, load: Load) -> AbstractContextManager[int]:
    """paho with an ordinary callback; it stores nothing."""
    websocket = load.transport in ("ws", "wss")
    place = stock.Place(port, FILTER, load.qos, load.version, websocket, load.certificate)
    return stock.receiver(place, load.count)


def receivers(load: Load) -> tuple[dict[str, Receiver], list[str]]:
    """What can be measured here, and notes on what cannot."""
    known: dict[str, Receiver] = {"eventscope": ours, "paho": stock_paho}
    if load.transport in ("ws", "wss"):
        return known, ["mosquitto_sub speaks no WebSocket, so it is not among them."]
    if not system.program("mosquitto_sub"):
        return known, ["mosquitto_sub is not installed, so it is not among them."]
    return {**known, "mosquitto_sub": mosquitto_sub}, []
