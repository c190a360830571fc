"""Bytes from a peer under measurement; one that closes a connection ends the measurement."""

from __future__ import annotations

import socket

CHUNK = 1 << 18


def chunk(sock: socket.socket) -> bytes:
    """What is there, waiting for the first byte. Raises ConnectionError."""
    data = sock.recv(CHUNK)
    if not data:
        raise ConnectionError("it closed a connection")
    return data


def read(sock: socket.socket, size: int) -> None:
    """Pass over so many bytes. Raises ConnectionError."""
    while size:
        data = sock.recv(size)
        if not data:
            raise ConnectionError("it closed a connection")
        size -= len(data)
