"""Posts requests over HTTP/1.1 connections that are kept alive; the only file that knows httpx."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, NamedTuple

import httpx

from eventscope import __version__
from eventscope.links.http.site import Site
from eventscope.links.http.troubles import Trouble, explain, trouble
from eventscope.links.mqtt.causes import Slow

# At each step of a request httpcore looks for sniffio, which is optional. That it is not there is remembered nowhere:
# Python searched all folders each time, which took two fifths of a request's CPU.
if "sniffio" not in sys.modules and find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

READ_WITHIN, WRITE_WITHIN, WITHIN = 30.0, 30.0, 60.0  # seconds for an answer, for each write, for all of it
BODY_WITHIN = 5.0  # seconds for what follows the head of an answer
LARGEST = 64 << 10  # bytes of an answer that are read; a longer one costs its connection
IDLE = 30.0  # seconds for which an unused connection is kept
_STALE = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
_SENDING = "http11.send_request_headers.started"
_FRESH = "connection.connect_tcp.started"
_BASE = (
    (b"user-agent", f"Eventscope/{__version__}".encode()),
    (b"accept", b"*/*"),
    (b"accept-encoding", b"identity"),
)
_OURS = frozenset((b"host", b"content-length", b"user-agent", b"accept", b"accept-encoding", b"authorization"))
Headers = Sequence[tuple[bytes, bytes | None]]


class Answer(NamedTuple):
    """What came back; `text` is as much of the body as was read, decoded leniently."""

    status: int
    retry_after: str
    location: str
    text: str


class Lost(Exception):
    """There is no answer. `sent`: the request may have arrived; else it is the way, not this request."""

    def __init__(self, trouble: Trouble, sent: bool) -> None:
        self.trouble, self.sent = trouble, sent
        super().__init__(trouble.words)


class Unsendable(Exception):
    """The request is none in HTTP; `str()` says why."""


class Client:
    """One site. `again`: a request that met a connection which the server had just closed is sent once more."""

    def __init__(self, site: Site, context: ssl.SSLContext | None, connections: int, again: bool) -> None:
        self._site = site
        self._again = again
        self._connections = connections
        self._reserved = _OURS | {name.lower() for name, _ in site.headers}
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=IDLE)
        # The transport alone: no cookies, no redirects, no proxies or credentials from the environment. Without TLS
        # there is nothing to verify, and no reason to load certificates.
        verify = context if context is not None else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._transport = httpx.AsyncHTTPTransport(verify=verify, limits=limits, trust_env=False)

    async def post(self, target: str, headers: Headers, body: bytes) -> Answer:
        """One request. Raises Lost or Unsendable."""
        for _ in range(self._connections + 1):
            watch = _Watch()
            try:
                async with asyncio.timeout(WITHIN):
                    return await self._once(target, headers, body, watch)
            except httpx.LocalProtocolError as error:
                raise Unsendable(str(error)) from None
            except (httpx.TransportError, OSError) as error:  # errors of TLS come as they are
                # Nothing of an answer had come on a connection that had rested: RFC9112 9.3.1 allows it for what may
                # be repeated, and the webhook-id tells a receiver that took both.
                stale = watch.reused and isinstance(error, _STALE) and not watch.answered
                if not (stale and self._again):
                    raise Lost(self._explain(error, watch), watch.sent) from error
            except ValueError as error:  # a path that is no ASCII
                raise Unsendable(str(error)) from None
        raise Lost(trouble("cut", self._site.place), sent=True)

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def _once(self, target: str, headers: Headers, body: bytes, watch: _Watch) -> Answer:
        response = await self._transport.handle_async_request(self._request(target, headers, body, watch))
        watch.answered = True
        try:
            text = await _text(response)
        finally:
            await response.aclose()
        found = response.headers
        return Answer(response.status_code, found.get("retry-after", ""), found.get("location", ""), text)

    def _request(self, target: str, headers: Headers, body: bytes, watch: _Watch) -> httpx.Request:
        timeout = {"connect": self._site.connect_timeout, "read": READ_WITHIN, "write": WRITE_WITHIN, "pool": None}
        # The target as it is: a URL would be parsed and written anew.
        extensions: dict[str, Any] = {"timeout": timeout, "target": target.encode("ascii"), "trace": watch.see}
        if self._site.tls.server_name:
            extensions["sni_hostname"] = self._site.tls.server_name
        given = [(self._named(name), value or b"") for name, value in headers]
        whole = [*_BASE, *self._site.headers, *given]
        return httpx.Request("POST", self._site.address.origin, headers=whole, content=body, extensions=extensions)

    def _named(self, name: bytes) -> bytes:
        """A message does not set what the connection sets."""
        return b"k-header." + name if name.lower() in self._reserved else name

    def _explain(self, error: Exception, watch: _Watch) -> Trouble:
        place = self._site.place
        cause = _cause(error)
        if isinstance(cause, ssl.SSLError) and not watch.answered:
            watch.sent = False  # in TLS 1.3 a server turns our certificate down after the handshake
            return explain(cause, place)
        if isinstance(error, httpx.ConnectTimeout):
            return explain(Slow("connect"), place)
        if not watch.sent:
            return explain(cause if isinstance(cause, OSError) else ConnectionResetError(str(error)), place)
        if isinstance(error, httpx.WriteTimeout):
            return trouble("timeout-send", place, seconds=round(WRITE_WITHIN))
        if isinstance(error, httpx.ReadTimeout | TimeoutError):
            return trouble("timeout-answer", place, seconds=round(READ_WITHIN))
        if isinstance(error, httpx.RemoteProtocolError):
            early = "disconnected" in str(error)
            return trouble("cut", place) if early else trouble("not-http", place, error=str(error)[:100])
        return trouble("connection-lost", place, error=str(error) or type(error).__name__)


class _Watch:
    """What one request has come to."""

    def __init__(self) -> None:
        self.reused = True
        self.sent = self.answered = False

    async def see(self, name: str, info: object) -> None:
        if name == _FRESH:
            self.reused = False
        elif name == _SENDING:
            self.sent = True


async def _text(response: httpx.Response) -> str:
    """The beginning of the body. What goes wrong here changes nothing: the status has come."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    found = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN):
            async for chunk in response.stream:
                found += chunk
                if len(found) > LARGEST:
                    break
    except (httpx.TransportError, TimeoutError):
        pass
    return bytes(found[:LARGEST]).decode("utf-8", "replace")


def _cause(error: BaseException) -> Exception | None:
    """The error of TLS or of a socket beneath, the deepest that has a number."""
    found: Exception | None = None
    below: BaseException | None = error
    for _ in range(10):
        if isinstance(below, BaseExceptionGroup):
            below = below.exceptions[0]
        if isinstance(below, ssl.SSLError):
            return below
        if below is None:
            break
        if isinstance(below, OSError) and below.errno is not None:
            found = below
        below = below.__cause__ or below.__context__
    return found
