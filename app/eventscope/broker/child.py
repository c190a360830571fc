"""The broker's own process: started, asked and stopped by the engine over one pipe, and gone when that closes."""

from __future__ import annotations

import asyncio
import itertools
import logging
import multiprocessing
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection as Pipe
from typing import Any

from eventscope.base import paths
from eventscope.broker import gauges
from eventscope.broker.main import serve
from eventscope.broker.server import Server
from eventscope.core.broker import BrokerConfig, BrokerGauges, Ports
from eventscope.core.errors import BadInput, EventscopeError, Unavailable

log = logging.getLogger(__name__)

START_SECONDS = 20.0
ANSWER_SECONDS = 10.0


class BrokerProcess:
    """A broker in a child process. Callbacks come from a thread of their own; methods may be called from any."""

    def __init__(
        self,
        process: multiprocessing.process.BaseProcess,
        pipe: Pipe,
        on_gauges: Callable[[BrokerGauges], None],
        on_exit: Callable[[str], None],
        on_notice: Callable[[str, str, str, dict[str, object]], None],
    ) -> None:
        self.ports: Ports = None  # type: ignore[assignment]  # there when `start` returns
        self._process = process
        self._pipe = pipe
        self._on_gauges = on_gauges
        self._on_exit = on_exit
        self._on_notice = on_notice
        self._sending = threading.Lock()
        self._numbers = itertools.count(1)
        self._asked: dict[int, Future[Any]] = {}
        self._ready: Future[Ports] = Future()
        self._stopping = False
        self._reader = threading.Thread(target=self._read, name="broker-child", daemon=True)

    @classmethod
    def start(
        cls,
        config: BrokerConfig,
        on_gauges: Callable[[BrokerGauges], None],
        on_exit: Callable[[str], None],
        prefer_port: int = 1883,
        on_notice: Callable[[str, str, str, dict[str, object]], None] = lambda level, code, sentence, params: None,
    ) -> BrokerProcess:
        """Start a child and wait until it listens; raises Unavailable or BadInput with a sentence when it cannot."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_main, args=(theirs, config, prefer_port), name="broker", daemon=True)
        process.start()
        theirs.close()  # so that the pipe ends with the child
        broker = cls(process, ours, on_gauges, on_exit, on_notice)
        broker._reader.start()
        try:
            broker.ports = broker._ready.result(START_SECONDS)
        except BaseException:
            broker.stop()
            raise
        return broker

    def request(self, name: str, **params: Any) -> Any:
        """Ask the child: clients, subscriptions, retained, clear_retained, restore_retained, disconnect.

        Raises Unavailable when it does not answer.
        """
        number = next(self._numbers)
        answer: Future[Any] = Future()
        self._asked[number] = answer
        try:
            self._send(("ask", number, name, params))
            return answer.result(ANSWER_SECONDS)
        except (OSError, TimeoutError):
            raise _gone() from None
        finally:
            self._asked.pop(number, None)

    @property
    def alive(self) -> bool:
        """Whether the child runs."""
        return self._process.is_alive()

    def stop(self, timeout: float = 3.0) -> None:
        """Stop the child in order, by force when it does not within `timeout` seconds; it may be gone already."""
        self._stopping = True
        try:
            self._send(("stop",))
        except OSError:
            log.info("the broker was gone before it was stopped")
        self._process.join(timeout)
        for force in (self._process.terminate, self._process.kill):
            if self._process.is_alive():
                force()
                self._process.join(1.0)
        if self._reader is not threading.current_thread() and self._reader.is_alive():
            self._reader.join(1.0)
        self._pipe.close()

    def _send(self, message: tuple[Any, ...]) -> None:
        with self._sending:
            self._pipe.send(message)

    def _read(self) -> None:
        try:
            while True:
                self._heard(*self._pipe.recv())
        except (EOFError, OSError):
            self._over()

    def _heard(self, kind: str, *values: Any) -> None:
        match kind:
            case "gauges":
                self._on_gauges(values[0])
            case "answer":
                _settle(self._asked.get(values[0]), values[1], values[2])
            case "notice":
                self._on_notice(values[0], values[1], values[2], values[3])
            case "ready":
                self._ready.set_result(values[0])
            case "failed":
                self._ready.set_exception(_error(*values))

    def _over(self) -> None:
        self._process.join(1.0)
        words = f"The embedded broker ended unexpectedly (exit code {self._process.exitcode})."
        for answer in list(self._asked.values()):
            _settle(answer, False, ("Unavailable", "broker-gone", words, {}))
        if not self._ready.done():
            self._ready.set_exception(Unavailable("broker-gone", words + " Its log says why."))
        elif not self._stopping and self._ready.exception() is None:
            self._on_exit(words)


def _gone() -> Unavailable:
    return Unavailable("broker-gone", "The embedded broker does not answer. Start it again.")


_ERRORS: dict[str, type[EventscopeError]] = {"BadInput": BadInput, "Unavailable": Unavailable}


def _error(kind: str, code: str, sentence: str, params: dict[str, object]) -> EventscopeError:
    return _ERRORS.get(kind, Unavailable)(code, sentence, **params)


def _settle(answer: Future[Any] | None, good: bool, value: Any) -> None:
    if answer is None or answer.done():
        return
    if good:
        answer.set_result(value)
    else:
        answer.set_exception(_error(*value))


# --- in the child ------------------------------------------------------------------------------------------------


class _Voice:
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


def _main(pipe: Pipe, config: BrokerConfig, prefer_port: int) -> None:
    """The child's whole life. Ctrl+C in a terminal reaches it too, but only the engine decides when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _keep_report()
    voice = _Voice(pipe)
    try:
        asyncio.run(_serve(pipe, voice, config, prefer_port))
    except EventscopeError as error:
        voice.say("failed", type(error).__name__, error.code, error.sentence, error.params)
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


async def _serve(pipe: Pipe, voice: _Voice, config: BrokerConfig, prefer_port: int) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(stop.set))

    def ready(known: Ports, server: Server) -> None:
        voice.say("ready", known)
        listen = threading.Thread(target=_listen, args=(pipe, voice, loop, server, stop), daemon=True)
        listen.start()

    def notice(level: str, code: str, sentence: str, params: dict[str, object]) -> None:
        voice.say("notice", level, code, sentence, params)

    await serve(config, ready, stop, voice.say_gauges, notice, prefer_port)


def _listen(pipe: Pipe, voice: _Voice, loop: asyncio.AbstractEventLoop, server: Server, stop: asyncio.Event) -> None:
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


def _answer(voice: _Voice, server: Server, number: int, name: str, params: dict[str, Any]) -> None:
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
