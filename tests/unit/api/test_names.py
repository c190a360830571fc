"""Ids of names: steady, readable, and never anything but letters, digits and dashes."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from pydantic import TypeAdapter

from eventscope.api.names import NameId, ident, named
from eventscope.core.errors import BadInput

FITS = TypeAdapter(NameId)


@given(st.text(min_size=1, max_size=300))
def test_every_name_has_an_id_that_can_stand_in_an_address(name: str) -> None:
    found = ident(name)
    assert FITS.validate_python(found) == found == ident(name)
    assert named("no-bridge", found, ["other", name]) == name


def test_names_that_look_alike_have_ids_of_their_own() -> None:
    assert len({ident(name) for name in ("a b", "a-b", "a/b", "a  b", "A b", "账单", "订单")}) == 7
    assert ident("orders to kafka").startswith("orders-to-kafka-")


@pytest.mark.parametrize("wanted", ["", "orders", "../etc", "x" * 80])
def test_what_is_nobodys_id(wanted: str) -> None:
    with pytest.raises(BadInput) as caught:
        named("no-bridge", wanted, ["orders"])
    assert caught.value.code == "no-bridge"
