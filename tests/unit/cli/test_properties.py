"""`--property`: names of MQTT 5 are what they say, all others are user properties."""

from __future__ import annotations

import pytest

from eventscope.cli import properties
from eventscope.core.errors import BadInput
from eventscope.core.message import PublishProperties


def test_known_names_and_user_properties() -> None:
    found = properties.read(
        [
            "content-type=text/plain",
            "a=1",
            "a=2=3",
            "message-expiry=60",
            "payload-format=1",
            "response-topic=re/1",
            "correlation-data=x",
            "topic-alias=7",
            "user:content-type=mine",
            "empty=",
        ]
    )
    user = (("a", "1"), ("a", "2=3"), ("content-type", "mine"), ("empty", ""))
    assert found == PublishProperties(1, 60, "text/plain", "re/1", b"x", 7, user)
    assert properties.read(()) == PublishProperties()


@pytest.mark.parametrize(
    "item", ["", "a", "=x", "message-expiry=soon", "message-expiry=-1", "message-expiry=4294967296", "payload-format=2"]
)
def test_what_is_wrong(item: str) -> None:
    with pytest.raises(BadInput):
        properties.read([item])


def test_a_single_one_given_twice() -> None:
    with pytest.raises(BadInput, match="only once"):
        properties.read(["content-type=a", "content-type=b"])


def test_the_help_names_them_all() -> None:
    assert all(name in properties.HELP for name in properties.KNOWN)
