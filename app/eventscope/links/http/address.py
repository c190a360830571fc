"""Where an HTTP connection leads: the parts of its URL, the targets of requests below it, the names of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from eventscope.core.hosts import is_loopback

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """`base` is the path of the URL without a slash at its end; `host` has no brackets."""

    scheme: str
    host: str
    port: int
    base: str = ""

    @classmethod
    def of(cls, url: str) -> Address:
        """Of a URL that was checked (`core.buscheck`)."""
        parts = urlsplit(url)
        scheme = parts.scheme.lower()
        port = PORTS[scheme] if parts.port is None else parts.port
        return cls(scheme, parts.hostname or "", port, parts.path.rstrip("/"))

    @property
    def tls(self) -> bool:
        """Whether it is https."""
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """Host and port, the port left out where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    def target(self, path: str) -> str:
        """What stands in a request line for a path (percent-encoded) below the URL; an empty one means the URL."""
        return f"{self.base}/{path}" if path else self.base or "/"

    @property
    def loopback(self) -> bool:
        """Whether it means this machine and nothing else."""
        return is_loopback(self.host.lower())

    @property
    def binds(self) -> tuple[str, ...]:
        """The addresses to listen at; for localhost both, of which the second need not exist."""
        return ("127.0.0.1", "::1") if self.host.lower() == "localhost" else (self.host,)

    def names(self, port: int) -> frozenset[str]:
        """What may stand as Host in a request to us: DNS rebinding brings other names."""
        own = f"[{self.host}]" if ":" in self.host else self.host.lower()
        hosts = frozenset({"localhost", "127.0.0.1", "[::1]", own})
        named = frozenset(f"{host}:{port}" for host in hosts)
        return named | hosts if port == PORTS["http"] else named
