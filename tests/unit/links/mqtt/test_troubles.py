"""Every sentence can be filled, says something, and what comes from outside stays text."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from eventscope.links.mqtt import troubles
from eventscope.links.mqtt.troubles import Ended, shortened, survived

SOURCE = Path(troubles.__file__).parent


def names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", sorted(troubles._ENDS))
def test_ends_have_words(code: str) -> None:
    ended = Ended(code, **{name: f"<{name}>" for name in names(troubles._ENDS[code])})
    assert ended.trouble.code == code
    assert len(ended.trouble.words) > 10
    assert "{" not in ended.trouble.words


@pytest.mark.parametrize("code", sorted(troubles._SURVIVED))
def test_survived_troubles_have_words(code: str) -> None:
    assert survived(code, dict.fromkeys(names(troubles._SURVIVED[code]), "x")).endswith(".")


def test_every_code_that_is_raised_or_told_exists() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    raised = set(re.findall(r'Ended\(\s*"([a-z-]+)"', text))
    told = set(re.findall(r'(?:trouble|_trouble)\(\s*"([a-z-]+)"', text))
    assert raised <= set(troubles._ENDS)
    assert told <= set(troubles._SURVIVED)
    assert len(raised) > 10
    assert len(told) > 5


def test_what_only_a_person_can_mend_is_lasting() -> None:
    assert Ended("tls-expired", host="h").trouble.lasting
    assert not Ended("closed").trouble.lasting
    assert Ended("refused", True, reason_words="no").trouble.lasting


def test_braces_and_length_of_foreign_text_do_no_harm() -> None:
    said = "{host} {0} " + "x" * 70_000
    ended = Ended("refused", reason_words=said)
    assert ended.trouble.words.startswith("{host} {0} x")
    assert ended.trouble.words.endswith("… (70011 characters)")
    assert ended.trouble.params["reason_words"] == said
    assert shortened("short") == "short"
