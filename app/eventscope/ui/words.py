"""Codes of news and errors become sentences in the language of the window; English comes along as it is.

The catalogue is the translation file itself: context "words", the code as source text (the English sentence
where several share a code). packaging/i18n.py collects them from the code, so nothing is listed twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from eventscope.core.errors import EventscopeError

CONTEXT = "words"
log = logging.getLogger(__name__)


def sentence(code: str, words: str, params: Mapping[str, object] | None = None) -> str:
    """The sentence of a code, filled in; `words`, its English form, where there is no translation."""
    return _filled((code,), words, params or {})


def error(problem: EventscopeError) -> str:
    """What an error says to a person; a sentence that shares its code with others is looked up by itself."""
    return _filled((problem.code, problem.sentence), str(problem), problem.params)


def _filled(sources: tuple[str, ...], words: str, params: Mapping[str, object]) -> str:
    for source in filter(None, sources):
        pattern = QCoreApplication.translate(CONTEXT, source)
        if pattern == source:
            continue
        try:
            return pattern.format(**params)
        except (KeyError, IndexError, ValueError, AttributeError):
            log.exception("the translation of %s does not fit its parameters", source)
    return words
