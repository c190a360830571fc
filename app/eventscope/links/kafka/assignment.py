"""Which partitions a consumer reads and from where: shared out by the group, or all of a tail's topics."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, Protocol

from confluent_kafka import KafkaException, TopicPartition

from eventscope.base import clock
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import ConsumerSettings, Partition, Place
from eventscope.links.kafka import places, troubles
from eventscope.links.kafka.troubles import Trouble

WAIT = 5.0  # seconds for the list of topics
AGAIN = 500_000_000  # ns until a question that had no answer is asked once more


class Heard(Protocol):
    """Who is told."""

    def assigned(self, positions: dict[Partition, int]) -> None: ...

    def revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None: ...

    def trouble(self, trouble: Trouble) -> None: ...


class GroupReading:
    """A member of a group: partitions come and go inside the library's poll."""

    def __init__(self, settings: ConsumerSettings) -> None:
        self._settings = settings
        self._heard: Heard
        self._begun = settings.begun
        self._unplaced: list[Partition] = []  # ours, and nobody answered yet where to begin
        self._next = 0

    def begin(self, client: Any, heard: Heard) -> None:
        """Join."""
        self._heard = heard
        self.want(client, self._settings.topics)

    def want(self, client: Any, topics: tuple[str, ...]) -> None:
        """Read these topics."""
        client.subscribe(
            [pattern(item) for item in topics],
            on_assign=self._assigned,
            on_revoke=partial(self._revoked, False),
            on_lost=partial(self._revoked, True),
        )

    def refresh(self, client: Any, heard: Heard) -> None:
        """The library looks for new partitions by itself; ask again where to begin those that have no place yet."""
        if self._unplaced and clock.mono_ns() >= self._next:
            self._place(client)

    def move(self, client: Any, positions: dict[Partition, int]) -> None:
        """Read all that is ours from these offsets on."""
        client.assign([TopicPartition(*item, offset) for item, offset in positions.items()])

    def _assigned(self, client: Any, given: list[TopicPartition]) -> None:
        self._unplaced = [Partition(item.topic, item.partition) for item in given]
        self._place(client)

    def _place(self, client: Any) -> None:
        """Read them all; none while it is not known where, since the library would choose by itself."""
        try:
            positions = self._asked(client, self._unplaced)
        except EventscopeError as error:
            self._next = clock.mono_ns() + AGAIN
            self._heard.trouble(Trouble(error.code, str(error), peer=error.exit_code == 3))
            client.assign([])
            return
        client.assign([TopicPartition(*item, positions[item]) for item in self._unplaced])
        self._begun = self._begun or bool(self._unplaced)
        self._unplaced = []
        self._heard.assigned(positions)

    def _asked(self, client: Any, partitions: list[Partition]) -> dict[Partition, int]:
        settings, known = self._settings, self._known(client, partitions)
        first = settings.late if settings.late is not None and self._begun else settings.first
        return known | places.resolve(client, {item: first for item in partitions if item not in known})

    def _known(self, client: Any, partitions: list[Partition]) -> dict[Partition, int]:
        settings = self._settings
        own = {item: settings.positions[item] for item in partitions if item in settings.positions}
        ask = partitions if settings.further else [item for item in partitions if item not in own]
        groups = places.committed(client, ask) if ask else {}
        known = groups | {item: max(offset, groups.get(item, offset)) for item, offset in own.items()}
        left = {item: settings.fallback[item] for item in partitions if item in settings.fallback}
        return left | known

    def _revoked(self, lost: bool, client: Any, given: list[TopicPartition]) -> None:
        self._unplaced = []
        self._heard.revoked(tuple(Partition(item.topic, item.partition) for item in given), lost)
        client.unassign()


class TailReading:
    """Every partition of the topics, without a group; what appears later is read from its beginning."""

    def __init__(self, settings: ConsumerSettings) -> None:
        self._settings = settings
        self._topics = settings.topics
        self._first: Place = settings.first
        self._read: set[Partition] = set()
        self._next = 0
        self._told = False

    def begin(self, client: Any, heard: Heard) -> None:
        """Nothing yet: the topics are looked up as soon as the cluster answers."""

    def want(self, client: Any, topics: tuple[str, ...]) -> None:
        """Read these topics; new ones from where a tail starts."""
        self._topics, self._first, self._next = topics, self._settings.first, 0
        self._told = False

    def move(self, client: Any, positions: dict[Partition, int]) -> None:
        """Read these from other offsets on."""
        client.incremental_unassign([TopicPartition(*item) for item in positions])
        client.incremental_assign([TopicPartition(*item, offset) for item, offset in positions.items()])

    def refresh(self, client: Any, heard: Heard) -> None:
        """Look for topics and partitions that came or went, from time to time."""
        now = clock.mono_ns()
        if now < self._next:
            return
        self._next = now + int(self._settings.refresh * 1e9)
        try:
            there = self._there(client)
            self._leave(client, heard, self._read - there)
            self._join(client, heard, there - self._read)
            self._first = "earliest"
        except KafkaException as error:
            self._later(heard, troubles.explain(troubles.of(error)))
        except EventscopeError as error:
            self._later(heard, Trouble(error.code, str(error), peer=error.exit_code == 3))

    def _later(self, heard: Heard, trouble: Trouble) -> None:
        self._next = clock.mono_ns() + 500_000_000
        if not trouble.peer:  # whether the cluster is reached is told elsewhere
            heard.trouble(trouble)

    def _there(self, client: Any) -> set[Partition]:
        """Partitions that match; a topic that cannot be described now counts as still there."""
        found: set[Partition] = set()
        for name, topic in client.list_topics(timeout=WAIT).topics.items():
            if not matches(self._topics, name):
                continue
            if topic.error is not None or not topic.partitions:
                found |= {item for item in self._read if item.topic == name}
            found |= {Partition(name, number) for number in topic.partitions}
        return found

    def _join(self, client: Any, heard: Heard, new: set[Partition]) -> None:
        positions = self._settings.positions
        positions = places.resolve(client, {item: positions.get(item, self._first) for item in new})
        if positions:
            client.incremental_assign([TopicPartition(*item, offset) for item, offset in positions.items()])
        self._read |= new
        if positions or not self._told:
            self._told = True
            heard.assigned(positions)

    def _leave(self, client: Any, heard: Heard, gone: set[Partition]) -> None:
        if not gone:
            return
        client.incremental_unassign([TopicPartition(*item) for item in gone])
        self._read -= gone
        heard.revoked(tuple(sorted(gone)), False)


def matches(topics: tuple[str, ...], name: str) -> bool:
    """Whether a topic is wanted; a pattern takes no topic that begins with two underscores: those are internal."""
    if name in topics:
        return True
    return not name.startswith("__") and any(is_pattern(item) and re.fullmatch(pattern(item), name) for item in topics)


def is_pattern(topic: str) -> bool:
    """A name with * in it, or a regular expression, which begins with ^; names of topics have neither."""
    return "*" in topic or topic.startswith("^")


def pattern(topic: str) -> str:
    """As the library wants it: a regular expression from ^ to $; a plain name stays as it is."""
    if topic.startswith("^"):
        return topic
    return "^" + ".*".join(re.escape(part) for part in topic.split("*")) + "$" if "*" in topic else topic
