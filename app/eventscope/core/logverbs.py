"""Verbs about the message log as a whole: a search stopped, messages written to a file."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.messagetext import Form
from eventscope.core.verb import Verb


@dataclass(frozen=True, slots=True)
class StopSearch(Verb[None]):
    """Look no further back in a view; what it found stays, and newer matches still come."""

    view: int


@dataclass(frozen=True, slots=True)
class ExportMessages(Verb[int]):
    """Write what is stored by now and matches a filter to a new file, oldest first; answers the export's id.

    It goes on in the background, see ExportNews. BadInput for a wrong filter, or a file that is there already.
    """

    path: str
    form: Form = "jsonl"
    filter: str = ""


@dataclass(frozen=True, slots=True)
class StopExport(Verb[None]):
    """End an export; its file goes. One that has ended is no error."""

    export: int
