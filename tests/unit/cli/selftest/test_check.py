"""What a check says is kept."""

from __future__ import annotations

import pytest

from eventscope.cli.selftest.check import Broken, expect


def test_what_holds_is_silent_and_what_does_not_says_what_was_seen() -> None:
    expect(True, "nothing")
    with pytest.raises(Broken, match="7 of 8 arrived"):
        expect(False, "7 of 8 arrived")
