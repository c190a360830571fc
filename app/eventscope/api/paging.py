"""Stored messages by one look after the other: until enough is found, the time is over, or all is written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from eventscope.api.caller import Caller
from eventscope.api.shape import BIG
from eventscope.base import clock
from eventscope.core.messagetext import Form, heading, record
from eventscope.core.verbs import FindMessages, Found

BYTES = 8 << 20  # of payloads in one answer
PAGE = 500  # messages of one piece of an export


async def search(engine: Caller, verb: FindMessages, seconds: float) -> Found:
    """Look again and again, as FindMessages does once, for at most so long after the first time."""
    end = clock.mono_ns() + int(seconds * 1e9)
    found = await engine.ask(verb)
    while found.more and _has_room(found, verb.count) and clock.mono_ns() < end:
        rest = replace(verb, count=verb.count - len(found.messages))
        rest = replace(rest, after=found.cursor) if verb.before is None else replace(rest, before=found.cursor)
        found = _joined(found, await engine.ask(rest))
    return found


def _has_room(found: Found, count: int) -> bool:
    return len(found.messages) < count and sum(len(item.payload) for item in found.messages) < BYTES


def _joined(first: Found, then: Found) -> Found:
    return replace(
        then,
        messages=first.messages + then.messages,
        explained=first.explained + then.explained,
        missed=first.missed + then.missed,
        undecoded=first.undecoded + then.undecoded,
    )


async def export(engine: Caller, filter_: str, form: Form, names: Mapping[int, str]) -> AsyncIterator[str]:
    """The text of all that is stored now, in pieces; a mistake in the filter is raised before the first."""
    newest = (await engine.ask(FindMessages("", before=BIG, count=1))).messages
    first = await engine.ask(FindMessages(filter_, after=0, count=PAGE))
    return _pieces(engine, first, newest[0].id if newest else 0, filter_, form, names)


async def _pieces(
    engine: Caller, found: Found, newest: int, filter_: str, form: Form, names: Mapping[int, str]
) -> AsyncIterator[str]:
    yield heading(form)
    while True:
        both = zip(found.messages, found.explained, strict=True)
        yield "".join(
            record(form, item, said, names.get(item.connection, "")) for item, said in both if item.id <= newest
        )
        if not found.more or found.cursor >= newest:
            return
        found = await engine.ask(FindMessages(filter_, after=found.cursor, count=PAGE))
