"""Codes of news and errors become sentences in the language of the window; English comes along as it is.

The catalogue is the translation file itself: context "words", the code as source text (and the English sentences
where several share one). packaging/i18n.py collects them from the code, so nothing is listed twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from eventscope.core.errors import EventscopeError

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


def _spoken(value: object) -> object:
    """A parameter that is a known sentence itself, such as a reason of the protocol, in the language of the window."""
    return QCoreApplication.translate(CONTEXT, value) if isinstance(value, str) and " " in value else value


def _filled(sources: tuple[str, ...], words: str, params: Mapping[str, object]) -> str:
    for source in filter(None, sources):
        pattern = QCoreApplication.translate(CONTEXT, source)
        if pattern in ("", source):
            continue
        try:
            return pattern.format(**{key: _spoken(value) for key, value in params.items()})
        except (KeyError, IndexError, ValueError, AttributeError):
            log.exception("the translation of %s does not fit its parameters", source)
    return words
