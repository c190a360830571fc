"""All consumers and groups of one workspace, and what our own producers sent to them."""

from __future__ import annotations

from collections.abc import Iterator

from eventscope.core.delays import Delays
from eventscope.core.ledger import Key
from eventscope.core.little import merge_checks
from eventscope.core.metrics import Integrity, LittleFigures, QueueKind
from eventscope.core.sequence import Totals
from eventscope.core.volley import Times
from eventscope.engine.consumers import Consumer, Group
from eventscope.engine.queues import Queues

_GAUGES_WITHIN = 2 * 10**9  # ns
_PUBLISHED = 200_000  # (stream, topic) pairs of our own producers that are remembered


class Audience:
    """Consumers by connection; each is in one group, its own where none was declared."""

    def __init__(self) -> None:
        self.consumers: dict[str, Consumer] = {}
        self._alone: dict[str, Group] = {}
        self._declared: dict[str, Group] = {}
        self._published: dict[Key, int] = {}

    @property
    def groups(self) -> Iterator[Group]:
        """All groups, those of one first."""
        yield from self._alone.values()
        yield from self._declared.values()

    def consumer(self, connection: str) -> Consumer:
        """The consumer of a connection, made when it is first heard of."""
        known = self.consumers.get(connection)
        if known is None:
            group = self._alone[connection] = Group(connection, self._published)
            known = self.consumers[connection] = Consumer(connection, group)
            group.members.append(known)
        return known

    def join(self, consumer: Consumer, name: str) -> None:
        """Make a consumer a member of a declared group; what it saw alone stays out of the group's book."""
        if consumer.group.declared and consumer.group.name == name:
            return
        consumer.group.members.remove(consumer)
        self._alone.pop(consumer.connection, None)
        group = self._declared.setdefault(name, Group(name, self._published, declared=True))
        group.members.append(consumer)
        consumer.group = group

    def forget(self, connection: str) -> None:
        """Nobody receives there any more: its figures go."""
        consumer = self.consumers.pop(connection, None)
        if consumer is None:
            return
        consumer.group.members.remove(consumer)
        if not consumer.group.members:
            (self._declared if consumer.group.declared else self._alone).pop(consumer.group.name, None)

    def sent(self, key: Key, first: int, due: Times) -> None:
        """Our own producer sends numbers from `first` on, intended for `due` (n,) (monotonic ns)."""
        self._published[key] = first + len(due) - 1
        if len(self._published) > _PUBLISHED:
            del self._published[next(iter(self._published))]
        for group in self.groups:
            group.ledger.sent(key, first, due)

    def delays(self) -> dict[str, Delays]:
        """Of each consumer that has any, by its name; two of one name are told apart by their connection."""
        found: dict[str, Delays] = {}
        for each in self.consumers.values():
            if each.delays is not None:
                found[each.name if each.name not in found else f"{each.name} ({each.connection})"] = each.delays
        return found

    def aside(self) -> frozenset[str]:
        """Names of the consumers whose latency is no part of the whole."""
        return frozenset(each.name for each in self.consumers.values() if each.aside)

    def integrity(self) -> Integrity:
        """The sum over all groups."""
        whole = Totals()
        for group in self.groups:
            whole.add(group.ledger.totals)
        return whole.figures()

    def second(self, now: int, seconds: float, queues: Queues) -> None:
        """A second is over: what is missing too long is lost, loads are noted."""
        for group in self.groups:
            group.second(now, seconds, self._waiting(group, now, queues))

    def estimates(self, now: int, queues: Queues) -> dict[tuple[QueueKind, str], int]:
        """Messages under way to each group whose broker tells nothing, where our own producers send to it.

        Not before gauges had the time to come: where our broker counts, nothing is estimated.
        """
        return {
            ("group" if group.declared else "client", group.title): max(group.ledger.flow.level, 0)
            for group in self.groups
            if group.ledger.reported
            and now - group.since > _GAUGES_WITHIN
            and queues.waiting_for(group.clients, now) is None
        }

    def little(self, now: int) -> LittleFigures:
        """Little's check over all groups that our own producers send to."""
        return merge_checks([group.ledger.flow.check(now) for group in self.groups if group.ledger.reported])

    def utilisation(self, now: int) -> float | None:
        """Of the busiest group; None while no queue was ever seen."""
        known = [value for group in self.groups if (value := group.utilisation(now)) is not None]
        return max(known, default=None)

    def _waiting(self, group: Group, now: int, queues: Queues) -> float | None:
        """Messages that wait for a group: by gauges, else by estimate without those that are merely travelling."""
        exact = queues.waiting_for(group.clients, now)
        if exact is not None or not group.ledger.reported:
            return exact
        travelling = 0.1 * group.ledger.flow.rates(now)[1]
        level = group.ledger.flow.level
        return float(level) if level > travelling else 0.0
