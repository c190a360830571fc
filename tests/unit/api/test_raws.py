"""Bytes come in as they go out."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from pydantic import TypeAdapter, ValidationError

from eventscope.api.plain import text_or_base64
from eventscope.api.raws import GivenRaw, read
from eventscope.core.errors import BadInput

GIVEN: TypeAdapter[GivenRaw] = TypeAdapter(GivenRaw)


@given(st.binary(max_size=200))
def test_there_and_back(raw: bytes) -> None:
    assert read(GIVEN.validate_python(text_or_base64(raw))) == raw


@pytest.mark.parametrize("text", ["!", "a", "aGk", "aGk=\n", "ä"])
def test_what_is_no_base64(text: str) -> None:
    with pytest.raises(BadInput, match="base64"):
        read(GIVEN.validate_python({"base64": text}))


@pytest.mark.parametrize("value", [None, 5, {}, {"base64": 1}, {"base64": "aGk=", "more": 1}, ["a"]])
def test_what_is_neither(value: object) -> None:
    with pytest.raises(ValidationError):
        GIVEN.validate_python(value)
