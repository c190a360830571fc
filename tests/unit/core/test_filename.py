"""Whatever the topic, the file name is plain and stays in its folder."""

import re

import pytest

import hostile
from eventscope.core import filename


@pytest.mark.parametrize("raw", hostile.payloads())
def test_the_alphabet_is_fixed(raw: bytes) -> None:
    name = filename.from_topic(raw, ".bin")
    assert re.fullmatch(r"[A-Za-z0-9-]+-[0-9a-f]{8}\.bin", name)
    assert len(name) <= filename.LONGEST + 13


def test_readable_and_told_apart() -> None:
    assert filename.from_topic(b"orders/7/created", ".json").startswith("orders-7-created-")
    names = {filename.from_topic(topic, ".txt", part) for topic in (b"a/b", b"a-b", b"a//b") for part in ("1", "2")}
    assert len(names) == 6


def test_a_device_name_is_none() -> None:
    assert filename.from_topic(b"CON", ".txt") != "CON.txt"
    assert filename.from_topic(b"..", "").startswith("message-")
