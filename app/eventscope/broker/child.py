"""The broker's own process: started, asked and stopped by the engine over one pipe, and gone when that closes."""

from __future__ import annotations

import atexit
import itertools
import logging
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection as Pipe
from typing import Any

from eventscope.base import signals
from eventscope.broker import childmain
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
        process = context.Process(target=childmain.main, args=(theirs, config, prefer_port), name="broker", daemon=True)
        with signals.held():
            process.start()
        theirs.close()  # so that the pipe ends with the child
        # Python asks what is left at exit to end, with a signal that a broker ignores, and then waits for it.
        atexit.register(process.kill)
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
        atexit.unregister(self._process.kill)
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
