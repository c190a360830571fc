"""One side of a bridge as its end tells of it: up or not, why, and how often it came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from eventscope.core.bus import BusConnection
from eventscope.core.busfigures import SideFigures, SideState
from eventscope.engine.bridges.ends import Endpoint


class Side:
    """Any thread tells; `changed` is called after each change. `granted` is what the source said to the filter."""

    def __init__(self, endpoint: Endpoint, changed: Callable[[], None]) -> None:
        self.endpoint = endpoint
        self.state: SideState = "down"
        self.code = self.words = ""
        self.params: dict[str, str] = {}
        self.reconnects = 0
        self.ever = False  # it was up since the start
        self.granted: bool | None = None
        self.refusal = ""
        self._changed = changed

    @property
    def name(self) -> str:
        """The connection's."""
        return self.endpoint.bus.name

    @property
    def up(self) -> bool:
        """Whether messages cross."""
        return self.state == "up"

    def standing(self, state: SideState, code: str, words: str, params: Mapping[str, str]) -> None:
        """What an end tells."""
        if self.state == "up" and state in ("waiting", "refused", "connecting"):
            self.reconnects += 1
        self.ever = self.ever or state == "up"
        self.state, self.code, self.words, self.params = state, code, words, dict(params)
        self._changed()

    def subscribed(self, granted: bool, words: str) -> None:
        """The source's answer to what the bridge takes."""
        self.granted, self.refusal = granted, words
        self._changed()

    def ended(self) -> None:
        """Its end is closed."""
        self.state, self.code, self.words, self.params = "down", "", "", {}
        self.granted = None

    def figures(self) -> SideFigures:
        """For people."""
        bus = self.endpoint.bus
        return SideFigures(
            bus.name, bus.kind, place(bus), self.endpoint.broker, self.state, self.code, self.words, dict(self.params),
            self.reconnects,
        )  # fmt: skip


def place(connection: BusConnection) -> str:
    """An address for people: no scheme, no path but HTTP's."""
    rest = connection.url.partition("://")[2]
    return rest if connection.kind == "http" else rest.partition("/")[0]
