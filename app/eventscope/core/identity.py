"""What brokers and bridges are called in the marks that a message carries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from eventscope.core import bus
from eventscope.core.bus import BusConnection

PROBE = "es-probe-"  # client ids that begin so throw each other out to find out which addresses are one broker


def identity(connection: BusConnection) -> str:
    """A name for a broker made of its address, for as long as no probe has found a better one."""
    _, _, rest = connection.url.partition("://")
    place = rest.lower() if connection.kind == "http" else rest.lower().partition("/")[0]
    port = bus.SCHEMES[connection.scheme][1]
    hosts = sorted(_place(host, port) for host in place.split(","))
    return f"{connection.kind}-{hashlib.sha256(','.join(hosts).encode()).hexdigest()[:12]}"


def merged(known: Mapping[str, str], found: Iterable[Sequence[str]]) -> dict[str, str]:
    """What addresses (as `identity` names them) are called, where that is not their own name.

    `known` is the same from before. Each group of `found` is one broker, and no two of them are the same one. A broker
    keeps the name that it has had, because messages carry it, unless that is the address of another one; an address
    that nobody asked keeps what is known of it.
    """
    groups = [tuple(group) for group in found]
    asked = {address for group in groups for address in group}
    names = {address: name for address, name in known.items() if address not in asked}
    taken: set[str] = set()
    for group in groups:
        had = (known.get(address, "") for address in group)
        kept = (name for name in had if name and name not in taken and (name in group or name not in asked))
        name = next(kept, group[0])
        taken.add(name)
        names |= dict.fromkeys(group, name)
    followed = {address: names.get(name, name) for address, name in names.items()}
    return {address: name for address, name in followed.items() if address != name}


def _place(host: str, port: int) -> str:
    for name in ("localhost", "[::1]"):
        host = "127.0.0.1" + host.removeprefix(name) if host.startswith(name) else host
    bare, _, path = host.partition("/")
    return f"{bare}/{path}" if ":" in bare.rpartition("]")[2] else f"{bare}:{port}/{path}"


def bridge_id(name: str, install: str = "") -> str:
    """A bridge's name in marks: the same at every start, another one in every install."""
    return hashlib.sha256(f"{install}\0{name}".encode()).hexdigest()[:12]
