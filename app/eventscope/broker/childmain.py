"""The broker inside its child process: serves until told to stop, or until the pipe to its engine closes."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from multiprocessing.connection import Connection as Pipe
from typing import Any

from eventscope.base import paths, signals
from eventscope.broker import gauges
from eventscope.broker.main import serve
from eventscope.broker.server import Server
from eventscope.core.broker import BrokerConfig, BrokerGauges, Ports
from eventscope.core.errors import EventscopeError

log = logging.getLogger(__name__)


class Voice:
    """Sends to the engine from a thread, so that an engine that does not read never holds up the broker.

    Of gauges only the newest is sent.
    """

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._queue: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
        self._newest: BrokerGauges | None = None
        self._thread = threading.Thread(target=self._run, name="broker-voice", daemon=True)
        self._thread.start()

    def say(self, *message: Any) -> None:
        self._queue.put(message)

    def say_gauges(self, snapshot: BrokerGauges) -> None:
        waits, self._newest = self._newest is not None, snapshot
        if not waits:
            self._queue.put(("gauges",))

    def end(self) -> None:
        self._queue.put(None)
        self._thread.join(1.0)

    def _run(self) -> None:
        try:
            while (message := self._queue.get()) is not None:
                if message == ("gauges",):
                    newest, self._newest = self._newest, None
                    message = ("gauges", newest)
                self._pipe.send(message)
        except OSError:
            log.info("the engine is gone")


def main(pipe: Pipe, config: BrokerConfig, prefer_port: int) -> None:
    """The child's whole life. Signals to the terminal's group reach it too, but only the engine ends it."""
    signals.ignore()
    _keep_report()
    voice = Voice(pipe)
    try:
        asyncio.run(_serve(pipe, voice, config, prefer_port))
    except EventscopeError as error:
        voice.say("failed", type(error).__name__, error.code, error.sentence, error.params)
    except Exception:
        log.exception("the broker ended by a fault")
        raise
    finally:
        voice.end()


def _keep_report() -> None:
    """Faults of the broker go where the engine's go: there is often no terminal that would show them."""
    try:
        paths.report_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(paths.report_file(), encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler()
    words = "%(asctime)s %(processName)s %(name)s %(levelname)s %(message)s"
    logging.basicConfig(level=logging.WARNING, handlers=[handler], format=words)


async def _serve(pipe: Pipe, voice: Voice, config: BrokerConfig, prefer_port: int) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def ready(known: Ports, server: Server) -> None:
        voice.say("ready", known)
        listen = threading.Thread(target=_listen, args=(pipe, voice, loop, server, stop), daemon=True)
        listen.start()

    def notice(level: str, code: str, sentence: str, params: dict[str, object]) -> None:
        voice.say("notice", level, code, sentence, params)

    await serve(config, ready, stop, voice.say_gauges, notice, prefer_port)


def _listen(pipe: Pipe, voice: Voice, loop: asyncio.AbstractEventLoop, server: Server, stop: asyncio.Event) -> None:
    """A thread: hears the engine; its silence for ever (the pipe closed) is an order to stop."""
    try:
        while True:
            message = pipe.recv()
            if message[0] == "stop":
                break
            loop.call_soon_threadsafe(_answer, voice, server, *message[1:])
    except (EOFError, OSError):
        log.info("the engine is gone, so the broker stops")
    if not loop.is_closed():
        loop.call_soon_threadsafe(stop.set)


def _answer(voice: Voice, server: Server, number: int, name: str, params: dict[str, Any]) -> None:
    try:
        server.wake()
        voice.say("answer", number, True, _ask(server, name, params))
        server.flush_soon()
    except Exception as error:
        log.exception("the request %s failed", name)
        words = "The embedded broker failed at {name}: {words}. Its log has the details."
        voice.say("answer", number, False, ("Unavailable", "broker-failed", words, {"name": name, "words": str(error)}))


def _ask(server: Server, name: str, params: dict[str, Any]) -> Any:
    hub = server.hub
    match name:
        case "clients":
            return gauges.clients(hub)
        case "subscriptions":
            return gauges.subscriptions(hub)
        case "retained":
            return gauges.retained(hub, **params)
        case "clear_retained":
            return gauges.clear_retained(hub, **params)
        case "restore_retained":
            return gauges.restore_retained(hub, **params)
        case "disconnect":
            return _disconnect(server, **params)
    raise ValueError(f"there is no request {name}")


def _disconnect(server: Server, client: str) -> bool:
    connection = server.hub.online.get(client)
    if connection is None:
        return False
    connection.throw_out()
    return True
