"""What `bench all` runs, in this order: each a command of the bench in a process of its own, found when it is there."""

from __future__ import annotations

from dataclasses import dataclass

import typer


@dataclass(frozen=True, slots=True)
class Measure:
    """`key` names it in the result for ever; `words` are the command's, then `full` or, for a short look, `quick`."""

    key: str
    title: str
    words: tuple[str, ...]
    full: tuple[str, ...] = ()
    quick: tuple[str, ...] = ("--repeats", "1")


_FEW = ("--messages", "20000", "--repeats", "1")
_SHORT = ("--seconds", "1", "--repeats", "1")
_MANY = ("--messages", "100000")
_MILLION = ("--messages", "1000000")
_MILLIONS = ("--messages", "2000000")
_LOOK = (*_MILLION, "--repeats", "1")
_ALONE = ("intake", "--alone")

# A new measure is a line here.
MEASURES = (
    Measure("intake", "Receive and store, QoS 0", ("intake",), ("--messages", "500000"),
            (*_MANY, "--repeats", "1")),
    Measure("intake-qos-1", "Receive and store, QoS 1", ("intake", "-q", "1"), _MANY, _FEW),
    Measure("intake-qos-2", "Receive and store, QoS 2", ("intake", "-q", "2"), _MANY, _FEW),
    Measure("intake-v5", "Receive and store, MQTT 5 with properties", ("intake", "--version", "5"), _MANY, _FEW),
    Measure("intake-tls", "Receive and store over TLS", ("intake", "--transport", "tls"), _MANY, _FEW),
    Measure("intake-ws", "Receive and store over WebSocket", ("intake", "--transport", "ws"), _MANY, _FEW),
    Measure("intake-10-topics", "Receive and store, 10 topics", (*_ALONE, "--topics", "10"), _MILLIONS, _LOOK),
    Measure("intake-100000-topics", "Receive and store, 100,000 topics", (*_ALONE, "--topics", "100000"), _MILLIONS,
            _LOOK),
    Measure("intake-10-million", "Receive and store, millions of messages", (*_ALONE, "--repeats", "1"),
            ("--messages", "10000000"), _MILLION),
    Measure("publish", "Publish, QoS 0", ("publish", "-q", "0"), ("--repeats", "5")),
    Measure("publish-qos-1", "Publish, QoS 1", ("publish", "-q", "1"), ("--repeats", "5")),
    Measure("broker", "Deliver through the embedded broker", ("broker",), (), _SHORT),
    Measure("bridge", "Cross a bridge", ("bridge",), (), _SHORT),
    Measure("log", "Write, search and export the log", ("log",), (), ("--messages", "100000", "--repeats", "1")),
    Measure("latency", "Latency added, and how true it is", ("latency",), ("--seconds", "2"), _SHORT),
    Measure("window", "The window at 100,000 messages a second", ("window", "--rate", "100000", "--curve"), (),
            ("--seconds", "3")),
)  # fmt: skip


def present(app: typer.Typer) -> list[Measure]:
    """Those whose command this bench has."""
    known = {item.name or getattr(item.callback, "__name__", "") for item in app.registered_commands}
    return [item for item in MEASURES if item.words[0] in known]
