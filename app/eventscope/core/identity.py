"""What brokers and bridges are called in the marks that a message carries."""

from __future__ import annotations

import hashlib

from eventscope.core import bus
from eventscope.core.bus import BusConnection


def identity(connection: BusConnection) -> str:
    """A name for a broker made of its address, for as long as no probe has found a better one."""
    _, _, rest = connection.url.partition("://")
    place = rest.lower() if connection.kind == "http" else rest.lower().partition("/")[0]
    port = bus.SCHEMES[connection.scheme][1]
    hosts = sorted(_place(host, port) for host in place.split(","))
    return f"{connection.kind}-{hashlib.sha256(','.join(hosts).encode()).hexdigest()[:12]}"


def _place(host: str, port: int) -> str:
    for name in ("localhost", "[::1]"):
        host = "127.0.0.1" + host.removeprefix(name) if host.startswith(name) else host
    bare, _, path = host.partition("/")
    return f"{bare}/{path}" if ":" in bare.rpartition("]")[2] else f"{bare}:{port}/{path}"


def bridge_id(name: str, install: str = "") -> str:
    """A bridge's name in marks: the same at every start, another one in every install."""
    return hashlib.sha256(f"{install}\0{name}".encode()).hexdigest()[:12]
