"""The engine process from the inside: builds the engine, serves one window, drains and ends when that closes."""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
from multiprocessing.connection import Connection

from eventscope.api.switch import Switch
from eventscope.base import paths, signals, tasks
from eventscope.door.server import Server
from eventscope.engine.engine import Engine, Options
from eventscope.host.process import END_WITHIN

log = logging.getLogger(__name__)


def run(pipe: Connection, options: Options) -> None:
    """The whole life of the engine process; ends when the other end of the pipe closes."""
    signals.ignore()  # those to the terminal's group end the window, which ends us
    _keep_report()
    asyncio.run(_serve(pipe, options))


async def _serve(pipe: Connection, options: Options) -> None:
    closed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    engine = Engine(options)
    engine.api = Switch(engine)
    server = Server(pipe, engine.do, lambda in_order: None if closed.done() else closed.set_result(in_order))
    engine.feed.listen(server.tell)
    _tell_bugs(engine)
    server.start()
    starting = tasks.spawn(engine.start(), "engine start")
    in_order = await closed
    await engine.built(END_WITHIN / 2)
    starting.cancel()
    await engine.stop(END_WITHIN - 0.5, in_order)
    server.close()


def _tell_bugs(engine: Engine) -> None:
    """A task that failed is a bug: the window shows it, the report has the details."""
    sentence = "{name} failed: {words}. Please report it; details are in {file}."

    def tell(name: str, error: BaseException) -> None:
        words = f"{type(error).__name__}: {error}"[:200]
        engine.feed.notice("bad", "engine-bug", sentence, name=name, words=words, file=paths.report_file())

    tasks.on_failure(tell)


def _keep_report() -> None:
    """Diagnostics of this process (no payloads) go to a small rotating file."""
    file = paths.report_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=1 << 20, backupCount=2, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    form = "%(asctime)s %(processName)s %(name)s %(levelname)s %(message)s"
    logging.basicConfig(level=logging.INFO, handlers=[handler], format=form)
