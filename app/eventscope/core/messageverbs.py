"""Verbs about stored messages: views over the log, pages of their rows, single ones whole, searches."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.answers import Explained, Found, Page
from eventscope.core.message import Message
from eventscope.core.verb import Verb


@dataclass(frozen=True, slots=True)
class OpenView(Verb[int]):
    """A live filtered view over the log; answers its id. Refused with a sentence when the filter is wrong.

    View 0 always exists: everything, position 0 being row id `oldest`.
    """

    filter: str


@dataclass(frozen=True, slots=True)
class CloseView(Verb[None]):
    """Forget a view."""

    view: int


@dataclass(frozen=True, slots=True)
class GetPage(Verb[Page]):
    """`count` rows (at most 512) of a view, from position `first` on, oldest first.

    In view 0 positions are row ids, from `Summary.oldest` to `Summary.newest`; in a filtered view they run
    from `ViewNews.first` (which may be negative) to `first + count - 1`. A row keeps its position while
    the view is open, so pages asked for while the view still scans or the log forgets never mix up rows.
    """

    view: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class GetMessage(Verb[Message]):
    """One message, whole."""

    id: int


@dataclass(frozen=True, slots=True)
class FindMessages(Verb[Found]):
    """Messages a filter lets through: ids above `after`, oldest first; or, with `before`, ids below it, newest first.

    `after` None means: only what is stored from now on. Waits up to `wait` seconds for the first one. Answers at
    most `count` messages (at most 1,000) of 8 MiB together (always at least one), and looks for at most a quarter
    of a second at a time: go on with `cursor` while `more`. BadInput for a wrong filter.
    """

    filter: str = ""
    after: int | None = None
    before: int | None = None
    count: int = 100
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Explain(Verb[Explained]):
    """Decode the properties of a stored message and find the receipt it belongs to."""

    id: int


@dataclass(frozen=True, slots=True)
class ClearLog(Verb[None]):
    """Forget all stored messages."""
