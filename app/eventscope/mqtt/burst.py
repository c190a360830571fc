"""Cuts a stream of bytes as the splitter does, but what comes by the hundred into columns, without an object for each.

What is not plainly good comes as a frame in its place, for the decoders of single packets to judge: no rule stands
twice, and both ways give the same messages, faults and words.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from eventscope.mqtt import columns, reasons
from eventscope.mqtt.columns import Places, Run
from eventscope.mqtt.gather import Bytes, Mask, Numbers, number
from eventscope.mqtt.packets import V5, V311, PacketType
from eventscope.mqtt.splitter import Splitter
from eventscope.mqtt.wire import Frame, Malformed

SMALL = 8 << 10  # bytes; less than that is cut packet by packet, unless the packets are tiny
FEW = 40  # packets; for fewer numpy costs more than it saves
STEP = 64  # packets between two looks for a stride
ROWS = 4_096  # packets that one such look compares, so that a stride that ends soon costs little
FEW_ANSWERS = 8
_BARE = 4  # bytes of an acknowledgement that says nothing more than its identifier
_ANSWERS = b"\x40\x50\x70"
_PUBREL = 0x62
_OTHER, _MESSAGE, _RELEASE = 0, 1, 2  # what a stretch of packets is


@dataclass(frozen=True, slots=True)
class Releases:
    """PUBREL packets in a row: their identifiers, none of them 0."""

    ids: list[int]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Answers:
    """PUBACK, PUBREC or PUBCOMP packets in a row that say the same: their identifiers, none of them 0."""

    kind: PacketType
    said: bytes  # what follows each identifier: nothing, a reason, or a reason and no properties
    ids: list[int]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def reason(self) -> int:
        """The reason code of all of them."""
        return self.said[0] if self.said else 0

    def frames(self) -> list[Frame]:
        """Each as a packet of its own."""
        return [(self.kind << 4, ident.to_bytes(2, "big") + self.said) for ident in self.ids]


Piece = Frame | Run | Releases | Answers


class Burst(Splitter):
    """Holding, limits and faults are the splitter's own; the frames of a fault may be runs, too.

    `fault` is set when the cutting into columns failed by a fault of ours, or by whoever wants no more runs: from
    there on it is a splitter, beginning with the bytes in hand, so nothing is lost.
    """

    __slots__ = ("fault",)

    def __init__(self, limit: int, version: int = V311) -> None:
        super().__init__(limit, version)
        self.fault: Exception | None = None

    def feed(self, data: bytes) -> list[Piece]:  # type: ignore[override]  # who asks for runs knows what they are
        """What `data` completes, in order; raises as the splitter does."""
        return super().feed(data)  # type: ignore[return-value]

    def _split(self, data: bytes, at: int, frames: list[Piece]) -> None:  # type: ignore[override]
        if self.fault is None and (_pays(data, at) or (at < len(data) and data[at] in _ANSWERS)):
            found: list[Piece] = []
            try:
                self._hurry(data, at, found)
            except Malformed:
                frames += found
                raise
            except Exception as fault:  # noqa: BLE001  # told by who reads; the splitter knows no columns
                self.fault = fault
                self._held = bytearray()  # empty where this began: a packet is finished before it
                self._need = 0
            else:
                frames += found
                return
        super()._split(data, at, frames)  # type: ignore[arg-type]

    def _hurry(self, data: bytes, at: int, frames: list[Piece]) -> None:
        at = self._answers(data, at, frames)
        while _pays(data, at):
            at = self._short(data, np.frombuffer(data, np.uint8), at, frames)
            stop = self._whole(data, at)[1]
            if not stop:
                break
            super()._split(data[at:stop], 0, frames)  # type: ignore[arg-type]
            at = stop
        super()._split(data, at, frames)  # type: ignore[arg-type]

    def _answers(self, data: bytes, at: int, frames: list[Piece]) -> int:
        """Acknowledgements that all say the same, as they come to one who sends much; answers where they end."""
        while at + 1 < len(data) and data[at] in _ANSWERS:
            size = 2 + data[at + 1]
            count = (len(data) - at) // size
            said = data[at + 4 : at + size]
            if count < FEW_ANSWERS or not self._plain(data[at], size, said):
                break
            table = np.frombuffer(data, np.uint8, count * size, at).reshape(count, size)
            ids = table[:, 2].astype(np.int64) << 8 | table[:, 3]
            same = ids > 0
            for column in (0, 1, *range(4, size)):
                same &= table[:, column] == table[0, column]
            count = count if same.all() else int(same.argmin())
            if count < FEW_ANSWERS:
                break
            frames.append(Answers(PacketType(data[at] >> 4), said, ids[:count].tolist()))
            at += count * size
        return at

    def _plain(self, first: int, size: int, said: bytes) -> bool:
        """Whether what follows an identifier is nothing, or a reason that is allowed, without properties."""
        if size == _BARE or size > self.limit:
            return size <= self.limit
        known = self.version == V5 and len(said) in (1, 2) and said[0] in reasons.ALLOWED[PacketType(first >> 4)]
        return known and said[1:] in (b"", b"\0")

    def _short(self, data: bytes, raw: Bytes, at: int, frames: list[Piece]) -> int:
        """Packets with a length of one byte or two, and strides of any; answers where something else begins."""
        loose: list[int] = []  # where packets begin that are in no stride
        while True:
            if stride := self._stride(data, raw, at):
                self._loose(data, raw, loose, at, frames)
                loose = []
                self._pass(data, raw, stride, frames)
                at = int(stride.end[-1])
            before, at = at, _walk(data, at, self.limit, loose)
            if at == before:
                self._loose(data, raw, loose, at, frames)
                return at

    def _loose(self, data: bytes, raw: Bytes, starts: list[int], end: int, frames: list[Piece]) -> None:
        """Packets that begin at `starts`, as `_walk` notes them; the last one ends at `end`."""
        if len(starts) < FEW:
            frames += [
                (data[at], data[at + (2 if data[at + 1] < 0x80 else 3) : stop]) for at, stop in pairwise([*starts, end])
            ]
            return
        at = np.array(starts)
        self._pass(data, raw, Places(at, at + 2 + (raw[at + 1] >> 7), np.append(at[1:], end), 0), frames)

    def _stride(self, data: bytes, raw: Bytes, at: int) -> Places | None:
        """Packets of one type and size in a row, where there are many.

        As each says that it is as long as the one before, the next begins one stride further on.
        """
        start, stop = self._whole(data, at)
        size, width = stop - at, start - at
        count = min((len(data) - at) // size, ROWS) if stop else 0
        head = data[at + 1 : start]
        if count < FEW or not all(data.startswith(head, at + n * size + 1) for n in (1, FEW - 1)):
            return None
        matrix = raw[at : at + count * size].reshape(count, size)
        same = matrix[:, 0] & 0xF0 == data[at] & 0xF0
        for column in range(1, width):
            same &= matrix[:, column] == data[at + column]
        if not same.all():
            count = int(same.argmin())
        starts = np.arange(at, at + count * size, size)
        return Places(starts, starts + width, starts + size, size) if count >= FEW else None

    def _whole(self, data: bytes, at: int) -> tuple[int, int]:
        """Where the body of the packet at `at` begins and ends; zeros where the packet is cut or wrong."""
        try:
            size, start = self._length(data, at)
        except Malformed:
            return 0, 0
        stop = start + size
        return (start, stop) if start and stop <= len(data) and stop - at <= self.limit else (0, 0)

    def _pass(self, data: bytes, raw: Bytes, places: Places, frames: list[Piece]) -> None:
        """Each stretch of one kind as what it is."""
        first = raw[places.at]
        kinds = np.where(first >> 4 == 3, _MESSAGE, _OTHER)
        kinds[(first == _PUBREL) & (places.end - places.body == 2)] = _RELEASE
        done = 0
        for begin, end in _stretches(kinds):
            if end - begin >= FEW and kinds[begin] != _OTHER:
                frames += places.part(done, begin).frames(data)
                frames += self._many(data, raw, places.part(begin, end), kinds[begin] == _MESSAGE)
                done = end
        frames += places.part(done, len(places)).frames(data)

    def _many(self, data: bytes, raw: Bytes, places: Places, messages: bool) -> list[Piece]:
        if messages:
            return _sound(*columns.cut(data, raw, places, self.version == V5))
        ids = number(raw, places.body)
        return [Releases(ids.tolist())] if ids.all() else [*places.frames(data)]


def _pays(data: bytes, at: int) -> bool:
    """Whether there seem to be many packets."""
    rest = len(data) - at
    return rest >= SMALL or (rest > 1 and (size := data[at + 1]) < 0x80 and rest >= 2 * FEW * (size + 2))


def _walk(data: bytes, at: int, limit: int, starts: list[int]) -> int:
    """Notes where the next STEP packets begin; ends before one that is cut, too large or has a long length."""
    end, add = len(data), starts.append
    for _ in range(STEP):
        if at + 2 > end:
            break
        stop = at + 2 + data[at + 1]
        if data[at + 1] >= 0x80:
            high = data[at + 2] if at + 2 < end else 0
            if not 0 < high < 0x80:
                break
            stop += 1 + (high << 7) - 0x80
        if stop > end or stop - at > limit:
            break
        add(at)
        at = stop
    return at


def _stretches(kinds: Numbers | Mask) -> list[tuple[int, int]]:
    """Beginnings and ends of stretches of equal values."""
    edges = (np.flatnonzero(kinds[1:] != kinds[:-1]) + 1).tolist()
    return list(pairwise([0, *edges, len(kinds)]))


def _sound(run: Run, good: Mask) -> list[Piece]:
    """The run where it is good, frames where it is not."""
    if good.all():
        return [run]
    found: list[Piece] = []
    done = 0
    for begin, end in _stretches(good):
        if good[begin] and end - begin >= FEW:
            found += [*run.part(done, begin).frames(), run.part(begin, end)]
            done = end
    return [*found, *run.part(done, len(run)).frames()]
