"""What a bus must keep: members that can be published and subscribed at, filters that all of them can carry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from eventscope.core import topics
from eventscope.core.bus import BusConnection, BusSpec
from eventscope.core.errors import BadInput
from eventscope.core.nearest import refuse_unknown
from eventscope.core.overlap import overlaps
from eventscope.core.tables import bad

BUSES = 50  # of a file
PAIRS = 4_000  # of members of all buses of a file, counted for each filter
MEMBERS = 16  # of a bus: every message is sent to all but one of them
FILTERS = 16

_KAFKA = re.compile(r"[A-Za-z0-9_-]*")  # a level of a filter; a dot would come back as a slash
NOT_ONCE = (
    "effectively-once cannot be kept for a bus: whoever listens at the bus itself has no session in which a repeat "
    "after a crash would be noticed; write at-least-once, or bridges between the members"
)


def check_all(buses: Sequence[BusSpec], connections: Mapping[str, BusConnection]) -> None:
    """Raises BadInput."""
    if len(buses) > BUSES:
        raise bad("the file of bridges", f"it has more than {BUSES} buses; split it")
    for spec in buses:
        check(spec, connections)
    if sum(len(spec.members) * (len(spec.members) - 1) * len(spec.filters) for spec in buses) > PAIRS:
        raise bad("the file of bridges", "its buses join too many members by too many filters to be checked; split it")


def check(spec: BusSpec, connections: Mapping[str, BusConnection]) -> None:
    """Raises BadInput."""
    place = f"bus {spec.name!r}"
    _members(spec, connections, f"{place}, members")
    _filters(spec, connections, f"{place}, filters")
    if spec.delivery == "effectively-once":
        raise bad(f"{place}, delivery", NOT_ONCE)


def _members(spec: BusSpec, connections: Mapping[str, BusConnection], place: str) -> None:
    refuse_unknown(spec.members, connections, f"In {place}", "there is no connection")
    twice = [name for name, count in Counter(spec.members).items() if count > 1]
    if twice:
        raise bad(place, f"{twice[0]!r} stands in it more than once")
    if not 2 <= len(spec.members) <= MEMBERS:
        raise bad(place, f"a bus joins 2 to {MEMBERS} connections, and these are {len(spec.members)}")
    for name in spec.members:
        if connections[name].kind == "http":
            words = "nobody can subscribe at an HTTP address; write a bridge that takes from a member of the bus"
            raise bad(place, f"{name!r} is HTTP, and {words}")


def _filters(spec: BusSpec, connections: Mapping[str, BusConnection], place: str) -> None:
    if not 1 <= len(spec.filters) <= FILTERS:
        raise bad(place, f'it needs 1 to {FILTERS} filters; "#" carries everything')
    kafka = any(connections[name].kind == "kafka" for name in spec.members)
    for number, filter_ in enumerate(spec.filters):
        _filter(filter_, kafka, place)
        for other in spec.filters[:number]:
            if overlaps(filter_, other):
                # A broker may send what both match once for each of them [MQTT-3.3.4-3].
                raise bad(place, f"{other!r} and {filter_!r} overlap, so that messages would cross twice; keep one")


def _filter(filter_: str, kafka: bool, place: str) -> None:
    if filter_.startswith("$"):
        raise bad(place, f"{filter_!r} begins with $: such topics are each broker's own and cross no bus")
    try:
        topics.check_filter(filter_)
    except BadInput as error:
        raise bad(place, str(error).rstrip("."), error.code) from None
    if not kafka:
        return
    for level in topics.levels(filter_):
        if level not in ("+", "#") and not (level and _KAFKA.fullmatch(level)):
            words = "for a member is Kafka, where the slashes become dots and only letters, digits, _ and - may stand"
            raise bad(place, f"the level {level!r} of {filter_!r} has no place in the bus, {words}")
