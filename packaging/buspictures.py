"""Pictures of the Bus page in the states that matter: one side down, dead letters, a refused circle, idle."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pictures import Photographer

SPARE = "Spare broker"
LOOKS = ("dark", "light")
DEAD, DOWN, BACK = "totals to the warehouse", "orders to the spare broker", "orders back"


def take(photographer: Photographer) -> None:
    """All of them, from the running demo; what was added for them is taken away again."""
    Scenes(photographer).run()


def start_broker() -> tuple[subprocess.Popen[str], int]:
    """A broker of its own that can be stopped, and its port."""
    command = [sys.executable, "-m", "eventscope", "broker", "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as said:
        return process, int(json.loads(said.readline())["mqtt"])


class Scenes:
    """Each scene is made with the verbs that a person's hand would use."""

    def __init__(self, photographer: Photographer) -> None:
        self._camera = photographer
        self._desk = photographer.session.desk

    def run(self) -> None:
        """Build, picture, take away."""
        from eventscope.core.bus import BridgeSpec, Route, Source, Target
        from eventscope.core.verbs import NewWorkspace, RemoveBridge, SaveBridge, SaveConnection
        from eventscope.core.workspace import Connection

        embedded, other = (item.name for item in self._desk.connections()[:2])
        broker, port = start_broker()
        self._ask(SaveConnection(Connection("", SPARE, port=port, auto_connect=False), None, False))
        route = Route(Target(other, "totals/{1}"), "payload.no_such_key > 0", on_error="dead-letter")
        dead = BridgeSpec(DEAD, "publish-subscribe", "at-least-once", Source(embedded, "orders/3/created"), (route,))
        down = replace(dead, name=DOWN, routes=(Route(Target(SPARE, "{topic}")),))
        for spec in (dead, down):
            self._ask(SaveBridge(spec))
        self._camera.wait(6)
        broker.terminate()  # the messages for it wait on disk from now on
        broker.wait(10)
        self._camera.wait(6)
        self._each("bus-dead-letters", lambda page: self._open(page, DEAD, page.side.dead))
        self._each("bus-one-side-down", lambda page: self._open(page, DOWN, page.side.inspect))
        for spec in (dead, down):
            self._ask(RemoveBridge(spec.name, force=True))
        self._each("bus-refused-circle", lambda page: self._refuse(page, other, embedded))
        self._ask(NewWorkspace(), self._desk.set_state)
        quiet = BridgeSpec("quiet", "publish-subscribe", "at-least-once", Source(self._first(), "quiet/#"), ())
        self._ask(SaveBridge(replace(quiet, routes=(Route(Target(self._first(), "heard/{topic}")),))))
        self._camera.wait(3)
        self._each("bus-idle", lambda page: self._open(page, "quiet", page.side.inspect))

    def _first(self) -> str:
        return self._desk.connections()[0].name

    def _ask(self, verb: Any, then: Callable[[Any], None] | None = None) -> None:
        self._desk.ask(verb, then, lambda error: sys.exit(f"{type(verb).__name__}: {error}"))
        self._camera.wait(1.0)

    def _each(self, name: str, prepare: Callable[[Any], None]) -> None:
        self._camera.window.resize(1920, 1080)
        for look in LOOKS:
            self._camera.keep(theme=look)
            shell = self._camera.session.shell
            shell.open_page("bus")
            self._camera.wait(1.5)
            prepare(shell.made["bus"])
            self._camera.wait(1.5)
            self._camera.save(f"{name}-{look}")

    def _open(self, page: Any, bridge: str, tab: Any) -> None:
        page.canvas.fit()
        page.canvas.choose(f"bridge:{bridge}")
        page.fold.set_folded(False)
        page.side.show_tab(tab)

    def _refuse(self, page: Any, source: str, target: str) -> None:
        """Draw the bridge that would close the circle; its dialog is closed, the refusal stays in the graph."""
        from eventscope.ui.viewmodels.bus import draft

        spec = draft.begin(self._desk.connections(), source, target, ())
        dialog = page.editing.open(replace(spec, name=BACK), "")
        self._camera.wait(2.0)
        dialog.reject()
