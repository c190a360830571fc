"""Ends the session that a removed bridge had at a broker, so that nothing gathers there for nobody."""

from __future__ import annotations

import asyncio
import logging

from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.mqttsession import session, version
from eventscope.links.mqtt.durablewire import dial
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Connect, Disconnect, Properties, Publish

log = logging.getLogger(__name__)
WITHIN = 3.0  # seconds


async def forget(endpoint: Endpoint, name: str, retained: str = "") -> bool:
    """Whether the broker said that it has forgotten; where it is away, its session ends by its expiry.

    What it retains of the bridge at the topic `retained` is taken back, too.
    """
    try:
        async with asyncio.timeout(WITHIN):
            await _forget(endpoint, name, retained)
    except Exception as error:  # noqa: BLE001 - whatever a broker or a file does: the bridge is gone all the same
        log.info("the session %s could not be ended: %s", name, error)
        return False
    return True


async def _forget(endpoint: Endpoint, name: str, retained: str) -> None:
    """A clean start ends the old session, and the new one ends with its connection [MQTT-3.1.2-4]."""
    connection = session(endpoint, name)
    level = version(connection)
    answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def hear(data: bytes) -> None:
        if not answered.done():
            answered.set_result(None)

    wire = await dial(connection, hear, lambda: None)
    try:
        user, password = connection.user or None, endpoint.password
        greeting = Connect(connection.client_id, level, True, 10, user, password, None, Properties())
        wire.write(codec.encode(greeting, level))
        await asyncio.wait([answered, wire.ended], return_when=asyncio.FIRST_COMPLETED)
        if not answered.done():
            wire.ended.result()
        if retained:
            wire.write(codec.encode(Publish(retained, b"", retain=True), level))
        wire.write(codec.encode(Disconnect(), level))
        await asyncio.sleep(0)
    finally:
        wire.fail(ConnectionAbortedError("done"))
