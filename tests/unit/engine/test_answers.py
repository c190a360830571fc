"""Every verb has one answer, of the type the verb promises."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from eventscope.core.verbs import answer_type, verbs
from eventscope.engine.answers import ANSWERS

VERBS = verbs()


@pytest.mark.parametrize("name", VERBS)
def test_each_verb_is_answered_with_its_own_type(name: str) -> None:
    import eventscope.engine.engine  # the annotations name it

    verb = VERBS[name]
    call = ANSWERS[verb]
    known = {"Engine": eventscope.engine.engine.Engine}
    hints = get_type_hints(call, localns=known)
    assert hints["verb"] is verb
    wanted = answer_type(verb)
    assert hints["return"] in (wanted, type(None) if wanted is None else wanted)


def test_nothing_else_is_answered() -> None:
    assert set(ANSWERS) == set(VERBS.values())
