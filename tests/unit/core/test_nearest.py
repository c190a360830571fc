"""A mistyped key is answered with the nearest known one."""

from __future__ import annotations

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.nearest import refuse_unknown


def test_known_keys_pass() -> None:
    refuse_unknown(["a", "b"], ["b", "a", "c"], "here")


def test_the_nearest_is_named() -> None:
    with pytest.raises(BadInput, match=r"here: unknown key 'prot'\. Did you mean 'port'\?"):
        refuse_unknown(["prot"], ["port", "address"], "here")


def test_what_is_no_key_is_not_called_one() -> None:
    with pytest.raises(BadInput, match=r"^here: there is no bridge 'on'\. Did you mean 'one'\?$"):
        refuse_unknown(["on"], ["one"], "here", "there is no bridge")


def test_all_are_named_when_none_is_near() -> None:
    with pytest.raises(BadInput, match="Known are: address, port"):
        refuse_unknown(["zzz"], ["port", "address"], "here")
