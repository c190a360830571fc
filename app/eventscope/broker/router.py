"""Who gets what: the tree of subscriptions, and for each topic in use a route that is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eventscope.broker.message import Message
from eventscope.broker.outbox import Outbox
from eventscope.broker.session import Session, Totals
from eventscope.broker.sharing import Group
from eventscope.core.topics import levels, share
from eventscope.mqtt.packets import V5, V311
from eventscope.mqtt.wire import put_length

ROUTES = 50_000  # topics whose route is remembered; past that all are forgotten and worked out again
AS_PUBLISHED, ALWAYS = 1, 2
LIMITED = 1 << 15  # bytes; what passes unchanged has a length of two bytes, so it is smaller


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription with its options; `identifier` None where the client gave none."""

    filter: str
    qos: int
    no_local: bool = False
    retain_as_published: bool = False
    retain_handling: int = 0
    identifier: int | None = None


class Target:
    """One receiver of a topic: all its matching subscriptions as one.

    `retain` says when RETAIN is set (0 never, 1 as published, 2 always), `ids` are the Subscription Identifiers
    as property bytes, `own` is what the receiver gets of its own messages (None under No Local [MQTT-3.8.3-3]),
    `group` is there for a shared subscription.
    """

    __slots__ = ("group", "ids", "own", "qos", "retain", "session")

    def __init__(self, session: Session, qos: int, retain: int, ids: bytes, group: Group | None = None) -> None:
        self.session = session
        self.qos = qos
        self.retain = retain
        self.ids = ids
        self.group = group
        self.own: Target | None = self

    def shows_retain(self, message: Message) -> bool:
        """Whether the PUBLISH for this receiver has RETAIN set [MQTT-3.3.1-12, -13]."""
        return self.retain > 0 and (message.retain or self.retain == ALWAYS)


def merge(session: Session, found: list[Subscription], retain: int = 0) -> Target:
    """One target for overlapping subscriptions: the highest QoS, all identifiers [MQTT-3.3.4-2 to -5]."""
    qos = max(one.qos for one in found)
    shown = retain or int(any(one.retain_as_published for one in found))
    return Target(session, qos, shown, b"".join(_identifier(one) for one in found))


def _identifier(subscription: Subscription) -> bytes:
    return b"" if subscription.identifier is None else b"\x0b" + put_length(subscription.identifier)


class Route:
    """Where messages of some topics go.

    `plain[version]` are the connected receivers that all take the same bytes at QoS 0, `offline` the sessions that
    miss QoS 0, `special` the other targets. `refused` is the reason code for a client that publishes here, or 0.
    `passes[version]`: packets of that version that may pass unchanged need nothing but to be handed to `plain`.
    """

    __slots__ = ("groups", "offline", "passes", "plain", "refused", "special", "targets")

    def __init__(self, targets: list[Target], groups: list[Group], refused: int) -> None:
        self.targets = targets
        self.groups = groups
        self.refused = refused
        self.plain: dict[int, list[Outbox]] = {V311: [], V5: []}
        self.offline: list[Session] = []
        self.special: list[Target] = []
        for target in targets:
            self._sort(target)
        self.passes = {V311: self._only(V311), V5: self._only(V5)}

    def _sort(self, target: Target) -> None:
        outbox = target.session.outbox
        if outbox is None:
            self.offline.append(target.session)
        elif target.own is not target or outbox.alias_maximum or (target.ids and outbox.version == V5):
            self.special.append(target)
        else:
            self.plain[outbox.version].append(outbox)

    def _only(self, version: int) -> bool:
        """Whether all receivers take every packet of a version as it is; a limit to its size is looked at each time."""
        others = self.plain[V5 if version == V311 else V311]
        limited = any(outbox.max_packet < LIMITED for outbox in self.plain[version])
        return not (self.special or self.groups or others or limited)


class Node:
    """One level of the tree; "+" and "#" are children like others."""

    __slots__ = ("children", "groups", "subscribers")

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.subscribers: dict[Session, Subscription] = {}
        self.groups: dict[str, Group] = {}

    @property
    def empty(self) -> bool:
        """Whether the tree does not need it any more."""
        return not (self.children or self.subscribers or self.groups)


class Router:
    """The subscriptions of all sessions. `routes` is always the same dict: connections look into it directly."""

    def __init__(
        self,
        totals: Totals,
        refuse: Callable[[str], int] = lambda topic: 0,
        may_read: Callable[[Session, str], bool] = lambda session, topic: True,
    ) -> None:
        self._totals = totals
        self._refuse = refuse
        self._may_read = may_read
        self._root = Node()
        self.routes: dict[bytes, Route] = {}
        self._shared: dict[tuple[int, tuple[Node, ...]], Route] = {}
        self.groups: dict[tuple[str, str], Group] = {}
        self.count = 0

    def subscribe(self, session: Session, subscription: Subscription) -> bool:
        """Add or replace a subscription; true when it is new."""
        name, inner = share(subscription.filter)
        node = self._node(inner)
        new = subscription.filter not in session.subscriptions
        session.subscriptions[subscription.filter] = subscription
        self.count += new
        if name is None:
            node.subscribers[session] = subscription
        else:
            self._join(node, name, inner, session, subscription)
        self._forget()
        return new

    def unsubscribe(self, session: Session, filter_: str) -> bool:
        """Remove a subscription; false when there was none."""
        if session.subscriptions.pop(filter_, None) is None:
            return False
        self.count -= 1
        name, inner = share(filter_)
        path = self._path(inner)
        node = path[-1][2]
        if name is None:
            node.subscribers.pop(session, None)
        else:
            self._leave(node, name, inner, session)
        for parent, level, child in reversed(path):
            if child.empty:
                del parent.children[level]
        self._forget()
        return True

    def remove(self, session: Session) -> None:
        """Remove all subscriptions of a session that ends."""
        for filter_ in list(session.subscriptions):
            self.unsubscribe(session, filter_)

    def changed(self, session: Session) -> None:
        """A session was connected or disconnected: routes that lead to it are stale."""
        if session.subscriptions:
            self._forget()

    def route(self, topic: bytes) -> Route:
        """The route of a valid topic name, from memory or from the tree."""
        route = self.routes.get(topic)
        if route is None:
            if len(self.routes) >= ROUTES:
                self._forget()
            route = self.routes[topic] = self._work_out(topic.decode())
        return route

    def _forget(self) -> None:
        self.routes.clear()
        self._shared.clear()

    def _work_out(self, topic: str) -> Route:
        """Topics that the same filters match share one route: a new topic costs little, and so does forgetting it."""
        refused = self._refuse(topic)
        if refused and refused != 0x87:
            return Route([], [], refused)
        nodes = tuple(self._matching(topic))
        route = self._shared.get((refused, nodes))
        if route is None:
            route = self._merged(topic, nodes, refused)
            if all(session.permissions is None for node in nodes for session in node.subscribers):
                self._shared[refused, nodes] = route
        return route

    def _merged(self, topic: str, nodes: tuple[Node, ...], refused: int) -> Route:
        found: dict[Session, list[Subscription]] = {}
        groups: list[Group] = []
        for node in nodes:
            for session, subscription in node.subscribers.items():
                found.setdefault(session, []).append(subscription)
            groups += node.groups.values()
        targets = [_resolve(session, list_) for session, list_ in found.items() if self._may_read(session, topic)]
        return Route(targets, groups, refused)

    def _matching(self, topic: str) -> Iterator[Node]:
        names = levels(topic)
        nodes = [self._root]
        wild = topic[:1] != "$"  # [MQTT-4.7.2-1]
        for name in names:
            following = []
            for node in nodes:
                children = node.children
                if wild and "#" in children:
                    yield children["#"]
                if name in children:
                    following.append(children[name])
                if wild and "+" in children:
                    following.append(children["+"])
            nodes = following
            wild = True
            if not nodes:
                return
        for node in nodes:
            yield node
            if "#" in node.children:
                yield node.children["#"]

    def _node(self, filter_: str) -> Node:
        node = self._root
        for level in levels(filter_):
            child = node.children.get(level)
            if child is None:
                child = node.children[level] = Node()
            node = child
        return node

    def _path(self, filter_: str) -> list[tuple[Node, str, Node]]:
        path = []
        node = self._root
        for level in levels(filter_):
            child = node.children[level]
            path.append((node, level, child))
            node = child
        return path

    def _join(self, node: Node, name: str, inner: str, session: Session, subscription: Subscription) -> None:
        group = node.groups.get(name)
        if group is None:
            group = node.groups[name] = self.groups[name, inner] = Group(name, inner, self._totals)
        retain = AS_PUBLISHED if subscription.retain_as_published else 0
        group.join(session, Target(session, subscription.qos, retain, _identifier(subscription), group))

    def _leave(self, node: Node, name: str, inner: str, session: Session) -> None:
        group = node.groups[name]
        group.leave(session)
        if not group.members:
            del node.groups[name], self.groups[name, inner]


def _resolve(session: Session, found: list[Subscription]) -> Target:
    target = merge(session, found)
    foreign_only = [one for one in found if one.no_local]
    if foreign_only:
        rest = [one for one in found if not one.no_local]
        target.own = merge(session, rest) if rest else None
    return target
