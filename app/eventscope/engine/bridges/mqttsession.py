"""What both MQTT ends of a bridge need: the session's connection, its states in our words, calls onto the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from eventscope.core.busfigures import SideState
from eventscope.core.workspace import Connection
from eventscope.engine.bridges.ends import Done, Endpoint
from eventscope.links.mqtt.troubles import Trouble
from eventscope.mqtt.packets import V5, V311

CLOSE_WITHIN = 1.0  # seconds for DISCONNECT and for a batch that is being stored
_STATES: dict[str, SideState] = {"connecting": "connecting", "connected": "up", "closed": "down"}


def session(endpoint: Endpoint, name: str) -> Connection:
    """The connection of a session. A client id of the person's own is kept in front, for brokers with rules on ids."""
    assert endpoint.mqtt is not None
    own = endpoint.mqtt.client_id
    return replace(endpoint.mqtt, client_id=f"{own}-{name}" if own else name)


def version(connection: Connection) -> int:
    """As packets have it."""
    return V5 if connection.version == "5" else V311


def told(state: str, trouble: Trouble | None) -> tuple[SideState, str, str, dict[str, str]]:
    """What a session tells, as a side's standing."""
    if trouble is None:
        return _STATES[state], "", "", {}
    return ("refused" if trouble.lasting else "waiting"), trouble.code, trouble.words, trouble.params


def soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> Callable[[], None]:
    """`call`, but on the event loop."""

    def later() -> None:
        loop.call_soon_threadsafe(call)

    return later


def heard(loop: asyncio.AbstractEventLoop, done: Done) -> Done:
    """The same for what hears of a commit."""

    def later(error: Exception | None) -> None:
        loop.call_soon_threadsafe(done, error)

    return later
