"""The whole product in this process: the real window, door, engine, log and links, with the engine on a thread.

Only what the process boundary itself does is left out; `tests/integration/host` and `e2e/test_bad_input_kill.py`
cover that. Nothing is saved: the workspace is given, the log lies in the test's folder.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from eventscope.core import verbs
from eventscope.core.errors import EventscopeError
from eventscope.core.message import Message
from eventscope.core.news import LinkNews, News, Notice
from eventscope.core.workspace import Connection, Subscription, Workspace
from eventscope.door.client import Client
from eventscope.door.server import Server
from eventscope.engine.engine import Engine, Options
from eventscope.ui.app import Session
from eventscope.ui.desk import Desk
from eventscope.ui.shell import Shell
from eventscope.ui.window import Window


class EngineThread:
    """Stands in for `host.main.EngineProcess`: the same engine behind the same door, on a thread of this process."""

    def __init__(self, options: Options, wake: Callable[[], None]) -> None:
        ours, theirs = multiprocessing.Pipe(duplex=True)
        self.engine: Engine | None = None
        self.told: list[News] = []  # all news; the door keeps only the latest of one subject for a busy window
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(theirs, options)), name="engine")
        self._thread.start()
        self.client = Client(ours, wake)
        self.client.start()

    async def _serve(self, pipe: Pipe, options: Options) -> None:
        closed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.engine = Engine(options)
        server = Server(pipe, self.engine.do, lambda in_order: None if closed.done() else closed.set_result(in_order))
        self.engine.feed.listen(server.tell)
        self.engine.feed.listen(self.told.append)
        server.start()
        try:
            await self.engine.start()
            await closed
        finally:
            await self.engine.stop()
            server.close()
            pipe.close()

    def close(self, timeout: float = 3.0) -> int | None:
        self.client.close(timeout)
        self._thread.join(20)
        assert not self._thread.is_alive(), "the engine did not end"
        return 0


class Product:
    """A window with its engine; `ask` waits for an answer, `until` for anything to become true."""

    def __init__(self, session: Session, qtbot: Any) -> None:
        self.session = session
        self.qtbot = qtbot
        self.notices: list[Notice] = []
        self.desk.notice.connect(self.notices.append)

    @property
    def engine(self) -> EngineThread:
        """The engine that runs now."""
        handle = self.session.lifeline._handle
        assert isinstance(handle, EngineThread)
        return handle

    @property
    def desk(self) -> Desk:
        return self.session.desk

    @property
    def shell(self) -> Shell:
        return self.session.shell

    @property
    def live(self) -> Any:
        return self.shell.live

    def until(self, condition: Callable[[], object], what: str = "", seconds: float = 20.0) -> None:
        def check() -> None:
            assert condition(), what or "it did not come true"

        self.qtbot.waitUntil(check, timeout=int(seconds * 1000))

    def ask(self, verb: verbs.Verb[Any]) -> Any:
        """The answer of the engine; an error of the family is raised."""
        found: list[Any] = []
        self.desk.ask(verb, lambda answer: found.append(answer), lambda error: found.append(error))
        self.until(lambda: found, f"no answer to {verb!r:.100}")
        if isinstance(found[0], EventscopeError):
            raise found[0]
        return found[0]

    def ask_state(self) -> verbs.State:
        """The state as the engine has it."""
        state: verbs.State = self.ask(verbs.GetState())
        return state

    def stored(self, count: int) -> list[Message]:
        """Wait until so many messages are stored; answers the newest of them, oldest first."""
        self.until(lambda: (s := self.desk.last_summary) and s.counts.stored >= count, f"{count} messages stored")
        summary = self.desk.last_summary
        assert summary is not None
        return [self.ask(verbs.GetMessage(ident)) for ident in range(summary.newest - count + 1, summary.newest + 1)]

    def stored_topics(self) -> set[bytes]:
        """The topics of all that is stored."""
        summary = self.desk.last_summary
        if summary is None or summary.newest < summary.oldest:
            return set()
        return set(self.ask(verbs.GetPage(0, summary.oldest, 1000)).topics)

    def inspect(self, message: Message) -> None:
        """Choose a message, and wait until the inspector has judged its payload."""
        inspector = self.live.inspector
        self.desk.message_chosen.emit(message)
        self.until(lambda: inspector.message is message and inspector.payload._about, "the payload is judged")

    def filtered(self, text: str) -> int:
        """Type a filter into the message panel; answers how many stored messages it shows when it has seen all."""
        messages = self.live.messages
        before = messages.stream.view
        messages.filter.filter_by(text)
        stream = messages.stream
        self.until(lambda: stream.view != before and stream.progress is not None and stream.progress.done, text)
        count: int = stream.count
        return count

    def link(self, state: str, code: str | None = None) -> LinkNews:
        """Wait for a state of any connection."""

        def found() -> list[LinkNews]:
            links = [item for item in list(self.engine.told) if isinstance(item, LinkNews)]
            return [item for item in links if item.state == state and code in (None, item.code)]

        self.until(found, f"{state} {code}")
        return found()[0]

    def words(self) -> str:
        """All that the window tells as notices."""
        return "\n".join(item.words for item in self.notices)


@contextmanager
def product(qtbot: Any, folder: Path, workspace: Workspace) -> Iterator[Product]:
    """A running product with `workspace`; its log is in `folder`."""
    options = Options(log_folder=folder / "log", workspace=workspace, temporary=True)
    window = Window()
    qtbot.addWidget(window, before_close_func=lambda item: setattr(item, "_may_close", True))
    session = Session(window, lambda wake: EngineThread(options, wake))
    session._listen_to_signals = lambda: None  # type: ignore[method-assign]
    window.show()
    session.begin()
    made = Product(session, qtbot)
    try:
        made.until(lambda: made.desk.state is not None, "the engine answers")
        made.live.fold.set_folded(False)  # as a narrow window does, and tests have small screens
        made.until(lambda: made.live.inspector.isVisible(), "the inspector is open")
        yield made
    finally:
        session.end()


def watching(port: int, *filters: str, **changes: Any) -> Workspace:
    """A workspace with one connection to a foreign broker, without one of our own."""
    wanted = tuple(Subscription(item, qos=2) for item in filters or ("#",))
    connection = Connection("c", "Foreign", port=port, client_id="watcher", subscriptions=wanted, **changes)
    return Workspace(name="Test", connections=(connection,), broker=False)


def texts(widget: QWidget) -> str:
    """All the text that a widget and everything in it hold, each on a line of its own."""
    found = []
    for item in (widget, *widget.findChildren(QWidget)):
        for name in ("text", "toPlainText", "toolTip", "accessibleName"):
            call = getattr(item, name, None)
            if callable(call):
                try:
                    found.append(str(call()))
                except TypeError:
                    continue
    return "\n".join(found)


def feed_of(item: News) -> str:
    """A piece of news in words, for failures."""
    return repr(item)[:300]
