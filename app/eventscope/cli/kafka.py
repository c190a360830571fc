"""`eventscope kafka`: a local Kafka for demos and tests, in the foreground."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.core.errors import Unavailable

if TYPE_CHECKING:
    from eventscope.engine.localkafka import LocalKafka


FOREVER = 1e9  # seconds


def kafka(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="0 is any free one. Without: 9092 or the next free one.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder that keeps the records. Without: they go at the end.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the address as one line of JSON.")] = False,
) -> None:
    """Run a local Kafka until Ctrl+C, for demos and tests.

    It is noida-db, a small server that speaks Kafka's protocol; it is not Apache Kafka: one node on this machine
    only, without TLS, users or rights, and what it acknowledged can be lost when it is killed. Members of groups that
    bridges leave stay there until it ends, so that it refuses to move the offsets of such a group.
    """
    from eventscope.base import clock
    from eventscope.engine.localkafka import LocalKafka

    ended: list[str] = []
    signals: list[int] = []
    _on_signal(signals)
    running = LocalKafka.start(port, data, ended.append)
    try:
        _ready(running, as_json)
        clock.wait_for(lambda: signals or ended, FOREVER, every=0.1)
    finally:
        running.stop()
    if ended:
        raise Unavailable("local-kafka-ended", "{words}", words=ended[0])


def _ready(running: LocalKafka, as_json: bool) -> None:
    from eventscope.engine.localkafka import ABOUT

    if as_json:
        output.data({"kafka": running.port, "address": running.address, "url": running.url, "pid": running.pid})
        return
    output.line(f"Listening on {running.url}. Ctrl+C ends it.")
    output.line(ABOUT)


def _on_signal(signals: list[int]) -> None:
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda got, _: signals.append(got))
