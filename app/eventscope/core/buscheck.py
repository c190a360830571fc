"""What a file of bridges must keep beyond its shape: names, addresses, filters, templates, and promises that hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from eventscope.core import marks, members, placeholders, signs, topics
from eventscope.core.bus import QOS, SCHEMES, BridgeSpec, BusConnection, BusFile, Kind, QueueLimits, Route, Target
from eventscope.core.busview import Condition, Value
from eventscope.core.errors import BadInput
from eventscope.core.hosts import is_bracketed, is_loopback
from eventscope.core.nearest import refuse_unknown
from eventscope.core.placeholders import Template
from eventscope.core.tables import bad

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?", re.ASCII)
_SHARE = re.compile(r"[^/+#\0]+")
MOST = 1_000  # bridges of a file, and routes of a bridge


def check(file: BusFile) -> BusFile:
    """The file itself. Raises BadInput for the first thing that cannot work."""
    _unique("connection", [item.name for item in file.connections])
    _unique("bridge", [item.name for item in file.bridges])
    _unique("bus", [item.name for item in file.buses])
    _unique("bridge or bus", [item.name for item in file.bridges] + [item.name for item in file.buses])
    for connection in file.connections:
        _connection(connection, f"connection {connection.name!r}")
    if len(file.bridges) > MOST:
        raise bad("the file of bridges", f"it has more than {MOST} bridges; split it")
    connections = {item.name: item for item in file.connections}
    for spec in file.bridges:
        _Bridge(spec, connections).check()
    members.check_all(file.buses, connections)
    for bus in file.buses:
        queue(bus.queue, f"bus {bus.name!r}")
    return file


def _unique(kind: str, names: list[str]) -> None:
    for name, count in Counter(names).items():
        if not name.strip():
            raise bad(f"a {kind}", "name is empty")
        if count > 1:
            raise bad(f"{kind} {name!r}", f"{count} of them have this name; give each its own")


def _connection(connection: BusConnection, place: str) -> None:
    scheme, mark, rest = connection.url.partition("://")
    where = f"{place}, url"
    if not mark:
        raise bad(where, f"{connection.url!r} has no scheme; write it as mqtt://127.0.0.1:1883")
    refuse_unknown([scheme.lower()], SCHEMES, f"In {where}", "unknown scheme")
    if "@" in rest.partition("/")[0]:
        # The URL itself is not repeated: it may hold the secret.
        raise bad(where, "a user or password does not belong into a URL; write user = … and password-file = …")
    hosts = rest.partition("/")[0].split(",")
    if len(hosts) > 1 and connection.kind != "kafka":
        raise bad(where, "only Kafka takes several hosts; name one")
    for host in hosts:
        match = _HOST.fullmatch(host)
        if match is None or not is_bracketed(match[1]) or not 0 <= int(match[2] or 1) <= 65_535:
            raise bad(where, f"{host!r} is no host with a port from 0 to 65535")
    if "?" in rest or "#" in rest:
        raise bad(where, "nothing may stand behind ? or # in it")
    _belongs(connection, place)


def _belongs(connection: BusConnection, place: str) -> None:
    """Keys of one middleware are refused for another, because they would do nothing there."""
    kind = connection.kind
    for key, given, owner in (
        ("mechanism", connection.mechanism, "kafka"),
        ("client-id", connection.client_id, "mqtt"),
        ("version", connection.version if connection.version != "5" else "", "mqtt"),
        ("secret-file", connection.secret_file, "http"),
    ):
        if given and kind != owner:
            raise bad(f"{place}, {key}", f"this is of {_words(owner)} and means nothing to {_words(kind)}")
    if kind == "kafka" and connection.user and not connection.mechanism:
        raise bad(place, 'user needs a mechanism, as in mechanism = "SCRAM-SHA-256"')


def queue(limits: QueueLimits, place: str) -> None:
    """Raises BadInput for limits that are none."""
    for key, number in (("messages", limits.messages), ("bytes", limits.bytes)):
        if number < 1:
            raise bad(f"{place}, queue, {key}", "it must be above 0")
    if not 0 <= limits.age < float("inf"):
        raise bad(f"{place}, queue, age", "seconds are needed, 0 for no limit")


def _words(kind: str) -> str:
    return {"mqtt": "MQTT", "kafka": "Kafka", "http": "HTTP"}[kind]


class _Bridge:
    """One bridge being checked."""

    def __init__(self, spec: BridgeSpec, connections: dict[str, BusConnection]) -> None:
        self.spec = spec
        self.place = f"bridge {spec.name!r}"
        self.connections = connections

    def check(self) -> None:
        """Raises BadInput."""
        kind = self._kind(self.spec.source.connection, f"{self.place}, from")
        {"mqtt": self._mqtt_source, "kafka": self._kafka_source, "http": self._http_source}[kind]()
        self._numbers()
        if not 0 < len(self.spec.routes) <= MOST:
            raise bad(self.place, f"it needs 1 to {MOST} routes")
        for number, route in enumerate(self.spec.routes, 1):
            where = self.place if self._single() else f"{self.place}, route {number}"
            self._route(route, kind, where)
        self._groups()
        self._delivery(kind)
        self._signs(kind)

    def _single(self) -> bool:
        return len(self.spec.routes) == 1

    def _kind(self, name: str, where: str) -> Kind:
        refuse_unknown([name], self.connections, f"In {where}, connection", "there is none called")
        return self.connections[name].kind

    def _mqtt_source(self) -> None:
        source, where = self.spec.source, f"{self.place}, from"
        begin = _begin(source.begin)
        self._refuse(
            where, "an MQTT source has a filter",
            topic=source.topic, group=source.group, begin=begin, when_gone=_gone(source.when_gone),
        )  # fmt: skip
        if not source.filter:
            raise bad(where, 'filter is missing, as in filter = "orders/#"')
        if source.filter.startswith(topics.SHARE):
            raise bad(f"{where}, filter", 'write the group of a shared subscription as shared = "…"')
        _said(f"{where}, filter", lambda: topics.check_filter(source.filter))
        if source.qos not in (0, 1, 2):
            raise bad(f"{where}, qos", "it is 0, 1 or 2")
        if source.shared and not _SHARE.fullmatch(source.shared):
            raise bad(f"{where}, shared", "the name of a group has no /, + or #")

    def _kafka_source(self) -> None:
        source, where = self.spec.source, f"{self.place}, from"
        self._refuse(where, "a Kafka source has a topic", filter=source.filter, shared=source.shared)
        if not source.topic:
            raise bad(where, "topic is missing")
        try:
            placeholders.check_target("kafka", source.topic, False)
        except placeholders.Unfillable as error:
            raise bad(f"{where}, topic", str(error)) from None

    def _http_source(self) -> None:
        source, where = self.spec.source, f"{self.place}, from"
        self._refuse(
            where, "an HTTP source has a filter over paths",
            topic=source.topic, group=source.group, shared=source.shared, begin=_begin(source.begin),
            when_gone=_gone(source.when_gone),
        )  # fmt: skip
        if not source.filter:
            raise bad(where, 'filter is missing; "#" takes every path')
        _said(f"{where}, filter", lambda: topics.check_filter(source.filter))
        self._listens(f"{where}, connection", self.connections[source.connection])

    def _listens(self, where: str, connection: BusConnection) -> None:
        """Where events are posted in, we listen: at an address of this machine and at no other."""
        parts = urlsplit(connection.url)
        if not is_loopback(parts.hostname or ""):
            raise bad(where, f"events are taken at addresses of this machine only, as http://127.0.0.1:8090; "
                             f"{parts.hostname!r} is none")  # fmt: skip
        if connection.scheme == "https":
            raise bad(where, "what is posted to this machine does not leave it; write http://")
        if parts.path.strip("/"):
            raise bad(where, "an address to post to has no path: the path of each post is its topic")

    def _refuse(self, where: str, words: str, **given: str) -> None:
        for key, found in given.items():
            if found:
                raise bad(f"{where}, {key}", f"it means nothing here: {words}")

    def _numbers(self) -> None:
        spec = self.spec
        queue(spec.queue, self.place)
        if spec.hop_limit is not None and not 1 <= spec.hop_limit <= marks.HOP_LIMIT:
            raise bad(f"{self.place}, hop-limit", f"it is a number from 1 to {marks.HOP_LIMIT}")
        if not 0 <= spec.tries <= 1_000_000:
            raise bad(f"{self.place}, tries", "it is a number from 1, or 0 for ever")

    def _route(self, route: Route, source: Kind, where: str) -> None:
        if route.when.strip():
            _said(f"{where}, when", lambda: Condition(route.when))
        if route.transform.strip():
            _said(f"{where}, transform", lambda: Value(route.transform))
        target, kind = route.to, self._kind(route.to.connection, f"{where}, to")
        self._target(target, kind, source, f"{where}, to")

    def _target(self, target: Target, kind: Kind, source: Kind, where: str) -> None:
        if not target.topic and kind != "http":
            raise bad(where, "topic is missing")
        if kind != "mqtt":
            self._refuse(
                where, f"{_words(kind)} has no such thing",
                **{"retain": str(target.retain or ""), "allow-dollar": "yes" if target.allow_dollar else ""},
            )  # fmt: skip
            if target.qos is not None:
                raise bad(f"{where}, qos", f"{_words(kind)} has no such thing")
        elif target.qos not in (None, 0, 1, 2):
            raise bad(f"{where}, qos", "it is 0, 1 or 2")
        if target.cloudevents == "batched" and kind != "http":
            raise bad(f"{where}, cloudevents", "batches exist in HTTP only")
        if target.cloudevents == "binary" and self._plain(target):
            raise bad(f"{where}, cloudevents", "MQTT 3.1.1 has no properties for binary mode; write structured")
        if target.key and kind == "mqtt":
            raise bad(f"{where}, key", "MQTT has no keys; the key of a Kafka record crosses by itself, as k-key")
        self._templates(target, kind, source, where)

    def _plain(self, target: Target) -> bool:
        connection = self.connections[target.connection]
        return connection.kind == "mqtt" and connection.version == "3.1.1"

    def _templates(self, target: Target, kind: Kind, source: Kind, where: str) -> None:
        levels = self._levels(source)
        for key in ("topic", "key", "event_type", "event_source"):
            text = getattr(target, key)
            place = f"{where}, {key.replace('_', '-')}"
            template = _said(place, lambda text=text: Template(text))  # type: ignore[misc]
            _said(place, lambda template=template: placeholders.check_source(template, levels))  # type: ignore[misc]
            if key == "topic":
                self._topic(template, target, kind, source, place)

    def _levels(self, source: Kind) -> int | None:
        """How many levels every topic of the source has; None where that differs."""
        if source == "kafka":
            return len(self.spec.source.topic.split("."))
        parts = topics.levels(self.spec.source.filter)
        return None if "#" in parts else len(parts)

    def _topic(self, template: Template, target: Target, kind: Kind, source: Kind, place: str) -> None:
        literal = template.parts[0] if template.parts and isinstance(template.parts[0], str) else ""
        if kind == "mqtt" and literal.startswith("$") and not target.allow_dollar:
            raise bad(place, "topics that begin with $ are the broker's own; allow-dollar = true permits it")
        names = {part[0] for part in template.parts if isinstance(part, tuple)}
        if kind == "kafka" and "topic" in names and source != "kafka" and self._levels(source) != 1:
            raise bad(place, "{topic} has slashes, which Kafka does not allow; write {dotted}, or {1} and so on")
        # Whatever stands in braces, the rest must be fit for a topic.
        probe = "".join(part if isinstance(part, str) else "x" for part in template.parts)
        if probe:
            try:
                placeholders.check_target(kind, probe, target.allow_dollar)
            except placeholders.Unfillable as error:
                raise bad(place, str(error)) from None

    def _groups(self) -> None:
        hybrid = self.spec.mode == "hybrid"
        for number, route in enumerate(self.spec.routes, 1):
            if hybrid and not route.group.strip():
                raise bad(f"{self.place}, route {number}", "mode hybrid needs a group for every route")

    def _delivery(self, kind: Kind) -> None:
        delivery = self.spec.delivery
        kinds = [kind, *(self.connections[route.to.connection].kind for route in self.spec.routes)]
        if delivery == "effectively-once" and "http" in kinds:
            raise bad(
                f"{self.place}, delivery",
                "effectively-once cannot be kept over HTTP: when an answer is lost, nobody can tell whether the "
                "request was taken; write at-least-once, and let the receiver look at webhook-id",
            )
        least = QOS[delivery]
        if kind == "mqtt" and self.spec.source.qos < least:
            raise bad(f"{self.place}, from, qos", f"{delivery} needs at least {least}")
        for number, route in enumerate(self.spec.routes, 1):
            if route.to.qos is not None and route.to.qos < least:
                raise bad(f"{self.place}, route {number}, to, qos", f"{delivery} needs at least {least}")

    def _signs(self, kind: Kind) -> None:
        """Signs of life are told, and beats heard, over MQTT."""
        spec = self.spec
        if not 0 <= spec.heartbeat <= signs.SLOWEST:
            raise bad(f"{self.place}, heartbeat", f"it is a number of seconds from 1 to {signs.SLOWEST}, or 0 for none")
        kinds = {kind, *(self.connections[route.to.connection].kind for route in spec.routes)}
        for key, given in (("announce", spec.announce), ("heartbeat", spec.heartbeat)):
            if given and "mqtt" not in kinds:
                raise bad(
                    f"{self.place}, {key}", "it works over MQTT, and no side of this bridge is MQTT; leave it out"
                )


def _begin(begin: str) -> str:
    return begin if begin != "newest" else ""


def _gone(when: str) -> str:
    return when if when != "stop" else ""


def _said(place: str, call: Callable[[], Any]) -> Any:
    """What `call` answers, its complaint put under the place in the file."""
    try:
        return call()
    except BadInput as error:
        raise bad(place, str(error).rstrip("."), error.code) from None
