"""Whether a site can be reached, found out without a request: one of any kind might mean something to who takes it."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ssl

from eventscope.links.http.site import Site
from eventscope.links.http.troubles import Trouble, explain
from eventscope.links.mqtt.causes import Closed, Slow

VERDICT = 0.25  # seconds in which a server that speaks TLS may say no to a connection


async def knock(site: Site, context: ssl.SSLContext | None) -> Trouble | None:
    """TCP, and TLS where it is https; None where somebody opens."""
    address, name = site.address, site.tls.server_name
    try:
        async with asyncio.timeout(site.connect_timeout):
            server_name = (name or address.host) if context is not None else None
            opening = asyncio.open_connection(address.host, address.port, ssl=context, server_hostname=server_name)
            reader, writer = await opening
    except (OSError, UnicodeError) as error:
        return explain(_plain(error), site.place)
    found = await _verdict(site, reader) if context is not None else None
    writer.close()
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(1.0):
            await writer.wait_closed()
    return found


async def _verdict(site: Site, reader: asyncio.StreamReader) -> Trouble | None:
    """In TLS 1.3 a server turns our certificate down after the handshake; no message is to suffer for it."""
    try:
        async with asyncio.timeout(VERDICT):
            return None if await reader.read(1) else explain(Closed(), site.place)
    except TimeoutError:
        return None
    except OSError as error:
        return explain(error, site.place)


def _plain(error: Exception) -> Exception:
    """As sockets raise it: asyncio has words of its own for several addresses that failed, and for being slow."""
    if isinstance(error, TimeoutError):
        return Slow("connect")
    if f"[Errno {errno.ECONNREFUSED}]" in str(error):
        return ConnectionRefusedError(errno.ECONNREFUSED, "refused")
    return error
