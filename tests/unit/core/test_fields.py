"""What is read behind a name is tried as words of whole filters in test_query; here is what each field becomes."""

from __future__ import annotations

import re

import pytest

from eventscope.core import fields
from eventscope.core.errors import BadInput
from eventscope.core.terms import Bytes, Number

WORD = re.compile(r"\S+").search("   word")
assert WORD is not None
NOW = 1_790_000_000 * 10**9


def test_fields_become_terms() -> None:
    made = fields.of_bytes("de ad", WORD)
    assert isinstance(made, Bytes)
    assert made.raw == b"\xde\xad"
    time = re.fullmatch(r"(>)(.*)", ">-10s")
    assert time is not None
    assert fields.of_time(time, WORD, NOW) == Number("wall", ">", NOW - 10**10)


def test_refusals_name_the_place_and_the_way_out() -> None:
    with pytest.raises(BadInput, match=r"At position 4, .*put them in quotes"):
        fields.of_bytes("x", WORD)
    time = re.fullmatch(r"(>)(.*)", ">soon")
    assert time is not None
    with pytest.raises(BadInput, match=r"At position 4, .*put them in quotes"):
        fields.of_time(time, WORD, NOW)
