"""A log of any length that exists only as a rule: answers pages and messages, and counts what was asked."""

from __future__ import annotations

import numpy as np

from eventscope.core.errors import BadInput
from eventscope.core.message import (
    DUP,
    NO_LATENCY,
    RETAIN,
    ROW,
    STAMPED,
    V5,
    WALL_LATENCY,
    Message,
    PublishProperties,
    connection_tag,
)
from eventscope.core.verbs import Explain, Explained, GetMessage, GetPage, Page
from eventscope.core.workspace import EMBEDDED

START = 1_795_435_200_000_000_000  # wall ns of row 0
STEP = 83_037_000  # ns between rows
TOPICS = (
    b"sensors/hall-1/humidity",
    b"sensors/hall-3/temperature",
    b"orders/12/created",
    b"orders/7/created",
    b"payments/accepted",
)
HEAD = 256


class FakeLog:
    """Rows `oldest` to `newest`. `payloads` and `topics` replace those of given ids."""

    def __init__(self, newest: int = 1_000_000, oldest: int = 1) -> None:
        self.oldest, self.newest = oldest, newest
        self.payloads: dict[int, bytes] = {}
        self.topics: dict[int, bytes] = {}
        self.flags: dict[int, int] = {}
        self.latencies: dict[int, int] = {}
        self.pages: list[GetPage] = []
        self.matches: list[int] | None = None  # ids of a filtered view

    def answers(self) -> dict[type, object]:
        """For FakeDoor."""
        return {GetPage: self.page, GetMessage: self.message, Explain: self.explain}

    def topic(self, ident: int) -> bytes:
        return self.topics.get(ident, TOPICS[ident * 7 % 5])

    def payload(self, ident: int) -> bytes:
        made = (
            b'{"v": %d.%d, "unit": "\xc2\xb0C", "seq": %d}' % (18 + ident % 6, ident % 10, ident),
            b'{"id": "o-%d", "total": %d.50, "currency": "EUR", "items": [{"sku": "A-114", "n": 2}]}'
            % (ident, ident % 400),
            b'{"order": "o-%d", "by": "card"}' % ident,
        )
        return self.payloads.get(
            ident, made[0 if self.topic(ident)[:1] == b"s" else 1 if self.topic(ident)[:1] == b"o" else 2]
        )

    def row_flags(self, ident: int) -> int:
        plain = (ident % 3) | V5 | STAMPED | (RETAIN if ident % 31 == 0 else 0) | (DUP if ident % 47 == 0 else 0)
        return self.flags.get(ident, plain | (WALL_LATENCY if ident % 9 == 0 else 0))

    def latency(self, ident: int) -> int:
        if ident in self.latencies:
            return self.latencies[ident]
        if ident % 13 == 0:
            return NO_LATENCY
        return -3_000_000 if ident % 29 == 0 else 400_000 + ident * 7919 % 1_300_000

    def page(self, verb: GetPage) -> Page:
        self.pages.append(verb)
        wanted = range(verb.first, verb.first + min(verb.count, 512))
        if verb.view == 0:
            pairs = [(at, at) for at in wanted if self.oldest <= at <= self.newest]
        else:
            found = self.matches or []
            pairs = [(at, found[at]) for at in wanted if at < len(found)]
        return self.rows(pairs)

    def rows(self, pairs: list[tuple[int, int]]) -> Page:
        rows = np.zeros(len(pairs), ROW)
        topics: dict[bytes, int] = {}
        heads = []
        for index, (_, ident) in enumerate(pairs):
            payload = self.payload(ident)
            heads.append(payload[:HEAD])
            row = rows[index]
            row["id"], row["wall"], row["mono"] = ident, START + ident * STEP, ident * STEP
            row["latency"], row["flags"], row["size"] = self.latency(ident), self.row_flags(ident), len(payload)
            row["topic"] = topics.setdefault(self.topic(ident), len(topics))
            row["props"] = 170 if ident % 2 else 0
            row["connection"] = connection_tag(EMBEDDED)
        positions = np.array([at for at, _ in pairs], np.int64)
        return Page(positions, rows, tuple(topics), tuple(heads))

    def message(self, verb: GetMessage) -> Message:
        if not self.oldest <= verb.id <= self.newest:
            raise BadInput("message-gone", "Message {id} is no longer stored: the log's limit was reached.", id=verb.id)
        latency = self.latency(verb.id)
        return Message(
            id=verb.id,
            wall=START + verb.id * STEP,
            mono=verb.id * STEP,
            connection=connection_tag(EMBEDDED),
            topic=self.topic(verb.id),
            payload=self.payload(verb.id),
            properties=b"\x03\x00\x10application/json",
            flags=self.row_flags(verb.id),
            latency=None if latency == NO_LATENCY else latency,
        )

    def explain(self, verb: Explain) -> Explained:
        user = (("trace", f"t-{verb.id}"), ("es-stream", "demo-1"), ("es-seq", f"{verb.id:012d}"))
        return Explained(PublishProperties(content_type="application/json", user=user), (1,))
