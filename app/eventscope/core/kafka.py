"""Kafka as values: records, deliveries, places in a partition, how to reach a cluster, how to send and to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from eventscope.core.bus import Mechanism as Mechanism
from eventscope.core.kafkastatistics import EVERY

Headers = tuple[tuple[str, bytes | None], ...]
# Who set a record's time: the producer, or the broker as it appended. Older records have none.
TimeKind = Literal["none", "create", "append"]
# Where to read or move to: an end, an offset, or the first record at or after a wall time (ns since 1970).
Edge = Literal["earliest", "latest"]


@dataclass(frozen=True, slots=True)
class AtTime:
    """The first record at or after `wall` (ns since 1970); the end where there is none."""

    wall: int


Place = Edge | int | AtTime


class Partition(NamedTuple):
    """A partition by topic and number; a plain tuple, because it is the key of many tables."""

    topic: str
    number: int


class Record(NamedTuple):
    """One record as it lies in a partition; a tuple, because every record that is read becomes one.

    `value` None is a tombstone, `key` None is no key: both differ from empty bytes. `time` is ms since 1970.
    Headers keep their order and doubles. `broken` says what of the record could not be read.
    """

    topic: str
    partition: int
    offset: int
    time: int
    time_kind: TimeKind
    key: bytes | None
    value: bytes | None
    headers: Headers
    broken: str = ""


class NewRecord(NamedTuple):
    """A record to be sent. `token` comes back with its delivery; `time` in ms (None: now)."""

    token: int
    topic: str
    value: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    partition: int | None = None
    time: int | None = None


class Delivery(NamedTuple):
    """What became of a sent record; `offset` is -1 where it is not known (acks = 0, or it failed).

    `code` is empty for success. `again`: whether to send it again is worth a try. `unsure`: it may be in the log
    all the same, so that sending it again may double it.
    """

    token: int
    partition: int
    offset: int
    code: str = ""
    words: str = ""
    again: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Servers:
    """How to reach a cluster, without any secret. `token_url` is the identity server of OAUTHBEARER."""

    addresses: tuple[str, ...]
    tls: bool = False
    mechanism: Mechanism = ""
    user: str = ""
    ca_file: str = ""
    certificate: str = ""
    key: str = ""
    insecure: bool = False
    token_url: str = ""
    client_id: str = "eventscope"

    @property
    def bootstrap(self) -> str:
        """As clients want it: host:port, separated by commas."""
        return ",".join(self.addresses)


@dataclass(frozen=True, slots=True)
class ProducerSettings:
    """How records leave. `linger` in ms; `queue` bounds what waits in records and bytes: then `send` takes no more.

    `timeout` (s) is how long a record may wait for its acknowledgement before it fails, 0 for ever. `batch` and
    `batch_bytes` bound one batch, 0 for the library's own: a broker refuses a batch that is too large as a whole.
    """

    acks: Literal["all", "1", "0"] = "all"
    idempotent: bool = True
    compression: Literal["none", "gzip", "snappy", "lz4", "zstd"] = "none"
    linger: float = 5.0
    queue: int = 100_000
    queue_bytes: int = 64 << 20
    largest: int = 1_000_000
    timeout: float = 120.0
    statistics: float = EVERY
    batch: int = 0
    batch_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ConsumerSettings:
    """What is read and how much of it may wait.

    With a `group` partitions are shared among its members and offsets are committed; without, every partition of
    the topics is read (a tail). `topics` are names, patterns with * in them, or regular expressions from ^ to $.
    `first` is where reading starts in a partition for which the group has no offset (a tail: always). Partitions that
    appear later in a tail are read from their beginning, so that nothing is missed.

    In a group, `positions` are known places (the mapping may change while it reads): they go before the group's own
    offsets, or with `further` only where they lie behind them; `fallback` counts where there is neither. Once reading
    has `begun`, in this run or before, partitions without any place begin at `late` where that is given: they are
    new. `commits` False leaves the group's offsets to somebody else. With an `instance` the member has a lasting name:
    killed and started again it gets its partitions at once, and leaving gives them up after the session's time only.

    An offset that the broker no longer has stops that partition and is told, unless `jump` says to which end to go
    on: a topic made anew must not pass for an empty one. `buffer` bounds what the client holds in bytes, `largest`
    one answer of a broker, `waiting` the batches that may wait for the receiver; sizes in bytes, times in s.
    """

    topics: tuple[str, ...]
    group: str = ""
    first: Place = "latest"
    jump: Edge | None = None
    committed_only: bool = True
    batch: int = 500
    waiting: int = 8
    buffer: int = 16 << 20
    largest: int = 128 << 20
    commit_every: float = 1.0
    refresh: float = 5.0
    session: float = 45.0
    statistics: float = EVERY
    positions: Mapping[Partition, int] = field(default_factory=dict)
    further: bool = False
    fallback: Mapping[Partition, int] = field(default_factory=dict)
    late: Edge | None = None
    begun: bool = False
    commits: bool = True
    instance: str = ""
