"""Every setting of a connection reaches CONNECT; what no CONNECT can carry is said in words."""

from __future__ import annotations

from typing import Any

import pytest

from eventscope.core.message import PublishProperties
from eventscope.core.workspace import WillSpec
from eventscope.links.mqtt import connectoptions
from eventscope.links.mqtt.troubles import Ended
from linksinks import connection


def test_all_connect_properties() -> None:
    said = connectoptions.properties(
        connection(
            1, session_expiry=60, receive_maximum=10, maximum_packet_size=1000, topic_alias_maximum=5,
            request_response_information=True, request_problem_information=False, user_properties=(("a", "b"),),
        )
    )  # fmt: skip
    assert said.json() == {
        "SessionExpiryInterval": 60, "ReceiveMaximum": 10, "MaximumPacketSize": 1000, "TopicAliasMaximum": 5,
        "RequestResponseInformation": 1, "RequestProblemInformation": 0, "UserProperty": [("a", "b")],
    }  # fmt: skip


def test_by_default_only_the_packet_limit_is_announced() -> None:
    assert connectoptions.properties(connection(1)).json() == {"MaximumPacketSize": 16 << 20}


def test_the_will_with_all_its_properties() -> None:
    spec = WillSpec(
        "gone", b"bye", 1, True, 30,
        PublishProperties(1, 60, "text/plain", "answer", b"id", None, (("k", "v"),)),
    )  # fmt: skip
    arguments = connectoptions.will(spec, v5=True)
    said = arguments.pop("properties").json()
    assert arguments == {"topic": "gone", "payload": b"bye", "qos": 1, "retain": True}
    assert said == {
        "WillDelayInterval": 30, "PayloadFormatIndicator": 1, "MessageExpiryInterval": 60,
        "ContentType": "text/plain", "ResponseTopic": "answer", "CorrelationData": b"id".hex(),
        "UserProperty": [("k", "v")],
    }  # fmt: skip
    assert "properties" not in connectoptions.will(spec, v5=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"host": " "}, {"port": 0}, {"port": 70_000}, {"keep_alive": 65_536}, {"keep_alive": -1},
        {"session_expiry": 1 << 32}, {"receive_maximum": 0}, {"receive_maximum": 70_000},
        {"topic_alias_maximum": 70_000}, {"maximum_packet_size": 1 << 30}, {"connect_timeout": 0},
        {"client_id": "a\0b"}, {"client_id": "\ud800"}, {"user": "x" * 70_000},
        {"will": WillSpec("a/#")}, {"will": WillSpec("a", bytes(70_000))},
    ],
)  # fmt: skip
def test_impossible_settings(changes: dict[str, Any]) -> None:
    with pytest.raises(Ended) as ended:
        connectoptions.check(connection(**{"port": 1, "host": "h", **changes}))
    assert ended.value.trouble.code == "bad-settings"
    assert ended.value.trouble.lasting


def test_possible_settings() -> None:
    connectoptions.check(connection(65_535, keep_alive=0, receive_maximum=1, session_expiry=(1 << 32) - 1))
