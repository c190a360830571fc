"""What a dry run found, as rows: each message with the copies that would leave, or the reason why none does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eventscope.core import drystep, visible
from eventscope.core.bus import BridgeSpec
from eventscope.core.drystep import Step
from eventscope.core.errors import BadInput
from eventscope.ui.viewmodels.brokers_rows import label

SHOWN = 4_000  # characters of a payload
MOST = 200  # messages of one dry run


@dataclass(frozen=True, slots=True)
class DryRow:
    """One copy (`reason` empty) or one reason. `route` is counted from 1, 0 for none."""

    number: int
    place: int  # among the rows of its message
    topic: str
    route: int
    target: str = ""
    leaves: str = ""
    reason: str = ""
    words: str = ""
    dead: bool = False
    step: Step | None = None


def rows(steps: Sequence[Step], spec: BridgeSpec) -> list[DryRow]:
    """All rows, in the order of the messages; those that the bridge would not even get come last."""
    found = [row for step in steps for row in _rows(step, spec)]
    return sorted(found, key=lambda row: row.reason == drystep.NOT_TAKEN)


def _rows(step: Step, spec: BridgeSpec) -> Iterator[DryRow]:
    topic = label(step.message.topic.decode("utf-8", "backslashreplace"))
    for place, copy in enumerate(step.outgoing):
        target = spec.routes[copy.route].to.connection if copy.route < len(spec.routes) else ""
        yield DryRow(step.number, place, topic, copy.route + 1, label(target), label(copy.topic), step=step)
    for place, item in enumerate(step.exits, len(step.outgoing)):
        route = 0 if item.route is None else item.route + 1
        yield DryRow(
            step.number, place, topic, route, reason=item.reason, words=label(item.words), dead=item.dead, step=step
        )


def detail(row: DryRow) -> str:
    """The message and its copy side by side, as plain text with hidden characters marked."""
    if row.step is None:
        return ""
    lines = ["→ " + row.topic, shown(row.step.message.payload)]
    if row.reason:
        return "\n".join([*lines, "", "✕ " + row.words])
    copy: dict[str, Any] = drystep.as_object(row.step)["out"][row.place]
    head = f"{row.route} → {row.target}  {row.leaves}"
    more = {name: value for name, value in copy.items() if name not in ("route", "topic", "payload", "payload-base64")}
    given = row.step.outgoing[row.place].payload
    others = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in more.items()]
    return "\n".join([*lines, "", head, shown(given), *(visible.show(text).text for text in others)])


def shown(data: bytes | None) -> str:
    """A payload as text that is safe to draw; ∅ for a tombstone."""
    if data is None:
        return "∅"
    text = visible.decode(data[:SHOWN], lines=True).text
    return text + (f" … ({len(data):,})" if len(data) > SHOWN else "")


def lines(text: str) -> tuple[str, ...]:
    """What was pasted, line by line. Raises BadInput for nothing and for too much."""
    found = tuple(line for line in text.splitlines() if line.strip())
    if not found:
        raise BadInput(
            "dry-run-empty", "Paste a message a line, as in {example}", example='{"topic": "a", "payload": "x"}'
        )
    if len(found) > MOST:
        raise BadInput("dry-run-many", "These are {n} messages; try {most} at most.", n=len(found), most=MOST)
    return found
