"""Which column a broker stands in: behind all whose messages reach it, circles cut where they close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Links = Mapping[str, Sequence[str]]


def columns(nodes: Sequence[str], links: Links) -> dict[str, int]:
    """The column of each node, counted from 0: the longest way that leads to it.

    `links` are the nodes behind a node. Where bridges form a circle, the link that comes back to where the search
    began does not count; the order of `nodes` says where it begins.
    """
    forward = _forward(nodes, links)
    found = dict.fromkeys(nodes, 0)
    for node in _sorted(nodes, forward):
        for other in forward[node]:
            found[other] = max(found[other], found[node] + 1)
    return found


def _forward(nodes: Sequence[str], links: Links) -> dict[str, list[str]]:
    """The links without those that close a circle, found depth first and without recursion."""
    kept: dict[str, list[str]] = {node: [] for node in nodes}
    state: dict[str, int] = {}  # 1: on the way, 2: done
    for start in _starts(nodes, links):
        if start in state:
            continue
        state[start] = 1
        trail = [(start, iter(links.get(start, ())))]
        while trail:
            node, rest = trail[-1]
            other = next(rest, None)
            if other is None:
                state[node] = 2
                trail.pop()
            elif other in kept and state.get(other) != 1:
                kept[node].append(other)
                if other not in state:
                    state[other] = 1
                    trail.append((other, iter(links.get(other, ()))))
    return kept


def _starts(nodes: Sequence[str], links: Links) -> Iterable[str]:
    """Nodes that nothing leads to come first."""
    reached = {other for node, behind in links.items() for other in behind if other != node}
    return [*(node for node in nodes if node not in reached), *nodes]


def _sorted(nodes: Sequence[str], forward: Mapping[str, Sequence[str]]) -> list[str]:
    """Every node after all that lead to it."""
    left = dict.fromkeys(nodes, 0)
    for behind in forward.values():
        for other in behind:
            left[other] += 1
    ready = [node for node in nodes if not left[node]]
    for node in ready:
        for other in forward[node]:
            left[other] -= 1
            if not left[other]:
                ready.append(other)
    return ready
