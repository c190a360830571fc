"""Which addresses lead to one and the same broker: MQTT by taking over a session, Kafka by what the cluster says."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from eventscope.core.bus import Kind
from eventscope.core.errors import EventscopeError
from eventscope.core.identity import identity
from eventscope.engine.bridges.ends import Endpoint
from eventscope.links.mqtt import takeover

NO_ID = "The cluster gives no id of its own."


class Findings(NamedTuple):
    """Of addresses, as `core.identity` names them: each group is one broker; why others could not be compared."""

    groups: tuple[tuple[str, ...], ...]
    unknown: dict[str, str]


async def probe(endpoints: Sequence[Endpoint], seconds: float) -> Findings:
    """Ask all of them side by side, for so many seconds at most. Where one address is alone nobody is asked."""
    asked = {"mqtt": _of(endpoints, "mqtt"), "kafka": _of(endpoints, "kafka")}
    jobs = [_mqtt(asked["mqtt"], seconds), _kafka(asked["kafka"], seconds)]
    results = await asyncio.gather(*jobs)
    groups = tuple(group for found in results for group in found.groups)
    return Findings(groups, {address: words for found in results for address, words in found.unknown.items()})


def _of(endpoints: Sequence[Endpoint], kind: Kind) -> dict[str, Endpoint]:
    """One for each address of a kind; none where there is nothing to compare."""
    found: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        if endpoint.bus.kind == kind:
            found.setdefault(identity(endpoint.bus), endpoint)
    return found if len(found) > 1 else {}


async def _mqtt(asked: dict[str, Endpoint], seconds: float) -> Findings:
    addresses = list(asked)
    parties = [(item.mqtt, item.password) for item in asked.values() if item.mqtt is not None]
    found = await takeover.same(parties, seconds)
    groups = tuple(tuple(addresses[number] for number in group) for group in found.groups)
    return Findings(groups, {addresses[number]: words for number, words in found.unknown.items()})


async def _kafka(asked: dict[str, Endpoint], seconds: float) -> Findings:
    answers = await asyncio.gather(*(_in_time(item, seconds) for item in asked.values()))
    groups: dict[object, list[str]] = {}
    unknown: dict[str, str] = {}
    for address, (cluster, words) in zip(asked, answers, strict=True):
        if words:
            unknown[address] = words
        else:
            groups.setdefault(cluster, []).append(address)
    return Findings(tuple(tuple(group) for group in groups.values()), unknown)


async def _in_time(endpoint: Endpoint, seconds: float) -> tuple[object, str]:
    """The library does not hear of a cluster that is away before its time is over; nobody waits for more than that."""
    try:
        return await asyncio.wait_for(asyncio.to_thread(_cluster, endpoint, seconds), seconds)
    except TimeoutError:
        return None, takeover.LATE


def _cluster(endpoint: Endpoint, seconds: float) -> tuple[object, str]:
    """What is the same wherever a cluster is asked, or why there is nothing of the kind.

    Its id alone will not do: half the world copies that of an example, and small servers have a constant one. So the
    addresses of its nodes must be the same, too; a cluster that names others at each of its doors is taken for several.
    """
    from eventscope.links.kafka.cluster import Cluster  # here: librdkafka is loaded only where Kafka is

    assert endpoint.kafka is not None
    try:
        said = Cluster(endpoint.kafka, endpoint.password, seconds).describe()
    except EventscopeError as error:
        return None, str(error)
    nodes = frozenset((node.host, node.port) for node in said.nodes)
    return ((said.id, nodes), "") if said.id and nodes else (None, NO_ID)
