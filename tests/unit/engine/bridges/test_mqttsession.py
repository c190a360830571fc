"""Names of sessions, their states in our words, calls onto the loop."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bridgefakes import ENDPOINTS
from eventscope.engine.bridges.mqttsession import heard, session, soon, told, version
from eventscope.links.mqtt.troubles import Trouble
from eventscope.mqtt.packets import V5, V311


def test_the_bridge_names_the_session_and_a_client_id_stands_before() -> None:
    endpoint = ENDPOINTS["a"]
    assert session(endpoint, "es-x-s0").client_id == "es-x-s0"
    assert endpoint.mqtt is not None
    own = replace(endpoint, mqtt=replace(endpoint.mqtt, client_id="mine"))
    assert session(own, "es-x-s0").client_id == "mine-es-x-s0"
    assert version(session(endpoint, "n")) == V5
    assert version(session(ENDPOINTS["old"], "n")) == V311


def test_states() -> None:
    assert told("connecting", None)[0] == "connecting"
    assert told("connected", None)[0] == "up"
    assert told("closed", None)[0] == "down"
    trouble = Trouble("connection-refused", {"host": "h", "port": "1"})
    assert told("waiting", trouble) == ("waiting", "connection-refused", trouble.words, trouble.params)
    assert told("waiting", replace(trouble, lasting=True))[0] == "refused"


def test_calls_come_on_the_loop() -> None:
    async def scene() -> list[object]:
        found: list[object] = []
        loop = asyncio.get_running_loop()
        soon(loop, lambda: found.append("soon"))()
        heard(loop, found.append)(None)
        assert not found
        await asyncio.sleep(0)
        return found

    assert asyncio.run(scene()) == ["soon", None]
