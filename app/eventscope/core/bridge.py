"""A bridge compiled: by which of its routes one message leaves, in each of the three modes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eventscope.core import bus, topics
from eventscope.core.bus import QOS, BridgeSpec, BusConnection, BusMessage, Exit, Kind, Outgoing, Route
from eventscope.core.busview import Condition, Unreadable, Value, View
from eventscope.core.crossing import Way
from eventscope.core.errors import BadInput
from eventscope.core.identity import bridge_id, identity
from eventscope.core.marks import Marks
from eventscope.core.placeholders import Template, TopicMap

LARGEST: dict[Kind, int] = {"mqtt": 268_435_460, "kafka": 1_000_000, "http": 64 << 20}  # bytes, until a peer tells
MEMORY, SHORT = 65_536, 256  # topics that are known to be good, and how many bytes they have at most

Result = tuple[list[Outgoing], list[Exit]]


@dataclass(slots=True)
class Family:
    """Routes of one group with the same `when`, which take messages in turn."""

    condition: Condition | None
    ways: list[Way]
    turn: int = 0

    def next(self) -> Way:
        """The one whose turn it is."""
        way = self.ways[self.turn % len(self.ways)]
        self.turn += 1
        return way


@dataclass(slots=True)
class Plan:
    """A compiled bridge. It remembers whose turn it is, and nothing about messages.

    `unreadable[n]` counts how often the `when` of route n met a message that it could not read while the message
    went on to another route, so that no Exit tells of it.
    """

    spec: BridgeSpec
    id: str
    source: str  # the identity of the source's broker
    ways: list[Way]  # all routes in their order
    groups: list[list[Family]]
    unreadable: list[int]
    _good: dict[bytes, str] = field(default_factory=dict)

    def limit(self, route: int, largest: int) -> None:
        """The target of a route has told how many bytes a message may have there."""
        self.ways[route].largest = largest

    def route(self, message: BusMessage, restored: Marks | None = None) -> Result:
        """(copies to send, reasons why there is none).

        Each group of routes (publish-subscribe: each route; point-to-point: all together) gives exactly one of the
        two, but for a message that is broken as a whole, which gives a single Exit without a route. `restored` are
        marks that the message has lost on its way, see `core.loops`; its own go before them.
        """
        if message.broken:
            return [], [Exit(None, bus.DECODE_ERROR, message.broken, dead=True)]
        try:
            view = View(message, self._topic(message))
        except BadInput as error:
            return [], [Exit(None, bus.INVALID_TOPIC, str(error), dead=True)]
        except ValueError as error:
            return [], [Exit(None, bus.DECODE_ERROR, f"Its properties cannot be read: {error}.", dead=True)]
        seen = view.marks or restored
        outgoing: list[Outgoing] = []
        exits: list[Exit] = []
        for group in self.groups:
            result = self._leave(group, view, seen)
            if isinstance(result, Outgoing):
                outgoing.append(result)
            else:
                exits.append(result)
        return outgoing, exits

    def _topic(self, message: BusMessage) -> str:
        known = self._good.get(message.topic)
        if known is None:
            known = _checked(message)
            if len(message.topic) > SHORT:
                return known
            if len(self._good) >= MEMORY:
                self._good.clear()
            self._good[message.topic] = known
        return known

    def _leave(self, group: list[Family], view: View, seen: Marks | None) -> Outgoing | Exit:
        """The first family whose `when` holds takes the message; what happens to it there is final."""
        words = ""
        passed: list[int] = []
        for family in group:
            try:
                if family.condition is None or family.condition.holds(view):
                    self._count(passed)
                    return family.next().send(view, seen)
            except Unreadable as error:
                way = family.ways[0]
                words = f"{error}."
                if way.dead_letters:
                    self._count(passed)
                    return Exit(way.number, bus.UNREADABLE, words, dead=True)
                passed.append(way.number)
        number = None if self.spec.mode == "point-to-point" else group[0].ways[0].number
        if not words:
            return Exit(number, bus.FILTERED, "No when of a route holds for it.")
        self._count(passed[:-1])
        return Exit(number, bus.UNREADABLE, words)

    def _count(self, passed: list[int]) -> None:
        for number in passed:
            self.unreadable[number] += 1


def _checked(message: BusMessage) -> str:
    """The topic as text. Raises BadInput for what is no topic, and for bytes that are no UTF-8."""
    try:
        topic = message.topic.decode()
    except UnicodeDecodeError:
        raise BadInput("topic-utf8", "The topic is no UTF-8.") from None
    if message.kind == "mqtt":
        topics.check_topic(topic)
    return topic


def compile(  # noqa: A001
    spec: BridgeSpec,
    connections: Mapping[str, BusConnection],
    install: str = "",
    brokers: Mapping[str, str] | None = None,
    ident: str = "",
) -> Plan:
    """The plan of a bridge whose file was checked by `core.busfile`.

    `install` keeps bridges of the same name in two installs apart. `brokers` are the identities of brokers (letters,
    digits, . _ -) by connection name, as a probe found them; without, they are made of addresses. `ident` is the
    bridge's name in marks where it has one already, as after a renaming, or as a part of a bus. Raises BadInput.
    """
    found = {name: identity(item) for name, item in connections.items()} | dict(brokers or {})
    maker = _Maker(spec, connections, ident or bridge_id(spec.name, install), found)
    ways = [maker.way(number, route) for number, route in enumerate(spec.routes)]
    return Plan(spec, maker.bridge, found[spec.source.connection], ways, _groups(spec, ways), [0] * len(ways))


def _groups(spec: BridgeSpec, ways: list[Way]) -> list[list[Family]]:
    groups: dict[str, dict[str, Family]] = {}
    for way, route in zip(ways, spec.routes, strict=True):
        families = groups.setdefault(_group(spec, route, way.number), {})
        when = route.when.strip()
        if when in families:
            families[when].ways.append(way)
        else:
            families[when] = Family(Condition(when) if when else None, [way])
    return [list(families.values()) for families in groups.values()]


def _group(spec: BridgeSpec, route: Route, number: int) -> str:
    if spec.mode == "point-to-point":
        return ""
    return route.group if spec.mode == "hybrid" else str(number)


@dataclass(frozen=True, slots=True)
class _Maker:
    spec: BridgeSpec
    connections: Mapping[str, BusConnection]
    bridge: str
    brokers: Mapping[str, str]

    def way(self, number: int, route: Route) -> Way:
        target = route.to
        connection = self.connections[target.connection]
        kind = connection.kind
        source = self.brokers[self.spec.source.connection]
        return Way(
            number=number,
            target=target,
            kind=kind,
            plain=kind == "mqtt" and connection.version == "3.1.1",
            bridge=self.bridge,
            source=source,
            broker=self.brokers[target.connection],
            hop_limit=self.spec.hop_limit,
            topic=TopicMap(Template(target.topic), kind, target.allow_dollar),
            key=Template(target.key) if target.key else None,
            transform=Value(route.transform) if route.transform.strip() else None,
            event_type=Template(target.event_type or "eventscope.message"),
            event_source=Template(target.event_source or f"urn:eventscope:{source}"),
            dead_letters=route.on_error == "dead-letter",
            qos=QOS[self.spec.delivery] if target.qos is None else target.qos,
            largest=LARGEST[kind],
        )
