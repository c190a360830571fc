"""Which topics two filters, or a template and a filter, have in common; never too few, so that no cycle is missed."""

from __future__ import annotations

from eventscope.core import topics
from eventscope.core.bus import Kind
from eventscope.core.placeholders import Template

_ANY, _DEEP = "\1", "\2"  # some text of one level, and of any number of levels


def pattern(template: Template, takes: str, source: Kind) -> str:
    """What a template makes of the topics of a source, with marks for what may be any text."""
    levels = takes.split("." if source == "kafka" else "/")
    whole = takes if source == "kafka" else "/".join({"+": _ANY, "#": _DEEP}.get(level, level) for level in levels)
    known = {"topic": whole, "slashed": _slashed(whole, source), "dotted": whole.replace("/", ".")}
    made = []
    for part in template.parts:
        if isinstance(part, str):
            made.append(part)
        elif part[0].isdigit():
            made.append(_level(levels, int(part[0])))
        else:
            made.append(known.get(part[0], _DEEP))
    return "".join(made)


def _level(levels: list[str], number: int) -> str:
    level = levels[number - 1] if number <= len(levels) else "#"
    return _ANY if level in ("+", "#") else level


def _slashed(whole: str, source: Kind) -> str:
    # A level of MQTT may have dots of its own, which would become slashes.
    return whole.replace(".", "/").replace(_ANY, _DEEP) if source != "kafka" else whole.replace(".", "/")


def meets(kind: Kind, gives: str, takes: str, filtered: bool = False) -> bool:
    """Whether a pattern has a topic in common with a filter, a Kafka topic, or (`filtered`) a filter of a bus there."""
    if kind == "kafka" and filtered:  # what stands for one level of MQTT may have dots of its own
        return overlaps(_filter(gives.replace(".", "/").replace(_ANY, _DEEP)), takes)
    if kind == "kafka":
        return _glob(gives.replace(_DEEP, _ANY).split(_ANY), takes)
    return overlaps(_filter(gives), takes)


def _filter(gives: str) -> str:
    levels: list[str] = []
    for level in gives.split("/"):
        if _DEEP in level:
            levels.append("#")
            break
        levels.append("+" if _ANY in level else level)
    return "/".join(levels)


def _glob(pieces: list[str], text: str) -> bool:
    """Whether `text` is the pieces with anything between them."""
    if len(pieces) == 1:
        return pieces[0] == text
    first, *middle, last = pieces
    if not text.startswith(first) or not text[len(first) :].endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def overlaps(one: str, other: str) -> bool:
    """Whether a topic exists that both filters match."""
    first, second = topics.levels(one), topics.levels(other)
    for this, that in ((first, second), (second, first)):
        if this[0].startswith("$") and that[0] in ("+", "#"):
            return False  # [MQTT-4.7.2-1]
    for depth in range(max(len(first), len(second))):
        here = first[depth] if depth < len(first) else None
        there = second[depth] if depth < len(second) else None
        if here == "#" or there == "#":
            return True  # its parent included, so the other may have ended
        if here is None or there is None or ("+" not in (here, there) and here != there):
            return False
    return True
