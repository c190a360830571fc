"""A cluster as its administrator sees it: nodes, topics, partitions, configurations; topics made and deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import Any

from confluent_kafka import IsolationLevel, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # it re-exports without saying so
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ConfigSource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

from eventscope.base import clock
from eventscope.core.errors import BadInput
from eventscope.core.kafka import Partition, Servers
from eventscope.core.kafkafigures import ClusterFigures, Node, PartitionFigures, Setting, TopicFigures
from eventscope.links.kafka import options, troubles

WAIT = 10.0  # seconds for one answer
SLICE = 1.0  # seconds after which a connection that failed is no longer waited for
EARLIEST, LATEST = OffsetSpec.earliest(), OffsetSpec.latest()  # type: ignore[no-untyped-call]
STABLE = IsolationLevel.READ_COMMITTED  # the end is the last stable offset: what readers of transactions see


class Cluster:
    """Asks and waits for the answer; call it from a thread that may. Raises EventscopeError with what to do.

    The client is kept for as long as this object: an answer under way must not lose it.
    """

    def __init__(self, servers: Servers, password: bytes | None = None, wait: float = WAIT) -> None:
        self.servers = servers
        self.wait = wait
        self._cause: troubles.Trouble | None = None
        try:
            self.admin = AdminClient(options.common(servers, password) | {"error_cb": self._heard})
        except KafkaException as error:
            raise troubles.as_error(error) from None

    def describe(self) -> ClusterFigures:
        """Nodes and controller."""
        said = self.metadata()
        nodes = (Node(item.id, item.host, item.port) for item in said.brokers.values())
        return ClusterFigures(said.cluster_id or "", said.controller_id, tuple(sorted(nodes, key=lambda node: node.id)))

    def topics(self, offsets: bool = True, internal: bool = False) -> tuple[TopicFigures, ...]:
        """All topics by name; `offsets` asks for the first and last of each partition too."""
        found = {name: topic for name, topic in self.metadata().topics.items() if internal or not name.startswith("__")}
        partitions = [Partition(name, number) for name, topic in found.items() for number in topic.partitions]
        earliest, latest = self.edges(partitions) if offsets else ({}, {})
        return tuple(_topic(found[name], earliest, latest) for name in sorted(found))

    def edges(self, partitions: Iterable[Partition]) -> tuple[dict[Partition, int], dict[Partition, int]]:
        """(first offset, last stable offset) by partition; a partition that cannot be asked is left out."""
        wanted = list(partitions)
        return self._offsets(wanted, EARLIEST), self._offsets(wanted, LATEST)

    def identities(self, topics: Iterable[str]) -> dict[str, int]:
        """A number (63 bits) for each topic that is there, another one once it is deleted and made anew [KIP-516].

        A cluster that gives topics no id, and a topic that cannot be described, are left out.
        """
        names = list(topics)
        if not names:
            return {}
        asked = self.admin.describe_topics(TopicCollection(names), request_timeout=self.wait)
        found = {}
        for name, future in asked.items():
            try:
                said = future.result(self.wait + 1.0).topic_id
            except KafkaException as error:
                if troubles.explain(troubles.of(error)).peer:
                    raise self.failed(error) from None
                continue
            number = said.get_most_significant_bits() ^ said.get_least_significant_bits()
            if said.get_most_significant_bits() or said.get_least_significant_bits():
                found[name] = number & (1 << 63) - 1
        return found

    def settings(self, topic: str) -> tuple[Setting, ...]:
        """The configuration of a topic."""
        resource = ConfigResource(ResourceType.TOPIC, topic)
        said = self._one(self.admin.describe_configs([resource], request_timeout=self.wait), topic)
        return tuple(_setting(said[name]) for name in sorted(said))

    def set(self, topic: str, changes: Mapping[str, str | None]) -> None:
        """Change the configuration of a topic; None takes a setting back to the cluster's own."""
        entries = [
            ConfigEntry(
                name,
                value or "",
                incremental_operation=AlterConfigOpType.DELETE if value is None else AlterConfigOpType.SET,
            )
            for name, value in changes.items()
        ]
        resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=entries)
        self._one(self.admin.incremental_alter_configs([resource], request_timeout=self.wait), topic)

    def create(
        self, topic: str, partitions: int = 1, replicas: int = -1, settings: Mapping[str, str] | None = None
    ) -> None:
        """Make a topic; `replicas` -1 leaves their number to the cluster."""
        if partitions < 1:
            raise BadInput("bad-partitions", "A topic has at least one partition, not {n}.", n=partitions)
        new = NewTopic(topic, partitions, replicas, config=dict(settings or {}))
        self._one(self.admin.create_topics([new], request_timeout=self.wait), topic)

    def grow(self, topic: str, partitions: int) -> None:
        """Give a topic more partitions, up to this many. Records with a key go to other partitions from then on."""
        self._one(self.admin.create_partitions([NewPartitions(topic, partitions)], request_timeout=self.wait), topic)

    def delete(self, topic: str) -> None:
        """Delete a topic with all its records."""
        self._one(self.admin.delete_topics([topic], request_timeout=self.wait), topic)

    def metadata(self) -> Any:
        """As the library has it."""
        until = clock.mono_ns() + int(self.wait * 1e9)
        while True:
            try:
                return self.admin.list_topics(timeout=min(SLICE, self.wait))
            except KafkaException as error:
                self.admin.poll(0)  # what the connections said meanwhile
                if self._cause is not None or clock.mono_ns() > until:
                    raise self.failed(error) from None

    def answer(self, future: Future[Any], topic: str = "") -> Any:
        """Wait for an answer of the library."""
        try:
            return future.result(self.wait + 1.0)
        except (KafkaException, TimeoutError) as error:
            raise self.failed(error, topic) from None

    def failed(self, error: BaseException, topic: str = "") -> Exception:
        """What to raise: where the cluster is not reached the cause that was heard before explains more."""
        found = troubles.as_error(error, topic)
        if self._cause is not None and found.exit_code == 3:
            return type(found)(self._cause.code, "{words}", words=self._cause.words)
        return found

    def _one(self, futures: Mapping[Any, Future[Any]], topic: str) -> Any:
        (future,) = futures.values()
        return self.answer(future, topic)

    def _offsets(self, partitions: list[Partition], spec: Any) -> dict[Partition, int]:
        if not partitions:
            return {}
        asked = self.admin.list_offsets(
            {TopicPartition(*item): spec for item in partitions}, request_timeout=self.wait, isolation_level=STABLE
        )
        found = {}
        for item, future in asked.items():
            try:
                found[Partition(item.topic, item.partition)] = future.result(self.wait + 1.0).offset
            except KafkaException as error:
                if troubles.explain(troubles.of(error)).peer:
                    raise self.failed(error) from None
        return found

    def _heard(self, error: Any) -> None:
        trouble = troubles.explain(error)
        if trouble.peer and not (self._cause and self._cause.lasting):
            self._cause = trouble


_DEFAULT = ConfigSource.DEFAULT_CONFIG.value


def _topic(said: Any, earliest: Mapping[Partition, int], latest: Mapping[Partition, int]) -> TopicFigures:
    partitions = []
    for number, item in sorted(said.partitions.items()):
        key = Partition(said.topic, number)
        words = "" if item.error is None else troubles.explain(item.error, said.topic).words
        figures = (tuple(item.replicas), tuple(item.isrs), earliest.get(key), latest.get(key))
        partitions.append(PartitionFigures(number, item.leader, *figures, words))
    words = "" if said.error is None else troubles.explain(said.error, said.topic).words
    return TopicFigures(said.topic, tuple(partitions), said.topic.startswith("__"), words)


def _setting(said: Any) -> Setting:
    value = None if said.is_sensitive else said.value
    default = said.is_default or said.source == _DEFAULT
    return Setting(said.name, value, bool(default), bool(said.is_read_only), bool(said.is_sensitive))
