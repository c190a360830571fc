"""Finds plain QoS 0 packets in a row that all go one way, so that their bytes are passed on as one piece."""

from __future__ import annotations

from eventscope.broker.reading import Reading
from eventscope.broker.router import Route


def measure(
    reading: Reading, routes: dict[bytes, Route], route: Route, data: bytes, at: int, last: int, limit: int
) -> tuple[int, int]:
    """Where the packets from `at` on end that may pass unchanged by `route`, and how many they are; none is 0.

    Each of them ends at `last` or before and has `limit` bytes at most; equal headers are only compared.
    """
    count, v5, properties, known = 0, reading.v5, reading.properties, routes.get
    while at + 2 < last and data[at] == 0x30:
        size, body = data[at + 1], at + 2
        if size >= 0x80:
            high = data[body]
            if not 0 < high < 0x80:
                break
            size, body = size & 0x7F | high << 7, body + 1
        stop = body + size
        if stop > last or stop - at > limit or size < 4:
            break
        payload = body + 2 + (data[body] << 8 | data[body + 1])
        if payload >= stop or known(data[body + 2 : payload]) is not route:
            break
        if v5 and data[payload]:
            if not properties(data, payload, stop)[1]:
                break
            at, count = stop, count + 1
            continue
        prefix, size = data[at : payload + v5], stop - at
        while True:
            at, count = at + size, count + 1
            if at + size > last or not data.startswith(prefix, at):
                break
    return at, count
