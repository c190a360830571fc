"""Kafka for tests: Apache's where it was fetched (`make kafka`) or is named, else noida-db; and sinks that remember."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eventscope.core.kafka import Delivery, NewRecord, Partition, Record, Servers
from eventscope.engine.localkafka import LocalKafka
from eventscope.links.kafka import options
from eventscope.links.kafka.troubles import Trouble
from servers import wait_until

NAMED = "EVENTSCOPE_KAFKA"
# The two commands as the program has them, whatever else it has.
LAUNCH = """
import sys
import typer
from eventscope.cli import main
from eventscope.cli.groups import groups
from eventscope.cli.kafka import kafka
main.app = typer.Typer(pretty_exceptions_enable=False)
main.app.command("kafka")(kafka)
main.app.command("groups")(groups)
sys.exit(main.run(main.Faces(int, int, dict)))
"""
ES = [sys.executable, "-c", LAUNCH]


def apache() -> ModuleType:
    """packaging/kafka.py."""
    path = Path(__file__).resolve().parent.parent / "packaging" / "kafka.py"
    spec = importlib.util.spec_from_file_location("packaging_kafka", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@contextmanager
def some_kafka() -> Iterator[Servers]:
    """The best Kafka there is."""
    if NAMED in os.environ:
        yield options.parse(f"kafka://{os.environ[NAMED]}")
    elif apache().fetched():
        server = apache().Apache()
        try:
            yield options.parse(f"kafka://127.0.0.1:{server.start().port}")
        finally:
            server.forget()
    else:
        with local_kafka() as running:
            yield options.parse(running.url)


@contextmanager
def local_kafka(**settings: Any) -> Iterator[LocalKafka]:
    """noida-db on a free port."""
    running = LocalKafka.start(**{"port": 0, **settings})
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """For `from kafkas import servers`: one Kafka for the tests of a module, so that topics need `fresh()` names."""
    with some_kafka() as found:
        yield found


def fresh(what: str = "t") -> str:
    """A name that nobody used."""
    return f"{what}-{uuid.uuid4().hex[:12]}"


def new(topic: str, count: int, **more: Any) -> list[NewRecord]:
    """Records 0, 1, 2 ... whose value is their number."""
    return [NewRecord(number, topic, b"%d" % number, **more) for number in range(count)]


class Sent:
    """A ProducerSink."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []
        self.standings: list[tuple[bool, Trouble | None]] = []
        self.troubles: list[Trouble] = []

    def on_deliveries(self, deliveries: list[Delivery]) -> None:
        self.deliveries += deliveries

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        self.standings.append((up, trouble))

    def on_trouble(self, trouble: Trouble) -> None:
        self.troubles.append(trouble)

    def delivered(self, number: int) -> list[Delivery]:
        """Wait for so many."""
        wait_until(lambda: len(self.deliveries) >= number, 30.0, f"{number} deliveries")
        return self.deliveries


class Read:
    """A ConsumerSink. With `done` (a consumer's) set, records are acknowledged at once."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.assigned: list[dict[Partition, int]] = []
        self.revoked: list[tuple[tuple[Partition, ...], bool]] = []
        self.standings: list[tuple[bool, Trouble | None]] = []
        self.troubles: list[tuple[Trouble, Partition | None]] = []
        self.do: Any = None

    def on_records(self, given: list[Record]) -> None:
        self.records += given
        if self.do is not None:
            self.do(given)

    def on_assigned(self, positions: dict[Partition, int]) -> None:
        self.assigned.append(positions)

    def on_revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        self.revoked.append((partitions, lost))

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        self.standings.append((up, trouble))

    def on_trouble(self, trouble: Trouble, partition: Partition | None) -> None:
        self.troubles.append((trouble, partition))

    @property
    def values(self) -> list[bytes | None]:
        return [record.value for record in list(self.records)]

    def count(self, number: int) -> list[Record]:
        """Wait for so many records."""
        wait_until(lambda: len(self.records) >= number, 30.0, f"{number} records; troubles {self.troubles}")
        return self.records

    def reads(self) -> dict[Partition, int]:
        """Wait for the first assignment."""
        wait_until(lambda: self.assigned, 30.0, f"an assignment; troubles {self.troubles}")
        return self.assigned[-1]

    def trouble(self, code: str) -> tuple[Trouble, Partition | None]:
        """Wait for a trouble."""
        return wait_until(lambda: next((t for t in self.troubles if t[0].code == code), None), 30.0, code)


def run(*arguments: str, seconds: float = 60.0) -> subprocess.CompletedProcess[bytes]:
    """A command to its end."""
    return subprocess.run([*ES, *arguments], capture_output=True, timeout=seconds, check=False)


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, Any]]]:
    """`eventscope kafka --json` and what its ready line says; ended by its pid."""
    process = subprocess.Popen([*ES, "kafka", "--json", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.stderr.read().decode() if process.stderr else ""
        yield process, json.loads(line)
    finally:
        process.terminate()
        process.communicate(timeout=10)
