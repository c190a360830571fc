"""A listening TCP socket of this machine, as every server of ours wants it."""

from __future__ import annotations

import socket
import sys


def bound(host: str, port: int, backlog: int) -> socket.socket:
    """It listens at that address; raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sets TCP_NODELAY: without it every answer waits 40 ms for an acknowledgement.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # Unix: the port is free at once after a stop. Windows: without it another program could take the same port,
        # and our clients with it.
        option = "SO_EXCLUSIVEADDRUSE" if sys.platform == "win32" else "SO_REUSEADDR"
        made.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
        made.bind((host, port))
        made.listen(backlog)
    except OSError:
        made.close()
        raise
    return made
