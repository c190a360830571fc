"""Ledgers around bridges with Kafka at an end, by kafka-python, so that nothing under test judges itself."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

with warnings.catch_warnings():  # it reads its own files in a way that Python 3.11 warns of
    warnings.simplefilter("ignore", DeprecationWarning)
    import kafka
    from kafka.admin import KafkaAdminClient, NewTopic

from eventscope.engine.localkafka import LocalKafka
from kafkas import apache

STREAMS = 4


class Restartable:
    """One Kafka that keeps port and records over a restart: Apache's, or noida-db, which is ended by SIGTERM."""

    def __init__(self, real: bool) -> None:
        self._apache = apache().Apache() if real else None
        self.forgets = not real  # what it acknowledged just before
        self._folder = Path(tempfile.mkdtemp(prefix="eventscope-kills-"))
        self._local: LocalKafka | None = None
        self.port = self._apache.port if self._apache else 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> Restartable:
        if self._apache is not None:
            self._apache.start()
        else:
            self._local = LocalKafka.start(self.port, self._folder)
            self.port = self._local.port
        return self

    def stop(self) -> None:
        if self._apache is not None:
            self._apache.stop()
        elif self._local is not None:
            self._local.stop(60.0)  # it loses what it has not written when its end is forced
            self._local = None

    def forget(self) -> None:
        self.stop()
        if self._apache is not None:
            self._apache.forget()
        shutil.rmtree(self._folder, ignore_errors=True)

    def create(self, *topics: str, partitions: int = 2) -> None:
        admin = KafkaAdminClient(bootstrap_servers=self.address)
        try:
            admin.create_topics([NewTopic(name, partitions, 1) for name in topics])
        finally:
            admin.close()


class KafkaPublisher:
    """Sends numbers as values, with their stream as the key; the broker rests while `pause` is held."""

    def __init__(self, address: str, topic: str, burst: int = 50) -> None:
        self.acknowledged = 0  # numbers below this were acknowledged
        self.pause = threading.Lock()
        self.error: BaseException | None = None
        self._address, self._topic, self._burst = address, topic, burst
        self._producer: Any = None
        self._wanted = True
        self._thread: threading.Thread | None = None

    def start(self, rate: float) -> None:
        """About `rate` records/s."""
        self._thread = threading.Thread(target=self._run, args=(rate,), daemon=True)
        self._thread.start()

    def send(self, count: int) -> None:
        """A burst, to its last acknowledgement."""
        if self._producer is None:
            self._producer = patiently(
                lambda: kafka.KafkaProducer(bootstrap_servers=self._address, acks="all", retries=0)
            )
        numbers = range(self.acknowledged, self.acknowledged + count)
        sent = [self._producer.send(self._topic, b"%d" % number, key=b"s%d" % (number % STREAMS)) for number in numbers]
        self._producer.flush()
        for future in sent:
            future.get(timeout=30)
        self.acknowledged += count

    def leave(self) -> None:
        """Before the broker is restarted: this client must not be what is tested."""
        if self._producer is not None:
            self._producer.close()
            self._producer = None

    def stop(self) -> None:
        self._wanted = False
        if self._thread is not None:
            self._thread.join(60)
            assert not self._thread.is_alive()
        self.leave()
        if self.error is not None:
            raise self.error

    def _run(self, rate: float) -> None:
        try:
            while self._wanted:
                with self.pause:
                    self.send(self._burst)
                time.sleep(self._burst / rate)
        except BaseException as error:
            self.error = error


def patiently(make: Callable[[], Any], seconds: float = 30.0) -> Any:
    """A client, as soon as the broker is ready for it."""
    until = time.monotonic() + seconds
    while True:
        try:
            return make()
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def numbers(address: str, topic: str, least: int = 0, seconds: float = 60.0) -> list[int]:
    """Every committed record of a topic, each partition in its order; waits until so many different ones are there."""
    consumer = patiently(
        lambda: kafka.KafkaConsumer(
            bootstrap_servers=address, auto_offset_reset="earliest", enable_auto_commit=False,
            isolation_level="read_committed",
        )
    )  # fmt: skip
    try:
        partitions = [kafka.TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        found: list[int] = []
        until, quiet = time.monotonic() + seconds, 0
        while quiet < 3 and time.monotonic() < until:
            batch = [int(item.value) for items in consumer.poll(400).values() for item in items]
            found += batch
            quiet = 0 if batch or len(set(found)) < least else quiet + 1
        return found
    finally:
        consumer.close()
