"""An engine in the foreground of a command: the same as behind the window, with nothing of it kept."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from eventscope.base import clock, signals
from eventscope.cli import output
from eventscope.core.errors import CannotConnect, Refused
from eventscope.core.news import LinkNews, News, Notice, PublishingNews, SubscriptionNews
from eventscope.core.workspace import Workspace
from eventscope.engine.engine import Engine, Options

CONNECT_WITHIN = 12.0  # seconds; a link's own limit is shorter


class Session:
    """An engine that runs, and what it told. `ended` turns true with Ctrl+C or a polite kill."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.ended = False
        self.jobs: dict[int, PublishingNews] = {}
        self._links: dict[str, LinkNews] = {}
        self._ever_up: set[str] = set()  # a broker may close at once: connected it was all the same
        self._answers: dict[str, SubscriptionNews] = {}
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        engine.feed.listen(self._hear)
        signals.on_end(self.end)

    def end(self) -> None:
        """Stop waiting for anything."""
        self.ended = True
        self._woken.set()

    def wake(self) -> None:
        """Look again at what `until` waits for; from any thread."""
        self._loop.call_soon_threadsafe(self._woken.set)

    async def until(self, condition: Callable[[], object], seconds: float | None = None) -> bool:
        """Wait until it is true (looked at when something happens), at most `seconds`; answers whether it is."""
        deadline = None if seconds is None else clock.mono_ns() + int(seconds * 1e9)
        while not (true := bool(condition())) and not self.ended:
            left = None if deadline is None else (deadline - clock.mono_ns()) / 1e9
            if left is not None and left <= 0:
                break
            self._woken.clear()
            try:
                await asyncio.wait_for(self._woken.wait(), left)
            except TimeoutError:
                continue
        return true

    async def connected(self, ident: str) -> None:
        """Return when that connection is up, or was; CannotConnect with the first reason why it is not."""

        def known() -> bool:
            news = self._links.get(ident)
            return ident in self._ever_up or (news is not None and news.state in ("waiting", "refused"))

        if not await self.until(known, CONNECT_WITHIN) and not self.ended:
            raise CannotConnect("no-answer", "The broker does not answer. Is it the right host and port?")
        news = self._links.get(ident)
        if ident not in self._ever_up and news is not None and news.state in ("waiting", "refused"):
            raise CannotConnect(news.code or "cannot-connect", news.words)

    async def granted(self, filters: list[str]) -> None:
        """Return when the broker has answered all filters; Refused says which one it refused and why."""
        if not await self.until(lambda: all(item in self._answers for item in filters), CONNECT_WITHIN):
            raise CannotConnect("no-answer", "The broker does not answer the subscription.")
        for news in self._answers.values():
            if news.state == "refused":
                sentence = "The broker refused {filter}: {words}"
                raise Refused("subscription-refused", sentence, filter=news.filter, words=news.words)

    def _hear(self, news: News) -> None:
        """From any thread."""
        if isinstance(news, LinkNews):
            self._links[news.connection] = news
            if news.state == "up":
                self._ever_up.add(news.connection)
        elif isinstance(news, SubscriptionNews) and news.state in ("granted", "refused"):
            self._answers[news.filter] = news
        elif isinstance(news, PublishingNews):
            self.jobs[news.job] = news
        elif isinstance(news, Notice) and news.level != "info":
            output.notice(news.words, news.code)
        else:
            return
        self.wake()


@asynccontextmanager
async def session(
    workspace: Workspace, log_folder: Path | None = None, passwords: dict[str, bytes] | None = None
) -> AsyncIterator[Session]:
    """Run an engine on that workspace; its log goes to `log_folder`, or away at the end."""
    with tempfile.TemporaryDirectory(prefix="eventscope-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        options = Options(
            workspace_path=folder / "workspace.toml",
            settings_path=folder / "settings.toml",
            log_folder=log_folder or folder / "log",
            workspace=workspace,
            temporary=True,
        )
        engine = Engine(options)
        running = Session(engine)
        try:
            await engine.start(passwords)
            yield running
        finally:
            await engine.stop()
