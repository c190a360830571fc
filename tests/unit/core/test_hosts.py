"""What names of machines say."""

from __future__ import annotations

import pytest

from eventscope.core.hosts import is_bracketed, is_loopback


@pytest.mark.parametrize(("host", "local"), [("127.0.0.9", True), ("::1", True), ("localhost", True), ("h", False)])
def test_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local


@pytest.mark.parametrize(("host", "fits"), [("h", True), ("[::1]", True), ("[1.2.3.4]", False), ("[::::]", False)])
def test_brackets_hold_an_address_of_ipv6(host: str, fits: bool) -> None:
    assert is_bracketed(host) is fits
