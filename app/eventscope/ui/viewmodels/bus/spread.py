"""Things in a column: as near as may be to where each wants to be, in their order, without overlapping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def spread(wanted: Sequence[float], sizes: Sequence[float], gap: float) -> list[float]:
    """Centres for things of these sizes, `gap` apart at least, with the least sum of squared moves.

    Neighbours that would overlap form a block, which stands where its members want it on average (the pool of
    adjacent violators).
    """
    offsets: list[float] = []  # of each centre from that of the first, when all stand close
    for number, size in enumerate(sizes):
        offsets.append(offsets[-1] + (sizes[number - 1] + size) / 2 + gap if number else 0.0)
    blocks: list[tuple[float, int]] = []  # (mean place of the first centre, members)
    for place, offset in zip(wanted, offsets, strict=True):
        mean, count = place - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, members = blocks.pop()
            mean = (before * members + mean * count) / (members + count)
            count += members
        blocks.append((mean, count))
    means = [mean for mean, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def free(wanted: float, size: float, taken: Iterable[tuple[float, float]], gap: float) -> float:
    """A centre near `wanted` where a thing of that size fits between others, given as (centre, size)."""
    held = [(centre, (size + other) / 2 + gap) for centre, other in taken]
    candidates = [wanted, *(edge for centre, reach in held for edge in (centre - reach, centre + reach))]
    fitting = [place for place in candidates if all(abs(place - centre) >= reach - 1e-6 for centre, reach in held)]
    return min(fitting, key=lambda place: (abs(place - wanted), place < wanted), default=wanted)
