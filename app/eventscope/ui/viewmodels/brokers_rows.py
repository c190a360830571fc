"""What lives in the embedded broker as rows of tables: gauges and descriptions put together, texts made visible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from eventscope.core.broker import BrokerGauges, ClientGauge, ClientInfo, GroupGauge, RetainedInfo, SubscriptionInfo
from eventscope.core.metrics import QueueFigures
from eventscope.core.visible import elide, show
from eventscope.ui.viewmodels.lines import head_text

NAME = 200  # characters of a name or topic in a cell; it is whole on hover, up to HOVER
HOVER = 2_000
HEAD = 200  # bytes of a payload in a cell
NEVER = 0xFFFFFFFF
_VERSIONS = {3: "3.1", 4: "3.1.1", 5: "5"}


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client or an offline session; `info` is None until the broker described it."""

    gauge: ClientGauge
    info: ClientInfo | None
    name: str

    @property
    def dropped(self) -> int:
        """For whatever reason."""
        return sum(self.gauge.dropped.values())

    @property
    def version(self) -> str:
        """Of MQTT; empty while unknown."""
        return _VERSIONS.get(self.info.version, str(self.info.version)) if self.info else ""

    def holds(self, text: str) -> bool:
        """Whether a search for `text` (in small letters) finds it."""
        parts = (self.gauge.client, self.info.user, self.info.address) if self.info else (self.gauge.client,)
        return any(text in part.casefold() for part in parts)


def client_rows(gauges: BrokerGauges | None, infos: Iterable[ClientInfo]) -> list[ClientRow]:
    """One for each gauge, with the description where it is known."""
    known = {info.client: info for info in infos}
    return [ClientRow(each, known.get(each.client), label(each.client)) for each in (gauges.clients if gauges else ())]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What waits for a client (`filter` empty) or a shared group. `greatest` is the deepest it has been.

    `shares` are the parts of all messages of the group that its members got, the largest first.
    """

    name: str
    filter: str
    gauge: ClientGauge | GroupGauge
    greatest: int
    shares: tuple[tuple[str, int, float], ...] = ()
    share: float = 0.0  # of the deepest queue of all

    @property
    def group(self) -> bool:
        """Whether several clients share it."""
        return isinstance(self.gauge, GroupGauge)

    @property
    def key(self) -> tuple[str, str, str]:
        """Tells it from others."""
        if isinstance(self.gauge, GroupGauge):
            return "group", self.gauge.group, self.gauge.filter
        return "client", self.gauge.client, ""

    @property
    def dropped(self) -> int:
        """For whatever reason."""
        return sum(self.gauge.dropped.values())

    def holds(self, text: str) -> bool:
        """Whether a search for `text` (in small letters) finds it."""
        return any(text in part.casefold() for part in (*self.key[1:], *(name for name, _, _ in self.shares)))


@dataclass
class Peaks:
    """The greatest depths, as seen here and as the engine tells them."""

    _seen: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def take(self, queues: Iterable[QueueFigures]) -> None:
        """What the engine saw since its start."""
        for each in queues:
            if each.quality == "exact" and each.kind in ("client", "group"):
                self._raise(_key_of(each), each.max_depth)

    def of(self, key: tuple[str, str, str], depth: int) -> int:
        """The greatest so far, the present depth included."""
        self._raise(key, depth)
        return self._seen[key]

    def forget_others(self, keys: set[tuple[str, str, str]]) -> None:
        """Queues that are gone."""
        self._seen = {key: value for key, value in self._seen.items() if key in keys}

    def _raise(self, key: tuple[str, str, str], depth: int) -> None:
        self._seen[key] = max(depth, self._seen.get(key, 0))


def _key_of(queue: QueueFigures) -> tuple[str, str, str]:
    if queue.kind == "group":
        group, _, pattern = queue.name.removeprefix("$share/").partition("/")
        return "group", group, pattern
    return "client", queue.name, ""


def queue_rows(gauges: BrokerGauges | None, peaks: Peaks) -> list[QueueRow]:
    """Shared groups first, then clients."""
    if gauges is None:
        return []
    plain = [_group_row(each, peaks) for each in gauges.groups] + [_client_row(each, peaks) for each in gauges.clients]
    peaks.forget_others({row.key for row in plain})
    deepest = max((row.greatest for row in plain), default=0)
    if not deepest:
        return plain
    return [
        QueueRow(row.name, row.filter, row.gauge, row.greatest, row.shares, row.gauge.queued / deepest) for row in plain
    ]


def _client_row(gauge: ClientGauge, peaks: Peaks) -> QueueRow:
    return QueueRow(label(gauge.client), "", gauge, peaks.of(("client", gauge.client, ""), gauge.queued))


def _group_row(gauge: GroupGauge, peaks: Peaks) -> QueueRow:
    total = sum(gauge.per_member.values()) or 1
    ranked = sorted(gauge.per_member.items(), key=lambda pair: (-pair[1], pair[0]))
    shares = tuple((name, count, count / total) for name, count in ranked)
    greatest = peaks.of(("group", gauge.group, gauge.filter), gauge.queued)
    return QueueRow(label(gauge.group), label(gauge.filter), gauge, greatest, shares)


def waiting(gauges: BrokerGauges) -> int:
    """Messages queued for clients and for shared groups; what waits for a group waits for none of its members."""
    return sum(each.queued for each in gauges.clients) + sum(each.queued for each in gauges.groups)


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """One subscription with its texts made visible."""

    info: SubscriptionInfo
    client: str
    filter: str

    def holds(self, text: str) -> bool:
        """Whether a search for `text` (in small letters) finds it."""
        return text in self.info.filter.casefold() or text in self.info.client.casefold()


def subscription_rows(infos: Iterable[SubscriptionInfo]) -> list[SubscriptionRow]:
    """One for each."""
    return [SubscriptionRow(each, label(each.client), label(each.filter)) for each in infos]


@dataclass(frozen=True, slots=True)
class RetainedRow:
    """One retained message; `taken` is when its age was told (monotonic ns)."""

    info: RetainedInfo
    taken: int
    topic: str
    preview: str

    def age(self, now: int) -> float:
        """Seconds since it was published."""
        return self.info.age + (now - self.taken) / 1e9


def retained_rows(infos: Iterable[RetainedInfo], now: int) -> list[RetainedRow]:
    """One for each message, told at `now` (monotonic ns)."""
    return [
        RetainedRow(each, now, label(each.topic), head_text(each.payload[:HEAD], len(each.payload))[0])
        for each in infos
    ]


@lru_cache(maxsize=8192)
def label(text: str) -> str:
    """A text from outside for a cell."""
    return show(elide(text, NAME)).text


def whole(text: str) -> str:
    """The same for a tooltip."""
    return show(elide(text, HOVER)).text


def reasons(dropped: dict[str, int]) -> str:
    """Counts with their reasons, one a line."""
    return "\n".join(f"{count:,}  {reason}" for reason, count in sorted(dropped.items(), key=lambda pair: -pair[1]))
