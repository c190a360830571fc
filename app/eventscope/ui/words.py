"""Codes of news and errors become sentences in the language of the window; English comes along as it is.

The catalogue is the translation file itself: context "words", the code as source text (and the English sentences
where several share one). packaging/i18n.py collects them from the code, so nothing is listed twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from eventscope.core.errors import EventscopeError
from eventscope.core.note import Note
from eventscope.core.visible import show

CONTEXT = "words"
log = logging.getLogger(__name__)


def sentence(code: str, words: str, params: Mapping[str, object] | None = None) -> str:
    """The sentence of a code, filled in; `words`, its English form, where there is no translation.

    Without a code `words` itself is looked up: reasons of the protocol come as plain sentences.
    """
    return _filled((code, words), words, params or {})


def error(problem: EventscopeError) -> str:
    """What an error says to a person; its own sentence comes first, for some share a code."""
    return _filled((problem.sentence, problem.code), str(problem), problem.params)


def note(item: Note) -> str:
    """What a note says to a person."""
    return _filled((item.sentence, item.code), str(item), item.params)


def _spoken(value: object) -> object:
    """A parameter that is a known sentence itself, such as a reason of the protocol, in the language of the window."""
    return _translated(value) if isinstance(value, str) and " " in value else value


def _translated(source: str) -> str:
    """In the language of the window; as it is where it is unknown, or holds half a surrogate pair, which Qt refuses."""
    try:
        return QCoreApplication.translate(CONTEXT, source)
    except UnicodeEncodeError:
        return source


def _filled(sources: tuple[str, ...], words: str, params: Mapping[str, object]) -> str:
    """What came from outside may be quoted in it, so hidden characters become marks here, for all who show it."""
    for source in filter(None, sources):
        pattern = _translated(source)
        if pattern in ("", source):
            continue
        try:
            return show(pattern.format(**{key: _spoken(value) for key, value in params.items()}), lines=True).text
        except (KeyError, IndexError, ValueError, AttributeError):
            log.exception("the translation of %s does not fit its parameters", source)
    return show(words, lines=True).text
